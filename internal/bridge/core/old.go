package core

import (
	"encoding/json"
	"time"

	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/trace"
)

// bootBuffer is how long the old core waits after the first finish of a process that iOS launched, so that other modules can
// still add their listeners (O3). From its source: "Give other modules 5 second buffer".
const bootBuffer = 5 * time.Second

// Old is TSBackgroundFetch of 2017: the legacy API only, no task id, no word of the expiration. Its rules:
//
//	O1  A wake calls the listener, whether or not the wake before was finished.
//	O2  In a process that iOS launched, a wake without a listener waits for one; in others it ends at once without data.
//	O3  The first wake of such a process is completed 5 s after its finish.
//	O4  After that first wake stopOnTerminate, on unless it is set to false, asks iOS for no more wakes.
//	O5  A finish without an open wake, a second one, or one without a listener is ignored.
//	O6  stop() only asks for no more wakes: the listener stays, an open wake can be finished.
//
// Its stopOnTerminate also acts when the app is told that it will be terminated; iOS tells that only to an app that is
// running when the person swipes it away, and then wakes it no more anyway.
type Old struct {
	phone   Phone
	app     App
	variant OldVariant

	interval        time.Duration
	stopOnTerminate bool
	listener        *Handlers
	held            *device.Task
	launching       bool // made for a wake whose task was not handed over yet
	inBackground    bool // iOS launched the process: until its first wake is completed
	received        bool
	response        string // the result of a finish that waits to be handed on
	buffering       bool
	ended           string // the answer to a finish after the last wake: twice, late; empty before the first
}

// OldVariant is what differs among the versions that share the old core.
type OldVariant struct {
	// ReadsInterval: minimumFetchInterval counts; else the wish is always "as often as possible".
	ReadsInterval bool
	// ByFirstWake: whether iOS launched the process is taken from where the app is at its first wake, and so holds for
	// every process; else from where it is when the process begins.
	ByFirstWake bool
}

// OldOptions are what configure takes on iOS; nil is left out.
type OldOptions struct {
	Interval        *time.Duration `json:"minimumFetchInterval,omitempty"`
	StopOnTerminate *bool          `json:"stopOnTerminate,omitempty"`
}

// keyOldOptions is where NSUserDefaults holds the options.
const keyOldOptions = "TSBackgroundFetch"

// NewOld returns the core of a process that has just been launched.
func NewOld(phone Phone, app App, variant OldVariant) *Old {
	o := &Old{phone: phone, app: app, variant: variant, interval: device.FetchMinimum, stopOnTerminate: true}
	_, _, o.launching = phone.OpenWake()
	if !variant.ByFirstWake {
		o.inBackground = !phone.Foreground()
	}
	return o
}

// Configure keeps the options, also for later launches.
func (o *Old) Configure(options OldOptions) {
	o.apply(options)
	saveJSON(o.phone, keyOldOptions, options)
}

func (o *Old) apply(options OldOptions) {
	if options.Interval != nil && o.variant.ReadsInterval {
		o.interval = *options.Interval
	}
	if options.StopOnTerminate != nil {
		o.stopOnTerminate = *options.StopOnTerminate
	}
}

// AddListener makes or replaces the callback. In a process that iOS launched it is called at once, after the JavaScript that
// is running, since a wake waits for it (O2).
func (o *Old) AddListener(h Handlers) {
	o.listener = &h
	if o.inBackground && !o.launching && o.held != nil {
		later(o.phone, o.tell)
	}
}

// Start asks for wakes.
func (o *Old) Start() { o.phone.SetMinimumFetchInterval(o.interval, o.app.Caller()) }

// Stop asks for no more wakes (O6).
func (o *Old) Stop() { o.phone.SetMinimumFetchInterval(device.FetchNever, o.app.Caller()) }

// Deliver is performFetchWithCompletionHandler.
func (o *Old) Deliver(task device.Task) {
	o.launching = false
	if !o.received && o.variant.ByFirstWake {
		o.inBackground = !o.phone.Foreground()
	}
	o.received = true
	o.response = ""
	switch {
	case o.listener != nil:
		o.held = &task
		o.tell()
	case o.inBackground:
		o.restore()
		o.held = &task
		emitDelivered(o.phone, "", handlerHeld, "O2")
	default:
		emitDelivered(o.phone, "", handlerNone, "O2")
		o.ended = late
		o.phone.Complete(task.Wake, howCompleted, NoData)
	}
}

// restore applies the options of an earlier launch.
func (o *Old) restore() {
	text, ok := o.phone.Store().Space(nativeSpace).Get(keyOldOptions)
	if !ok {
		return
	}
	var options OldOptions
	if err := json.Unmarshal([]byte(text), &options); err != nil {
		panic("core: NSUserDefaults hold broken options: " + err.Error())
	}
	o.apply(options)
}

// tell calls the listener (O1).
func (o *Old) tell() {
	emitDelivered(o.phone, "", handlerCalled, "")
	o.listener.Event("")
}

// Expire is iOS's warning. The core has no hook for it; only what the app waits for is written.
func (o *Old) Expire(device.Task) {
	emitExpiring(o.phone, handlerNone)
	o.app.Pending("expiration")
}

// Finish is finish(result) by the user's code. O5 says when it is ignored.
func (o *Old) Finish(result string) {
	answer, ignored := o.place()
	if ignored != "" {
		o.answer(result, answer)
		return
	}
	o.response = result
	o.answer(result, answer)
	if !o.inBackground || o.buffering {
		o.complete()
		return
	}
	o.buffering = true
	o.phone.After(bootBuffer, func(time.Duration) { o.complete() })
}

// Refuses says why a finish would be ignored now; empty if it would count.
func (o *Old) Refuses() string {
	_, ignored := o.place()
	return ignored
}

// place says what a finish comes to, and why if it does not count (O5).
func (o *Old) place() (answer, ignored string) {
	switch {
	case o.held == nil && o.ended != "":
		return o.ended, "no fetch event to finish"
	case o.held == nil:
		return unknown, "no fetch event to finish"
	case o.response != "":
		return twice, "finish already called"
	case o.listener == nil:
		return unknown, "no listener found to finish for"
	}
	return o.inTime(), ""
}

func (o *Old) inTime() string {
	if _, expired, _ := o.phone.OpenWake(); expired {
		return afterExpiration
	}
	return accepted
}

func (o *Old) answer(result, answer string) {
	emitFinish(o.phone, o.app, trace.Finish{Result: result, By: ByUser, Answer: answer})
}

// complete calls the completion handler (O3), and asks for no more wakes where stopOnTerminate says so (O4).
func (o *Old) complete() {
	wake := o.held
	stop := o.inBackground && o.stopOnTerminate
	o.held, o.buffering, o.inBackground, o.ended = nil, false, false, twice
	if stop {
		o.phone.Emit(&trace.BridgeEvent{App: o.phone.Where(), Name: "stopOnTerminate", How: "delivered", Rule: "O4"})
		o.phone.SetMinimumFetchInterval(device.FetchNever, nil)
	}
	o.phone.Complete(wake.Wake, howFinished, o.response)
}
