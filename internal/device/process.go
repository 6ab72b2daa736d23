package device

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// How long launches take and processes last.
const (
	// warmLaunch is the time to resume a suspended process. Assumed.
	warmLaunch = 50 * time.Millisecond
	// coldMedian and coldSigma shape the lognormal time of a cold launch; the bounds hold it. Assumed, the upper bound
	// observed: https://github.com/brewkits/kmpworkmanager
	coldMedian = 800 * time.Millisecond
	coldSigma  = 0.7
	coldMin    = 200 * time.Millisecond
	coldMax    = 6500 * time.Millisecond
	// evictMean is the mean time until iOS takes a suspended app's memory. That it does so, and that this is no force quit,
	// is documented (WWDC20 10063); the time is assumed.
	evictMean = 6 * time.Hour
	// backgroundGrace is how long an app runs on after the person left it. Documented: "approximately five seconds",
	// https://developer.apple.com/documentation/uikit/uiapplicationdelegate/applicationdidenterbackground(_:)
	backgroundGrace = 5 * time.Second
)

// state is where a process stands in the picture of doc.go.
type state string

const (
	notRunning state = "notRunning"
	foreground state = "foreground"
	background state = "background"
	suspended  state = "suspended"
)

// process is one life of the app.
type process struct {
	pid      int
	app      Process // nil until the launch time has passed
	state    state
	launched vclock.Instant // its uptime's zero
	frozen   time.Duration  // how long it was suspended in all
	frozenAt vclock.Instant
	open     map[int]*work
	works    int
	waiting  []*wake       // delivered when the launch is over
	ready    vclock.Handle // the end of a launch or resume that is going on
	evict    vclock.Handle
	grace    vclock.Handle
	hung     bool   // its code never returns, or was stopped at the deadline: it runs nothing more
	stop     string // why it is to be killed when the turn is over
	dead     bool
}

// launch makes a new process, in the foreground for the person or in the background for a wake.
func (p *Phone) launch(why string) {
	p.pids++
	took := coldLaunch(p.launches)
	proc := &process{pid: p.pids, state: notRunning, launched: p.queue.Now(), open: map[int]*work{}}
	p.proc = proc
	to := background
	if p.onScreen {
		to = foreground
	}
	p.emit(&trace.Launch{App: p.where(), How: "cold", Why: why, LaunchUs: took.Microseconds()})
	p.setState(to)
	proc.ready = p.queue.Schedule(p.queue.Now().Add(took), vclock.Work, func(vclock.Instant) {
		proc.ready = vclock.Handle{}
		p.start(proc)
	})
}

func coldLaunch(rng *rand.Rand) time.Duration {
	median := float64(coldMedian / time.Microsecond)
	us := time.Duration(chance.LogNormal(median, coldSigma, rng)) * time.Microsecond
	return min(max(us, coldMin), coldMax)
}

// start is the moment at which a cold process begins to run the app's own code.
func (p *Phone) start(proc *process) {
	app, err := p.app.Launch(&OS{phone: p, proc: proc})
	if err != nil {
		p.err = err
		p.proc = nil
		return
	}
	proc.app = app
	before := p.queue.Now()
	p.turn(nil, app.Start)
	if proc.dead {
		return
	}
	p.emit(&trace.Ready{App: p.where(), LoadCPUUs: p.queue.Now().Sub(before).Microseconds()})
	if p.onScreen {
		p.tellState(true)
	}
	p.deliverWaiting(proc, true)
	p.settle()
}

// deliverWaiting hands over the wakes that the launch was for, or that came during it.
func (p *Phone) deliverWaiting(proc *process, cold bool) {
	waiting := proc.waiting
	proc.waiting = nil
	for _, w := range waiting {
		if !proc.dead && !w.over {
			p.deliver(w, cold)
		}
	}
}

// resume thaws a suspended process.
func (p *Phone) resume(why string) {
	proc := p.proc
	p.queue.Cancel(proc.evict)
	proc.frozen += p.queue.Now().Sub(proc.frozenAt)
	if p.told() {
		p.emit(&trace.Launch{App: p.where(), How: "warm", Why: why, LaunchUs: warmLaunch.Microseconds()})
	}
	to := background
	if p.onScreen {
		to = foreground
	}
	if p.told() {
		late := 0
		for _, w := range proc.open {
			if w.due < p.queue.Now().Add(warmLaunch) {
				late++
			}
		}
		p.emit(&trace.ProcState{App: p.where(), From: string(proc.state), To: string(to), TimersLate: late})
	}
	proc.state = to
	proc.ready = p.queue.Schedule(p.queue.Now().Add(warmLaunch), vclock.Work, func(vclock.Instant) {
		proc.ready = vclock.Handle{}
		p.thaw(proc)
	})
}

// thaw is the moment at which a resumed process runs again: first it hears that it does, then what fell due meanwhile is
// done in the order in which it was due, then the wake is delivered.
func (p *Phone) thaw(proc *process) {
	p.turn(nil, proc.app.Resume)
	if p.onScreen && !proc.dead {
		p.tellState(true)
	}
	if proc.dead {
		return
	}
	if len(proc.open) > 0 {
		ids := slices.SortedFunc(maps.Keys(proc.open), func(a, b int) int {
			return cmp.Or(cmp.Compare(proc.open[a].due, proc.open[b].due), cmp.Compare(a, b))
		})
		for _, id := range ids {
			p.arm(proc, id, proc.open[id])
		}
	}
	p.queue.Schedule(p.queue.Now(), vclock.Work, func(vclock.Instant) {
		p.deliverWaiting(proc, false)
		p.settle()
	})
}

// turn calls into the process for a wake (nil: for none in particular) and looks at what that changed.
func (p *Phone) turn(w *wake, fn func()) {
	if p.inTurn {
		panic("device: a turn inside a turn")
	}
	p.inTurn, p.used, p.current = true, 0, w
	p.current = p.running()
	fn()
	p.inTurn = false
	p.account()
	p.current = nil
	proc := p.proc
	if proc == nil || proc.dead {
		return
	}
	switch {
	case proc.stop != "":
		p.kill(proc.stop)
	case proc.hung && !p.Busy():
		p.kill("watchdog")
	default:
		p.settle()
	}
}

// account adds the CPU used so far to the wake that it was used in.
func (p *Phone) account() {
	if w := p.running(); w != nil {
		w.cpu += p.used
	}
	p.used = 0
}

// settle suspends a process that has no right to run: not on screen, no wake open, its time to settle over.
func (p *Phone) settle() {
	proc := p.proc
	if proc == nil || p.inTurn || p.onScreen || p.Busy() || proc.state == suspended {
		return
	}
	if proc.ready != (vclock.Handle{}) || proc.grace != (vclock.Handle{}) {
		return
	}
	if !p.settled { // what still waits when the first launch has come to rest may never register a callback
		p.settled = true
		if proc.app != nil {
			proc.app.Pending("launch")
		}
	}
	p.setState(suspended)
	proc.frozenAt = p.queue.Now()
	for _, w := range proc.open {
		p.queue.Cancel(w.handle)
	}
	after := time.Duration(chance.Exponential(p.evicts)*float64(evictMean/time.Millisecond)) * time.Millisecond
	proc.evict = p.queue.Schedule(p.queue.Now().Add(after), vclock.Phone, func(vclock.Instant) { p.End("evicted") })
}

func (p *Phone) toForeground() {
	proc := p.proc
	if proc.grace != (vclock.Handle{}) {
		p.queue.Cancel(proc.grace)
		proc.grace = vclock.Handle{}
	}
	p.setState(foreground)
	p.tellState(true)
}

// tellState tells a process that can hear it. One whose launch is going on is told at its end.
func (p *Phone) tellState(onScreen bool) {
	if proc := p.proc; proc.app != nil && !proc.hung && proc.ready == (vclock.Handle{}) {
		p.turn(nil, func() { proc.app.AppState(onScreen) })
	}
}

func (p *Phone) setState(to state) {
	if p.proc.state == to {
		return
	}
	if p.told() {
		p.emit(&trace.ProcState{App: p.where(), From: string(p.proc.state), To: string(to)})
	}
	p.proc.state = to
}

// kill ends the process for a cause that is no wake's own. The open wakes end as the cause says.
func (p *Phone) kill(cause string) { p.killFor(cause, nil) }

// killFor is kill; w is the wake whose deadline it is, if it is one's.
func (p *Phone) killFor(cause string, w *wake) {
	proc := p.proc
	p.current = w
	if proc.app != nil && cause != "evicted" {
		proc.app.Pending("kill")
	}
	exit := &trace.Exit{App: p.where(), Cause: cause}
	exit.Code, exit.Category = p.killCode(cause, w)
	from := proc.state
	p.emit(exit)
	p.emit(&trace.ProcState{App: p.where(), From: string(from), To: string(notRunning)})
	proc.dead = true
	for _, h := range []vclock.Handle{proc.ready, proc.evict, proc.grace} {
		p.queue.Cancel(h)
	}
	for _, work := range proc.open {
		p.queue.Cancel(work.handle)
	}
	p.proc, p.current = nil, nil
	for len(p.open) > 0 {
		p.endWake(p.open[0], outcomeOf(cause), "none")
	}
	if proc.app != nil {
		proc.app.Close()
	}
	p.services.Exited(proc.pid)
}
