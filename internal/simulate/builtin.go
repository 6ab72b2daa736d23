package simulate

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/scheduler"
	"github.com/fetchsim/fetchsim/internal/trace"
)

const (
	// DefaultInterval is what apps without a plugin ask for.
	DefaultInterval = 15 * time.Minute
	// DefaultIdentifier is the BGTaskScheduler identifier of apps without a plugin.
	DefaultIdentifier = "fetchsim.refresh"
)

// Conduct is what an app without a script does in each wake.
type Conduct struct {
	Takes  time.Duration // from the task's delivery to the finish
	Bytes  int64         // received
	Result string        // newData, noData or failed
}

// WellBehaved is the conduct of the built-in callback: quick, honest and moderate.
func WellBehaved() Conduct {
	return Conduct{Takes: 2 * time.Second, Bytes: 20_000, Result: "newData"}
}

// Builtin makes the built-in callback, the app of `fetchsim replay` without a script: it asks for a wake at its first launch
// and again at each wake's start.
type Builtin struct {
	API     scheduler.API
	Conduct Conduct // zero: [WellBehaved]
}

// Make implements [AppMaker].
func (b Builtin) Make(Env) device.App {
	if b.Conduct == (Conduct{}) {
		b.Conduct = WellBehaved()
	}
	return &builtinApp{Builtin: b}
}

type builtinApp struct {
	Builtin
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
	if p.app.API == scheduler.Legacy {
		p.os.SetMinimumFetchInterval(DefaultInterval, nil)
		return
	}
	// Refused, there is no wake and the trace says why.
	_ = p.os.Submit(device.Request{Identifier: DefaultIdentifier, Earliest: p.os.Now().Add(DefaultInterval), Interval: DefaultInterval})
}

// Deliver implements device.Process.
func (p *builtinProcess) Deliver(t device.Task) {
	if p.app.API == scheduler.BGTask {
		p.ask()
	}
	if p.os.Told() {
		p.os.Emit(&trace.Delivered{App: p.os.Where(), TaskID: DefaultIdentifier, Handler: "called"})
	}
	does := &p.app.Conduct
	p.os.After(does.Takes, func(time.Duration) {
		p.os.Moved(does.Bytes, 0)
		if p.os.Told() {
			p.os.Emit(&trace.Finish{App: p.os.Where(), TaskID: DefaultIdentifier, Result: does.Result, By: "user", Answer: "accepted"})
		}
		p.os.Complete(t.Wake, "finished", does.Result)
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
