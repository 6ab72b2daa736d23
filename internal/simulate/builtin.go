package simulate

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/scheduler"
	"github.com/fetchsim/fetchsim/internal/trace"
)

// The built-in callback is the well-behaved app of `fetchsim replay` without a script: quick, honest and moderate.
const (
	builtinTakes = 2 * time.Second
	builtinBytes = 20_000
	// DefaultInterval is what apps without a plugin ask for.
	DefaultInterval = 15 * time.Minute
	// DefaultIdentifier is the BGTaskScheduler identifier of apps without a plugin.
	DefaultIdentifier = "fetchsim.refresh"
)

// Builtin makes the built-in callback: it asks for a wake at its first launch and again at each wake's start, works for two
// seconds, moves 20 kB and says newData.
type Builtin struct{ API scheduler.API }

// Make implements [AppMaker].
func (b Builtin) Make(Env) device.App { return &builtinApp{api: b.API} }

type builtinApp struct {
	api      scheduler.API
	launched bool
}

// Launch implements device.App.
func (a *builtinApp) Launch(os *device.OS) (device.Process, error) {
	return &builtinProcess{app: a, os: os}, nil
}

type builtinProcess struct {
	app *builtinApp
	os  *device.OS
}

// Start implements device.Process.
func (p *builtinProcess) Start() {
	if !p.app.launched {
		p.app.launched = true
		p.ask()
	}
}

func (p *builtinProcess) ask() {
	if p.app.api == scheduler.Legacy {
		p.os.SetMinimumFetchInterval(DefaultInterval, nil)
		return
	}
	// Refused, there is no wake and the trace says why.
	_ = p.os.Submit(device.Request{Identifier: DefaultIdentifier, Earliest: p.os.Now().Add(DefaultInterval), Interval: DefaultInterval})
}

// Deliver implements device.Process.
func (p *builtinProcess) Deliver(t device.Task) {
	if p.app.api == scheduler.BGTask {
		p.ask()
	}
	p.os.Emit(&trace.Delivered{App: p.os.Where(), TaskID: DefaultIdentifier, Handler: "called"})
	p.os.After(builtinTakes, func(time.Duration) {
		p.os.Moved(builtinBytes, 0)
		p.os.Emit(&trace.Finish{App: p.os.Where(), TaskID: DefaultIdentifier, Result: "newData", By: "user", Answer: "accepted"})
		p.os.Complete(t.Wake, "finished", "newData")
	})
}

// Expire implements device.Process.
func (p *builtinProcess) Expire(device.Task) {
	p.os.Emit(&trace.Expiring{App: p.os.Where(), Handler: "none"})
}

// AppState implements device.Process.
func (*builtinProcess) AppState(bool) {}

// Resume implements device.Process.
func (*builtinProcess) Resume() {}

// Pending implements device.Process.
func (*builtinProcess) Pending(string) {}

// Close implements device.Process.
func (*builtinProcess) Close() {}
