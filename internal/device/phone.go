package device

import (
	"math/rand/v2"
	"time"

	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// Config is what a phone is made of.
type Config struct {
	Queue    *vclock.Queue
	Emit     func(tUs int64, ev trace.Event) // nil: nobody is told
	App      App
	Services Services
	Seed     uint64
	OS       int // iOS's major version
}

// Phone runs one app's processes, one at a time.
type Phone struct {
	queue    *vclock.Queue
	trace    func(tUs int64, ev trace.Event)
	app      App
	services Services
	ios      int
	launches *rand.Rand // how long cold launches take
	evicts   *rand.Rand // when iOS needs a suspended app's memory

	proc     *process // nil: not running
	pids     int
	onScreen bool
	open     []*wake // the wakes that are running, in the order of their grants
	current  *wake   // whose code is running; see where
	store    Store
	settled  bool          // the first process came to rest once
	used     time.Duration // CPU of the turn that is running
	inTurn   bool
	err      error
}

// NewPhone returns a phone on which the app is not running.
func NewPhone(c Config) *Phone {
	return &Phone{
		queue: c.Queue, trace: c.Emit, app: c.App, services: c.Services, ios: c.OS,
		launches: chance.Stream(c.Seed, "launch"), evicts: chance.Stream(c.Seed, "evict"),
	}
}

// Err is why the app could not be launched, if it could not. The phone does nothing more then.
func (p *Phone) Err() error { return p.err }

// Busy tells whether a wake is open.
func (p *Phone) Busy() bool { return len(p.open) > 0 }

// Processes is how many processes there have been.
func (p *Phone) Processes() int { return p.pids }

// Open is the person bringing the app to the screen: a launch if it is not running.
func (p *Phone) Open() {
	if p.err != nil || p.onScreen {
		return
	}
	p.onScreen = true
	switch {
	case p.proc == nil:
		p.launch("person")
	case p.proc.state == suspended:
		p.resume("person")
	default:
		p.toForeground()
	}
}

// Leave is the person going elsewhere. The app has a few seconds to settle, then it is suspended, unless a wake is open.
func (p *Phone) Leave() {
	if !p.onScreen {
		return
	}
	p.onScreen = false
	if p.proc == nil || p.proc.state != foreground {
		return
	}
	proc := p.proc
	p.setState(background)
	proc.grace = p.queue.Schedule(p.queue.Now().Add(backgroundGrace), vclock.Phone, func(vclock.Instant) {
		proc.grace = vclock.Handle{}
		p.settle()
	})
	p.tellState(false)
}

// End kills the process from outside: "forceQuit", "reboot", "update", "evicted". An open wake ends with it.
func (p *Phone) End(cause string) {
	if cause != "evicted" {
		p.onScreen = false
	}
	if p.proc != nil {
		p.kill(cause)
	}
}

// Close frees the process at the end of the run; it is no event of the simulation.
func (p *Phone) Close() {
	if p.proc != nil {
		p.proc.dead = true
		if p.proc.app != nil { // it is still launching
			p.proc.app.Close()
		}
		p.proc = nil
	}
}

// Pending has the running process write what it waits for.
func (p *Phone) Pending(when string) {
	if p.proc != nil && p.proc.app != nil {
		p.proc.app.Pending(when)
	}
}

func (p *Phone) emit(ev trace.Event) {
	if p.told() {
		p.trace(p.queue.Now().Micros(), ev)
	}
}

// told is whether anybody hears what happens. Where nobody does, what every wake tells is not even put together.
func (p *Phone) told() bool { return p.trace != nil }

// where says which process and wake the running code belongs to: that of the task that was delivered or of the work that
// fell due, as long as it is open, else the wake that was granted last. Code that goes on after it has ended its wake still
// belongs to that one, to the end of its turn.
func (p *Phone) where() trace.App {
	a := trace.App{PID: p.pids}
	if p.inTurn && p.current != nil {
		a.Wake = p.current.n
	} else if w := p.running(); w != nil {
		a.Wake = w.n
	}
	return a
}

func (p *Phone) running() *wake {
	switch {
	case p.current != nil && !p.current.over:
		return p.current
	case len(p.open) > 0:
		return p.open[len(p.open)-1]
	}
	return nil
}

// work is something that a process waits for.
type work struct {
	due    vclock.Instant
	wake   *wake // that it was asked for in
	fn     func(late time.Duration)
	handle vclock.Handle
}

// schedule keeps a process's work; see OS.After.
func (p *Phone) schedule(proc *process, due vclock.Instant, fn func(time.Duration)) int {
	proc.works++
	id := proc.works
	if !proc.dead {
		w := &work{due: due, wake: p.running(), fn: fn}
		proc.open[id] = w
		p.arm(proc, id, w)
	}
	return id
}

func (p *Phone) arm(proc *process, id int, w *work) {
	w.handle = p.queue.Schedule(w.due, vclock.Work, func(vclock.Instant) {
		delete(proc.open, id)
		if !proc.dead && !proc.hung {
			p.turn(w.wake, func() { w.fn(p.queue.Now().Sub(w.due)) })
		}
	})
}

func (p *Phone) unschedule(proc *process, id int) {
	if w := proc.open[id]; w != nil {
		p.queue.Cancel(w.handle)
		delete(proc.open, id)
	}
}
