package cordova

import (
	"github.com/fetchsim/fetchsim/internal/bridge/core"
	"github.com/fetchsim/fetchsim/internal/bridge/wire"
	"github.com/fetchsim/fetchsim/internal/device"
)

// TaskID is the task id of the periodic fetch, as JavaScript gets it from version 6 on.
const TaskID = "cordova-background-fetch"

// newPlugin is the native side of the plugin's version 7, over the modern core. Read in the plugin's
// src/ios/CDVBackgroundFetch.m at the tag 7.2.4.
type newPlugin struct {
	wire           *wire.Wire
	phone          core.Phone
	core           *core.Modern
	notes          *notes
	event, timeout *wire.Func // configure's callbacks
	defaultTimeout bool
}

func (p *newPlugin) exec(c *call) {
	switch c.action {
	case "configure":
		p.configure(c)
	case "start":
		p.start(c)
	case "stop":
		p.stop(c)
	case "finish":
		p.finish(c)
	case "scheduleTask":
		p.scheduleTask(c)
	case "status":
		p.wire.Called(c.action, c.args, wire.OK, "", "")
		p.wire.Answer("BackgroundFetch.status", c.success, p.phone.RefreshStatus())
	default:
		p.wire.RT.Missing("BackgroundFetch." + c.action)
	}
}

// configure adds the listener and asks for a wake. It is never answered: its callbacks are called by wakes.
func (p *newPlugin) configure(c *call) {
	before := []*wire.Func{p.event, p.timeout}
	p.event, p.timeout, p.defaultTimeout = p.wire.Keep(c.success), p.wire.Keep(c.failure), p.notes.timeoutIsDefault
	p.core.AddListener(TaskID, p.handlers())
	status := p.core.Configure(core.Minutes(c.options.Number("minimumFetchInterval")))
	if status == core.StatusAvailable {
		p.wire.Called(c.action, c.args, wire.OK, "", "L3")
	} else {
		p.wire.Called(c.action, c.args, wire.Error, wire.StatusText(status), "L3")
	}
	for _, f := range before {
		f.Drop()
	}
}

// handlers call configure's callbacks; before configure there are none.
func (p *newPlugin) handlers() core.Handlers {
	h := core.Handlers{DefaultTimeout: p.defaultTimeout}
	if event := p.event; event != nil {
		h.Event = func(id string) { event.Event(id) }
	}
	if timeout := p.timeout; timeout != nil {
		h.Timeout = func(id string) { timeout.Timeout(id) }
	}
	return h
}

func (p *newPlugin) start(c *call) {
	status := p.phone.RefreshStatus()
	if status != core.StatusAvailable {
		p.wire.Called(c.action, c.args, wire.Error, wire.StatusText(status), "")
		p.wire.Answer("BackgroundFetch.start", c.failure, status)
		return
	}
	p.core.AddListener(TaskID, p.handlers())
	if err := p.core.Start(); err != nil {
		p.wire.Called(c.action, c.args, wire.Error, err.Error(), "")
		p.wire.Answer("BackgroundFetch.start", c.failure, core.Code(err))
		return
	}
	p.wire.Called(c.action, c.args, wire.OK, "", "")
	p.wire.Answer("BackgroundFetch.start", c.success, status)
}

// stop with an argument is about a scheduled task, also when the argument is null.
func (p *newPlugin) stop(c *call) {
	id, isText := c.first.(string)
	switch {
	case c.count == 0:
		p.core.Stop(TaskID)
	case isText:
		p.core.StopTask(id)
	}
	p.wire.Called(c.action, c.args, wire.OK, "", "")
	p.wire.Answer("BackgroundFetch.stop", c.success, nil)
}

// finish is answered with success whether or not it counted (L10).
func (p *newPlugin) finish(c *call) {
	by := core.ByUser
	if p.notes.byDefault {
		by = core.ByDefault
	}
	id, _ := c.first.(string)
	p.wire.CalledOr(c.action, c.args, p.core.Refuses(id))
	p.wire.Answer("BackgroundFetch.finish", c.success, nil)
	p.core.Finish(id, by)
}

func (p *newPlugin) scheduleTask(c *call) {
	o := c.options
	err := p.core.Schedule(core.TaskOptions{
		ID: o.Text("taskId"), Delay: core.Milliseconds(o.Number("delay")), Periodic: o.Bool("periodic"),
		NeedsPower: o.Bool("requiresCharging"), NeedsNetwork: o.Bool("requiresNetworkConnectivity"),
	}, p.handlers())
	if err != nil {
		p.wire.Called(c.action, c.args, wire.Error, err.Error(), "S2")
		p.wire.Answer("BackgroundFetch.scheduleTask", c.failure, err.Error())
		return
	}
	p.wire.Called(c.action, c.args, wire.OK, "", "")
	p.wire.Answer("BackgroundFetch.scheduleTask", c.success, nil)
}

func (p *newPlugin) deliver(task device.Task) { p.core.Deliver(task) }
func (p *newPlugin) expire(task device.Task)  { p.core.Expire(task) }
