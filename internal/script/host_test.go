package script

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// phone is a Host in which one wake of 30 s is open from the start, unless a test closes it.
type phone struct {
	queue    *vclock.Queue
	events   []trace.Event
	works    map[int]vclock.Handle
	wake     int
	deadline vclock.Instant
	hung     bool
	cause    string // of Stop
	spent    time.Duration
}

func newPhone() *phone {
	return &phone{queue: vclock.NewQueue(0), works: map[int]vclock.Handle{}, wake: 1, deadline: vclock.FromMillis(30_000)}
}

func (p *phone) Now() vclock.Instant   { return p.queue.Now() }
func (p *phone) Uptime() time.Duration { return p.queue.Now().Sub(0) }

func (p *phone) Spend(cpu time.Duration) (stop bool) {
	if left := p.deadline.Sub(p.Now()); p.wake != 0 && cpu >= left {
		cpu, stop = max(left, 0), true
		p.hung = true
	}
	p.queue.Spend(cpu)
	p.spent += cpu
	return stop
}

func (p *phone) After(d time.Duration, fn func(late time.Duration)) int {
	id := len(p.works) + 1
	due := p.Now().Add(d)
	p.works[id] = p.queue.Schedule(due, vclock.Work, func(now vclock.Instant) {
		if !p.hung {
			fn(now.Sub(due))
		}
	})
	return id
}

func (p *phone) Cancel(id int)       { p.queue.Cancel(p.works[id]) }
func (p *phone) Where() trace.App    { return trace.App{PID: 1, Wake: p.wake} }
func (p *phone) Emit(ev trace.Event) { p.events = append(p.events, ev) }
func (p *phone) Hang()               { p.hung = true }
func (p *phone) Stop(cause string)   { p.cause = cause }
func (p *phone) OpenWake() (wake int, expired, ok bool) {
	return p.wake, false, p.wake != 0
}

// run lets virtual time go on to an instant.
func (p *phone) run(until time.Duration) {
	end := vclock.Instant(0).Add(until)
	for {
		at, _, ok := p.queue.Next()
		if !ok || at > end {
			break
		}
		p.queue.Step()
	}
	if left := end.Sub(p.Now()); left > 0 {
		p.queue.Spend(left)
	}
}

// lines shows the events of some kinds, one a line, without what all tests have in common.
func (p *phone) lines(kinds ...string) string {
	var b strings.Builder
	for _, ev := range p.events {
		for _, k := range kinds {
			if ev.Kind() == k {
				b.WriteString(describe(ev) + "\n")
			}
		}
	}
	return b.String()
}

func describe(ev trace.Event) string {
	switch e := ev.(type) {
	case *trace.AwaitPending:
		s := fmt.Sprintf("%d %s %s on %s", e.ID, name(e.Function), where(e.Pos), e.On)
		if e.Ref != "" {
			s += " " + e.Ref
		}
		if e.Abandoned {
			s += " (abandoned)"
		}
		if e.Parent != 0 {
			s += fmt.Sprintf(", %s by %d", e.Link, e.Parent)
		}
		return s
	case *trace.JSError:
		s := fmt.Sprintf("%s: %s: %s", e.Where, e.Name, e.Message)
		for _, f := range e.Stack {
			s += fmt.Sprintf("\n  %s %s", name(f.Function), where(&f.Pos))
		}
		return s
	case *trace.Runaway:
		return fmt.Sprintf("runaway after %d ms at %s, exact %v", e.Us/1000, where(e.Pos), e.Exact)
	case *trace.Console:
		return e.Text
	case *trace.APIMissing:
		return e.Name + " " + where(e.Pos)
	case *trace.MemoryLimit:
		return fmt.Sprintf("memory %d at %s", e.Bytes, where(e.Pos))
	case *trace.GuardStop:
		return fmt.Sprintf("guard %d ms at %s", e.LimitMs, where(e.Pos))
	case *trace.CPU:
		return fmt.Sprintf("cpu %d µs, %d polls", e.Us, e.Polls)
	case *trace.TimerSet:
		return fmt.Sprintf("set %d due %d repeat %v at %s", e.ID, e.DueUs/1000, e.Repeat, where(e.Pos))
	case *trace.TimerFire:
		return fmt.Sprintf("fire %d late %d", e.ID, e.LateUs/1000)
	case *trace.TimerClear:
		return fmt.Sprintf("clear %d", e.ID)
	case *trace.Excerpt:
		return fmt.Sprintf("%s:%d from %d: %s", e.File, e.Line, e.From, strings.Join(e.Lines, "|"))
	}
	return fmt.Sprintf("%+v", ev)
}

func name(function string) string {
	if function == "" {
		return "(anonymous)"
	}
	return function
}

func where(p *trace.Pos) string {
	if p == nil {
		return "nowhere"
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// folder writes files into a new folder and returns it.
func folder(tb testing.TB, files map[string]string) string {
	tb.Helper()
	dir := tb.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(tb, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(tb, os.WriteFile(path, []byte(text), 0o644))
	}
	return dir
}

// bundled is the program of one file, app.ts unless named otherwise.
func bundled(tb testing.TB, text string) *Program {
	tb.Helper()
	p, err := Bundle("app.ts", BundleOptions{Dir: folder(tb, map[string]string{"app.ts": text})})
	require.NoError(tb, err)
	return p
}

// process starts a program on a phone, with two functions of a platform: request(url) is a promise for the answer of a
// request that takes 100 ms, or that never comes where the URL says "hang"; native(fn) is a call whose answer never comes.
func process(tb testing.TB, p *Program, o RuntimeOptions) (*Runtime, *phone) {
	tb.Helper()
	h := newPhone()
	r, err := p.NewRuntime(h, o)
	require.NoError(tb, err)
	tb.Cleanup(r.Close)
	install(r, h)
	return r, h
}

func install(r *Runtime, h *phone) {
	vm := r.VM()
	global := vm.Global()
	r.hide(global, "print", 1, func(c *engine.Call) engine.Value {
		text, _ := vm.ToString(c.Arg(0))
		h.Emit(&trace.Console{App: h.Where(), Level: "log", Text: text, Pos: r.Caller()})
		return engine.Undefined()
	})
	r.hide(global, "request", 1, func(c *engine.Call) engine.Value {
		url, _ := vm.ToString(c.Arg(0))
		promise, resolve, reject := vm.NewPromise()
		if strings.Contains(url, "hang") {
			r.Begin("fetch", url).Keep(resolve, reject)
			return promise
		}
		r.Later("fetch", url, 100*time.Millisecond, func(time.Duration) {
			body := vm.String("answer of " + url)
			result, _ := r.Call("", resolve, engine.Undefined(), body)
			vm.Free(result)
			vm.Free(body)
		}).Keep(resolve, reject)
		return promise
	})
	r.hide(global, "native", 1, func(*engine.Call) engine.Value {
		r.Caller()
		return engine.Undefined()
	})
	vm.Free(global)
}

func pendingIn(h *phone) []*trace.AwaitPending {
	var found []*trace.AwaitPending
	for _, ev := range h.events {
		if e, ok := ev.(*trace.AwaitPending); ok {
			found = append(found, e)
		}
	}
	return found
}

// callDefault calls the program's default export as a wake's callback.
func callDefault(r *Runtime, args ...engine.Value) {
	r.Turn("callback", func() {
		fn, _ := r.VM().Get(r.Exports(), "default")
		result, _ := r.Call("", fn, engine.Undefined(), args...)
		r.VM().Free(result)
		r.VM().Free(fn)
	})
}

func errorsIn(h *phone) []*trace.JSError {
	var found []*trace.JSError
	for _, ev := range h.events {
		if e, ok := ev.(*trace.JSError); ok {
			found = append(found, e)
		}
	}
	return found
}

// installPrint gives the program a print(n).
func installPrint(r *Runtime, print func(n int)) {
	global := r.VM().Global()
	r.hide(global, "print", 1, func(c *engine.Call) engine.Value {
		print(int(c.Arg(0).Number()))
		return engine.Undefined()
	})
	r.VM().Free(global)
}

func callDefaultWith(r *Runtime, args ...int) {
	values := make([]engine.Value, len(args))
	for i, a := range args {
		values[i] = engine.Int(int64(a))
	}
	callDefault(r, values...)
}
