package device

import (
	"slices"
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

// processingWarning is how long before its end a processing task is warned. Observed: 5 min are granted and 4 min 55 s were
// had; the same after a pick-up is assumed.
const processingWarning = 5 * time.Second

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

func (w *wake) processing() bool { return w.task.Trigger == "processing" }

// warning is how long after the grant iOS warns.
func (w *wake) warning() time.Duration {
	if w.processing() {
		return max(w.budget-processingWarning, 0)
	}
	return w.budget * warnNumerator / warnDenominator
}

// Accepts tells whether a wake could begin now: a fetch or refresh only one at a time, a processing task beside anything but
// itself. Observed: three processing tasks at once, and refresh runs beside them.
func (p *Phone) Accepts(trigger, identifier string) bool {
	if p.err != nil {
		return false
	}
	for _, w := range p.open {
		if w.processing() != (trigger == "processing") {
			continue
		}
		if !w.processing() || w.task.Identifier == identifier {
			return false
		}
	}
	return true
}

// Grant begins a wake now: the app is launched or resumed, the task delivered, and the clock of its budget runs, launch
// included. It reports false, and does nothing, where the phone does not accept it.
func (p *Phone) Grant(g Grant) bool {
	if !p.Accepts(g.Trigger, g.Identifier) {
		return false
	}
	now := p.queue.Now()
	w := &wake{n: g.Wake, budget: g.Budget, task: Task{
		Wake: g.Wake, Identifier: g.Identifier, Trigger: g.Trigger, Granted: now, Deadline: now.Add(g.Budget),
	}}
	p.open = append(p.open, w)
	p.current = w
	w.warned = g.Trigger != "fetch"
	w.warn = p.queue.Schedule(now.Add(w.warning()), vclock.Expiration, func(vclock.Instant) { p.expire(w) })
	w.kill = p.queue.Schedule(w.deadline(), vclock.Deadline, func(vclock.Instant) { p.atDeadline(w) })
	switch {
	case p.proc == nil:
		p.launch("wake")
		p.proc.waiting = append(p.proc.waiting, w)
	case p.proc.state == suspended:
		p.resume("wake")
		p.proc.waiting = append(p.proc.waiting, w)
	case p.proc.ready != (vclock.Handle{}): // a launch is going on
		p.proc.waiting = append(p.proc.waiting, w)
	default: // running already: on screen, in another wake, or settling after it was left
		p.deliver(w, false)
	}
	p.current = nil
	return true
}

// PickedUp is the person taking the phone into use: iOS ends processing tasks, with a warning at once and the kill soon
// after. Documented: developer.apple.com/documentation/backgroundtasks/bgprocessingtask; the time between is assumed.
func (p *Phone) PickedUp() {
	for _, w := range append([]*wake(nil), p.open...) {
		if !w.processing() || w.over || w.expired {
			continue
		}
		if end := p.queue.Now().Add(processingWarning); end < w.task.Deadline {
			p.queue.Cancel(w.kill)
			w.task.Deadline = end
			w.kill = p.queue.Schedule(end, vclock.Deadline, func(vclock.Instant) { p.atDeadline(w) })
		}
		p.queue.Cancel(w.warn)
		p.expire(w)
	}
}

func (p *Phone) deliver(w *wake, cold bool) {
	if p.proc.hung {
		return
	}
	w.task.Cold = cold
	p.turn(w, func() { p.proc.app.Deliver(w.task) })
}

// expire is iOS's warning.
func (p *Phone) expire(w *wake) {
	if w.over || !w.warned {
		return
	}
	w.expired = true
	if p.proc == nil || p.proc.app == nil || p.proc.hung {
		p.current = w
		p.emit(&trace.Expiring{App: p.where(), Handler: "none"})
		p.current = nil
		return
	}
	p.turn(w, func() { p.proc.app.Expire(w.task) })
}

// atDeadline kills what has not finished.
func (p *Phone) atDeadline(w *wake) {
	if !w.over {
		p.killFor("deadline", w)
	}
}

// complete ends a wake by the app's or the native side's word.
func (p *Phone) complete(n int, how, result string) bool {
	for _, w := range p.open {
		if w.n != n {
			continue
		}
		if how == "finished" && w.expired {
			how = "expired"
		}
		p.endWake(w, how, result)
		return true
	}
	return false
}

func (p *Phone) endWake(w *wake, how, result string) {
	if p.inTurn && p.running() == w { // the turn that ends it belongs to it as far as it has come
		p.account()
	}
	now := p.queue.Now()
	ran := now.Sub(w.task.Granted)
	if p.told() {
		p.emit(&trace.WakeEnd{
			App: trace.App{PID: p.pids, Wake: w.n}, How: how, RanUs: ran.Microseconds(), CPUUs: w.cpu.Microseconds(),
			BytesIn: w.bytesIn, BytesOut: w.bytesOut,
		})
	}
	w.over = true
	p.open = slices.DeleteFunc(p.open, func(o *wake) bool { return o == w })
	p.queue.Cancel(w.warn)
	p.queue.Cancel(w.kill)
	p.services.Completed(Result{
		Wake: w.n, At: now, How: how, Finished: result, Ran: ran, CPU: w.cpu, BytesIn: w.bytesIn, BytesOut: w.bytesOut,
	})
}

// killCode is what iOS writes when it ends an app for that cause.
func (p *Phone) killCode(cause string, w *wake) (code, category string) {
	switch {
	case cause == "deadline" && w.task.Trigger == "fetch":
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
