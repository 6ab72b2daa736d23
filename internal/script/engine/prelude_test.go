package engine

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// counter is a prelude whose state must not pass from one process to the next.
const counter = `(global, host, text) => {
  let n = 0;
  global.made = (global.made ?? 0) + 1;
  class Box { #n = ++n; get n() { return this.#n } }
  return { text, Box, count: () => host.twice(++n) };
}`

// twiceIn has a process of a prelude count, and gives what it sees.
func twiceIn(t testing.TB, vm *VM, p Prelude) string {
	t.Helper()
	host, result, thrown := vm.Prelude(p)
	require.Nil(t, thrown)
	require.Nil(t, vm.Give(host, "twice", vm.Func("twice", 1, func(c *Call) Value { return Float(2 * c.Arg(0).Number()) })))
	vm.Free(host)
	g := vm.Global()
	require.Nil(t, vm.Give(g, "prelude", result))
	vm.Free(g)
	return show(t, vm, "[prelude.text, made, prelude.count(), new prelude.Box().n, prelude.count()].join()")
}

func TestAPreludeIsAsNewInEachProcess(t *testing.T) {
	t.Parallel()
	var machines Machines
	defer machines.Close()
	p := Prelude{Script: compiled(t, "prelude", counter), Text: "a b"}
	for name, options := range map[string]Options{
		"made before": {Machines: &machines, Preludes: []Prelude{p}},
		"made now":    {},
		"with Intl":   {IntlZone: "UTC", Preludes: []Prelude{p}},
	} {
		var used int64
		for i := range 3 {
			vm, err := New(options)
			require.NoError(t, err)
			if i > 0 {
				assert.Equal(t, used, vm.Memory(), name)
			}
			used = vm.Memory()
			assert.Equal(t, "a b,1,2,2,6", twiceIn(t, vm, p), name)
			vm.Close()
		}
	}
	require.Len(t, machines.spare, 1)
	assert.Len(t, machines.spare[0].made, 1)
}

func TestPreludesOfAnotherTextAreOthers(t *testing.T) {
	t.Parallel()
	script := compiled(t, "prelude", counter)
	vm := newVM(t, Options{Preludes: []Prelude{{script, "one"}}})
	assert.Equal(t, "two,2,2,2,6", twiceIn(t, vm, Prelude{script, "two"}))
}

func TestAPreludeThatThrowsDoesSoWhereItIsAskedFor(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"in its function":       "() => { throw new RangeError('no') }",
		"in its script":         "throw new RangeError('no')",
		"for want of functions": "(global, host) => { if (!host.x) throw new RangeError('no'); }",
	} {
		p := Prelude{Script: compiled(t, "prelude", source)}
		vm := newVM(t, Options{Preludes: []Prelude{p}})
		_, _, thrown := vm.Prelude(p)
		require.NotNil(t, thrown, name)
		assert.Equal(t, "RangeError", thrown.Name, name)
		vm.Free(thrown.Value)
	}
}

func TestAPreludeWithoutRoomIsMadeWhenItIsAskedFor(t *testing.T) {
	t.Parallel()
	p := Prelude{Script: compiled(t, "prelude", "() => { const all = []; for (let i = 0; i < 1e5; i++) all.push({i}); return all.length }")}
	vm := newVM(t, Options{Preludes: []Prelude{p}})
	host, result, thrown := vm.Prelude(p)
	require.Nil(t, thrown)
	assert.InDelta(t, 1e5, result.Number(), 0)
	vm.Free(host)
	assert.Equal(t, "1", show(t, vm, "1"), "the VM is whole")
}
