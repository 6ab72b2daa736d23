package script

import (
	"slices"
	"time"

	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
)

// turn is one call from the event loop and the jobs that follow it.
type turn struct {
	open      bool
	where     string
	polls     int64
	cpu       int64      // nanoseconds of device time
	runaway   bool       // it took too much: it is stopped at the next poll that has a place
	placeless int        // polls since then that had none
	memoryAt  *trace.Pos // where memory ran out, if an error said so
}

// reportCPU is the device time from which on a turn is worth an event.
const reportCPU = 10 * time.Millisecond

// Turn runs fn, which calls into JavaScript, as one turn of the event loop: then all jobs are drained, and what nobody
// caught or handled is reported. where is the place of [trace.JSError]: load, callback, timer, request, bridge, event. A
// Turn inside a turn is part of it. Nothing runs once the process was stopped.
func (r *Runtime) Turn(where string, fn func()) {
	if r.Stopped() {
		return
	}
	if r.turn.open {
		outer := r.turn.where
		r.turn.where = where
		fn()
		r.turn.where = outer
		return
	}
	r.beginTurn(where)
	if !r.charge(r.costs.job) {
		fn()
		r.drain()
		r.reportRejections()
	}
	r.endTurn()
}

func (r *Runtime) beginTurn(where string) {
	r.turn = turn{open: true, where: where}
	r.vm.BeginTurn()
	if r.options.Guard != nil {
		r.options.Guard.BeginTurn()
	}
	if n, _, open := r.host.OpenWake(); !open {
		r.wake = wakeSeen{}
	} else if n != r.wake.number {
		r.wake = wakeSeen{number: n, since: r.host.Now()}
	}
}

// drain runs jobs until the queue is empty. Each costs CPU, so that an endless chain of them is stopped like any loop.
func (r *Runtime) drain() {
	for !r.Stopped() {
		ran, thrown := r.vm.RunJob()
		if thrown != nil {
			r.Report("", thrown)
		}
		if !ran || r.Stopped() || r.charge(r.costs.job) {
			return
		}
	}
}

// endTurn writes what the turn cost, and acts on what stopped it.
func (r *Runtime) endTurn() {
	r.turn.open = false
	if cpu := time.Duration(r.turn.cpu); cpu >= reportCPU {
		r.host.Emit(&trace.CPU{App: r.host.Where(), Us: cpu.Microseconds(), Polls: r.turn.polls})
	}
	if r.vm.LimitHit() && (r.end == "" || r.end == crashed) {
		r.stopFor(outOfMemory)
	}
	switch r.end {
	case endless:
		pos, exact := r.stoppedAt()
		r.host.Emit(&trace.Runaway{App: r.host.Where(), Us: time.Duration(r.turn.cpu).Microseconds(), Pos: pos, Exact: exact})
		r.Excerpt(pos)
		r.host.Hang()
	case guarded:
		pos, _ := r.stoppedAt()
		r.host.Emit(&trace.GuardStop{App: r.host.Where(), LimitMs: r.options.Guard.Limit().Milliseconds(), Pos: pos})
		r.Excerpt(pos)
		r.host.Stop("guard")
	case outOfMemory:
		pos := r.turn.memoryAt
		if pos == nil {
			pos, _ = r.innermost(r.vm.LimitStack())
		}
		r.host.Emit(&trace.MemoryLimit{App: r.host.Where(), Bytes: r.options.MemoryLimit, Pos: pos})
		r.Excerpt(pos)
		r.host.Stop("memory")
	case crashed:
		r.host.Stop("crash")
	case outOfBudget, interrupted, closed:
	}
}

// stopFor has no JavaScript run any more.
func (r *Runtime) stopFor(why ending) {
	r.end = why
	r.vm.StopNow()
}

// stoppedAt is where the engine was stopped, in the user's source.
func (r *Runtime) stoppedAt() (pos *trace.Pos, exact bool) { return r.innermost(r.stopStack()) }

// innermost is the first frame that is shown; exact, if it is the first of all.
func (r *Runtime) innermost(stack []engine.Frame) (pos *trace.Pos, exact bool) {
	for i, f := range stack {
		if p := r.place(f); p != nil && p.origin != ofUs {
			return &p.pos, i == 0
		}
	}
	return nil, false
}

// stopStack is the stack of the stop, innermost first.
func (r *Runtime) stopStack() []engine.Frame {
	stack := slices.Clone(r.vm.StopStack())
	if len(stack) > 0 {
		stack[0] = r.program.orEmptyLoop(stack[0])
	}
	return stack
}

// Call calls a function of the user's. What it throws is written as js.error, and ok is false. The result belongs to the
// caller; fn, this and args are borrowed. An empty where is that of the turn. Outside of a turn it is one of its own.
func (r *Runtime) Call(where string, fn, this engine.Value, args ...engine.Value) (result engine.Value, ok bool) {
	if !r.turn.open {
		r.Turn(where, func() { result, ok = r.Call(where, fn, this, args...) })
		return result, ok
	}
	if r.Stopped() {
		return engine.Undefined(), false
	}
	result, thrown := r.vm.Call(fn, this, args...)
	if thrown != nil {
		r.Report(where, thrown)
		return engine.Undefined(), false
	}
	return result, true
}

// charge moves virtual time by CPU, in nanoseconds, while no JavaScript runs or a host function does. It reports whether
// the process has to stop at once. A turn that has taken too much is stopped at the next poll instead, which has a place.
func (r *Runtime) charge(ns int64) (stop bool) {
	if r.spend(ns) {
		r.vm.StopNow()
		return true
	}
	if r.turn.runaway {
		r.vm.PollSoon()
	}
	return false
}

// spend moves virtual time, and notes what came of it.
func (r *Runtime) spend(ns int64) (stop bool) {
	r.turn.cpu += ns
	r.owed += ns
	if us := r.owed / 1000; us > 0 {
		r.owed -= us * 1000
		if r.host.Spend(time.Duration(us) * time.Microsecond) {
			r.end = outOfBudget
			return true
		}
	}
	r.turn.runaway = r.turn.cpu >= int64(r.options.Runaway)
	return false
}

// poll is the engine's question, in the middle of JavaScript, whether it shall stop. Stopped here, its place is exact.
func (r *Runtime) poll() (stop bool) {
	switch {
	case r.Stopped():
		return true
	case !r.turn.open: // the platform's own code
		return false
	case r.vm.LimitHit(): // no app is asked whether it would catch that
		r.end = outOfMemory
		return true
	case r.turn.runaway:
		return r.stopRunaway()
	}
	r.turn.polls++
	if g := r.options.Guard; g != nil && g.Exceeded() {
		r.end = guarded
		return true
	}
	if asked := r.options.Interrupted; asked != nil && asked() {
		r.end = interrupted
		return true
	}
	return r.spend(r.costs.poll) || r.turn.runaway && r.stopRunaway()
}

// maxPlaceless is how many polls in a row may find no JavaScript running before a runaway turn is stopped anyway.
const maxPlaceless = 10_000

// stopRunaway stops a runaway turn where some function runs. A job begins with polls before its first function.
func (r *Runtime) stopRunaway() (stop bool) {
	if r.turn.placeless++; !r.vm.Running() && r.turn.placeless < maxPlaceless {
		r.vm.PollSoon()
		return false
	}
	r.end = endless
	return true
}
