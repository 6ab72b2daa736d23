package webapi

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// benchLaunch measures a launch of a script and its close, with or without a web.
func benchLaunch(b *testing.B, text string, web bool) {
	program := bundle(b, text)
	platform := New(program)
	h := &phone{queue: vclock.NewQueue(0), works: map[int]vclock.Handle{}}
	env := launch(b, program, platform, setting{}).web.env
	b.ReportAllocs()
	for b.Loop() {
		h.queue, h.events = vclock.NewQueue(0), h.events[:0]
		rt, err := program.NewRuntime(h, script.RuntimeOptions{})
		require.NoError(b, err)
		if web {
			_, err := platform.Install(rt, env)
			require.NoError(b, err)
		}
		rt.Load()
		rt.Close()
	}
}

func BenchmarkLaunchWithoutAWeb(b *testing.B)        { benchLaunch(b, "export default () => {}", false) }
func BenchmarkLaunchThatUsesNothing(b *testing.B)    { benchLaunch(b, "export default () => {}", true) }
func BenchmarkLaunchThatMentionsSome(b *testing.B)   { benchLaunch(b, usual, true) }
func BenchmarkLaunchThatMayUseAll(b *testing.B)      { benchLaunch(b, "globalThis[String(1)]", true) }
func BenchmarkLaunchThatWritesALine(b *testing.B)    { benchLaunch(b, "console.log('x')", true) }
func BenchmarkLaunchThatAsksForTheTime(b *testing.B) { benchLaunch(b, "Date.now()", true) }
func BenchmarkLaunchThatFetches(b *testing.B)        { benchLaunch(b, "fetch('https://a.test/')", true) }

const usual = "export default async () => { const r = await fetch('https://a.test/'); localStorage.at = Date.now(); console.log('done', await r.json()) }"

// benchCall measures one call of the program's default export, with all that follows from it.
func benchCall(b *testing.B, text string, s setting) {
	p := start(b, text, s)
	require.True(b, p.rt.Load())
	vm := p.rt.VM()
	fn, thrown := vm.Get(p.rt.Exports(), "default")
	require.Nil(b, thrown)
	defer vm.Free(fn)
	b.ReportAllocs()
	for b.Loop() {
		p.rt.Turn("callback", func() {
			v, _ := p.rt.Call("", fn, engine.Undefined())
			vm.Free(v)
		})
		p.run()
		p.events = p.events[:0]
	}
}

func BenchmarkFetchRoundTrip(b *testing.B) {
	benchCall(b, "export default () => fetch('https://a.test/')", setting{})
}

func BenchmarkFetchAndJSON(b *testing.B) {
	benchCall(b, "export default async () => (await fetch('https://a.test/')).json()", setting{})
}

func BenchmarkFetchWithOptions(b *testing.B) {
	benchCall(b, "export default () => fetch('https://a.test/', {method: 'POST', body: '{}', headers: {'content-type': 'application/json'}, signal: AbortSignal.timeout(1)})", setting{})
}

func BenchmarkConsoleText(b *testing.B) {
	benchCall(b, "export default () => { for (let i = 0; i < 100; i++) console.log('line', i) }", setting{})
}

func BenchmarkConsoleObject(b *testing.B) {
	benchCall(b, "export default () => { for (let i = 0; i < 100; i++) console.log({a: i, b: ['x']}) }", setting{})
}

func BenchmarkDateNow(b *testing.B) {
	benchCall(b, "export default () => { for (let i = 0; i < 100; i++) Date.now() }", setting{})
}

func BenchmarkNewDate(b *testing.B) {
	benchCall(b, "export default () => { for (let i = 0; i < 100; i++) new Date() }", setting{})
}

func BenchmarkLocalHours(b *testing.B) {
	benchCall(b, "const d = new Date(); export default () => { for (let i = 0; i < 100; i++) d.getHours() }", setting{})
}

func BenchmarkLocalStorage(b *testing.B) {
	benchCall(b, "export default () => { for (let i = 0; i < 100; i++) localStorage.setItem('k', i) }", setting{})
}
