package device

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// What iOS writes into a crash report when it ends an app. Documented, but for the watchdog's:
// https://developer.apple.com/documentation/xcode/sigkill
const (
	codeTask     = "0x2182bad2" // a BGTaskScheduler task that did not end in time
	codeFetch    = "0x2182bad4" // a legacy background fetch that did not end in time
	codeWatchdog = "0x8badf00d" // the main thread of a foreground app blocked
	// categoryTask is MetricKit's name for the same, from iOS 27. Documented:
	// https://developer.apple.com/documentation/metrickit
	categoryTask    = "taskTimeout"
	categoryFromIOS = 27
)

// The expiration warning comes when 5/6 of the budget are spent: 25 s of 30 s. Observed at 25.2 s:
// https://github.com/element-hq/element-x-ios/pull/3481
const (
	warnNumerator   = 5
	warnDenominator = 6
)

// Grant is iOS's word that the app may run in the background now.
type Grant struct {
	Wake       int
	Identifier string
	Trigger    string
	Budget     time.Duration
}

// wake is one grant and what became of it.
type wake struct {
	n        int
	task     Task
	budget   time.Duration
	cpu      time.Duration
	bytesIn  int64
	bytesOut int64
	warned   bool // iOS will warn: a BGTaskScheduler task, or a legacy fetch whose native side asked to be
	expired  bool // iOS has warned
	over     bool
	warn     vclock.Handle
	kill     vclock.Handle
}

// deadline is the instant at which the budget is spent.
func (w *wake) deadline() vclock.Instant { return w.task.Deadline }

// Grant begins a wake now: the app is launched or resumed, the task delivered, and the clock of its budget runs, launch
// included. It reports false, and does nothing, while another wake is open.
func (p *Phone) Grant(g Grant) bool {
	if p.err != nil || p.Busy() {
		return false
	}
	now := p.queue.Now()
	w := &wake{n: g.Wake, budget: g.Budget, task: Task{
		Wake: g.Wake, Identifier: g.Identifier, Trigger: g.Trigger, Granted: now, Deadline: now.Add(g.Budget),
	}}
	p.wake = w
	w.warned = g.Trigger != "fetch"
	w.warn = p.queue.Schedule(now.Add(g.Budget*warnNumerator/warnDenominator), vclock.Expiration, func(vclock.Instant) { p.expire(w) })
	w.kill = p.queue.Schedule(w.deadline(), vclock.Deadline, func(vclock.Instant) { p.atDeadline(w) })
	switch {
	case p.proc == nil:
		p.launch("wake")
		p.proc.waiting = w
	case p.proc.state == suspended:
		p.resume("wake")
		p.proc.waiting = w
	case p.proc.ready != (vclock.Handle{}): // a launch is going on
		p.proc.waiting = w
	default: // running already: on screen, or settling after it was left
		p.deliver(w, false)
	}
	return true
}

func (p *Phone) deliver(w *wake, cold bool) {
	if p.proc.hung {
		return
	}
	w.task.Cold = cold
	p.turn(func() { p.proc.app.Deliver(w.task) })
}

// expire is iOS's warning.
func (p *Phone) expire(w *wake) {
	if w.over || !w.warned {
		return
	}
	w.expired = true
	if p.proc == nil || p.proc.app == nil || p.proc.hung {
		p.emit(&trace.Expiring{App: p.where(), Handler: "none"})
		return
	}
	p.turn(func() { p.proc.app.Expire(w.task) })
}

// atDeadline kills what has not finished.
func (p *Phone) atDeadline(w *wake) {
	if w.over {
		return
	}
	p.kill("deadline")
}

// complete ends a wake by the app's or the native side's word.
func (p *Phone) complete(n int, how, result string) bool {
	w := p.wake
	if w == nil || w.over || w.n != n {
		return false
	}
	if how == "finished" && w.expired {
		how = "expired"
	}
	p.endWake(how, result)
	return true
}

func (p *Phone) endWake(how, result string) {
	w := p.wake
	if p.inTurn { // the turn that ends it belongs to it as far as it has come
		w.cpu += p.used
		p.used = 0
	}
	now := p.queue.Now()
	ran := now.Sub(w.task.Granted)
	p.emit(&trace.WakeEnd{
		App: trace.App{PID: p.pids, Wake: w.n}, How: how, RanUs: ran.Microseconds(), CPUUs: w.cpu.Microseconds(),
		BytesIn: w.bytesIn, BytesOut: w.bytesOut,
	})
	w.over = true
	p.queue.Cancel(w.warn)
	p.queue.Cancel(w.kill)
	p.services.Completed(Result{
		Wake: w.n, At: now, How: how, Finished: result, Ran: ran, CPU: w.cpu, BytesIn: w.bytesIn, BytesOut: w.bytesOut,
	})
}

// killCode is what iOS writes when it ends an app for that cause.
func (p *Phone) killCode(cause string) (code, category string) {
	switch {
	case cause == "deadline" && p.wake.task.Trigger == "fetch":
		return codeFetch, ""
	case cause == "deadline" && p.ios >= categoryFromIOS:
		return codeTask, categoryTask
	case cause == "deadline":
		return codeTask, ""
	case cause == "watchdog":
		return codeWatchdog, ""
	}
	return "", ""
}

// outcomeOf is how a wake ends when its process does.
func outcomeOf(cause string) string {
	switch cause {
	case "crash", "memory":
		return "crashed"
	case "guard":
		return "guard"
	}
	return "killed"
}
