package webapi

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/trace"
)

const testMock = `
routes:
  - url: https://api.test/item
    json: {id: 7}
  - url: https://api.test/text
    body: grüße
    headers: {X-One: a, x-two: b}
  - url: https://api.test/slow
    delay: 20s
    body: late
  - url: https://api.test/big
    file: big
  - url: https://api.test/bytes
    file: bytes
  - url: https://api.test/down
    error: lost
  - url: https://api.test/silent
    error: timeout
  - url: https://api.test/gone
    status: 404
    json: {error: gone}
  - url: https://api.test/none
    status: 204
  - url: https://api.test/post
    method: POST
    status: 201
`

// async wraps statements into a callback whose failure is shown.
func async(body string) string {
	return "(async () => {" + body + "})().catch((e) => console.log('rejected', e.name, e.message))"
}

func TestFetch(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"json", "const r = await fetch('https://api.test/item'); console.log(r.ok, r.status, JSON.stringify(r.statusText), r.url, r.type, r.redirected, (await r.json()).id)", `true 200 "" https://api.test/item basic false 7`},
		{"text and headers", "const r = await fetch('https://api.test/text'); console.log(await r.text(), r.headers.get('X-ONE'), [...r.headers.keys()].join())", "grüße a content-length,content-type,x-one,x-two"},
		{"arrayBuffer", "const r = await fetch('https://api.test/text'); const b = await r.arrayBuffer(); console.log(b instanceof ArrayBuffer, b.byteLength)", "true 7"},
		{"bytes", "const r = await fetch('https://api.test/bytes'); console.log(await r.bytes())", "Uint8Array(4) [ 0, 255, 254, 65 ]"},
		{"bytes as text", "const r = await fetch('https://api.test/bytes'); console.log(JSON.stringify(await r.text()))", "\"\\u0000\ufffd\ufffdA\""},
		{"not found", "const r = await fetch('https://api.test/gone'); console.log(r.ok, r.status, await r.json())", "false 404 { error: 'gone' }"},
		{"no content", "const r = await fetch('https://api.test/none'); console.log(r.status, r.body, JSON.stringify(await r.text()), r.bodyUsed)", "204 null \"\" false"},
		{"the placeholder", "const r = await fetch('https://other.test/'); console.log(r.status, r.headers.get('content-type'), await r.json())", "200 application/json {}"},
		{"read twice", "const r = await fetch('https://api.test/item'); await r.text(); console.log(r.bodyUsed); await r.text()", "true\nrejected TypeError Body is disturbed or locked"},
		{"clone", "const r = await fetch('https://api.test/item'); const c = r.clone(); console.log(await r.text(), await c.text(), c.headers.get('content-type'), c.url)", `{"id":7} {"id":7} application/json https://api.test/item`},
		{"clone after reading", "const r = await fetch('https://api.test/item'); await r.text(); r.clone()", "rejected TypeError Body is disturbed or locked"},
		{"not JSON", "const r = await fetch('https://api.test/text'); await r.json()", "rejected SyntaxError unexpected token: 'gr'"},
		{"connection lost", "await fetch('https://api.test/down')", "rejected TypeError Load failed"},
		{"a URL that is none", "await fetch('https://')", "rejected TypeError URL is not valid: https://"},
		{"credentials", "await fetch('https://a:b@api.test/')", "rejected TypeError URL is not valid or contains user credentials."},
		{"GET with a body", "await fetch('https://api.test/item', {body: 'x'})", "rejected TypeError Request has method 'GET' and cannot have a body"},
		{"POST", "const r = await fetch('https://api.test/post', {method: 'post', body: JSON.stringify({a: 1}), headers: {'Content-Type': 'application/json'}}); console.log(r.status)", "201"},
		{"a Request", "const q = new Request('https://api.test/post', {method: 'POST', body: new URLSearchParams({a: 'b c'})}); console.log(q.headers.get('content-type'), q.method); const r = await fetch(q); console.log(r.status, q.bodyUsed)", "application/x-www-form-urlencoded;charset=UTF-8 POST\n201 true"},
		{"a URL object", "const r = await fetch(new URL('/item', 'https://api.test')); console.log(r.status)", "200"},
		{"the fragment stays", "const r = await fetch('https://api.test/item#top'); console.log(r.status)", "200"},
		{"HEAD", "const r = await fetch('https://other.test/', {method: 'HEAD'}); console.log(r.status, JSON.stringify(await r.text()))", `200 ""`},
		{"two at once", "const [a, b] = await Promise.all([fetch('https://api.test/item'), fetch('https://api.test/gone')]); console.log(a.status, b.status)", "200 404"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want+"\n", output(t, async(tt.text), setting{mock: testMock}))
		})
	}
}

func TestAbort(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"in flight", `
			const c = new AbortController();
			setTimeout(() => c.abort(), 1000);
			const t0 = performance.now();
			try { await fetch('https://api.test/slow', { signal: c.signal }) } catch (e) {
				console.log(e.name, e.message, e.code, e instanceof DOMException, e instanceof Error, e === c.signal.reason, Math.round((performance.now() - t0) / 100));
			}`, "AbortError The operation was aborted. 20 true true true 10"},
		{"with a reason", `
			const c = new AbortController();
			setTimeout(() => c.abort(new RangeError('enough')), 10);
			await fetch('https://api.test/slow', { signal: c.signal })`, "rejected RangeError enough"},
		{"before", "await fetch('https://api.test/item', { signal: AbortSignal.abort() })", "rejected AbortError The operation was aborted."},
		{"by a timeout", `
			const t0 = performance.now();
			try { await fetch('https://api.test/slow', { signal: AbortSignal.timeout(5000) }) } catch (e) {
				console.log(e.name, e.code, Math.round((performance.now() - t0) / 100));
			}`, "TimeoutError 23 50"},
		{"too late", `
			const c = new AbortController();
			const r = await fetch('https://api.test/item', { signal: c.signal });
			c.abort();
			console.log(await r.text());`, `{"id":7}`},
		{"while the body comes", `
			const c = new AbortController();
			const r = await fetch('https://api.test/big', { signal: c.signal });
			setTimeout(() => c.abort(), 1);
			console.log(r.status);
			await r.text();`, "200\nrejected AbortError The operation was aborted."},
		{"any", `
			const a = new AbortController(), b = new AbortController();
			const s = AbortSignal.any([a.signal, b.signal]);
			s.onabort = (e) => console.log(e.type, s.reason, e.target === s);
			b.abort('b'); a.abort('a');
			console.log(s.aborted, s.reason);
			try { s.throwIfAborted() } catch (e) { console.log('threw', e) }`, "abort b true\ntrue b\nthrew b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want+"\n", output(t, async(tt.text), setting{mock: testMock, link: "weak"}))
		})
	}
}

func TestFetchIsTraced(t *testing.T) {
	t.Parallel()
	p := start(t, "function sync() {\n  const answer = fetch('https://api.test/post', {method: 'POST', body: 'grüße'})\n  return answer\n}\nsync()\n"+
		"const c = new AbortController()\nfetch('https://api.test/slow', {signal: c.signal}).catch(() => {})\nsetTimeout(() => c.abort(), 10)\n"+
		"fetch('https://api.test/down').catch(() => {})\nfetch('https://api.test/nothing#here')", setting{mock: testMock})
	p.rt.Load()
	p.run()
	starts, ends := of[*trace.NetStart](p.phone), of[*trace.NetEnd](p.phone)
	require.Len(t, starts, 4)
	require.Len(t, ends, 4)
	assert.Equal(t, trace.NetStart{App: p.Where(), ID: 1, Method: "POST", URL: "https://api.test/post", BytesOut: 7, Pos: &trace.Pos{File: "app.js", Line: 2, Column: 18}}, *starts[0])
	byID := map[int]*trace.NetEnd{}
	for _, e := range ends {
		byID[e.ID] = e
	}
	assert.Equal(t, 201, byID[1].Status)
	assert.Equal(t, "mock", byID[1].From)
	assert.Positive(t, byID[1].WaitUs)
	assert.Equal(t, "aborted", byID[2].Error)
	assert.Equal(t, "connection lost", byID[3].Error)
	assert.Zero(t, byID[3].Status)
	assert.Equal(t, "placeholder", byID[4].From)
	assert.Equal(t, "https://api.test/nothing", starts[3].URL)
	assert.Contains(t, byID[4].NearMiss, "nearest is mock.yaml:")
	assert.EqualValues(t, 2, byID[4].BytesIn)
}

func TestALargeBodyComesAfterItsHead(t *testing.T) {
	t.Parallel()
	p := start(t, async(`
		const r = await fetch('https://api.test/big');
		const head = performance.now();
		const text = await r.text();
		console.log(text.length, Math.round(performance.now() - head));`), setting{mock: testMock, link: "weak"})
	p.rt.Load()
	p.run()
	assert.Equal(t, "44600 1000\n", p.lines(), "30,000 bytes beyond the first flight at 240 kbit/s")
	assert.EqualValues(t, 1_000_000, of[*trace.NetEnd](p.phone)[0].ReceiveUs)
}

func TestAnAwaitOfTheBodyIsKnownToWaitForTheRequest(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, on, ref string }{
		{"the head", "async function f() {\n  await fetch('https://api.test/slow')\n}\nf()", "fetch", "https://api.test/slow"},
		{"with a signal", "async function f() {\n  await fetch('https://api.test/slow', {signal: AbortSignal.timeout(30000)})\n}\nf()", "fetch", "https://api.test/slow"},
		{"the body", "async function f() {\n  const r = await fetch('https://api.test/big');\n  await r.json()\n}\nf()", "fetch", "https://api.test/big"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := start(t, tt.text, setting{mock: testMock, link: "weak"})
			p.rt.Load()
			if at, _, ok := p.queue.Next(); ok && at < 6_000_000 {
				p.queue.Step() // the head has come
			}
			p.rt.Pending("kill")
			pending := of[*trace.AwaitPending](p.phone)
			require.NotEmpty(t, pending)
			assert.Equal(t, tt.on, pending[0].On)
			assert.Equal(t, tt.ref, pending[0].Ref)
			assert.Equal(t, "f", pending[0].Function)
		})
	}
}

func TestOpenRequestsAreCountedAndTimeoutSignalsAreNot(t *testing.T) {
	t.Parallel()
	p := start(t, "fetch('https://api.test/item', {signal: AbortSignal.timeout(20000)}).then(() => { globalThis.done = 1 })\nfetch('https://api.test/slow')", setting{mock: testMock})
	p.rt.Load()
	requests, timers := p.rt.Open(1)
	assert.Equal(t, []int{2, 0}, []int{requests, timers})
	p.queue.Step()
	requests, timers = p.rt.Open(1)
	assert.Equal(t, []int{1, 0}, []int{requests, timers})
}

func TestReadingAPlaceholderMarksTheErrorsThatFollow(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, url string
		want      bool
	}{{"placeholder", "https://other.test/", true}, {"mock", "https://api.test/item", false}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := start(t, "fetch('"+tt.url+"').then((r) => r.json()).then((o) => o.items.length)", setting{mock: testMock})
			p.rt.Load()
			p.run()
			errs := of[*trace.JSError](p.phone)
			require.Len(t, errs, 1)
			assert.Equal(t, tt.want, errs[0].ReadPlaceholder)
		})
	}
}

func TestFetchOfAFamily(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text, want string
		s                setting
	}{
		{"React Native offline", "await fetch('https://api.test/item')", "rejected TypeError Network request failed", setting{family: ReactNative, link: "none"}},
		{"web view offline", "console.log(navigator.onLine); await fetch('https://api.test/item')", "false\nrejected TypeError Load failed", setting{family: WebView, link: "none"}},
		{"React Native abort", "const c = new AbortController(); setTimeout(() => c.abort(), 1); await fetch('https://api.test/slow', {signal: c.signal})", "rejected AbortError Aborted", setting{family: ReactNative}},
		{"React Native has no AbortSignal.timeout", "console.log(typeof AbortSignal.timeout, typeof AbortSignal.any, 'reason' in AbortSignal.prototype)", "undefined undefined false", setting{family: ReactNative}},
		{"a relative URL in a web view", "console.log(new Request('data.json').url)", "https://app.test/dir/data.json", setting{family: WebView, base: "https://app.test/dir/index.html"}},
		{"a relative URL elsewhere", "await fetch('data.json')", "rejected TypeError URL is not valid: data.json", setting{}},
		{"read twice in React Native", "const r = await fetch('https://api.test/item'); await r.text(); await r.text()", "rejected TypeError Already read", setting{family: ReactNative}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.s.mock = testMock
			assert.Equal(t, tt.want+"\n", output(t, async(tt.text), tt.s))
		})
	}
}

func TestTheAppsOwnFilesAreNotSimulated(t *testing.T) {
	t.Parallel()
	p := start(t, async("await fetch('assets/i18n/en.json')"), setting{family: WebView})
	p.rt.Load()
	p.run()
	missing := of[*trace.APIMissing](p.phone)
	require.Len(t, missing, 1)
	assert.Equal(t, "requests to capacitor:", missing[0].Name)
}

func TestHeadersAndResponses(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `1, 2
a,b,set-cookie,set-cookie
null true false
TypeError
x y
201 made 1
{ a: 1 } application/json
0 error
302 https://a.test/b
RangeError
TypeError
`, output(t, async(`
		const h = new Headers([['B', '1'], ['b', '2'], ['A', ' x ']]);
		console.log(h.get('b'));
		h.append('Set-Cookie', 'x'); h.append('set-cookie', 'y');
		console.log([...h.keys()].join());
		console.log(h.get('c'), h.has('A'), h.has('c'));
		try { h.set('a b', 'c') } catch (e) { console.log(e.name) }
		console.log(...h.getSetCookie());
		const r = new Response('made', { status: 201, headers: { 'x-a': '1' } });
		console.log(r.status, await r.text(), r.headers.get('x-a'));
		const j = Response.json({ a: 1 });
		console.log(await j.json(), j.headers.get('content-type'));
		console.log(Response.error().status, Response.error().type);
		const d = Response.redirect('https://a.test/b');
		console.log(d.status, d.headers.get('location'));
		try { new Response('', { status: 99 }) } catch (e) { console.log(e.name) }
		try { new Response('x', { status: 204 }) } catch (e) { console.log(e.name) }
	`), setting{}))
}

func TestXMLHttpRequest(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"an answer", `
			const x = new XMLHttpRequest();
			x.onreadystatechange = () => console.log(x.readyState, x.status);
			x.onload = (e) => console.log(e.type, e.loaded, x.responseText, x.responseURL, x.getResponseHeader('Content-Type'));
			x.onloadend = () => console.log('end');
			x.open('GET', 'https://api.test/item');
			x.setRequestHeader('x-a', '1');
			x.send();`, "1 0\n2 200\n4 200\nload 8 {\"id\":7} https://api.test/item application/json\nend"},
		{"json", "const x = new XMLHttpRequest(); x.responseType = 'json'; x.open('GET', 'https://api.test/item'); x.onload = () => console.log(x.response.id, x.response === x.response); x.send()", "7 true"},
		{"arraybuffer", "const x = new XMLHttpRequest(); x.responseType = 'arraybuffer'; x.open('GET', 'https://api.test/bytes'); x.onload = () => console.log(new Uint8Array(x.response)); x.send()", "Uint8Array(4) [ 0, 255, 254, 65 ]"},
		{"an error", "const x = new XMLHttpRequest(); x.open('GET', 'https://api.test/down'); x.onerror = (e) => console.log(e.type, x.status, x.readyState); x.onload = () => console.log('no'); x.send()", "error 0 4"},
		{"its own timeout", "const x = new XMLHttpRequest(); x.open('GET', 'https://api.test/slow'); x.timeout = 100; x.ontimeout = (e) => console.log(e.type, Math.round(performance.now() / 10)); x.send()", "timeout 10"},
		{"the system's timeout", "const x = new XMLHttpRequest(); x.open('GET', 'https://api.test/silent'); x.ontimeout = (e) => console.log(e.type, Math.round(performance.now() / 1000)); x.send()", "timeout 60"},
		{"abort", "const x = new XMLHttpRequest(); x.open('GET', 'https://api.test/slow'); x.onabort = (e) => console.log(e.type); x.onloadend = () => console.log(x.readyState); x.send(); x.abort(); console.log(x.readyState)", "abort\n4\n0"},
		{"sending without open", "try { new XMLHttpRequest().send() } catch (e) { console.log(e.name) }", "InvalidStateError"},
		{"a synchronous one", "try { new XMLHttpRequest().open('GET', 'https://api.test/', false) } catch (e) { console.log(e.name, e.message) }", "InvalidAccessError A synchronous request would block the app; fetchsim does not simulate it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want+"\n", output(t, tt.text, setting{mock: testMock}))
		})
	}
}

func TestAProcessThatIsClosedInMidRequestLeavesNothing(t *testing.T) {
	t.Parallel()
	program := bundle(t, "fetch('https://api.test/slow', {signal: AbortSignal.timeout(9000)}); fetch('https://api.test/big').then((r) => r.text()); document")
	p := launch(t, program, New(program), setting{mock: testMock, family: WebView})
	p.rt.Load()
	p.queue.Step()
	p.rt.Close()
	p.advance(time.Minute)
	p.run()
	assert.Empty(t, p.lines())
}
