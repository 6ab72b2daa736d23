package engine

import (
	"testing"
)

func benchVM(b *testing.B, options Options) *VM {
	b.Helper()
	vm := newVM(b, options)
	global(b, vm, "host", func(c *Call) Value { return c.Arg(0) })
	global(b, vm, "here", func(c *Call) Value { c.VM.Here(); return Undefined() })
	global(b, vm, "stack", func(c *Call) Value { c.VM.Stack(3); return Undefined() })
	return vm
}

// perIteration runs a JavaScript loop of b.N iterations around body.
func perIteration(b *testing.B, options Options, body string) {
	vm := benchVM(b, options)
	f := mustRun(b, vm, "(n => { for (let i = 0; i < n; i++) { "+body+" } })")
	defer vm.Free(f)
	b.ReportAllocs()
	b.ResetTimer()
	if _, thrown := vm.Call(f, Undefined(), Int(int64(b.N))); thrown != nil {
		b.Fatal(thrown)
	}
	if thrown := drain(vm); thrown != nil {
		b.Fatal(thrown)
	}
}

func BenchmarkEmptyLoop(b *testing.B)      { perIteration(b, Options{}, "") }
func BenchmarkHostCall(b *testing.B)       { perIteration(b, Options{}, "host(i)") }
func BenchmarkHereInHostCall(b *testing.B) { perIteration(b, Options{}, "here()") }
func BenchmarkStackOfThree(b *testing.B) {
	perIteration(b, Options{}, "(() => { (() => { stack() })() })()")
}

func BenchmarkPromise(b *testing.B) {
	mark := func() Mark { return Mark{At: 1} }
	perIteration(b, Options{Mark: mark}, "new Promise(r => r())")
}

func BenchmarkAsyncCall(b *testing.B) {
	perIteration(b, Options{Mark: func() Mark { return Mark{} }}, "(async () => { await i })()")
}

func BenchmarkAwaitNull(b *testing.B) {
	vm := benchVM(b, Options{Mark: func() Mark { return Mark{} }})
	vm.Free(mustRun(b, vm, "(async () => { for (;;) await null })()"))
	b.ReportAllocs()
	for b.Loop() {
		if _, thrown := vm.RunJob(); thrown != nil {
			b.Fatal(thrown)
		}
	}
}

func BenchmarkCall(b *testing.B) {
	vm := benchVM(b, Options{})
	f := mustRun(b, vm, "((a, b) => a)")
	defer vm.Free(f)
	b.ReportAllocs()
	for b.Loop() {
		if _, thrown := vm.Call(f, Undefined(), Int(1), Int(2)); thrown != nil {
			b.Fatal(thrown)
		}
	}
}

func BenchmarkGetAndSet(b *testing.B) {
	vm := benchVM(b, Options{})
	o := vm.Object()
	defer vm.Free(o)
	b.ReportAllocs()
	for b.Loop() {
		vm.Set(o, "count", Int(1))
		vm.Get(o, "count")
	}
}

func BenchmarkStringBothWays(b *testing.B) {
	vm := benchVM(b, Options{})
	b.ReportAllocs()
	for b.Loop() {
		s := vm.String("https://example.com/feed?page=1")
		_ = vm.Text(s)
		vm.Free(s)
	}
}

func BenchmarkNewAndClose(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		vm, err := New(Options{})
		if err != nil {
			b.Fatal(err)
		}
		vm.Close()
	}
}

func BenchmarkColdLaunch(b *testing.B) {
	code := compiled(b, "app.js", launchSource)
	b.ReportAllocs()
	for b.Loop() {
		launch(b, code, 0)
	}
}

func BenchmarkPending(b *testing.B) {
	vm := benchVM(b, Options{})
	vm.Free(mustRun(b, vm, `
const sleep = () => new Promise(() => {});
async function f(n) { if (n) await f(n - 1); else await sleep() }
for (let i = 0; i < 5; i++) f(3)`))
	b.ReportAllocs()
	for b.Loop() {
		if len(vm.Pending()) != 20 {
			b.Fatal("not all")
		}
	}
}
