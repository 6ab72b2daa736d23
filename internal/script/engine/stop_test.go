package engine

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	lib "modernc.org/libquickjs"
)

func TestStopSaysTheExactLineOfABusyLoop(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, function, source string }{
		{"endless for", "work", `
function work() {
  let i = 0;
  for (;;) {
    i = i + 1; // here
  }
}
work()`},
		{"empty while", "work", `
function work() {
  let i = 0;
  while (i >= 0); // here
}
work()`},
		{"while that calls in its condition", "work", `
function more() { return true }
function work() {
  const a = [];
  while (more()) a.length = 0; // here
}
work()`},
		{"do while", "work", `
function work() {
  let i = 0;
  do {
    i += 1; // here
  } while (i > 0)
}
work()`},
		{"inner loop of two", "work", `
function work() {
  for (let i = 0; i < 10; i++) {
    let j = 0;
    while (true) {
      j ^= 1; // here
    }
  }
}
work()`},
		{"method of a class, after a call", "spin", `
class Queue {
  size() { return 1 }
  spin() {
    let n = this.size();
    for (;;) {
      n = n * 2; // here
    }
  }
}
new Queue().spin()`},
		{"arrow without a name", "", `
(() => {
  let x = 0;
  for (;;) {
    x |= 1; // here
  }
})()`},
		{"executor of a promise", "", `
new Promise(() => {
  let n = 0;
  for (;;) {
    n = 1 - n; // here
  }
});
globalThis.went = 'on';
later();
function later() {}`},
		{"first part of an async function", "load", `
async function load() {
  let n = 0;
  for (;;) {
    n = 1 - n; // here
  }
}
load();
globalThis.went = 'on';
later();
function later() {}`},
		{"later part of an async function", "load", `
async function load() {
  let n = 0;
  await null;
  for (;;) {
    n = 1 - n; // here
  }
}
load().catch(() => { globalThis.went = 'on' });`},
		{"reaction of a promise", "", `
Promise.resolve(1).then(n => {
  for (;;) {
    n = 1 - n; // here
  }
}).catch(() => { globalThis.went = 'on' });`},
		{"inside try, catch, finally", "work", `
function work() {
  let n = 0;
  for (;;) {
    try {
      n = 1 - n; // here
    } catch { globalThis.went = 'on' } finally { n = 1 }
  }
}
try { work() } catch { globalThis.went = 'on' } finally { later() }
function later() { globalThis.went = 'on' }`},
		{"for of over an endless generator", "work", `
function* numbers() { while (true) { yield 1 } } // here
function work() { for (const n of numbers()) { } }
work()`},
		{"async generator", "numbers", `
async function* numbers() {
  let n = 0;
  for (;;) {
    n = 1 - n; // here
  }
}
numbers().next().catch(() => { globalThis.went = 'on' });`},
		{"regular expression", "match", `
function match() {
  const s = 'a'.repeat(40) + 'b';
  return /(a+)+$/.test(s); // here
}
match()`},
		{"regular expression with look-ahead", "match", `
function match() {
  const s = 'a'.repeat(40) + 'b';
  return s.replace(/^(?=(a+)+$)/, ''); // here
}
match()`},
		{"comparator of a sort that never agrees", "", `
const a = Array.from({length: 300000}, (_, i) => i ^ 5);
a.sort((x, y) => x % 7 - y % 5); // here`},
		{"first statement of a loop is a call", "work", `
function nothing() {}
function work() {
  for (;;) {
    nothing(); // here
  }
}
work()`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			vm := newVM(t, Options{Poll: after(40)})
			_, thrown := run(t, vm, tt.source)
			if thrown == nil {
				thrown = drain(vm)
			}
			require.NotNil(t, thrown)
			assert.True(t, thrown.Stopped)
			f, ok := vm.StopPosition()
			require.True(t, ok, "it knows where it was")
			if tt.name == "for of over an endless generator" && f.Function == "work" {
				f.Line-- // as often in the loop as in the generator: both are right
			} else if tt.name != "for of over an endless generator" {
				assert.Equal(t, tt.function, f.Function)
			}
			assert.Equal(t, "app.js", f.Unit)
			assert.Equal(t, lineOf(t, tt.source, "// here"), f.Line, "column %d", f.Column)
			assertDead(t, vm)
		})
	}
}

// assertDead checks that no JavaScript runs any more, and that none went on.
func assertDead(t *testing.T, vm *VM) {
	t.Helper()
	_, thrown := vm.Run(compiled(t, "later.js", "1"))
	require.NotNil(t, thrown)
	assert.True(t, thrown.Stopped)
	g := vm.Global()
	defer vm.Free(g)
	_, thrown = vm.Get(g, "went")
	require.NotNil(t, thrown)
	assert.True(t, thrown.Stopped)
	went, _ := vm.ownData(g, lib.TJSAtom(vm.InternKey("went")))
	assert.True(t, went.IsUndefined(), "JavaScript went on after the stop: %q", vm.Text(went))
	vm.Free(went)
	ran, thrown := vm.RunJob()
	assert.False(t, ran)
	require.NotNil(t, thrown)
	assert.True(t, thrown.Stopped)
	assert.False(t, vm.HasJobs())
}

func TestStopPositionHasTheCallersBelow(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{Poll: after(3)})
	_, thrown := run(t, vm, `function inner() { for (let i = 0;;) i++ }
function outer() {
  inner();
}
outer();`)
	require.NotNil(t, thrown)
	var got []string
	for _, f := range vm.StopStack() {
		got = append(got, f.String())
	}
	assert.Equal(t, []string{"inner app.js:1:38", "outer app.js:3:8", "(anonymous) app.js:5:6"}, got)
}

func TestStopInAHiddenUnitShowsItsVisibleCaller(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{Poll: after(3), HiddenUnits: []string{"prelude"}})
	_, thrown := vm.Run(compiled(t, "prelude", "function spin() { for (let i = 0;;) i++ }"))
	require.Nil(t, thrown)
	_, thrown = run(t, vm, "function app() {\n  spin();\n}\napp()")
	require.NotNil(t, thrown)
	assert.Equal(t, Frame{"app.js", "app", 2, 7}, vm.StopStack()[0])
}

func TestStopOfAFunctionThatIsFreedWhileTheStackUnwinds(t *testing.T) {
	t.Parallel()
	for range 30 {
		vm := newVM(t, Options{Poll: after(2)})
		_, thrown := run(t, vm, "eval('(() => {\\n let i = 0; for (;;) i++ })')()")
		require.NotNil(t, thrown)
		f, _ := vm.StopPosition()
		assert.Equal(t, Frame{EvalUnit, "", 2, 22}, f)
		vm.Close()
	}
}

func TestStopFromWithinPollIsAsExact(t *testing.T) {
	t.Parallel()
	var vm *VM
	vm = newVM(t, Options{Poll: func() bool { vm.StopNow(); return false }})
	_, thrown := run(t, vm, "function f() {\n  let i = 0;\n  for (;;)\n    i++;\n}\nf()")
	require.NotNil(t, thrown)
	f, _ := vm.StopPosition()
	assert.Equal(t, Frame{"app.js", "f", 4, 5}, f)
}

func TestPollSoonComesAtTheNextCallAndFindsJavaScriptRunning(t *testing.T) {
	t.Parallel()
	var vm *VM
	var running []bool
	vm = newVM(t, Options{Poll: func() bool {
		running = append(running, vm.Running())
		if len(running) == 1 {
			vm.PollSoon()
		}
		return false
	}})
	assert.False(t, vm.Running())
	f := mustRun(t, vm, "(() => { for (let i = 0; i < 3; i++); })")
	defer vm.Free(f)
	vm.BeginTurn()
	vm.PollSoon()
	_, thrown := vm.Call(f, Undefined())
	require.Nil(t, thrown)
	assert.Equal(t, []bool{false, true}, running, "at the call itself, then in its loop")
}

func TestStopByAHostFunctionHoldsAtOnce(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"plain":                    "stop(); went = 'on'",
		"try and finally":          "try { stop() } catch { went = 'on' } finally { went = 'on' }",
		"executor":                 "new Promise(() => stop()); went = 'on'",
		"async first part":         "(async () => { stop() })(); went = 'on'",
		"async try":                "(async () => { try { await stop() } catch { went = 'on' } })(); went = 'on'",
		"microtask":                "Promise.resolve().then(() => stop()).then(() => went = 'on', () => went = 'on')",
		"microtasks queued before": "Promise.resolve().then(() => { went = 'on' }); stop()",
		"generator":                "function* g() { try { yield stop() } finally { went = 'on' } } for (const x of g()) went = 'on'; went = 'on'",
		"native callback":          "[1, 2, 3].forEach(() => { try { stop() } catch { went = 'on' } }); went = 'on'",
		"getter":                   "JSON.stringify({get a() { stop() }}); went = 'on'",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			vm := newVM(t, Options{Rejection: func(_, _ Value, _ bool) { assert.Fail(t, "a rejection is told after the stop") }})
			global(t, vm, "stop", func(c *Call) Value { c.VM.StopNow(); return Undefined() })
			_, thrown := run(t, vm, "var went; "+source)
			if thrown == nil {
				thrown = drain(vm)
			}
			require.NotNil(t, thrown)
			assert.True(t, thrown.Stopped)
			_, known := vm.StopPosition()
			assert.True(t, known)
			assertDead(t, vm)
		})
	}
}

func TestStopOfAnAsyncGeneratorHoldsAtItsNextCall(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{Poll: after(2)})
	_, thrown := run(t, vm, `async function* g() { for (;;); } g().next(); later(); went = 'on'; function later() {}`)
	require.NotNil(t, thrown)
	assertDead(t, vm)
}

func TestAnEndlessChainOfMicrotasksStopsBetweenJobs(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"await null": "(async () => { for (;;) await null })()",
		"then":       "(function again() { Promise.resolve().then(again) })()",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			polls := 0
			vm := newVM(t, Options{Poll: func() bool { polls++; return false }})
			mustRun(t, vm, source)
			for range 25_000 {
				ran, thrown := vm.RunJob()
				require.Nil(t, thrown)
				require.True(t, ran)
			}
			assert.Positive(t, polls, "even such a loop is polled")
			assert.LessOrEqual(t, len(vm.kept.list), sweepAt, "settled promises are swept")
			vm.StopNow()
			ran, thrown := vm.RunJob()
			assert.False(t, ran)
			assert.True(t, thrown.Stopped)
		})
	}
}

func TestPollsAreTheSameInEachRun(t *testing.T) {
	t.Parallel()
	source := `
const out = [];
for (let i = 0; i < 30000; i++) out.push(i * 7 % 13);
out.sort((a, b) => a - b);
/^(a|aa)+$/.test('a'.repeat(22) + 'b');
JSON.stringify(out);
(async () => { for (let i = 0; i < 2000; i++) await i })();
`
	count := func(warmUp string) (polls int) {
		vm := newVM(t, Options{Poll: func() bool { polls++; return false }})
		mustRun(t, vm, warmUp)
		polls = 0
		vm.BeginTurn()
		mustRun(t, vm, source)
		require.Nil(t, drain(vm))
		return polls
	}
	first := count("")
	assert.Greater(t, first, 20)
	assert.Equal(t, first, count(""))
	assert.Equal(t, first, count("for (let i = 0; i < 123456; i++);"), "what ran before a turn does not count")
}

func TestPanicOfAHostFunctionGoesOnInGo(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	global(t, vm, "fail", func(*Call) Value { panic("ours") })
	global(t, vm, "again", func(c *Call) Value {
		v, _ := c.VM.Call(c.Arg(0), Undefined())
		return v
	})
	recovered := func(f func()) (p any) {
		defer func() { p = recover() }()
		f()
		return nil
	}
	p := recovered(func() { run(t, vm, "try { again(() => fail()) } catch { globalThis.went = 'on' }") })
	require.IsType(t, &HostPanic{}, p)
	assert.Equal(t, "ours", p.(*HostPanic).Value)
	assert.Contains(t, string(p.(*HostPanic).Stack), "stop_test.go")
	assertDead(t, vm)
}

func TestClosingAVMWhileItsJavaScriptRunsPanics(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	global(t, vm, "close", func(c *Call) Value { c.VM.Close(); return Undefined() })
	assert.Panics(t, func() { run(t, vm, "close()") })
}

func TestPanicOfPollGoesOnInGo(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{Poll: func() bool { panic("ours") }})
	assert.Panics(t, func() { run(t, vm, "for (;;);") })
	assert.True(t, vm.Stopped())
}

func TestAVMWhoseGoroutineEndedInAHostFunctionCanBeClosed(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	global(t, vm, "leave", func(*Call) Value { runtime.Goexit(); return Undefined() })
	done := make(chan struct{})
	go func() {
		defer close(done)
		run(t, vm, "leave()")
	}()
	<-done
	_, thrown := vm.Run(compiled(t, "later.js", "1"))
	require.NotNil(t, thrown)
	vm.Close()
}
