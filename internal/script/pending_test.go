package script

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// helpers are functions that the scripts of the tests below use; they stand in their own file.
const helpers = `
export const sleep = (ms: number) => new Promise<void>(done => setTimeout(done, ms))
export const never = () => new Promise<void>(() => {})
`

func TestPendingNamesWhatAHungWakeWaitsFor(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{
			"nothing at all", "", "",
		},
		{
			"a request, after earlier awaits, three functions deep",
			`async function page(n: number) {
  const a = await request('https://x/' + n)
  await null
  return await request('https://x/hang?' + n)
}
async function sync() {
  await sleep(10)
  const r = await page(1)
}
async function onFetch() {
  await sync()
}
onFetch()`,
			"3 page app.ts:5:16 on fetch https://x/hang?1, awaited by 2\n" +
				"2 sync app.ts:9:19 on function, awaited by 1\n" +
				"1 onFetch app.ts:12:9 on function, started by 4\n" +
				"4 (anonymous) app.ts:14:1 on function\n",
		},
		{
			"a timer of 45 s",
			"async function f() { await sleep(45_000) }\nf()",
			"1 f app.ts:2:28 on timer 45s, started by 2\n2 (anonymous) app.ts:3:1 on function\n",
		},
		{
			"a promise that nobody can settle",
			"async function f() {\n  await never()\n}\nf()",
			"1 f app.ts:3:9 on promise (abandoned), started by 2\n2 (anonymous) app.ts:5:1 on function\n",
		},
		{
			"a promise whose resolve somebody keeps",
			"const waiting: any[] = []\nasync function f() {\n  await new Promise(done => waiting.push(done))\n}\nf(); print(waiting.length)",
			"1 f app.ts:4:13 on promise, started by 2\n2 (anonymous) app.ts:6:1 on function\n",
		},
		{
			"Promise.all of which one is missing",
			"async function f() {\n  await Promise.all([request('https://1'), request('https://hang'), sleep(5)])\n}\nf()",
			"1 f app.ts:3:17 on fetch https://hang, started by 2\n2 (anonymous) app.ts:5:1 on function\n",
		},
		{
			"Promise.all of functions",
			"async function one() { await request('hang 1') }\nasync function two() { await request('hang 2') }\n" +
				"async function f() {\n  await Promise.all([one(), two()])\n}\nf()",
			"2 one app.ts:2:30 on fetch hang 1, awaited by 1\n1 f app.ts:5:17 on function, started by 4\n" +
				"4 (anonymous) app.ts:7:1 on function\n3 two app.ts:3:30 on fetch hang 2, awaited by 1\n",
		},
		{
			"a chain of then",
			"function f() {\n  return request('hang').then(a => a)\n}\nf().then(() => print('never'))",
			"0 f app.ts:3:10 on fetch hang\n",
		},
		{
			"a chain of then behind an await",
			"async function f() {\n  await request('hang').then(a => a).catch(() => 0)\n}\nf()",
			"1 f app.ts:3:38 on fetch hang, started by 2\n2 (anonymous) app.ts:5:1 on function\n",
		},
		{
			"a chain of then on a promise that nobody can settle",
			"function f() {\n  return new Promise(() => {}).then(a => a)\n}\nf()",
			"0 f app.ts:3:14 on promise (abandoned)\n",
		},
		{
			"an API with a callback",
			"function f() {\n  native(() => print('never'))\n}\nf()",
			"0 f app.ts:3:3 on callback\n",
		},
		{
			"an API with a callback in a promise",
			"async function f() {\n  await new Promise(done => native(done))\n}\nf()",
			"1 f app.ts:3:13 on promise (abandoned), started by 2\n2 (anonymous) app.ts:5:1 on function\n",
		},
		{
			"a timer without a promise",
			"function f() {\n  setTimeout(() => print('late'), 40_000)\n}\nf()",
			"0 f app.ts:3:3 on timer 40s\n",
		},
		{
			"a request and a timer without a promise: the request first",
			"setTimeout(() => {}, 40_000)\nrequest('hang')",
			"0 (anonymous) app.ts:3:1 on fetch hang\n0 (anonymous) app.ts:2:1 on timer 40s\n",
		},
		{
			"a function called from a timer's callback",
			"async function f() { await request('hang') }\nfunction g() { f() }\nsetTimeout(g, 50)",
			"1 f app.ts:2:28 on fetch hang, started by 2\n2 g app.ts:3:16 on function, started by 3\n3 (anonymous) app.ts:4:1 on function\n",
		},
		{
			"an async function as a timer's callback",
			"function start() {\n  setTimeout(async () => {\n    await request('hang')\n  }, 50)\n}\nstart()",
			"1 (anonymous) app.ts:4:11 on fetch hang, started by 2\n2 start app.ts:3:3 on function\n",
		},
		{
			"for await",
			"async function* pages() {\n  yield 1\n  yield await request('hang')\n}\nasync function f() {\n  for await (const p of pages()) print(p)\n}\nf()",
			"2 pages app.ts:4:15 on fetch hang, awaited by 1\n1 f app.ts:7:3 on function, started by 3\n3 (anonymous) app.ts:9:1 on function\n",
		},
		{
			"methods and arrows",
			"class Sync {\n  async run() { await this.load() }\n  private load = async () => {\n    await request('hang')\n  }\n}\nnew Sync().run()",
			"2 load app.ts:5:11 on fetch hang, awaited by 1\n1 run app.ts:3:28 on function, started by 3\n3 (anonymous) app.ts:8:12 on function\n",
		},
		{
			"race with a timer that is still to come",
			"async function f() {\n  await Promise.race([never(), sleep(60_000)])\n}\nf()",
			"1 f app.ts:3:17 on timer 1m0s, started by 2\n2 (anonymous) app.ts:5:1 on function\n",
		},
		{
			"a caught rejection before",
			"async function f() {\n  try { await Promise.reject(new Error('x')) } catch { await sleep(45_000) }\n}\nf()",
			"1 f app.ts:3:62 on timer 45s, started by 2\n2 (anonymous) app.ts:5:1 on function\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, map[string]string{"app.ts": "import { never, sleep } from './helpers'\n" + tt.text + "\nexport { never, sleep }", "helpers.ts": helpers})
			p, err := Bundle("app.ts", BundleOptions{Dir: dir})
			require.NoError(t, err)
			r, h := process(t, p, RuntimeOptions{})
			require.True(t, r.Load(), h.lines("js.error"))
			h.run(30 * time.Second)
			r.Pending("kill")
			assert.Equal(t, tt.want, h.lines("await.pending"))
		})
	}
}

func TestPendingSaysSinceWhen(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "async function f() {\n  await request('https://x')\n  await request('hang')\n}\nf()"), RuntimeOptions{})
	require.True(t, r.Load())
	h.run(30 * time.Second)
	r.Pending("kill")
	e := pendingIn(h)[0]
	assert.InDelta(t, 100_000, e.SinceUs, 1000, "the second request was begun when the first was answered")
	assert.Equal(t, "kill", e.When)
}

func TestPendingShowsTheOpenWakeFirst(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "async function idle() { await new Promise(() => {}) }\nidle()\n"+
		"export default async function wake() {\n  await request('hang')\n}"), RuntimeOptions{})
	h.wake = 0
	require.True(t, r.Load())
	h.run(time.Second)
	h.wake = 7
	callDefault(r)
	r.Pending("kill")
	events := pendingIn(h)
	require.NotEmpty(t, events)
	assert.Equal(t, "wake", events[0].Function)
	assert.Equal(t, "idle", events[1].Function)
}

func TestPendingNamesWhatThisWakeDidWithAnOlderPromise(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{
			"then, on a promise that nobody can settle",
			"const never = new Promise(() => {})\nexport default function wake() {\n  return never.then(() => 'newData')\n}",
			"0 wake app.ts:3:10 on promise (abandoned)\n",
		},
		{
			"then, on a promise whose resolve is kept",
			"const all: any[] = []\nconst never = new Promise(done => all.push(done))\nexport default function wake() {\n  return never.then(() => all).finally(() => {})\n}",
			"0 wake app.ts:4:16 on promise\n",
		},
		{
			"await",
			"const never = new Promise(() => {})\nexport default async function wake() {\n  await never\n}",
			"1 wake app.ts:3:9 on promise (abandoned)\n",
		},
		{
			"then, on a function that has hung since the load",
			"async function open() {\n  await request('hang')\n}\nconst ready = open()\nexport default function wake() {\n  return ready.then(() => 'newData')\n}",
			"1 open app.ts:2:9 on fetch hang, started by 2\n2 (anonymous) app.ts:4:15 on function\n0 wake app.ts:6:10 on promise\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, h := process(t, bundled(t, tt.text), RuntimeOptions{})
			h.wake = 0
			require.True(t, r.Load())
			h.run(time.Second)
			h.wake = 2
			callDefault(r)
			h.run(30 * time.Second)
			r.Pending("kill")
			assert.Equal(t, tt.want, h.lines("await.pending"))
			events := pendingIn(h)
			last := events[len(events)-1]
			assert.GreaterOrEqual(t, last.SinceUs, time.Second.Microseconds(), "it has waited since this wake")
		})
	}
}

func TestOpenCountsTheWorkOfAWake(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "export default () => {\n  request('hang'); request('https://x')\n  setTimeout(() => {}, 60_000); setInterval(() => {}, 1000); clearTimeout(setTimeout(() => {}, 5))\n}"), RuntimeOptions{})
	require.True(t, r.Load())
	callDefault(r)
	requests, timers := r.Open(1)
	assert.Equal(t, []int{2, 2}, []int{requests, timers})
	h.run(time.Second)
	h.wake = 2
	callDefault(r)
	requests, timers = r.Open(1)
	assert.Equal(t, []int{1, 2}, []int{requests, timers}, "one request was answered")
	requests, timers = r.Open(2)
	assert.Equal(t, []int{2, 2}, []int{requests, timers})
}

func TestALeakOfAwaitsIsCutShort(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "async function f() { await request('hang') }\nfor (let i = 0; i < 1000; i++) f()"), RuntimeOptions{})
	require.True(t, r.Load())
	r.Pending("kill")
	assert.Len(t, pendingIn(h), 2*maxChains, "each with the call that started it")
}

func TestAFinishWithOpenWorkNamesIt(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "async function f() { await request('hang 1') }\nf()\nrequest('hang 2')\nsetTimeout(() => {}, 9000)"), RuntimeOptions{})
	require.True(t, r.Load())
	r.Pending("finish")
	assert.Equal(t, "1 f app.ts:1:28 on fetch hang 1, started by 2\n2 (anonymous) app.ts:2:1 on function\n"+
		"0 (anonymous) app.ts:3:1 on fetch hang 2\n0 (anonymous) app.ts:4:1 on timer 9s\n", h.lines("await.pending"))
}
