package engine

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRejectionsAreToldAndTakenBack(t *testing.T) {
	t.Parallel()
	var vm *VM
	var told []string
	vm = newVM(t, Options{Rejection: func(promise, reason Value, handled bool) {
		assert.True(t, promise.IsPromise())
		d := vm.Describe(reason)
		told = append(told, fmt.Sprint(d.Error(), " ", d.Stack, " ", handled))
	}})
	vm.Free(mustRun(t, vm, `
const p = Promise.reject(new TypeError('bad'));
Promise.reject('text');
async function f() { null.x }
f();
p.catch(() => {});
`))
	require.Nil(t, drain(vm))
	assert.Equal(t, []string{
		"TypeError: bad [(anonymous) app.js:2:39] false",
		"text [] false",
		"TypeError: cannot read property 'x' of null [f app.js:4:26 (anonymous) app.js:5:2] false",
		"TypeError: bad [(anonymous) app.js:2:39] true",
	}, told)
}

func TestSettledPromisesAreLetGo(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	vm.Free(mustRun(t, vm, "for (let i = 0; i < 4000; i++) Promise.resolve(i).then(x => x)"))
	require.Nil(t, drain(vm))
	assert.Empty(t, vm.kept.list)
	vm.Free(mustRun(t, vm, "(async () => { for (let i = 0; i < 4000; i++) await i })()"))
	for range 8_000 {
		_, thrown := vm.RunJob()
		require.Nil(t, thrown)
		require.LessOrEqual(t, len(vm.kept.list), sweepAt)
	}
}

func TestPromisesSubclassesAndWeakRefsStillWork(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	assert.Equal(t, "true true function Promise 1", show(t, vm, `
class Mine extends Promise {}
const m = new Mine(() => {}).then(() => {});
[m instanceof Mine, m instanceof Promise, typeof Promise, Promise.name, Promise.length].join(' ')`))
	_, thrown := run(t, vm, "Promise(() => {})")
	require.NotNil(t, thrown)
	assert.Equal(t, "TypeError", thrown.Name)
	vm.Free(thrown.Value)
	_, thrown = run(t, vm, "new Promise(1)")
	require.NotNil(t, thrown)
	vm.Free(thrown.Value)
}

func TestSettledTellsWhatBecameOfAPromise(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	for source, want := range map[string]string{
		"Promise.resolve(7)":   "1 7",
		"Promise.reject(8)":    "2 8",
		"new Promise(() => 1)": "0 undefined",
	} {
		p := mustRun(t, vm, source)
		state, result := vm.Settled(p)
		text, _ := vm.ToString(result)
		assert.Equal(t, want, fmt.Sprint(int(state), " ", text))
		vm.Free(result)
		vm.Free(p)
	}
}

// launch is one short life of a VM that ends with promises, functions and timers left over.
func launch(t testing.TB, b Bytecode, how int) {
	polls := 0
	vm, err := New(Options{Poll: func() bool { polls++; return how%3 == 1 }, MemoryLimit: 64 << 20})
	require.NoError(t, err)
	var held []Value
	g := vm.Global()
	vm.Give(g, "timer", vm.Func("timer", 1, func(c *Call) Value {
		held = append(held, c.VM.Dup(c.Arg(0)))
		p, yes, no := c.VM.NewPromise()
		held = append(held, yes, no)
		return p
	}))
	vm.Free(g)
	v, thrown := vm.Run(b)
	require.Nil(t, thrown)
	vm.Free(v)
	require.Nil(t, drain(vm))
	require.NotEmpty(t, vm.Pending())
	if how%3 == 1 {
		g := vm.Global()
		spin, _ := vm.Get(g, "spin")
		_, thrown = vm.Call(spin, Undefined())
		require.True(t, thrown.Stopped)
		vm.Free(spin)
		vm.Free(g)
	}
	for _, v := range held {
		vm.Free(v)
	}
	vm.Close()
	vm.Close()
}

const launchSource = `
async function f() { await new Promise(() => {}) }
async function g() { await Promise.all([f(), timer(() => f), new Promise(r => { globalThis.r = r })]) }
async function* h() { yield 1; await timer(h) }
g(); h().next(); (async () => { for (const x of [1, 2]) await timer(x) })();
function spin() { new Promise(() => { for (;;); }) }
class E extends Error {} ; try { throw new E('x') } catch (e) { globalThis.e = e }
globalThis.bytes = new Uint8Array(30000);
`

func TestManyColdLaunchesStayFlat(t *testing.T) {
	b := compiled(t, "app.js", launchSource)
	for i := range 60 {
		launch(t, b, i)
	}
	before := resident(t)
	for i := range 300 {
		launch(t, b, i)
	}
	// A launch that kept its 0.25 MB would add 75 MB.
	assert.Less(t, resident(t)-before, int64(12<<20), "bytes more after 300 launches")
}

// resident is the memory of this process in bytes.
func resident(t *testing.T) int64 {
	t.Helper()
	runtime.GC()
	status, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip("needs /proc")
	}
	var size, pages int64
	_, err = fmt.Fscan(strings.NewReader(string(status)), &size, &pages)
	require.NoError(t, err)
	return pages * int64(os.Getpagesize())
}

func TestVMsInParallelShareNothing(t *testing.T) {
	t.Parallel()
	b := compiled(t, "app.js", launchSource)
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for j := range 10 {
				launch(t, b, i+j)
			}
		})
	}
	all.Wait()
}
