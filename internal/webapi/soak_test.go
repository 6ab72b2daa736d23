package webapi

import (
	"bytes"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/network"
)

// The parts that are made elsewhere fit.
var (
	_ Storage = (*device.Space)(nil)
	_ Network = (*network.Client)(nil)
)

// everything uses each unit, and leaves requests, listeners and signals open when the process is closed.
const everything = `
	const log = console.log;
	console.log({ a: [1, new Date(), new Map([[1, 2]])] }, 'x'); console.table([{ a: 1 }]); console.time('t'); console.timeEnd('t');
	localStorage.setItem('k', 'v'); localStorage.x = localStorage.k; Object.keys(localStorage); delete localStorage.x; sessionStorage.length;
	new URL('https://a.test/?a=1').searchParams.append('b', 2); structuredClone({ a: [new Date(1)], m: new Map() });
	new TextDecoder().decode(new TextEncoder().encode('é')); atob(btoa('x')); crypto.randomUUID(); performance.mark('m');
	document.addEventListener('x', () => {}); document.dispatchEvent(new Event('x')); try { indexedDB.open('x') } catch {}
	const c = new AbortController();
	fetch('https://a.test/1', { signal: c.signal }).catch(() => {}); c.abort();
	fetch('https://a.test/2', { signal: AbortSignal.timeout(50000), method: 'POST', body: 'x' }).then((r) => r.json());
	fetch('https://a.test/3').then((r) => r.clone().text());
	const x = new XMLHttpRequest(); x.open('GET', 'https://a.test/4'); x.onload = () => x.responseText; x.send();
	new XMLHttpRequest().open('GET', 'https://a.test/5');
	new Date(2026, 1, 2).setHours(3); try { fetch('no url').catch(() => {}) } catch {}
`

func TestManyProcessesLeaveNothingBehind(t *testing.T) {
	program := bundle(t, everything)
	platform := New(program)
	left := func(n int) int64 {
		for range n {
			p := launch(t, program, platform, setting{family: WebView})
			p.rt.Load()
			for range 3 {
				p.queue.Step()
			}
			p.rt.Close()
			assert.NotContains(t, p.lines(), "uncaught")
		}
		return resident(t)
	}
	before := left(100)
	after := left(300)
	t.Logf("grew by %d KiB", (after-before)>>10)
	assert.Less(t, after-before, int64(8<<20), "the resident memory of the process, in bytes")
}

// resident is the memory that the test's process holds, in bytes; the test is skipped where Linux does not tell.
func resident(t *testing.T) int64 {
	t.Helper()
	runtime.GC()
	debug.FreeOSMemory()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip("no /proc/self/statm here")
	}
	pages, err := strconv.ParseInt(string(bytes.Fields(text)[1]), 10, 64)
	require.NoError(t, err)
	return pages * int64(os.Getpagesize())
}
