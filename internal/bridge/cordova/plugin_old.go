package cordova

import (
	"github.com/fetchsim/fetchsim/internal/bridge/core"
	"github.com/fetchsim/fetchsim/internal/bridge/wire"
	"github.com/fetchsim/fetchsim/internal/device"
)

// oldPlugin is the native side of the plugin's versions 4 and 5, over the old core. Read in the plugin's
// src/ios/CDVBackgroundFetch.m at the tags 4.0.4 and 5.6.0.
type oldPlugin struct {
	wire       *wire.Wire
	phone      core.Phone
	core       *core.Old
	is4        bool
	configured bool
	event      *wire.Func
}

func newOldPlugin(w *wire.Wire, phone core.Phone, version string) *oldPlugin {
	is4 := version == V4
	variant := core.OldVariant{ReadsInterval: !is4, ByFirstWake: !is4}
	return &oldPlugin{wire: w, phone: phone, is4: is4, core: core.NewOld(phone, w.RT, variant)}
}

func (p *oldPlugin) exec(c *call) {
	switch c.action {
	case "configure":
		p.configure(c)
	case "start":
		p.start(c)
	case "stop":
		p.core.Stop()
		p.ok(c)
	case "finish":
		p.finish(c)
	case "status":
		p.wire.Called(c.action, c.args, wire.OK, "", "")
		p.answer(c, true, p.phone.RefreshStatus())
	default:
		p.wire.RT.Missing("BackgroundFetch." + c.action)
	}
}

// ok writes and answers a call without a message.
func (p *oldPlugin) ok(c *call) {
	p.wire.Called(c.action, c.args, wire.OK, "", "")
	p.answer(c, true, nil)
}

// answer calls one of the callbacks once. A result without a message arrives as null.
func (p *oldPlugin) answer(c *call, success bool, message any) {
	fn := c.failure
	if success {
		fn = c.success
	}
	p.wire.Answer("BackgroundFetch."+c.action, fn, message)
}

// configure keeps the options, asks for wakes and adds the listener. Version 4 does so once in a process. The success
// callback is called by wakes only.
func (p *oldPlugin) configure(c *call) {
	if p.is4 && p.configured {
		p.wire.Called(c.action, c.args, wire.Ignored, "already configured", "")
		return
	}
	p.core.Configure(oldOptions(c.options))
	if p.refused(c) {
		return
	}
	p.configured = true
	p.wire.Called(c.action, c.args, wire.OK, "", "")
	before := p.event
	p.event = p.wire.Keep(c.success)
	event := p.event
	p.core.AddListener(core.Handlers{Event: func(string) { event.Event(nil) }})
	p.core.Start()
	before.Drop()
}

// refused answers a call that must fail, because background fetch may not run: version 4 without a message, version 5 with
// the status. (Version 4 looks only whether iOS has the API at all; that it also fails where the person has switched
// Background App Refresh off is what its documentation says of the failure callback.)
func (p *oldPlugin) refused(c *call) bool {
	status := p.phone.RefreshStatus()
	if status == core.StatusAvailable {
		return false
	}
	p.wire.Called(c.action, c.args, wire.Error, wire.StatusText(status), "")
	if p.is4 {
		p.answer(c, false, nil)
	} else {
		p.answer(c, false, status)
	}
	return true
}

func (p *oldPlugin) start(c *call) {
	if !p.refused(c) {
		p.core.Start()
		p.ok(c)
	}
}

// finish: version 4 always says new data; version 5 takes a result, 0 to 2.
func (p *oldPlugin) finish(c *call) {
	result := core.NewData
	if !p.is4 {
		if c.first == nil { // NSNull has no integerValue
			p.wire.Called(c.action, c.args, wire.Error, "the result is no number", "")
			return
		}
		result = fetchResult(wire.Options{"result": c.first}.Number("result"))
	}
	p.wire.CalledOr(c.action, c.args, p.core.Refuses())
	p.answer(c, true, nil)
	p.core.Finish(result)
}

// fetchResult is UIBackgroundFetchResult by its number. Documented:
// https://developer.apple.com/documentation/uikit/uibackgroundfetchresult
func fetchResult(n float64) string {
	switch int(n) {
	case 1:
		return core.NoData
	case 2:
		return core.Failed
	}
	return core.NewData
}

func oldOptions(o wire.Options) core.OldOptions {
	var options core.OldOptions
	if o.Has("minimumFetchInterval") {
		interval := core.Minutes(o.Number("minimumFetchInterval"))
		options.Interval = &interval
	}
	if o.Has("stopOnTerminate") {
		stop := o.Bool("stopOnTerminate")
		options.StopOnTerminate = &stop
	}
	return options
}

func (p *oldPlugin) deliver(task device.Task) { p.core.Deliver(task) }
func (p *oldPlugin) expire(task device.Task)  { p.core.Expire(task) }
