package reactnative

import (
	_ "embed" // the platform layer

	"github.com/fetchsim/fetchsim/internal/bridge/core"
	"github.com/fetchsim/fetchsim/internal/bridge/wire"
	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
)

const (
	// Name is the plugin's npm package, Version the one that is modelled.
	Name    = "react-native-background-fetch"
	Version = "4.2.8"
	// TaskID is the task id of the periodic fetch, as JavaScript gets it.
	TaskID = "react-native-background-fetch"
)

//go:embed platform.js
var platform string

//go:embed plugin.js
var plugin string

// Layers are the JavaScript of this family, to be compiled once and run in this order.
func Layers() []string { return []string{platform, plugin} }

// Virtual is the stand-ins for the packages that a script imports.
func Virtual() map[string]string { return wire.Modules("react-native", Name) }

// Native is the native side of a React Native app.
type Native struct {
	wire   *wire.Wire
	phone  core.Phone
	core   *core.Modern
	ios    int
	layers []engine.Bytecode

	emit           *wire.Func // an event of any name
	fetch          *wire.Func // the event "fetch"
	listeners      int        // of JavaScript, as the module's addListener and removeListeners count them
	defaultTimeout bool       // the plugin's own handler hears of timeouts
}

// New returns the native side of a process. layers are [Layers], compiled.
func New(os *device.OS, rt *script.Runtime, facts wire.Facts, layers []engine.Bytecode) *Native {
	phone := facts.Phone(os)
	return &Native{
		wire: wire.New(os, rt, "reactNative"), phone: phone, core: core.NewModern(phone, rt, facts.Setup()),
		ios: facts.OS, layers: layers,
	}
}

// Install puts the modules in place that the script imports.
func (n *Native) Install() error {
	host := n.wire.NewHost()
	host.Func("expose", func(c *engine.Call) engine.Value {
		n.emit, n.fetch = n.wire.Keep(c.Arg(0)), n.wire.Keep(c.Arg(1))
		return engine.Undefined()
	})
	host.Func("foreground", func(*engine.Call) engine.Value { return engine.Bool(n.phone.Foreground()) })
	host.Value("ios", engine.Int(int64(n.ios)))
	host.Missing()
	host.ArgumentError()
	host.Func("timeoutIsDefault", func(c *engine.Call) engine.Value {
		n.defaultTimeout = c.VM.Truth(c.Arg(0))
		return engine.Undefined()
	})
	host.Func("finishByDefault", func(c *engine.Call) engine.Value { return n.finish(c, core.ByDefault) })
	host.Value("plugin", n.module().Object())
	return host.Run(n.layers...)
}

// module is NativeModules.RNBackgroundFetch.
func (n *Native) module() *wire.Host {
	m := n.wire.NewHost()
	m.Func("configure", n.configure)
	m.Func("start", n.start)
	m.Func("stop", n.stop)
	m.Func("scheduleTask", n.scheduleTask)
	m.Func("status", n.status)
	m.Func("finish", func(c *engine.Call) engine.Value { return n.finish(c, core.ByUser) })
	m.Func("addListener", func(*engine.Call) engine.Value {
		n.listeners++
		return engine.Undefined()
	})
	m.Func("removeListeners", func(c *engine.Call) engine.Value {
		n.listeners = max(0, n.listeners-int(c.Arg(0).Number()))
		return engine.Undefined()
	})
	return m
}

// configure(config, success, failure): the listener first, then the status.
func (n *Native) configure(c *engine.Call) engine.Value {
	options := n.wire.Options(c.Arg(0))
	n.core.AddListener(TaskID, n.handlers())
	status := n.core.Configure(core.Minutes(options.Number("minimumFetchInterval")))
	n.statusAnswered("configure", n.wire.Args(c.Arg(0)), status)
	if status == core.StatusAvailable {
		n.wire.Answer("BackgroundFetch.configure", c.Arg(1), status)
	} else {
		n.wire.Answer("BackgroundFetch.configure", c.Arg(2), status)
	}
	return engine.Undefined()
}

func (n *Native) statusAnswered(method, args string, status int) {
	if status == core.StatusAvailable {
		n.wire.Called(method, args, wire.OK, "", "L3")
		return
	}
	n.wire.Called(method, args, wire.Error, wire.StatusText(status), "L3")
}

// handlers tell JavaScript of wakes by the event "fetch". An event that nobody listens to is dropped.
func (n *Native) handlers() core.Handlers {
	return core.Handlers{
		Event:          func(id string) { n.fetch.Event(id, false) },
		Timeout:        func(id string) { n.fetch.Timeout(id, true) },
		DefaultTimeout: n.defaultTimeout,
		Listening:      func() bool { return n.listeners > 0 },
	}
}

// start(success, failure); a failure is a text.
func (n *Native) start(c *engine.Call) engine.Value {
	status := n.phone.RefreshStatus()
	if status != core.StatusAvailable {
		n.statusAnswered("start", "[]", status)
		n.wire.Answer("BackgroundFetch.start", c.Arg(1), wire.StatusNumber(status))
		return engine.Undefined()
	}
	n.core.AddListener(TaskID, n.handlers())
	if err := n.core.Start(); err != nil {
		n.wire.Called("start", "[]", wire.Error, err.Error(), "")
		n.wire.Answer("BackgroundFetch.start", c.Arg(1), err.Error())
		return engine.Undefined()
	}
	n.wire.Called("start", "[]", wire.OK, "", "")
	n.wire.Answer("BackgroundFetch.start", c.Arg(0), status)
	return engine.Undefined()
}

// stop(taskId, success, failure): without an id everything stops.
func (n *Native) stop(c *engine.Call) engine.Value {
	if id, ok := n.id(c.Arg(0)); ok {
		n.core.StopTask(id)
	} else {
		n.core.Stop(TaskID)
	}
	n.wire.Called("stop", n.wire.Args(c.Arg(0)), wire.OK, "", "")
	n.wire.Answer("BackgroundFetch.stop", c.Arg(1), true)
	return engine.Undefined()
}

// id is a task id as native code gets it: nothing for null and undefined, and a number's digits.
func (n *Native) id(v engine.Value) (string, bool) {
	if v.IsNullish() {
		return "", false
	}
	text, thrown := n.wire.VM().ToString(v)
	if thrown != nil {
		n.wire.VM().Free(thrown.Value)
		return "", false
	}
	return text, true
}

// finish(taskId) has no answer: JavaScript never hears that it was ignored.
func (n *Native) finish(c *engine.Call, by string) engine.Value {
	id, _ := n.id(c.Arg(0))
	n.wire.CalledOr("finish", n.wire.Args(c.Arg(0)), n.core.Refuses(id))
	n.core.Finish(id, by)
	return engine.Undefined()
}

// scheduleTask(config, success, failure); a failure is a text.
func (n *Native) scheduleTask(c *engine.Call) engine.Value {
	o := n.wire.Options(c.Arg(0))
	err := n.core.Schedule(core.TaskOptions{
		ID: o.Text("taskId"), Delay: core.Milliseconds(o.Number("delay")), Periodic: o.Bool("periodic"),
		NeedsPower: o.Bool("requiresCharging"), NeedsNetwork: o.Bool("requiresNetworkConnectivity"),
	}, n.handlers())
	if err != nil {
		n.wire.Called("scheduleTask", n.wire.Args(c.Arg(0)), wire.Error, err.Error(), "S2")
		n.wire.Answer("BackgroundFetch.scheduleTask", c.Arg(2), err.Error())
		return engine.Undefined()
	}
	n.wire.Called("scheduleTask", n.wire.Args(c.Arg(0)), wire.OK, "", "")
	n.wire.Answer("BackgroundFetch.scheduleTask", c.Arg(1), true)
	return engine.Undefined()
}

// status(callback).
func (n *Native) status(c *engine.Call) engine.Value {
	n.wire.Called("status", "[]", wire.OK, "", "")
	n.wire.Answer("BackgroundFetch.status", c.Arg(0), n.phone.RefreshStatus())
	return engine.Undefined()
}

// Loaded is nothing to React Native: the modules were there from the beginning.
func (n *Native) Loaded() {}

// Deliver hands the wake to the core.
func (n *Native) Deliver(task device.Task) { n.core.Deliver(task) }

// Expire tells the core that the time is up.
func (n *Native) Expire(task device.Task) { n.core.Expire(task) }

// AppState tells AppState's listeners.
func (n *Native) AppState(foreground bool) {
	state := "background"
	if foreground {
		state = "active"
	}
	n.phone.Emit(&trace.BridgeEvent{App: n.phone.Where(), Name: "appState", How: "delivered"})
	n.emit.Event("appState.change", state)
}

// Resume is nothing to React Native: its timers go on by themselves.
func (n *Native) Resume() {}
