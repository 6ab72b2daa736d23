package script

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

func TestCodeThatNeverReturnsIsStoppedAtItsLine(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"an empty loop", "function f() {\n  for (;;) {}\n}\nf()", "app.ts:2:3, exact true"},
		{"a loop that counts", "function f() {\n  let i = 0\n  while (true) {\n    i++\n  }\n}\nf()", "app.ts:4:5, exact true"},
		{"a loop that asks for the time", "function f() {\n  for (;;) print\n  \n}\nf()", "app.ts:2:12, exact true"},
		{"a loop of host calls", "function f() {\n  for (;;) native()\n}\nf()", "app.ts:2:12, exact true"},
		{"a loop in a function that is called", "function g() {\n  do {} while (1)\n}\nfunction f() {\n  g()\n}\nf()", "app.ts:2:3, exact true"},
		{"try and catch", "function f() {\n  for (;;) {\n    try { throw 1 } catch {}\n  }\n}\ntry { f() } catch { print('caught') } finally { print('finally') }", "app.ts:3:11, exact true"},
		{"a loop in an async function", "async function f() {\n  await null\n  for (;;) {}\n}\nf().catch(() => print('caught'))", "app.ts:3:3, exact true"},
		{"a loop in a promise's executor", "new Promise(() => {\n  for (;;) {}\n}).catch(() => print('caught'))\nprint('after')", "app.ts:2:3, exact true"},
		{"a chain of awaits", "async function f() {\n  for (;;) {\n    await null\n  }\n}\nf()", "app.ts:3:5, exact true"},
		{"a chain of then", "function f() {\n  Promise.resolve().then(f)\n}\nf()", "app.ts:2:11, exact true"},
		{"a chain of microtasks", "function f() {\n  queueMicrotask(f)\n}\nf()", "app.ts:2:3, exact true"},
		{"a catastrophic regexp", "function f() {\n  return /^(a+)+$/.test('a'.repeat(40) + 'b')\n}\nf()", "app.ts:2:10, exact true"},
		{"JSON again and again", "const text = JSON.stringify('x'.repeat(1e6))\nfunction f() {\n  for (;;) JSON.parse(text)\n}\nf()", "app.ts:3:12, exact true"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, h := process(t, bundled(t, tt.text), RuntimeOptions{Runaway: 200 * time.Millisecond})
			r.Load()
			assert.True(t, r.Stopped())
			assert.True(t, h.hung)
			got := h.lines("cpu.runaway")
			at := got[strings.Index(got, " at ")+4:]
			assert.Equal(t, tt.want+"\n", at)
			assert.Empty(t, strings.ReplaceAll(h.lines("console", "js.error"), "after\n", "?"), "no code runs after the stop")
			assert.InDelta(t, 200, h.spent.Milliseconds(), 12)
		})
	}
}

func TestCodeThatNeverReturnsIsNamedWhereverItWasCalledFrom(t *testing.T) {
	t.Parallel()
	const spin = "const spin = (n: number) => {\n  while (n >= 0) n++\n}\n"
	for _, tt := range []struct{ name, text string }{
		{"the top level", "spin(0)"},
		{"a timer", "setTimeout(() => spin(0), 5)"},
		{"an interval's second beat", "let beats = 0\nsetInterval(() => { if (++beats === 2) spin(0) }, 5)"},
		{"the answer of a request", "request('https://x').then(() => spin(0))"},
		{"a call from the native side", "export const onExpire = () => spin(0)"},
		{"a call from the native side, behind an await", "export const onExpire = async () => { await null; spin(0) }"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, h := process(t, bundled(t, spin+tt.text), RuntimeOptions{Runaway: 50 * time.Millisecond})
			r.Load()
			h.run(time.Second)
			if !r.Stopped() {
				r.Turn("event", func() {
					fn, _ := r.VM().Get(r.Exports(), "onExpire")
					result, _ := r.Call("", fn, engine.Undefined())
					r.VM().Free(result)
					r.VM().Free(fn)
				})
			}
			assert.Contains(t, h.lines("cpu.runaway"), "at app.ts:2:")
			assert.True(t, r.Stopped())
			assert.True(t, h.hung)
			r.Pending("kill")
			assert.Empty(t, h.lines("js.error", "console"))
		})
	}
}

func TestRecursionThatIsCaughtAgainAndAgainIsStopped(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "function g() { g() }\nfunction f() {\n  for (;;) {\n    try { g() } catch {}\n  }\n}\nf()"), RuntimeOptions{Runaway: 4 * time.Millisecond})
	r.Load()
	assert.Equal(t, "runaway after 4 ms at app.ts:1:16, exact true\n", h.lines("cpu.runaway"))
}

func TestAfterAStopNothingRuns(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "setTimeout(() => print('timer'), 10)\nPromise.resolve().then(() => print('job'))\nfor (;;) {}"), RuntimeOptions{Runaway: 100 * time.Millisecond})
	assert.False(t, r.Load())
	h.hung = false // even if the phone asked
	h.run(10 * time.Second)
	r.Turn("event", func() { t.Error("a turn began") })
	callDefault(r)
	assert.Empty(t, h.lines("console"))
	assert.True(t, r.Exports().IsUndefined())
}

func TestTheDeadlineStopsCodeThatRuns(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "function busy() {\n  for (;;) {}\n}\nsetTimeout(busy, 29_990)"), RuntimeOptions{})
	require.True(t, r.Load())
	h.run(30 * time.Second)
	assert.Equal(t, vclock.FromMillis(30_000), h.Now(), "time stands at the deadline")
	assert.True(t, r.Stopped())
	assert.Empty(t, h.lines("cpu.runaway"))
	r.Pending("kill")
	assert.Equal(t, "0 busy app.ts:2:3 on callback running\n", h.lines("await.pending"))
}

func TestComputingCostsTheSameEachTime(t *testing.T) {
	t.Parallel()
	p := bundled(t, "export default () => { let n = 0; for (let i = 0; i < 1e6; i++) n += i; return n }")
	r, h := process(t, p, RuntimeOptions{})
	require.True(t, r.Load())
	before := h.spent
	callDefault(r)
	first := h.spent - before
	assert.Equal(t, 200*time.Millisecond+20*time.Microsecond, first, "a million loops are two million jumps")
	r.Turn("event", func() {
		r.Call("", r.VM().Func("f", 0, func(*engine.Call) engine.Value { return engine.Undefined() }), engine.Undefined())
	})
	before = h.spent
	callDefault(r)
	assert.Equal(t, first, h.spent-before, "whatever ran before it")
	assert.Equal(t, "cpu 200020 µs, 200 polls\ncpu 200020 µs, 200 polls\n", h.lines("cpu"))
}

func TestCostsAreScaled(t *testing.T) {
	t.Parallel()
	p := bundled(t, "export default async () => { for (let i = 0; i < 5e4; i++) ; await null; JSON.parse('\"' + 'x'.repeat(998) + '\"') }")
	r, h := process(t, p, RuntimeOptions{Costs: DefaultCosts().Scaled(0.5)})
	require.True(t, r.Load())
	before := h.spent
	callDefault(r)
	// 10 polls of 0.5 ms, a turn and a job of 10 µs each, 1000 bytes of 5 ns
	assert.Equal(t, 5025*time.Microsecond, h.spent-before)
}

func TestRecursionWithoutEndIsAnErrorOfTheScript(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "function f(): number {\n  return 1 + f()\n}\nf()"), RuntimeOptions{})
	assert.False(t, r.Load())
	assert.False(t, r.Stopped())
	assert.Contains(t, h.lines("js.error"), "app.ts:2:14")
}

func TestMemoryIsLimited(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"growing without end", "const all: any[] = []\nfunction f() {\n  for (;;) all.push(new Array(1000).fill(1))\n}\nf()", "app.ts:3:"},
		{"objects", "const all: any[] = []\nfunction f() {\n  print('begin')\n  for (;;) {\n    all.push({ n: all.length, list: [1, 2, 3] })\n  }\n}\nf()", "app.ts:5:9"},
		{"a list without a call", "let list: any\nfunction f() {\n  print('begin')\n  for (;;) {\n    list = { list }\n  }\n}\nf()", "app.ts:5:5"},
		{"in an async function", "async function f() {\n  const all: number[] = []\n  await null\n  for (;;) all.push(all.length + 0.5)\n}\nf().catch(() => print('caught'))", "app.ts:4:16"},
		{"caught", "const all: any[] = []\ntry {\n  for (;;) all.push(new Array(1000).fill(1))\n} catch { all.length = 0 }\nprint('caught')", "app.ts:3:"},
		{"at once", "'x'.repeat(1e9)", "app.ts:1:5"},
		{"at once, caught", "function f() {\n  'x'.repeat(1e9)\n}\ntry { f() } catch {\n  print('caught')\n}", "app.ts:2:7"},
		{"at once, caught, and nothing more", "try {\n  'x'.repeat(1e9)\n} catch {}", "app.ts:2:7"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, h := process(t, bundled(t, tt.text), RuntimeOptions{MemoryLimit: 16 << 20, Runaway: time.Minute})
			h.wake = 0
			r.Load()
			assert.Contains(t, h.lines("memory.limit"), "memory 16777216 at "+tt.want)
			assert.Equal(t, "memory", h.cause)
			assert.True(t, r.Stopped())
			assert.Empty(t, h.lines("js.error"))
			assert.NotContains(t, h.lines("console"), "caught", "no app goes on from there")
		})
	}
}

func TestNestedJSONIsAnErrorOfTheScript(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "JSON.parse('['.repeat(5e6))"), RuntimeOptions{})
	assert.False(t, r.Load())
	assert.Contains(t, h.lines("js.error"), "app.ts:1:6")
}

// wall is a Guard that has had enough at the n-th question of a turn.
type wall struct{ limit, asked int }

func (w *wall) BeginTurn()           { w.asked = 0 }
func (w *wall) Exceeded() bool       { w.asked++; return w.asked > w.limit }
func (w *wall) Limit() time.Duration { return 10 * time.Second }

func TestTheGuardStopsATurnThatTakesTooLong(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "export default (n: number) => {\n  for (let i = 0; i < n; i++) ;\n}"), RuntimeOptions{Guard: &wall{limit: 10}})
	require.True(t, r.Load())
	callDefault(r, engine.Int(40_000))
	callDefault(r, engine.Int(40_000))
	assert.False(t, r.Stopped(), "each turn has its own time")
	callDefault(r, engine.Int(1_000_000))
	assert.True(t, r.Stopped())
	assert.Equal(t, "guard 10000 ms at app.ts:2:26\n", h.lines("guard.stop"))
	assert.Equal(t, "guard", h.cause)
}

func TestAnInterruptedTurnStopsAndWritesNothing(t *testing.T) {
	t.Parallel()
	asked := 0
	r, h := process(t, bundled(t, "export default () => { try { for (;;) ; } finally { print('on') } }"), RuntimeOptions{
		Interrupted: func() bool { asked++; return asked > 5 },
	})
	require.True(t, r.Load())
	before := len(h.events)
	callDefault(r)
	assert.True(t, r.Stopped())
	assert.Len(t, h.events, before)
	assert.Empty(t, h.cause, "the process is left as it stands")
	assert.Equal(t, 6, asked)
}

func TestErrorsAreReportedWhereTheyWereThrown(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{
			"in the top level", "function f() {\n  throw new TypeError('no')\n}\nf()",
			"load: TypeError: no\n  f app.ts:2:13\n  (anonymous) app.ts:4:1\n",
		},
		{
			"of a class of the user's", "class AppError extends Error {\n  name = 'AppError'\n}\nfunction f() {\n  throw new AppError('no')\n}\nf()",
			"load: AppError: no\n  f app.ts:5:13\n  (anonymous) app.ts:7:1\n",
		},
		{
			"in a timer", "setTimeout(function late() { undefinedFunction() }, 5)",
			"timer: ReferenceError: 'undefinedFunction' is not defined\n  late app.ts:1:30\n",
		},
		{
			"when a request was answered", "request('https://x').then(() => { throw new Error('no') })",
			"rejection: Error: no\n  (anonymous) app.ts:1:45\n",
		},
		{
			"in a microtask", "queueMicrotask(() => { throw new RangeError('no') })",
			"load: RangeError: no\n  (anonymous) app.ts:1:34\n",
		},
		{
			"as a text", "function f() { throw 'a text' }\nf()", "load: : a text\n",
		},
		{
			"a rejection that nobody handles", "async function f() {\n  await null\n  throw new Error('no')\n}\nf()",
			"rejection: Error: no\n  f app.ts:3:13\n",
		},
		{
			"a rejection with a text", "function f() {\n  Promise.reject('a text')\n}\nf()", "rejection: : a text\n  f app.ts:2:11\n",
		},
		{"a rejection that is handled at once", "Promise.reject(new Error('no')).catch(() => {})", ""},
		{"a rejection that is handled before the queue is empty", "const p = Promise.reject(new Error('no'))\nPromise.resolve().then(() => {}).then(() => p.catch(() => {}))", ""},
		{
			"a rejection that is handled too late", "const p = Promise.reject(new Error('no'))\nsetTimeout(() => p.catch(() => {}), 1)",
			"rejection: Error: no\n  (anonymous) app.ts:1:30\n",
		},
		{
			"from a parser", "function f() {\n  return JSON.parse('{')\n}\nf()",
			"load: SyntaxError: expecting property name\n  f app.ts:2:10\n  (anonymous) app.ts:4:1\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, h := process(t, bundled(t, tt.text), RuntimeOptions{})
			r.Load()
			h.run(time.Second)
			assert.Equal(t, tt.want, h.lines("js.error"))
			assert.False(t, r.Stopped(), "a web view goes on")
			assert.Empty(t, h.cause)
		})
	}
}

func TestAnErrorIsFatalToAReactNativeApp(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "Promise.reject(1)\nsetTimeout(() => { queueMicrotask(() => print('job')); throw new Error('no') }, 1)\nsetTimeout(() => print('next'), 2)"), RuntimeOptions{OnError: ReactNative})
	assert.True(t, r.Load(), "a rejection is not")
	h.run(time.Second)
	assert.Equal(t, "crash", h.cause)
	assert.True(t, r.Stopped())
	assert.Empty(t, h.lines("console"))
}

func TestAnErrorSaysWhatItMayComeFrom(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "export default (text: string) => { throw text }"), RuntimeOptions{})
	require.True(t, r.Load())
	text := r.VM().String("bad arguments")
	defer r.VM().Free(text)
	r.ArgumentError("configure", "bad arguments")
	callDefault(r, text)
	r.ReadPlaceholder()
	callDefault(r, text)
	h.wake = 2
	callDefault(r, text)
	var signature []string
	var placeholder []bool
	for _, e := range errorsIn(h) {
		signature = append(signature, e.SignatureOf)
		placeholder = append(placeholder, e.ReadPlaceholder)
	}
	assert.Equal(t, []string{"configure", "configure", "configure"}, signature)
	assert.Equal(t, []bool{false, true, false}, placeholder, "only the wake that read it")
}

func TestWhatIsNotSimulatedIsSaidOnceForEachPlace(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "for (let i = 0; i < 3; i++) {\n  exotic()\n  exotic()\n}"), RuntimeOptions{})
	global := r.VM().Global()
	r.hide(global, "exotic", 0, func(*engine.Call) engine.Value { r.Missing("exotic"); return engine.Undefined() })
	r.VM().Free(global)
	require.True(t, r.Load())
	assert.Equal(t, "exotic app.ts:2:3\nexotic app.ts:3:3\n", h.lines("api.missing"))
}

func TestATurnInsideATurnIsPartOfIt(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "export default (again: boolean) => {\n  if (again) { Promise.resolve().then(() => print('job')); nested() }\n  print(again ? 'outer' : 'inner')\n}"), RuntimeOptions{})
	require.True(t, r.Load())
	global := r.VM().Global()
	r.hide(global, "nested", 0, func(*engine.Call) engine.Value { callDefault(r, engine.Bool(false)); return engine.Undefined() })
	r.VM().Free(global)
	callDefault(r, engine.Bool(true))
	assert.Equal(t, "inner\nouter\njob\n", h.lines("console"))
}

func TestAPreludeIsSeenInNoStack(t *testing.T) {
	t.Parallel()
	prelude, err := CompilePrelude("(global, host) => {\n  global.ask = function ask(fn) { host.log('asked'); return fn() }\n}")
	require.NoError(t, err)
	r, h := process(t, bundled(t, "function f() {\n  ask(() => { throw new Error('no') })\n}\nf()"), RuntimeOptions{})
	host := r.VM().Object()
	var at string
	r.hide(host, "log", 1, func(*engine.Call) engine.Value { at = where(r.Caller()); return engine.Undefined() })
	require.NoError(t, r.Prelude(prelude, host))
	r.VM().Free(host)
	assert.False(t, r.Load())
	assert.Equal(t, "app.ts:2:3", at)
	assert.Equal(t, "load: Error: no\n  (anonymous) app.ts:2:25\n  f app.ts:2:3\n  (anonymous) app.ts:4:1\n", h.lines("js.error"))
}

func TestABrokenPreludeIsAnError(t *testing.T) {
	t.Parallel()
	_, err := CompilePrelude("(global => {")
	require.ErrorContains(t, err, "compile prelude: fetchsim:1:")
	prelude, err := CompilePrelude("() => { throw new Error('ours') }")
	require.NoError(t, err)
	r, _ := process(t, bundled(t, ""), RuntimeOptions{})
	assert.EqualError(t, r.Prelude(prelude, engine.Undefined()), "run prelude: Error: ours")
}

func TestClosingGivesBackWhatGoHolds(t *testing.T) {
	t.Parallel()
	r, _ := process(t, bundled(t, "request('hang'); setTimeout(() => {}, 5); Promise.reject({}); export default 1"), RuntimeOptions{})
	value := r.VM().Object()
	given := 0
	r.OnClose(func() { given++; r.VM().Free(value) })
	require.True(t, r.Load())
	op := r.Begin("bridge", "finish")
	r.Close()
	r.Close()
	op.Done()
	op.Keep(engine.Undefined())
	assert.Equal(t, 1, given)
	assert.True(t, r.Stopped())
	r.Pending("kill")
	r.Turn("event", func() { t.Error("a turn began") })
}
