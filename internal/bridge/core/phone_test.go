package core_test

import (
	"fmt"
	"time"

	"github.com/fetchsim/fetchsim/internal/bridge/core"
	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// phone is an iOS that does what the test says, without a process: what a core does later is done at once by settle.
type phone struct {
	store      device.Store
	status     int
	submitErr  error
	foreground bool

	wake    int // the open one; 0 none
	expired bool
	log     []string // what the core asked and said, in order
	later   []func(time.Duration)
	delays  []time.Duration
	open    int // requests under way in the JavaScript
	pending int // how often the JavaScript was asked what it waits for
}

func newPhone() *phone { return &phone{status: core.StatusAvailable} }

func (p *phone) say(format string, args ...any) { p.log = append(p.log, fmt.Sprintf(format, args...)) }

// said takes what was said since the last time.
func (p *phone) said() []string {
	said := p.log
	p.log = nil
	return said
}

func (p *phone) Now() vclock.Instant                    { return 0 }
func (p *phone) Where() trace.App                       { return trace.App{PID: 1, Wake: p.wake} }
func (p *phone) Store() *device.Store                   { return &p.store }
func (p *phone) Foreground() bool                       { return p.foreground }
func (p *phone) OpenWake() (wake int, expired, ok bool) { return p.wake, p.expired, p.wake != 0 }
func (p *phone) BeginBackgroundTask()                   { p.say("background task") }
func (p *phone) RefreshStatus() int                     { return p.status }

func (p *phone) After(d time.Duration, fn func(time.Duration)) int {
	p.later, p.delays = append(p.later, fn), append(p.delays, d)
	return len(p.later)
}

// settle does what the core wanted to do later.
func (p *phone) settle() {
	for len(p.later) > 0 {
		fn := p.later[0]
		p.later = p.later[1:]
		fn(0)
	}
}

func (p *phone) Emit(ev trace.Event) {
	switch ev := ev.(type) {
	case *trace.Delivered:
		p.say("%s %s%s", ev.Handler, ev.TaskID, rule(ev.Rule))
	case *trace.Expiring:
		p.say("expiring %s", ev.Handler)
	case *trace.Finish:
		p.say("finish %s %s by %s, %d open", ev.TaskID, ev.Answer, ev.By, ev.OpenRequests)
	}
}

func rule(name string) string {
	if name == "" {
		return ""
	}
	return " (" + name + ")"
}

func (p *phone) Complete(wake int, how, result string) bool {
	p.say("complete %d %s %s", wake, how, result)
	p.wake, p.expired = 0, false
	return true
}

func (p *phone) Submit(r device.Request) error {
	p.say("submit %s +%v", r.Identifier, r.Earliest.Sub(0))
	return p.submitErr
}

func (p *phone) CancelRequest(id string, _ *trace.Pos) { p.say("cancel %s", id) }

func (p *phone) SetMinimumFetchInterval(d time.Duration, _ *trace.Pos) { p.say("interval %d", d) }

// The JavaScript side.
func (p *phone) Caller() *trace.Pos              { return &trace.Pos{File: "app.js", Line: 1, Column: 1} }
func (p *phone) Open(int) (requests, timers int) { return p.open, 0 }
func (p *phone) Pending(string)                  { p.pending++ }

// grant begins a wake.
func (p *phone) grant(trigger, id string) device.Task {
	p.wake++
	return device.Task{Wake: p.wake, Trigger: trigger, Identifier: id}
}

// listener is callbacks that only say that they were called.
func (p *phone) listener() core.Handlers {
	return core.Handlers{
		Event:   func(id string) { p.say("event %s", id) },
		Timeout: func(id string) { p.say("timeout %s", id) },
	}
}

func setup() core.Setup {
	return core.Setup{OS: 26, Permitted: []string{core.FetchIdentifier, "com.transistorsoft.sync"}}
}
