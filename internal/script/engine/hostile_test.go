package engine

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHostileCodeEndsWithAnOrdinaryError(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, source string
		thrown       string
		memory       int64
		limitHit     bool
	}{
		{name: "unbounded recursion", source: "(function f() { return f() + 1 })()", thrown: "InternalError: stack overflow"},
		{name: "unbounded recursion through natives", source: "(function f() { return [1].map(f) })()", thrown: "InternalError: stack overflow"},
		{name: "unbounded recursion through getters", source: "const o = {get a() { return this.a }}; o.a", thrown: "InternalError: stack overflow"},
		{name: "array that grows for ever", source: "(() => { const a = []; for (;;) a.push(a.length + 0.5) })()", thrown: "InternalError: out of memory", memory: 16 << 20, limitHit: true},
		{name: "the same, caught", source: "let a = []; try { for (;;) a.push(a.length + 0.5) } catch {} a = null; 1", memory: 16 << 20, limitHit: true},
		{name: "objects for ever", source: "(() => { let o = {}; for (;;) o = {o} })()", thrown: "InternalError: out of memory", memory: 16 << 20, limitHit: true},
		{name: "deep JSON", source: "JSON.parse('['.repeat(5e6))", thrown: "SyntaxError"},
		{name: "string of 10^10", source: "'x'.repeat(1e10)", thrown: "RangeError: invalid repeat count"},
		{name: "string doubled for ever", source: "let s = 'x'; for (;;) s += s", thrown: "InternalError", memory: 16 << 20},
		{name: "buffer of 8 GB", source: "new Uint8Array(8e9)", thrown: "RangeError"},
		{name: "array of 10^9", source: "new Array(1e9).fill(0)", thrown: "InternalError: out of memory", memory: 16 << 20, limitHit: true},
		{name: "deep stringify", source: "let o = {}; for (let i = 0; i < 200000; i++) o = {o}; JSON.stringify(o)", thrown: "InternalError: stack overflow"},
		{name: "deep regular expression", source: "new RegExp('('.repeat(1e5))", thrown: "SyntaxError"},
		{name: "error whose message is a trap", source: "const e = new Error('x'); Object.defineProperty(e, 'message', {get() { throw 1 }}); throw e", thrown: "Error"},
		{name: "error that is a proxy", source: "throw new Proxy(new Error('x'), {get() { for (;;); }})", thrown: "[object]"},
		{name: "error with a prototype that is a trap", source: "const e = new Error('x'); Object.setPrototypeOf(e, new Proxy({}, {get() { for (;;); }, getPrototypeOf() { for (;;); }})); throw e", thrown: "x"},
		{name: "thrown text", source: "throw 'text'", thrown: "text"},
		{name: "thrown nothing", source: "throw undefined", thrown: "undefined"},
		{name: "thrown object", source: "throw {message: 'mine'}", thrown: "mine"},
		{name: "thrown symbol", source: "throw Symbol('s')", thrown: "Symbol()"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			vm := newVM(t, Options{MemoryLimit: tt.memory})
			v, thrown := run(t, vm, tt.source)
			assert.Equal(t, tt.limitHit, vm.LimitHit())
			if tt.thrown == "" {
				require.Nil(t, thrown)
				vm.Free(v)
			} else {
				require.NotNil(t, thrown)
				assert.Contains(t, thrown.Error(), tt.thrown)
				assert.False(t, thrown.Stopped)
				assert.Equal(t, tt.limitHit, thrown.OutOfMemory)
				vm.Free(thrown.Value)
			}
			vm.CollectGarbage()
			assert.Equal(t, "3", show(t, vm, "String([1, 2, 3].length)"), "it is still usable")
		})
	}
}

func TestSortOfTwoMillionIsStopped(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("takes a second")
	}
	vm := newVM(t, Options{Poll: after(150)})
	_, thrown := run(t, vm, "const a = new Float64Array(2e6).map((_, i) => i * 7919 % 2000003); Array.from(a).sort((x, y) => x - y)")
	require.NotNil(t, thrown)
	assert.True(t, thrown.Stopped)
}

func TestRecursionThroughGoEndsWithAnOrdinaryError(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	global(t, vm, "again", func(c *Call) Value {
		v, thrown := c.VM.Call(c.Arg(0), Undefined())
		if thrown != nil {
			return c.Rethrow(thrown)
		}
		return v
	})
	_, thrown := run(t, vm, "function f() { return again(f) } f()")
	require.NotNil(t, thrown)
	assert.Equal(t, "InternalError: stack overflow", thrown.Error())
	vm.Free(thrown.Value)
}
