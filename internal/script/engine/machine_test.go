package engine

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// portrait is what JavaScript sees of a machine, and what it holds.
func portrait(t testing.TB, machines *Machines) (seen string, used int64) {
	t.Helper()
	vm, err := New(Options{Machines: machines})
	require.NoError(t, err)
	defer vm.Close()
	used = vm.Memory()
	seen = show(t, vm, `
const seen = new Set(), lines = [];
const look = (name, o, depth) => {
  if (depth > 3 || (typeof o !== 'object' && typeof o !== 'function') || o === null || seen.has(o)) return;
  seen.add(o);
  for (const key of Reflect.ownKeys(o)) {
    const d = Reflect.getOwnPropertyDescriptor(o, key);
    lines.push(name + '.' + String(key) + ' ' + typeof d.value + ' ' + d.writable + d.enumerable + d.configurable);
    if ('value' in d) look(name + '.' + String(key), d.value, depth + 1);
  }
  look(name + '.__proto__', Object.getPrototypeOf(o), depth + 1);
};
look('', globalThis, 0);
lines.join('\n')`)
	return seen, used
}

func TestAVMOnUsedMemoryIsAsANewOne(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"nothing":              "",
		"globals":              "var a = 1; globalThis.b = {}; function f() {}",
		"prototypes":           "Array.prototype.mine = 1; delete Object.prototype.toString; Object.freeze(Promise); Object.setPrototypeOf(Map, null)",
		"many objects":         "globalThis.all = Array.from({length: 50_000}, (_, i) => ({i, s: 'x' + i}))",
		"many names":           "for (let i = 0; i < 5000; i++) globalThis['name' + i] = Symbol.for('s' + i)",
		"pending promises":     "(async () => { await new Promise(() => {}) })(); Promise.all([new Promise(() => {})])",
		"jobs that wait":       "Promise.resolve().then(() => {}); new FinalizationRegistry(() => {}).register({}, 1)",
		"cycles":               "for (let i = 0; i < 1000; i++) { const a = {}, b = {a}; a.b = b }",
		"an error":             "null.x",
		"recursion":            "(function f() { f() })()",
		"no memory":            "const a = []; for (;;) a.push(a.length + 0.5)",
		"a stop":               "for (let i = 0;; i++) ;",
		"a stop in a function": "async function f() { for (;;) host(() => { for (;;) ; }) } f()",
		"host functions":       "globalThis.kept = host; host.mine = [host]",
		"buffers":              "globalThis.b = [new Uint8Array(1e6), new SharedArrayBuffer(64), new ArrayBuffer(8, {maxByteLength: 64})]",
		"regular expressions":  "globalThis.r = /a(b)+/g; 'abab'.replace(r, 'x')",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var machines Machines
			defer machines.Close()
			seen, used := portrait(t, &machines)
			vm, err := New(Options{Machines: &machines, MemoryLimit: 8 << 20, Poll: after(50)})
			require.NoError(t, err)
			global(t, vm, "host", func(c *Call) Value {
				v, thrown := c.VM.Call(c.Arg(0), Undefined())
				if thrown != nil {
					return c.Rethrow(thrown)
				}
				return v
			})
			v, thrown := run(t, vm, source) // neither is given back
			_, _ = v, thrown
			vm.Pending()
			vm.Stack(10)
			vm.Close()
			again, usedAgain := portrait(t, &machines)
			assert.Equal(t, seen, again)
			assert.Equal(t, used, usedAgain)
			assert.Len(t, machines.spare, 1, "it was the same memory")
		})
	}
}

func TestValuesOfAClosedVMDoNotTouchTheNextOne(t *testing.T) {
	t.Parallel()
	var machines Machines
	defer machines.Close()
	old, err := New(Options{Machines: &machines})
	require.NoError(t, err)
	o := mustRun(t, old, "globalThis.o = {n: 1}; o")
	old.Close()
	vm, err := New(Options{Machines: &machines})
	require.NoError(t, err)
	defer vm.Close()
	v := mustRun(t, vm, "globalThis.o = {n: 2}; o")
	for range 5 {
		old.Free(o)
	}
	old.StopNow()
	old.BeginTurn()
	old.Close()
	vm.Free(v)
	vm.CollectGarbage()
	assert.Equal(t, "2", show(t, vm, "o.n"))
	_, thrown := old.Run(compiled(t, "app.js", "1"))
	require.NotNil(t, thrown)
}

func TestMachinesAreSharedByGoroutines(t *testing.T) {
	t.Parallel()
	var machines Machines
	script := compiled(t, "app.js", "let n = 0; for (const x of [1, 2, 3].map(x => ({x}))) n += x.x; n")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 20 {
				vm, err := New(Options{Machines: &machines})
				if !assert.NoError(t, err) {
					return
				}
				v, thrown := vm.Run(script)
				assert.Nil(t, thrown)
				assert.InDelta(t, 6, v.Number(), 0)
				vm.Close()
			}
		})
	}
	all.Wait()
	assert.LessOrEqual(t, len(machines.spare), 4)
	machines.Close()
	assert.Empty(t, machines.spare)
}

func TestMoreMachinesThanAreKeptAreDropped(t *testing.T) {
	t.Parallel()
	var machines Machines
	defer machines.Close()
	vms := make([]*VM, maxSpare+2)
	for i := range vms {
		var err error
		vms[i], err = New(Options{Machines: &machines})
		require.NoError(t, err)
	}
	for _, vm := range vms {
		vm.Close()
	}
	assert.Len(t, machines.spare, maxSpare)
}
