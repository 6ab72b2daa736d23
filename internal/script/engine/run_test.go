package engine

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCompileSaysWhereTheSyntaxIsWrong(t *testing.T) {
	t.Parallel()
	_, err := Compile("app.js", "let a = 1;\nlet b = = 2;")
	var syntax *SyntaxError
	require.ErrorAs(t, err, &syntax)
	assert.Equal(t, &SyntaxError{Unit: "app.js", Message: "unexpected token in expression: '='", Line: 2, Column: 9}, syntax)
	assert.Equal(t, "app.js:2:9: unexpected token in expression: '='", err.Error())
}

func TestThrownErrorsHaveNameMessageAndStack(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	for _, tt := range []struct {
		name, source, want string
		stack              []Frame
	}{
		{"plain", "function f() {\n  throw new TypeError('bad');\n}\nf()", "TypeError: bad", []Frame{{"app.js", "f", 2, 22}, {"app.js", "", 4, 2}}},
		{"engine's own", "null.x", "TypeError: cannot read property 'x' of null", []Frame{{"app.js", "", 1, 5}}},
		{
			"subclass", "class HttpError extends Error { constructor(m) { super(m); this.name = 'HttpError' } }\nclass NotFound extends HttpError {}\n(() => {\n  throw new NotFound('gone');\n})()",
			"HttpError: gone", []Frame{{"app.js", "", 4, 21}, {"app.js", "", 5, 3}},
		},
		{"no message", "throw new Error", "Error", []Frame{{"app.js", "", 1, 16}}},
		{"name of its own", "const e = new Error('m'); e.name = 'Mine'; throw e", "Mine: m", []Frame{{"app.js", "", 1, 20}}},
		{"not an error", "throw 42", "42", nil},
		{"through natives", "[3].map(function each() { undefinedName })", "ReferenceError: 'undefinedName' is not defined", []Frame{{"app.js", "each", 1, 27}, {"app.js", "", 1, 8}}},
		{"eval", "eval('1;\\nnope()')", "ReferenceError: 'nope' is not defined", nil},
	} {
		_, thrown := run(t, vm, "{"+tt.source+"}")
		require.NotNil(t, thrown, tt.name)
		assert.Equal(t, tt.want, thrown.Error(), tt.name)
		if tt.stack != nil {
			for i := range tt.stack {
				if tt.stack[i].Line == 1 {
					tt.stack[i].Column++ // the brace
				}
			}
			assert.Equal(t, tt.stack, thrown.Stack, tt.name)
		}
		vm.Free(thrown.Value)
	}
}

func TestThrownOutlivesAndCanBeThrownOn(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	global(t, vm, "call", func(c *Call) Value {
		v, thrown := c.VM.Call(c.Arg(0), Undefined())
		if thrown != nil {
			return c.Rethrow(thrown)
		}
		return v
	})
	assert.Equal(t, "true", show(t, vm, "const e = {}; try { call(() => { throw e }) } catch (x) { String(x === e) }"))
	assert.Equal(t, "7", show(t, vm, "String(call(() => 7))"))
}

func TestRunGivesTheResultAndSharesTheGlobalScope(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	assert.Equal(t, "3", show(t, vm, "var a = 1; let b = 2; a + b"))
	assert.Equal(t, "2", show(t, vm, "b"))
	v, thrown := vm.Run(Bytecode{})
	assert.Nil(t, thrown)
	assert.True(t, v.IsUndefined())
}

func TestCompileNativeHidesTheSource(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	b, err := CompileNative("prelude", "function fetch(url) { return where(url) }")
	require.NoError(t, err)
	plain := compiled(t, "prelude", "function fetch(url) { return where(url) }")
	assert.Less(t, b.Size(), plain.Size())
	assert.Equal(t, "prelude", b.Unit())
	var at Frame
	global(t, vm, "where", func(c *Call) Value { at, _ = c.VM.Here(); return Undefined() })
	vm.Free(mustRunBytecode(t, vm, b))
	assert.Equal(t, "function fetch() {\n    [native code]\n}", show(t, vm, "fetch(); String(fetch)"))
	assert.Equal(t, Frame{"prelude", "fetch", 1, 23}, at, "positions stay")
}

func TestEnqueueRunsInTheOrderOfTheQueue(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	global(t, vm, "queueMicrotask", func(c *Call) Value { c.VM.Enqueue(c.Arg(0)); return Undefined() })
	vm.Free(mustRun(t, vm, `var out = [];
Promise.resolve().then(() => out.push('then'));
queueMicrotask(() => { out.push('micro'); throw new Error('in micro') });
Promise.resolve().then(() => out.push('then 2'));`))
	assert.True(t, vm.HasJobs())
	ran, thrown := vm.RunJob()
	assert.True(t, ran)
	require.Nil(t, thrown)
	ran, thrown = vm.RunJob()
	assert.True(t, ran)
	require.NotNil(t, thrown)
	assert.Equal(t, "Error: in micro", thrown.Error())
	vm.Free(thrown.Value)
	require.Nil(t, drain(vm))
	assert.False(t, vm.HasJobs())
	assert.Equal(t, "then,micro,then 2", show(t, vm, "String(out)"))
}

func TestIntlIsThereWhenAskedFor(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "undefined", show(t, newVM(t, Options{}), "typeof Intl"))
	vm := newVM(t, Options{IntlZone: "America/New_York"})
	assert.Equal(t, "12/31/1969, 7:00:00 PM", show(t, vm, "new Date(0).toLocaleString('en-US')"))
	assert.Equal(t, "America/New_York", show(t, vm, "Intl.DateTimeFormat().resolvedOptions().timeZone"))
	_, err := New(Options{IntlZone: "Nowhere/City"})
	assert.Error(t, err)
}

func TestMemoryGrowsAndIsGivenBack(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	before := vm.Memory()
	vm.Free(mustRun(t, vm, "var a = new Uint8Array(1e6)"))
	assert.Greater(t, vm.Memory(), before+1_000_000)
	vm.Free(mustRun(t, vm, "a = null"))
	assert.Less(t, vm.Memory(), before+100_000)
	vm.Close()
	assert.Zero(t, vm.Memory())
}

func TestAClosedVMRunsNothing(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	vm.Close()
	_, thrown := vm.Run(compiled(t, "app.js", "1"))
	require.NotNil(t, thrown)
	assert.True(t, thrown.Stopped)
	assert.Empty(t, vm.Pending())
	assert.False(t, vm.HasJobs())
	vm.StopNow()
	vm.CollectGarbage()
	var err error = thrown
	assert.ErrorAs(t, err, &thrown)
}
