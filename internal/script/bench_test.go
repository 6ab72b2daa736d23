package script

import (
	"testing"
	"time"

	"github.com/fetchsim/fetchsim/internal/script/engine"
)

// ordinary is a wake as most are: three awaits, a timer and a request.
const ordinary = `
async function load(url) {
  const text = await request(url)
  return text.length
}
export default async function onFetch(n) {
  const timer = setTimeout(() => {}, 20_000)
  const size = await load('https://x/' + n)
  await null
  clearTimeout(timer)
  return size
}`

func BenchmarkWake(b *testing.B) {
	r, h := process(b, bundled(b, ordinary), RuntimeOptions{})
	h.deadline = 1 << 50
	r.Load()
	fn, _ := r.VM().Get(r.Exports(), "default")
	defer r.VM().Free(fn)
	arg := engine.Int(1)
	b.ReportAllocs()
	for b.Loop() {
		r.Turn("callback", func() {
			result, _ := r.Call("", fn, engine.Undefined(), arg)
			r.VM().Free(result)
		})
		for h.queue.Step() {
		}
		h.events = h.events[:0]
		clear(h.works)
	}
}

func BenchmarkColdLaunch(b *testing.B) {
	p := bundled(b, ordinary)
	h := newPhone()
	b.ReportAllocs()
	for b.Loop() {
		r, err := p.NewRuntime(h, RuntimeOptions{})
		if err != nil {
			b.Fatal(err)
		}
		r.Load()
		r.Close()
	}
}

func BenchmarkBundle(b *testing.B) {
	dir := folder(b, map[string]string{"app.ts": ordinary})
	for b.Loop() {
		if _, err := Bundle("app.ts", BundleOptions{Dir: dir}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTurn(b *testing.B) {
	r, h := process(b, bundled(b, "export default () => {}"), RuntimeOptions{})
	h.deadline = 1 << 50
	r.Load()
	fn, _ := r.VM().Get(r.Exports(), "default")
	defer r.VM().Free(fn)
	b.ReportAllocs()
	for b.Loop() {
		r.Turn("callback", func() { r.Call("", fn, engine.Undefined()) })
	}
}

func BenchmarkTimer(b *testing.B) {
	r, h := process(b, bundled(b, "export default () => { setTimeout(() => {}, 10) }"), RuntimeOptions{})
	h.deadline = 1 << 50
	r.Load()
	fn, _ := r.VM().Get(r.Exports(), "default")
	defer r.VM().Free(fn)
	b.ReportAllocs()
	for b.Loop() {
		r.Turn("callback", func() { r.Call("", fn, engine.Undefined()) })
		for h.queue.Step() {
		}
		h.events = h.events[:0]
		clear(h.works)
	}
}

func BenchmarkPendingLeak(b *testing.B) {
	r, h := process(b, bundled(b, "async function f() { await request('hang') }\nfor (let i = 0; i < 10_000; i++) f()"), RuntimeOptions{})
	r.Load()
	for b.Loop() {
		r.Pending("kill")
		h.events = h.events[:0]
	}
}

func BenchmarkPending(b *testing.B) {
	r, h := process(b, bundled(b, "async function f() { await g() }\nasync function g() { await request('hang') }\nf()"), RuntimeOptions{})
	r.Load()
	h.run(time.Second)
	b.ReportAllocs()
	for b.Loop() {
		r.Pending("kill")
		h.events = h.events[:0]
	}
}
