package webapi

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/trace"
)

func TestConsoleWritesWhatABrowserWould(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"texts and numbers", "console.log('a', 1, -0, 0.5, true, null, undefined)", "a 1 -0 0.5 true null undefined"},
		{"nothing", "console.log()", ""},
		{"an object", "console.log({a: 1, 'b c': 'x', [Symbol('s')]: 2n})", "{ a: 1, 'b c': 'x', [Symbol(s)]: 2n }"},
		{"depth", "console.log({a: {b: {c: {d: 1}}}})", "{ a: { b: { c: [Object] } } }"},
		{"an array", "console.log([1, 'a', [2]], [,1], [1,,,2])", "[ 1, 'a', [ 2 ] ] [ <1 empty item>, 1 ] [ 1, <2 empty items>, 2 ]"},
		{"a long array", "console.log(new Array(300).fill(0))", "[ " + strings.Repeat("0, ", 100) + "… 200 more items ]"},
		{"a circle", "const o = {}; o.me = o; console.log(o)", "{ me: [Circular] }"},
		{"the same twice is no circle", "const o = {a: 1}; console.log([o, o])", "[ { a: 1 }, { a: 1 } ]"},
		{"a class", "class Point { x = 1 }; console.log(new Point(), Point)", "Point { x: 1 } [class Point]"},
		{"functions", "console.log(function f() {}, () => {}, Math.max)", "[Function: f] [Function (anonymous)] [Function: max]"},
		{"an error", "console.log(new TypeError('no'))", "TypeError: no"},
		{"an error with more", "console.log(Object.assign(new Error('no', {cause: 7}), {code: 'E1'}))", "Error: no { code: 'E1', [cause]: 7 }"},
		{"an error inside", "console.log({e: new RangeError('no')})", "{ e: [RangeError: no] }"},
		{"collections", "console.log(new Map([['a', {b: 1}]]), new Set([1, 'x']))", "Map(1) { 'a' => { b: 1 } } Set(2) { 1, 'x' }"},
		{"bytes", "console.log(new Uint8Array([1, 2]), new ArrayBuffer(3))", "Uint8Array(2) [ 1, 2 ] ArrayBuffer { byteLength: 3 }"},
		{"a date", "console.log(new Date(0), new Date(NaN))", "1970-01-01T00:00:00.000Z Invalid Date"},
		{"a regexp", "console.log(/a+/g)", "/a+/g"},
		{"a promise", "console.log(Promise.resolve(1), new Promise(() => {}))", "Promise { <fulfilled> } Promise { <pending> }"},
		{"symbols and big integers", "console.log(Symbol('a'), 10n)", "Symbol(a) 10n"},
		{"boxes", "console.log(Object(1), Object('a'))", "[Number: 1] [String: 'a']"},
		{"no prototype", "console.log(Object.create(null, {a: {value: 1, enumerable: true}}))", "[Object: null prototype] { a: 1 }"},
		{"quotes", "console.log(['it\\'s', 'a\\nb'])", `[ "it's", 'a\nb' ]`},
		{"%s and %d", "console.log('%s is %d, %i, %f', 'x', '42', 4.9, '1.5')", "x is 42, 4, 1.5"},
		{"%o, %c and %%", "console.log('%o %c100%%', {a: 1}, 'color: red', 'rest')", "{ a: 1 } 100% rest"},
		{"a format without values", "console.log('100%', 5)", "100% 5"},
		{"a single format", "console.log('%s')", "%s"},
		{"levels", "console.warn('w'); console.error('e'); console.info('i'); console.debug('d')", "warn: w\nerror: e\ninfo: i\ndebug: d"},
		{"assert", "console.assert(true, 'no'); console.assert(0, 'a', {b: 1}); console.assert()", "error: Assertion failed: a { b: 1 }\nerror: Assertion failed"},
		{"count", "console.count(); console.count('x'); console.count(); console.countReset(); console.count()", "info: default: 1\ninfo: x: 1\ninfo: default: 2\ninfo: default: 1"},
		{"group", "console.group('g'); console.log('a\\nb'); console.groupEnd(); console.groupEnd(); console.log('c')", "g\n  a\n  b\nc"},
		{"trace", "console.trace('here')", "Trace: here"},
		{"table", "console.table([{a: 1, b: 'x'}, {a: 22}])", "(index) | a  | b\n0       | 1  | 'x'\n1       | 22 |"},
		{"table of values", "console.table(['x'])", "(index) | value\n0       | 'x'"},
		{"dir", "console.dir({a: 1}, {depth: 0})", "{ a: 1 }"},
		{"taken off", "const {log} = console; log('free')", "free"},
		{"computed", "console['lo' + 'g']('x')", "x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want+"\n", output(t, tt.text, setting{}))
		})
	}
}

func TestConsoleRunsNothingOfTheUsers(t *testing.T) {
	t.Parallel()
	got := output(t, `
		const bang = () => { throw new Error('it ran') };
		const all = new Proxy({}, { get: bang, has: bang, ownKeys: bang, getPrototypeOf: bang, getOwnPropertyDescriptor: bang });
		console.log({ get a() { bang() }, set b(v) { bang() }, get c() { bang() }, set c(v) {} });
		console.log(all, { all }, Object.create(all), new Proxy(function () {}, { get: bang }));
		console.log({ toString: bang, valueOf: bang, [Symbol.toPrimitive]: bang });
		console.log(Object.create({ get [Symbol.toStringTag]() { bang() } }));
		class E extends Error { get message() { bang() } get name() { bang() } }
		console.log(new E());
		class F { static get name() { bang() } }
		console.log(new F(), F);
		console.log('%s', { toString: bang });
	`, setting{})
	assert.Equal(t, `{ a: [Getter], b: [Setter], c: [Getter/Setter] }
[Proxy] { all: [Proxy] } [Object: null prototype] {} [Function (proxy)]
{ toString: [Function: bang], valueOf: [Function: bang], [Symbol(Symbol.toPrimitive)]: [Function: bang] }
{}
E
{} [class (anonymous)]
{ toString: [Function: bang] }
`, got)
}

func TestConsoleCutsWhatIsTooLong(t *testing.T) {
	t.Parallel()
	got := output(t, "console.log('é'.repeat(10000))", setting{})
	assert.Less(t, len(got), maxConsoleText+50)
	assert.Contains(t, got, "é… (11808 bytes more)")
}

func TestConsoleTellsThePlaceOfItsCall(t *testing.T) {
	t.Parallel()
	p := start(t, "function f() {\n  console.log('x', {})\n}\nf()\n[1].forEach(console.log)", setting{})
	p.rt.Load()
	lines := of[*trace.Console](p.phone)
	require.NotEmpty(t, lines)
	assert.Equal(t, "app.js", lines[0].Pos.File)
	assert.Equal(t, 2, lines[0].Pos.Line)
	assert.Equal(t, 11, lines[0].Pos.Column)
}

func TestConsoleTimersFollowTheProcess(t *testing.T) {
	t.Parallel()
	p := start(t, "console.time(); globalThis.end = () => console.timeEnd(); console.timeEnd('x'); setTimeout(end, 1500)", setting{})
	p.rt.Load()
	p.suspend(0)
	p.run()
	assert.Equal(t, "warn: Timer 'x' does not exist\ninfo: default: 1500.020 ms\n", p.lines())
}
