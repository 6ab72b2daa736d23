package bridge_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/bridge"
	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// sim is a real phone with a real script on it, and an iOS that does what the test says: there is no scheduler.
type sim struct {
	t        testing.TB
	queue    *vclock.Queue
	phone    *device.Phone
	program  *script.Program
	choice   *bridge.Choice
	ios      *ios
	events   []trace.Event
	printed  []string // what the script printed with its global print
	wakes    int
	launches int
}

// ios answers what the app asks for, and writes it down.
type ios struct {
	status    int
	submitErr error
	asked     []string // "submit ID +15m0s", "legacy 15m0s", "legacy never", "cancel ID"
	results   []device.Result
	now       func() vclock.Instant
}

func (i *ios) Submit(r device.Request) error {
	line := fmt.Sprintf("submit %s +%v", r.Identifier, r.Earliest.Sub(i.now()))
	if r.Processing {
		line += fmt.Sprintf(" power=%v network=%v", r.NeedsPower, r.NeedsNetwork)
	}
	i.asked = append(i.asked, line)
	return i.submitErr
}

func (i *ios) Cancel(id string, _ trace.App, _ *trace.Pos) {
	i.asked = append(i.asked, "cancel "+id)
}

func (i *ios) SetMinimumFetchInterval(d time.Duration, _ trace.App, _ *trace.Pos) {
	if d == device.FetchNever {
		i.asked = append(i.asked, "legacy never")
		return
	}
	i.asked = append(i.asked, "legacy "+d.String())
}

func (i *ios) RefreshStatus() int        { return i.status }
func (i *ios) Completed(r device.Result) { i.results = append(i.results, r) }
func (i *ios) Exited(int)                {}

// setup is what a test may change before the first launch.
type setup struct {
	facts  bridge.Facts
	plugin string
	status int
	err    error // of every submit
}

func onIOS(version int) func(*setup)      { return func(s *setup) { s.facts.OS = version } }
func onDevice(d string) func(*setup)      { return func(s *setup) { s.facts.Device = d } }
func withPlugin(name string) func(*setup) { return func(s *setup) { s.plugin = name } }
func withStatus(status int) func(*setup)  { return func(s *setup) { s.status = status } }
func submitFails(err error) func(*setup)  { return func(s *setup) { s.err = err } }
func permitted(ids ...string) func(*setup) {
	return func(s *setup) { s.facts.Permitted, s.facts.NoProject = ids, false }
}

// newSim bundles a script and puts it on a phone. The app is not running yet.
func newSim(t testing.TB, code string, options ...func(*setup)) *sim {
	t.Helper()
	o := setup{facts: bridge.Facts{OS: 26, Device: "phone", NoProject: true}, status: 2}
	for _, set := range options {
		set(&o)
	}
	s := &sim{t: t, queue: vclock.NewQueue(0), program: bundle(t, code)}
	var err error
	s.choice, err = bridge.Choose(s.program, o.facts, o.plugin)
	require.NoError(t, err)
	s.ios = &ios{status: o.status, submitErr: o.err, now: s.queue.Now}
	s.phone = device.NewPhone(device.Config{
		Queue: s.queue, Emit: func(_ int64, ev trace.Event) { s.events = append(s.events, ev) },
		App: s, Services: s.ios, OS: o.facts.OS,
	})
	t.Cleanup(s.phone.Close)
	return s
}

func bundle(t testing.TB, code string) *script.Program {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "app.js"), []byte(code), 0o600))
	p, err := script.Bundle("app.js", script.BundleOptions{Dir: dir, Virtual: bridge.Virtual()})
	require.NoError(t, err)
	return p
}

// Launch implements device.App.
func (s *sim) Launch(os *device.OS) (device.Process, error) {
	s.launches++
	rt, err := s.program.NewRuntime(os, script.RuntimeOptions{OnError: s.choice.OnError})
	if err != nil {
		return nil, err
	}
	p := &process{rt: rt, native: s.choice.NewNative(os, rt)}
	err = s.web(rt)
	if err == nil {
		err = p.native.Install()
	}
	return p, err
}

// web is as much of the web as the scripts here use: print, and a console that prints.
func (s *sim) web(rt *script.Runtime) error {
	unit, err := script.CompilePrelude(`(global, host) => {
		global.window = global;
		global.print = host.print;
		const line = (level) => (...text) => host.print(level + ': ' + text.join(' '));
		global.console = { log: line('log'), warn: line('warn'), error: line('error') };
		const heard = {};
		global.document = {
			addEventListener(type, fn) { heard[type] = fn; },
			removeEventListener(type) { delete heard[type]; },
		};
		global.DOMException = class extends Error { constructor(message, name) { super(message); this.name = name; } };
		global.AbortController = class {
			signal = { aborted: false, reason: undefined, onabort: null };
			abort(reason) { Object.assign(this.signal, { aborted: true, reason }); this.signal.onabort?.(); }
		};
	}`)
	if err != nil {
		return err
	}
	vm := rt.VM()
	host := vm.Object()
	defer vm.Free(host)
	print := vm.Func("print", 1, func(c *engine.Call) engine.Value {
		text, ok, _ := c.VM.JSON(c.Arg(0))
		if c.Arg(0).IsString() || !ok {
			text, _ = c.VM.ToString(c.Arg(0))
		}
		s.printed = append(s.printed, text)
		return engine.Undefined()
	})
	if t := vm.Give(host, "print", print); t != nil {
		return t
	}
	return rt.Prelude(unit, host)
}

// process is one process of the script.
type process struct {
	rt     *script.Runtime
	native bridge.Native
}

func (p *process) Start() {
	p.rt.Load()
	p.native.Loaded()
}
func (p *process) Deliver(t device.Task)    { p.native.Deliver(t) }
func (p *process) Expire(t device.Task)     { p.native.Expire(t) }
func (p *process) AppState(foreground bool) { p.native.AppState(foreground) }
func (p *process) Resume()                  { p.native.Resume() }
func (p *process) Pending(when string)      { p.rt.Pending(when) }
func (p *process) Close()                   { p.rt.Close() }

// open has the person open the app, look at it for a minute, and leave it until it is suspended.
func (s *sim) open() {
	s.t.Helper()
	s.phone.Open()
	s.pass(time.Minute)
	s.phone.Leave()
	s.pass(time.Minute)
}

// pass lets time go by.
func (s *sim) pass(d time.Duration) {
	s.t.Helper()
	done := false
	s.queue.Schedule(s.queue.Now().Add(d), vclock.Deadline, func(vclock.Instant) { done = true })
	for !done {
		require.True(s.t, s.queue.Step())
	}
	require.NoError(s.t, s.phone.Err())
}

// begin grants a wake of that trigger and identifier and does not wait for its end.
func (s *sim) begin(trigger, identifier string) {
	s.t.Helper()
	s.wakes++
	require.True(s.t, s.phone.Grant(device.Grant{Wake: s.wakes, Trigger: trigger, Identifier: identifier, Budget: 30 * time.Second}))
}

// wake grants the wake that the plugin asks for by itself, and lets a minute go by.
func (s *sim) wake() {
	s.t.Helper()
	if s.choice.API == "legacy" {
		s.begin("fetch", "")
	} else {
		s.begin("refresh", "com.transistorsoft.fetch")
	}
	s.pass(time.Minute)
}

// task grants a processing task's wake, and lets a minute go by.
func (s *sim) task(identifier string) {
	s.t.Helper()
	s.begin("processing", identifier)
	s.pass(time.Minute)
}

// kill ends the process, as iOS does when it needs memory.
func (s *sim) kill() { s.phone.End("evicted") }

// outcomes are how the wakes ended: "finished newData".
func (s *sim) outcomes() []string {
	list := []string{}
	for _, r := range s.ios.results {
		list = append(list, r.How+" "+r.Finished)
	}
	return list
}

// found are the events of a kind, as JSON without where they belong.
func (s *sim) found(kind string) []string {
	list := []string{}
	for _, ev := range s.events {
		if ev.Kind() == kind {
			list = append(list, text(s.t, ev))
		}
	}
	return list
}

func text(t testing.TB, ev trace.Event) string {
	t.Helper()
	b, err := json.Marshal(ev)
	require.NoError(t, err)
	var fields map[string]any
	require.NoError(t, json.Unmarshal(b, &fields))
	for _, k := range []string{"pid", "wake", "pos", "stack"} {
		delete(fields, k)
	}
	b, err = json.Marshal(fields)
	require.NoError(t, err)
	return strings.ReplaceAll(string(b), `"`, "")
}

// handled is what became of each wake on its way to JavaScript: "called", "held L6".
func (s *sim) handled() []string {
	list := []string{}
	for _, ev := range s.events {
		if d, ok := ev.(*trace.Delivered); ok {
			list = append(list, strings.TrimSpace(d.Handler+" "+d.Rule))
		}
	}
	return list
}

// finishes are the answers to finish: "user accepted".
func (s *sim) finishes() []string {
	list := []string{}
	for _, ev := range s.events {
		if f, ok := ev.(*trace.Finish); ok {
			list = append(list, f.By+" "+f.Answer)
		}
	}
	return list
}

// expirations are who heard of the end of the time: "user", "default", "none".
func (s *sim) expirations() []string {
	list := []string{}
	for _, ev := range s.events {
		if e, ok := ev.(*trace.Expiring); ok {
			list = append(list, e.Handler)
		}
	}
	return list
}

// errors are the js.errors: "callback: Error: boom", with the plugin method whose check threw it.
func (s *sim) errors() []string {
	list := []string{}
	for _, ev := range s.events {
		if e, ok := ev.(*trace.JSError); ok {
			line := e.Where + ": " + strings.TrimPrefix(e.Name+": "+e.Message, ": ")
			if e.SignatureOf != "" {
				line += " (" + e.SignatureOf + ")"
			}
			list = append(list, line)
		}
	}
	return list
}
