package engine

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// newVM makes a VM that is closed at the end of the test.
func newVM(t testing.TB, options Options) *VM {
	t.Helper()
	vm, err := New(options)
	require.NoError(t, err)
	t.Cleanup(vm.Close)
	return vm
}

// run compiles and runs source as app.js.
func run(t testing.TB, vm *VM, source string) (Value, *Thrown) {
	t.Helper()
	return vm.Run(compiled(t, "app.js", source))
}

// compiled is source as bytecode.
func compiled(t testing.TB, name, source string) Bytecode {
	t.Helper()
	b, err := Compile(name, source)
	require.NoError(t, err)
	return b
}

// mustRun is run for sources that must not throw.
func mustRun(t testing.TB, vm *VM, source string) Value {
	t.Helper()
	v, thrown := run(t, vm, source)
	if thrown != nil {
		require.Fail(t, "it threw", "%v\n%v", thrown, thrown.Stack)
	}
	return v
}

// show runs source and gives its result as text.
func show(t testing.TB, vm *VM, source string) string {
	t.Helper()
	v := mustRun(t, vm, source)
	defer vm.Free(v)
	s, thrown := vm.ToString(v)
	require.Nil(t, thrown)
	return s
}

// drain runs jobs until there are none, or something is thrown.
func drain(vm *VM) *Thrown {
	for {
		if ran, thrown := vm.RunJob(); thrown != nil || !ran {
			return thrown
		}
	}
}

// global gives JavaScript a host function.
func global(t testing.TB, vm *VM, name string, fn func(*Call) Value) {
	t.Helper()
	g := vm.Global()
	defer vm.Free(g)
	require.Nil(t, vm.Give(g, name, vm.Func(name, 0, fn)))
}

// after stops at the n-th poll.
func after(n int) func() bool {
	return func() bool { n--; return n <= 0 }
}

// lineOf is the number of the line of source that has the mark.
func lineOf(t testing.TB, source, mark string) int {
	t.Helper()
	for i, line := range strings.Split(source, "\n") {
		if strings.Contains(line, mark) {
			return i + 1
		}
	}
	require.Fail(t, "no line has the mark "+mark)
	return 0
}

// mustRunUnit is mustRun under another name than app.js.
func mustRunUnit(t testing.TB, vm *VM, unit, source string) Value {
	t.Helper()
	return mustRunBytecode(t, vm, compiled(t, unit, source))
}

func mustRunBytecode(t testing.TB, vm *VM, b Bytecode) Value {
	t.Helper()
	v, thrown := vm.Run(b)
	if thrown != nil {
		require.Fail(t, "it threw", "%v\n%v", thrown, thrown.Stack)
	}
	return v
}
