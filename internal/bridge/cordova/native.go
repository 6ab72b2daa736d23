package cordova

import (
	"github.com/fetchsim/fetchsim/internal/bridge/core"
	"github.com/fetchsim/fetchsim/internal/bridge/wire"
	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
)

// Native is the native side of a Cordova app.
type Native struct {
	wire   *wire.Wire
	phone  core.Phone
	plugin plugin
	layers []engine.Bytecode

	fire   *wire.Func // a document event
	paused bool       // the app is not on screen
	notes  notes
}

// plugin is the native side of one version of the plugin.
type plugin interface {
	exec(c *call)
	deliver(device.Task)
	expire(device.Task)
}

// notes are what a stand-in tells about the call that it makes next.
type notes struct {
	timeoutIsDefault bool // configure comes without the user's onTimeout
	byDefault        bool // finish comes from the plugin's own onTimeout
}

// call is one exec: the callbacks are the user's or the plugin's.
type call struct {
	success, failure engine.Value
	action           string
	args             string // as JSON, for the trace
	options          wire.Options
	first            any // the first argument, if it is no object
	count            int // of arguments
}

// New returns the native side of a process. layers are [Layers], compiled.
func New(os *device.OS, rt *script.Runtime, facts wire.Facts, version string, layers []engine.Bytecode) *Native {
	n := &Native{wire: wire.New(os, rt, "cordova"), phone: facts.Phone(os), layers: layers}
	n.paused = !n.phone.Foreground()
	if Modern(version) {
		n.plugin = &newPlugin{wire: n.wire, phone: n.phone, notes: &n.notes, core: core.NewModern(n.phone, rt, facts.Setup())}
	} else {
		n.plugin = newOldPlugin(n.wire, n.phone, version)
	}
	return n
}

// Install puts cordova.js in place. The plugin's global comes with deviceready.
func (n *Native) Install() error {
	host := n.wire.NewHost()
	host.Func("expose", func(c *engine.Call) engine.Value {
		n.fire = n.wire.Keep(c.Arg(0))
		return engine.Undefined()
	})
	host.Value("hearsDocument", engine.Bool(n.wire.RT.Program().Has("document")))
	host.Func("exec", n.exec)
	host.Func("refused", n.refused)
	host.Func("timeoutIsDefault", func(c *engine.Call) engine.Value {
		n.notes.timeoutIsDefault = c.VM.Truth(c.Arg(0))
		return engine.Undefined()
	})
	host.Func("byDefault", func(c *engine.Call) engine.Value {
		n.notes.byDefault = c.VM.Truth(c.Arg(0))
		return engine.Undefined()
	})
	host.Missing()
	host.ArgumentError()
	return host.Run(n.layers...)
}

// exec(success, failure, service, action, args).
func (n *Native) exec(c *engine.Call) engine.Value {
	service, action := c.VM.Text(c.Arg(2)), c.VM.Text(c.Arg(3))
	if service != "BackgroundFetch" {
		// Cordova logs that there is no such plugin and answers nothing.
		n.wire.RT.Missing("cordova.exec " + service + "." + action)
		return engine.Undefined()
	}
	n.plugin.exec(n.read(c, action))
	return engine.Undefined()
}

// read takes a call's arguments as they cross to native code: as JSON.
func (n *Native) read(c *engine.Call, action string) *call {
	args := "[]"
	if c.Arg(4).IsArray() {
		args = n.wire.JSON(c.Arg(4))
	}
	r := &call{success: c.Arg(0), failure: c.Arg(1), action: action, args: wire.Shorten(args)}
	list := wire.ParseList(args)
	if r.count = len(list); r.count > 0 {
		r.first = list[0]
		r.options, _ = list[0].(map[string]any)
	}
	return r
}

// refused(method, error) notes a call of the wrapper's that does not reach the plugin.
func (n *Native) refused(c *engine.Call) engine.Value {
	n.wire.Called(c.VM.Text(c.Arg(0)), "[]", wire.Ignored, c.VM.Text(c.Arg(1)), "")
	return engine.Undefined()
}

// Loaded fires deviceready: the top level is through, and Cordova has put the plugins' globals in place.
func (n *Native) Loaded() { n.tell("deviceready") }

// tell fires a document event, as a turn of its own.
func (n *Native) tell(name string) {
	n.phone.Emit(&trace.BridgeEvent{App: n.phone.Where(), Name: name, How: "delivered"})
	n.wire.RT.Turn("event", func() { n.fire.Call("event", name) })
}

// Deliver hands the wake to the plugin.
func (n *Native) Deliver(task device.Task) { n.plugin.deliver(task) }

// Expire tells the plugin that the time is up.
func (n *Native) Expire(task device.Task) { n.plugin.expire(task) }

// AppState fires pause and resume.
func (n *Native) AppState(foreground bool) {
	switch {
	case !foreground && !n.paused:
		n.tell("pause")
	case foreground && n.paused:
		n.tell("resume")
	}
	n.paused = !foreground
}

// Resume is nothing to Cordova: pause and resume are about the screen.
func (n *Native) Resume() {}
