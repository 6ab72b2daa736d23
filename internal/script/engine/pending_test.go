package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// describe writes what is pending, one suspended function a line.
func describe(awaits []Await) string {
	var b strings.Builder
	for _, a := range awaits {
		name := a.Function
		if name == "" {
			name = "(anonymous)"
		}
		fmt.Fprintf(&b, "%d %s:%d", a.ID, name, a.Line)
		for _, id := range a.Parents {
			fmt.Fprintf(&b, " <- %d", id)
		}
		for _, p := range a.On {
			b.WriteString(" on")
			if p.Ready.Ops > p.Made.Ops {
				fmt.Fprintf(&b, " op %d", p.Ready.Ops)
			}
			if p.Abandoned {
				b.WriteString(" nobody")
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestPendingSaysWhereEachAsyncFunctionStandsAndWhoWaitsForIt(t *testing.T) {
	t.Parallel()
	const timer = "const sleep = () => new Promise(r => timer(r));\n" // line 1
	for _, tt := range []struct{ name, source, want string }{
		{"nothing", "1", ""},
		{"an executor that never settles", timer + `
async function f() {
  await new Promise(() => {});
}
f()`, "1 f:4 on nobody\n"},
		{"the same, held in a variable", timer + `
async function f() {
  const p = new Promise(() => {});
  await p;
}
f()`, "1 f:5 on nobody\n"},
		{"a resolve that somebody holds", timer + `
async function f() {
  await new Promise(r => { globalThis.r = r });
}
f()`, "1 f:4 on\n"},
		{"a timer", timer + `
async function f() {
  await sleep();
}
f()`, "1 f:4 on op 1\n"},
		{"nested, after earlier awaits", timer + `
async function outer() {
  await null;
  await inner();
}
async function inner() {
  await 1; await Promise.resolve(2);
  await sleep();
}
outer()`, "1 outer:5\n2 inner:9 <- 1 on op 1\n"},
		{"Promise.all", timer + `
async function all() {
  await Promise.all([one(), two(), 3]);
}
async function one() { await sleep() }
async function two() { await sleep() }
all()`, "1 all:4\n2 one:6 <- 1 on op 1\n3 two:7 <- 1 on op 2\n"},
		{"Promise.race", timer + `
async function race() {
  await Promise.race([one(), sleep()]);
}
async function one() { await new Promise(() => {}) }
race()`, "1 race:4 on op 1\n2 one:6 <- 1 on nobody\n"},
		{"Promise.allSettled", timer + `
async function settled() {
  await Promise.allSettled([one(), Promise.reject(1)]);
}
async function one() { await sleep() }
settled()`, "1 settled:4\n2 one:6 <- 1 on op 1\n"},
		{"Promise.any", timer + `
async function any() {
  await Promise.any([one(), Promise.reject(1)]);
}
async function one() { await sleep() }
any()`, "1 any:4\n2 one:6 <- 1 on op 1\n"},
		{"then between", timer + `
async function f() {
  await g().then(x => x + 1).then(x => x * 2);
}
async function g() { await sleep() }
f()`, "1 f:4\n2 g:6 <- 1 on op 1\n"},
		{"then that returns a promise", timer + `
async function f() {
  await Promise.resolve(1).then(() => g());
}
async function g() { await sleep() }
f()`, "1 f:4\n2 g:6 <- 1 on op 1\n"},
		{"catch and finally between", timer + `
async function f() {
  await g().catch(() => 0).finally(() => {});
}
async function g() { await sleep() }
f()`, "1 f:4\n2 g:6 <- 1 on op 1\n"},
		{"after a caught rejection", timer + `
async function f() {
  try { await Promise.reject(new Error('x')) } catch {
    await sleep();
  }
}
f()`, "1 f:5 on op 1\n"},
		{"detached call", timer + `
async function f() {
  g();
  await sleep();
}
async function g() { await sleep() }
f()`, "1 f:5 on op 2\n2 g:7 on op 1\n"},
		{"returned, not awaited", timer + `
async function f() {
  await h();
}
async function h() { return g() }
async function g() { await sleep() }
f()`, "1 f:4\n2 g:7 <- 1 on op 1\n"},
		{"class methods", timer + `
class Sync {
  async run() {
    await this.#load();
  }
  async #load() {
    await sleep();
  }
  static async start() { await new Sync().run() }
}
Sync.start()`, "1 start:10\n2 run:5 <- 1\n3 #load:8 <- 2 on op 1\n"},
		{"arrows", timer + `
const named = async () => {
  await sleep();
};
(async () => {
  await named();
})()`, "1 (anonymous):7\n2 named:4 <- 1 on op 1\n"},
		{"async generator, consumer by next", timer + `
async function* numbers() {
  yield 1;
  await sleep();
  yield 2;
}
async function loop() {
  const n = numbers();
  await n.next();
  await n.next();
}
loop()`, "1 loop:11\n2 numbers:5 <- 1 on op 1\n"},
		{"async generator at a yield that nobody asked to go on", timer + `
async function* numbers() {
  yield 1;
}
async function f() {
  globalThis.n = numbers();
  await n.next();
  await sleep();
}
f()`, "1 f:9 on op 1\n"},
		{"two that wait for the same", timer + `
const shared = one();
async function one() { await sleep() }
async function a() { await shared }
async function b() { await shared }
a(); b()`, "1 one:4 <- 2 <- 3 on op 1\n2 a:5\n3 b:6\n"},
		{"awaiting something with a then", timer + `
async function f() {
  await {then(resolve) { timer(resolve) }};
}
f()`, "1 f:4 on\n"},
		{"queue of promises that resolve each other", timer + `
const first = sleep();
const second = new Promise(r => first.then(r));
async function f() {
  await second;
}
f()`, "1 f:6 on op 1\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ops := int64(0)
			vm := newVM(t, Options{Mark: func() Mark { return Mark{At: 7, Ops: ops} }})
			global(t, vm, "timer", func(c *Call) Value {
				ops++
				resolve := c.VM.Dup(c.Arg(0))
				t.Cleanup(func() { vm.Free(resolve) })
				return Undefined()
			})
			vm.Free(mustRun(t, vm, tt.source))
			require.Nil(t, drain(vm))
			assert.Equal(t, tt.want, describe(vm.Pending()))
		})
	}
}

func TestPendingIsMadeOfWhatIsVisible(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{HiddenUnits: []string{"prelude"}})
	vm.Free(mustRunUnit(t, vm, "prelude", `async function fetch() { await reply() }
async function reply() { await new Promise(r => { globalThis.r = r }) }`))
	vm.Free(mustRun(t, vm, `async function app() {
  await fetch();
}
app()`))
	require.Nil(t, drain(vm))
	awaits := vm.Pending()
	require.Len(t, awaits, 1)
	assert.Equal(t, Frame{"app.js", "app", 2, 14}, awaits[0].Frame)
	assert.Len(t, awaits[0].On, 1, "what hidden functions wait for is what their caller waits for")
}

func TestPendingSurvivesColdLaunchesFromTheSameBytecode(t *testing.T) {
	t.Parallel()
	b := compiled(t, "app.js", "async function f() {\n  await g()\n}\nasync function g() { await new Promise(() => {}) }\nf()")
	for range 5 {
		vm := newVM(t, Options{})
		vm.Free(mustRunBytecode(t, vm, b))
		require.Nil(t, drain(vm))
		vm.CollectGarbage()
		assert.Equal(t, "1 f:2\n2 g:4 <- 1 on nobody\n", describe(vm.Pending()))
	}
}

func TestPendingEndsWhenThePromiseSettles(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	var resolve Value
	global(t, vm, "native", func(c *Call) Value {
		promise, yes, no := c.VM.NewPromise()
		c.VM.Free(no)
		resolve = yes
		return promise
	})
	vm.Free(mustRun(t, vm, "async function f() {\n  globalThis.got = await native()\n}\nf()"))
	require.Nil(t, drain(vm))
	assert.Equal(t, "1 f:2 on\n", describe(vm.Pending()))
	_, thrown := vm.Call(resolve, Undefined(), Int(42))
	require.Nil(t, thrown)
	vm.Free(resolve)
	require.Nil(t, drain(vm))
	assert.Empty(t, vm.Pending())
	assert.Empty(t, vm.PendingPromises(0))
	assert.Equal(t, "42", show(t, vm, "got"))
}

func TestPendingPromisesAreTheFarEndsOfChains(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	vm.Free(mustRun(t, vm, `
const far = new Promise(r => { globalThis.r = r });
far.then(() => 1).then(() => 2).finally(() => {});
Promise.all([far, Promise.resolve(1)]).then(() => {});
new Promise(() => {});
`))
	require.Nil(t, drain(vm))
	promises := vm.PendingPromises(0)
	require.Len(t, promises, 2)
	assert.Equal(t, Frame{"app.js", "", 2, 24}, promises[0].At)
	assert.False(t, promises[0].Abandoned)
	assert.Equal(t, 6-1, promises[1].At.Line)
	assert.True(t, promises[1].Abandoned)
}

func TestPendingPromisesSinceAnInstantAreTheFarEndsOfWhatWasMadeSince(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, before, since string
		line                int // in since
		abandoned           bool
	}{
		{"then on what nobody can settle", "never = new Promise(() => {})", "never.then(() => 1)\n .then(() => 2)", 1, true},
		{"then on what somebody can settle", "never = new Promise(r => { globalThis.r = r })", "never.then(() => 1)", 1, false},
		{"then on a then", "never = new Promise(() => {}).then(() => 1)", "\nnever.then(() => 2)", 2, true},
		{"a race that somebody can end", "never = new Promise(() => {}); far = new Promise(r => { globalThis.r = r })", "\nPromise.race([never, far])", 2, false},
		{"then on an async function", "never = (async () => { await new Promise(() => {}) })()", "\nnever.then(() => 2)", 2, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			now := int64(1)
			vm := newVM(t, Options{Mark: func() Mark { return Mark{At: now} }})
			vm.Free(mustRun(t, vm, "var never, far; "+tt.before))
			require.Nil(t, drain(vm))
			now = 2
			vm.Free(mustRunUnit(t, vm, "wake.js", tt.since))
			require.Nil(t, drain(vm))
			promises := vm.PendingPromises(2)
			require.NotEmpty(t, promises)
			assert.Equal(t, "wake.js", promises[0].At.Unit)
			assert.Equal(t, tt.line, promises[0].At.Line)
			assert.Equal(t, tt.abandoned, promises[0].Abandoned)
			assert.Empty(t, vm.PendingPromises(3))
		})
	}
}

func TestPendingSaysWhoCalledAndWhen(t *testing.T) {
	t.Parallel()
	now := int64(0)
	vm := newVM(t, Options{Mark: func() Mark { now++; return Mark{At: now} }})
	vm.Free(mustRun(t, vm, `function start() {
  detached();
}
async function detached() {
  await new Promise(() => {});
}
start()`))
	awaits := vm.Pending()
	require.Len(t, awaits, 1)
	assert.Equal(t, Frame{"app.js", "start", 2, 11}, awaits[0].By)
	assert.Equal(t, Mark{At: 1}, awaits[0].Called)
	require.Len(t, awaits[0].On, 1)
	assert.Equal(t, Mark{At: 2}, awaits[0].On[0].Made)
	assert.Equal(t, Mark{At: 3}, awaits[0].On[0].Ready)
	assert.Equal(t, Frame{"app.js", "detached", 5, 20}, awaits[0].On[0].At)
}

func TestPendingIsTheSameAfterGarbageWasCollected(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	vm.Free(mustRun(t, vm, `
const never = () => new Promise(() => {});
async function f(n) { if (n) await Promise.all([f(n - 1), g(n - 1)]); else await never() }
async function g(n) { for await (const x of h(n)); }
async function* h(n) { yield 1; await never() }
f(3)`))
	require.Nil(t, drain(vm))
	before := describe(vm.Pending())
	assert.Contains(t, before, "h:5 <- ")
	for range 3 {
		vm.CollectGarbage()
		assert.Equal(t, before, describe(vm.Pending()))
	}
}

func TestPendingCanBeReadAfterAStop(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{Poll: after(3)})
	_, thrown := run(t, vm, `async function waits() {
  await new Promise(() => {});
}
async function spins() {
  await null;
  for (let i = 0;; i++);
}
waits(); spins()`)
	require.Nil(t, thrown)
	thrown = drain(vm)
	require.NotNil(t, thrown)
	require.True(t, thrown.Stopped)
	f, _ := vm.StopPosition()
	assert.Equal(t, 6, f.Line)
	assert.Equal(t, "1 waits:2 on nobody\n", describe(vm.Pending()))
}
