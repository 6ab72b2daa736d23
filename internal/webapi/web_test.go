package webapi

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
)

func TestLocalStorageOutlivesTheProcessAndSessionStorageDoesNot(t *testing.T) {
	t.Parallel()
	store := &memory{values: map[string]string{}}
	text := "console.log(localStorage.getItem('n'), sessionStorage.getItem('n')); localStorage.setItem('n', 1); sessionStorage.setItem('n', 1)"
	assert.Equal(t, "null null\n", output(t, text, setting{store: store}))
	assert.Equal(t, "1 null\n", output(t, text, setting{store: store}))
}

func TestStorage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"properties are keys", "localStorage.a = 5; localStorage['b'] = {}; console.log(localStorage.a, localStorage.getItem('b'), localStorage.c, 'a' in localStorage, 'c' in localStorage)", "5 [object Object] undefined true false"},
		{"methods are not", "localStorage.setItem('getItem', 'x'); console.log(typeof localStorage.getItem, localStorage.getItem('getItem'))", "function x"},
		{"order and length", "localStorage.b = 1; localStorage.a = 2; localStorage.b = 3; console.log(localStorage.length, localStorage.key(0), localStorage.key(1), localStorage.key(2), Object.keys(localStorage).join(), JSON.stringify(localStorage))", `2 b a null b,a {"b":"3","a":"2"}`},
		{"delete, removeItem and clear", "localStorage.a = 1; localStorage.b = 2; localStorage.c = 3; delete localStorage.a; localStorage.removeItem('b'); localStorage.removeItem('z'); console.log(Object.keys(localStorage).join()); localStorage.clear(); console.log(localStorage.length)", "c\n0"},
		{"everything is text", "localStorage.setItem(1, null); localStorage.setItem('u', undefined); console.log(typeof localStorage.getItem('1'), localStorage[1], localStorage.u)", "string null undefined"},
		{"too few arguments", "try { localStorage.setItem('a') } catch (e) { console.log(e.name) }", "TypeError"},
		{"half a pair", "localStorage.setItem('\\ud800', '\\udc00a'); console.log(localStorage.getItem('\\ud800') === '\\udc00a', localStorage.key(0) === '\\ud800')", "true true"},
		{"its kind", "console.log(localStorage instanceof Storage, String(localStorage)); try { new Storage() } catch (e) { console.log(e.name) }", "true [object Storage]\nTypeError"},
		{"for in", "localStorage.x = 1; const keys = []; for (const k in localStorage) keys.push(k); console.log(keys.includes('x'))", "true"},
		{"the quota", `
			const half = 'x'.repeat(1.2 * 2 ** 20);
			localStorage.setItem('a', half); localStorage.setItem('b', half);
			try { localStorage.setItem('c', half); console.log('no') } catch (e) { console.log(e.name, e.code, e instanceof DOMException, localStorage.getItem('c')) }
			localStorage.removeItem('a'); localStorage.setItem('c', half); console.log(localStorage.length)`, "QuotaExceededError 22 true null\n2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want+"\n", output(t, tt.text, setting{}))
		})
	}
}

func TestOnlyChangesOfWhatLastsAreTraced(t *testing.T) {
	t.Parallel()
	p := start(t, "localStorage.a = 'xy'; localStorage.a = 'xy'; localStorage.getItem('a'); sessionStorage.b = 1; localStorage.removeItem('z'); localStorage.removeItem('a'); localStorage.clear(); localStorage.b = 1; localStorage.clear()", setting{})
	p.rt.Load()
	var got []trace.Storage
	for _, e := range of[*trace.Storage](p.phone) {
		got = append(got, *e)
	}
	app := p.Where()
	assert.Equal(t, []trace.Storage{
		{App: app, Op: "set", Key: "a", Bytes: 6}, {App: app, Op: "remove", Key: "a"}, {App: app, Op: "set", Key: "b", Bytes: 4}, {App: app, Op: "clear"},
	}, got)
}

func TestEvents(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"dispatch", `
			const t = new EventTarget();
			const f = function (e) { console.log(e.type, e.target === t, this === t, e.currentTarget === t, e.eventPhase) };
			t.addEventListener('x', f); t.addEventListener('x', f);
			const e = new Event('x');
			console.log(t.dispatchEvent(e), e.currentTarget, e.eventPhase, e.target === t);`, "x true true true 2\ntrue null 0 true"},
		{"once and remove", `
			const t = new EventTarget(), f = () => console.log('f'), g = () => console.log('g');
			t.addEventListener('x', f, { once: true }); t.addEventListener('x', g);
			t.dispatchEvent(new Event('x')); t.removeEventListener('x', g); t.dispatchEvent(new Event('x'));`, "f\ng"},
		{"an object listens", "const t = new EventTarget(); t.addEventListener('x', { n: 1, handleEvent(e) { console.log(this.n, e.type) } }); t.dispatchEvent(new Event('x'))", "1 x"},
		{"preventDefault", `
			const t = new EventTarget();
			t.addEventListener('x', (e) => e.preventDefault());
			t.addEventListener('y', (e) => e.preventDefault(), { passive: true });
			console.log(t.dispatchEvent(new Event('x', { cancelable: true })), t.dispatchEvent(new Event('x')), t.dispatchEvent(new Event('y', { cancelable: true })))`, "false true true"},
		{"stopImmediatePropagation", "const t = new EventTarget(); t.addEventListener('x', (e) => { console.log(1); e.stopImmediatePropagation() }); t.addEventListener('x', () => console.log(2)); t.dispatchEvent(new Event('x'))", "1"},
		{"a listener that throws", "const t = new EventTarget(); t.addEventListener('x', () => { throw new Error('no') }); t.addEventListener('x', () => console.log('still')); t.dispatchEvent(new Event('x')); console.log('after')", "uncaught in event: Error: no\nstill\nafter"},
		{"a signal removes", "const t = new EventTarget(), c = new AbortController(); t.addEventListener('x', () => console.log('x'), { signal: c.signal }); t.dispatchEvent(new Event('x')); c.abort(); t.dispatchEvent(new Event('x'))", "x"},
		{"a subclass and its detail", "class T extends EventTarget {}; const t = new T(); t.addEventListener('x', (e) => console.log(e.detail.a, e instanceof Event)); t.dispatchEvent(new CustomEvent('x', { detail: { a: 1 } }))", "1 true"},
		{"DOMException", "const e = new DOMException('no', 'AbortError'); console.log(e.name, e.message, e.code, e instanceof Error, String(e), DOMException.ABORT_ERR, Object.prototype.toString.call(e))", "AbortError no 20 true AbortError: no 20 [object DOMException]"},
		{"window", "addEventListener('x', (e) => console.log(e.type)); window.dispatchEvent(new Event('x'))", "x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want+"\n", output(t, tt.text, setting{}))
		})
	}
}

func TestSmallThings(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"btoa and atob", "console.log(btoa('häß'), atob('aOTf') === 'häß', atob(' aG k'), btoa(''), atob('YQ'))", "aOTf true hi  a"},
		{"btoa beyond Latin-1", "try { btoa('€') } catch (e) { console.log(e.name) }", "InvalidCharacterError"},
		{"atob of no Base64", "for (const s of ['a', '*', 'YQ=', 'Y===']) try { atob(s); console.log('no') } catch (e) { console.log(e.name, e.code) }", "InvalidCharacterError 5\nInvalidCharacterError 5\nInvalidCharacterError 5\nInvalidCharacterError 5"},
		{"TextEncoder", "console.log([...new TextEncoder().encode('aé€😀\\ud800')].join(), JSON.stringify(new TextEncoder().encodeInto('a€b', new Uint8Array(3))))", `97,195,169,226,130,172,240,159,152,128,239,191,189 {"read":1,"written":1}`},
		{"TextDecoder", "const d = new TextDecoder(); console.log(d.decode(new Uint8Array([0xef, 0xbb, 0xbf, 97, 0xe2, 0x82, 0x80 - 1, 0xff])), d.decode(), d.encoding)", "a\ufffd\x7f\ufffd  utf-8"},
		{"TextDecoder in pieces", "const d = new TextDecoder(); let s = ''; for (const b of new TextEncoder().encode('é€😀')) s += d.decode(new Uint8Array([b]), { stream: true }); console.log(s + d.decode())", "é€😀"},
		{"TextDecoder that is strict", "try { new TextDecoder('utf8', { fatal: true }).decode(new Uint8Array([0xff])) } catch (e) { console.log(e.name) }", "TypeError"},
		{"structuredClone", `
			const d = new Date(5), o = { a: [1, { b: 2 }], d, m: new Map([['k', { v: 1 }]]), s: new Set([d]), r: /x/gi, u: undefined, big: 5n, bytes: new Uint8Array([1, 2]), e: new TypeError('t', { cause: 1 }) };
			o.self = o;
			const c = structuredClone(o);
			console.log(c !== o, c.self === c, c.a[1].b, c.d !== d, c.d.getTime(), [...c.s][0] === c.d, c.m.get('k').v, String(c.r), 'u' in c, c.big, c.bytes.join(), c.e.name, c.e.message, c.e.cause, c.e instanceof TypeError)`, "true true 2 true 5 true 1 /x/gi true 5n 1,2 TypeError t 1 true"},
		{"structuredClone of what cannot be", "for (const v of [() => {}, Symbol('s'), { f() {} }, new WeakMap(), Promise.resolve()]) try { structuredClone(v); console.log('no') } catch (e) { console.log(e.name, e.code) }", "DataCloneError 25\nDataCloneError 25\nDataCloneError 25\nDataCloneError 25\nDataCloneError 25"},
		{"a class loses its prototype", "class P { x = 1; get y() { return 2 } }; console.log(structuredClone(new P()))", "{ x: 1 }"},
		{"randomUUID", "console.log(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()), crypto.randomUUID() !== crypto.randomUUID())", "true true"},
		{"getRandomValues", "const a = crypto.getRandomValues(new Uint32Array(4)); console.log(a.length, new Set(a).size, crypto.getRandomValues(a.subarray(1)).length)", "4 4 3"},
		{"getRandomValues of floats", "try { crypto.getRandomValues(new Float64Array(1)) } catch (e) { console.log(e.name) } try { crypto.getRandomValues(new Uint8Array(65537)) } catch (e) { console.log(e.name) }", "TypeMismatchError\nQuotaExceededError"},
		{"window", "console.log(window === globalThis, self === window, typeof global, typeof document)", "true true undefined undefined"},
		{"performance entries", "performance.mark('a', { startTime: 1 }); performance.mark('b', { startTime: 4 }); const m = performance.measure('m', 'a', 'b'); console.log(m.duration, performance.getEntriesByType('mark').length, performance.getEntriesByName('m')[0] === m); performance.clearMarks(); console.log(performance.getEntries().length); try { performance.measure('x', 'zz') } catch (e) { console.log(e.name) }", "3 2 true\n1\nSyntaxError"},
		{"a global can be replaced", "fetch = () => 'mine'; console.log(fetch(), typeof Headers); globalThis.URL = 1; console.log(URL)", "mine function\n1"},
		{"a getter is gone after its first use", "Date.now(); console.log(Object.getOwnPropertyDescriptor(globalThis, 'Date').get)", "undefined"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want+"\n", output(t, tt.text, setting{}))
		})
	}
}

func TestEqualSeedsGiveEqualChance(t *testing.T) {
	t.Parallel()
	const text = "console.log(Math.random(), Math.random(), crypto.randomUUID(), crypto.getRandomValues(new Uint8Array(20)))"
	first := output(t, text, setting{})
	assert.Equal(t, first, output(t, text, setting{}))
	assert.Contains(t, first, "0.")
}

func TestPerformanceStandsStillWhileTheAppIsFrozenAndDateDoesNot(t *testing.T) {
	t.Parallel()
	p := start(t, "globalThis.show = () => console.log(Math.round(performance.now()), Date.now() - 1772442000000, performance.timeOrigin); show(); setTimeout(show, 5000)", setting{})
	p.rt.Load()
	p.suspend(3 * time.Second)
	p.run()
	assert.Equal(t, "0 0 1772442000000\n2000 5000 1772442000000\n", p.lines())
}

func TestFamiliesLackWhatTheyLack(t *testing.T) {
	t.Parallel()
	const text = "console.log(typeof document, typeof localStorage, typeof window, typeof global, typeof structuredClone, typeof crypto, typeof TextDecoder, typeof setImmediate, typeof fetch, typeof DOMException)"
	assert.Equal(t, "undefined object object undefined function object function undefined function function\n", output(t, text, setting{family: Plain}))
	assert.Equal(t, "object object object undefined function object function undefined function function\n", output(t, text, setting{family: WebView}))
	assert.Equal(t, "undefined undefined object object undefined undefined undefined function function undefined\n", output(t, text, setting{family: ReactNative}))
}

func TestReactNativesNavigator(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "ReactNative undefined undefined\nimmediate 1\n", output(t, "console.log(navigator.product, navigator.onLine, navigator.userAgent); setImmediate((n) => console.log('immediate', n), 1); clearImmediate(setImmediate(() => console.log('no')))", setting{family: ReactNative}))
}

func TestTheDocumentOfAWebView(t *testing.T) {
	t.Parallel()
	p := start(t, `
		console.log(document.visibilityState, document.hidden, document.readyState, location.href, location.origin, String(location));
		document.addEventListener('visibilitychange', () => console.log(document.visibilityState));
		document.addEventListener('deviceready', (e) => console.log(e.type));
		document.dispatchEvent(new Event('deviceready'));
	`, setting{family: WebView})
	p.rt.Load()
	p.web.AppState(true)
	p.web.AppState(false)
	assert.Equal(t, "hidden true complete capacitor://localhost/ capacitor://localhost capacitor://localhost/\ndeviceready\nvisible\nhidden\n", p.lines())
}

func TestWhatIsNotSimulatedIsNamedWhenItIsUsed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want, missing string }{
		{"asking for its type", "console.log(typeof indexedDB, typeof WebSocket, typeof Notification, {} instanceof Blob, !!window.Worker)", "object function function false true", ""},
		{"construct", "new WebSocket('wss://a.test')", "uncaught in load: Error: WebSocket is not simulated by fetchsim", "WebSocket"},
		{"call", "alert('hi')", "uncaught in load: Error: alert is not simulated by fetchsim", "alert"},
		{"read", "indexedDB.open('db')", "uncaught in load: Error: indexedDB is not simulated by fetchsim", "indexedDB"},
		{"a part", "navigator.geolocation.getCurrentPosition(() => {})", "uncaught in load: Error: navigator.geolocation is not simulated by fetchsim", "navigator.geolocation"},
		{"crypto.subtle", "crypto.subtle.digest('SHA-256', new Uint8Array(1))", "uncaught in load: Error: crypto.subtle is not simulated by fetchsim", "crypto.subtle"},
		{"the page", "document.querySelector('a')", "uncaught in load: Error: document.querySelector is not simulated by fetchsim", "document.querySelector"},
		{"Intl without it", "console.log(typeof Intl); new Intl.Collator()", "object\nuncaught in load: Error: Intl is not simulated by fetchsim", "Intl"},
		{"another encoding", "try { new TextDecoder('latin1') } catch (e) { console.log(e.name) }", "RangeError", "TextDecoder('latin1')"},
		{"a stream", "new Response('x').body.getReader()", "uncaught in load: Error: Response.body is not simulated by fetchsim", "Response.body"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := start(t, tt.text, setting{family: WebView})
			p.rt.Load()
			assert.Equal(t, tt.want+"\n", p.lines())
			missing := of[*trace.APIMissing](p.phone)
			if tt.missing == "" {
				assert.Empty(t, missing)
				return
			}
			require.Len(t, missing, 1)
			assert.Equal(t, tt.missing, missing[0].Name)
			assert.NotNil(t, missing[0].Pos)
		})
	}
}

func TestNamesThatABundleDoesNotMentionAreThereForComputedAccess(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "function\n", output(t, "console.log(typeof globalThis['UR' + 'L'])", setting{}))
}

func TestCodeOfOursCanHaveAnyName(t *testing.T) {
	t.Parallel()
	p := start(t, "1", setting{also: []string{"AbortController"}})
	p.rt.Turn("load", func() {
		controller, thrown := p.web.Global("AbortController")
		require.Nil(t, thrown)
		global := p.rt.VM().Global()
		also, thrown := p.rt.VM().Get(global, "AbortController")
		require.Nil(t, thrown)
		assert.True(t, also.Same(controller))
		none, thrown := p.web.Global("nothing")
		require.Nil(t, thrown)
		assert.True(t, none.IsUndefined())
		for _, v := range []engine.Value{controller, global, also} {
			p.rt.VM().Free(v)
		}
	})
}

func TestAListenerThatThrowsEndsAReactNativeApp(t *testing.T) {
	t.Parallel()
	p := start(t, "const c = new AbortController(); c.signal.onabort = () => { throw new Error('no') }; c.abort(); console.log('after')", setting{family: ReactNative, policy: script.ReactNative})
	p.rt.Load()
	assert.Equal(t, "crash", p.cause)
	assert.Equal(t, "uncaught in event: Error: no\n", p.lines())
}
