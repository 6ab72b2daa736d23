package script

import (
	"math"
	"slices"
	"time"

	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// Timers that timers set are not shorter than nestedMinimum from the sixth level on, as the HTML standard has it:
// https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#timer-initialisation-steps
const (
	nestedLevels  = 5
	nestedMinimum = 4 * time.Millisecond
)

// timer is a setTimeout or setInterval.
type timer struct {
	id     int
	op     *Op
	fn     engine.Value // kept by op, as args are
	args   []engine.Value
	repeat bool
	due    vclock.Instant
	level  int // 1 for one that no timer set
}

// installTimers gives the global object its timers and queueMicrotask.
func (r *Runtime) installTimers() {
	global := r.vm.Global()
	r.hide(global, "setTimeout", 1, func(c *engine.Call) engine.Value { return r.setTimer(c, "setTimeout", false) })
	r.hide(global, "setInterval", 1, func(c *engine.Call) engine.Value { return r.setTimer(c, "setInterval", true) })
	r.hide(global, "clearTimeout", 1, r.clearTimer)
	r.hide(global, "clearInterval", 1, r.clearTimer)
	r.hide(global, "queueMicrotask", 1, func(c *engine.Call) engine.Value {
		if !r.vm.IsFunction(c.Arg(0)) {
			return c.ThrowError("TypeError", "queueMicrotask needs a function")
		}
		r.vm.Enqueue(c.Arg(0))
		return engine.Undefined()
	})
	r.vm.Free(global)
}

// hide gives an object a method that is not enumerable, as those of the platform are.
func (r *Runtime) hide(o engine.Value, name string, length int, fn func(*engine.Call) engine.Value) {
	if thrown := r.vm.Hide(o, name, r.vm.Func(name, length, fn)); thrown != nil {
		r.vm.Free(thrown.Value)
	}
}

func (r *Runtime) setTimer(c *engine.Call, name string, repeat bool) engine.Value {
	if !r.vm.IsFunction(c.Arg(0)) {
		if c.Arg(0).IsString() {
			return c.ThrowError("TypeError", name+" needs a function: code in a string is not run")
		}
		return c.ThrowError("TypeError", name+" needs a function")
	}
	ms, thrown := r.vm.ToFloat(c.Arg(1))
	if thrown != nil {
		return c.Rethrow(thrown)
	}
	r.timerIDs++
	t := &timer{id: r.timerIDs, repeat: repeat, level: r.nesting + 1, op: r.Begin("timer", "")}
	t.op.delay = clampDelay(ms, t.level)
	t.fn = r.vm.Dup(c.Arg(0))
	t.op.Keep(t.fn)
	for i := 2; i < c.NArgs(); i++ {
		t.args = append(t.args, r.vm.Dup(c.Arg(i)))
	}
	t.op.Keep(t.args...)
	r.timers[t.id] = t
	t.due = r.host.Now().Add(t.op.delay)
	r.host.Emit(&trace.TimerSet{App: r.host.Where(), ID: t.id, DueUs: t.due.Micros(), Repeat: repeat, Pos: t.op.from.pos})
	r.arm(t)
	return engine.Int(int64(t.id))
}

// clampDelay is the delay of a timer of a level: what is no number, negative or beyond 32 bits is 0, as in browsers.
func clampDelay(ms float64, level int) time.Duration {
	if !(ms > 0 && ms <= math.MaxInt32) {
		ms = 0
	}
	d := time.Duration(math.Trunc(ms)) * time.Millisecond
	if level > nestedLevels {
		d = max(d, nestedMinimum)
	}
	return d
}

func (r *Runtime) arm(t *timer) {
	t.op.work = r.host.After(t.due.Sub(r.host.Now()), func(late time.Duration) { r.fire(t, late) })
}

// fire is a timer falling due. An interval is set anew behind its callback, from the instant at which it was due; beats
// that it missed meanwhile are left out.
func (r *Runtime) fire(t *timer, late time.Duration) {
	if t.op.over || r.Stopped() {
		return
	}
	t.op.work, t.op.busy = 0, true
	if !t.repeat {
		r.dropTimer(t)
	}
	r.nesting = t.level
	ended := r.beginTimerTurn(t)
	r.Turn("timer", func() {
		r.host.Emit(&trace.TimerFire{App: r.host.Where(), ID: t.id, LateUs: late.Microseconds()})
		result, _ := r.Call("timer", t.fn, engine.Undefined(), t.args...)
		r.vm.Free(result)
	})
	r.nesting = 0
	ended()
	t.op.busy = false
	switch {
	case r.end == closed:
	case t.op.over:
		t.op.release()
	case !r.Stopped():
		r.again(t)
	}
}

// timerTurn is a stretch of time in which a timer's callback ran: what was called then was started by that timer.
type timerTurn struct {
	from, to vclock.Instant
	set      site
}

// maxTimerTurns is how many of them are remembered, the latest ones.
const maxTimerTurns = 256

func (r *Runtime) beginTimerTurn(t *timer) (ended func()) {
	if len(r.timerTurns) == maxTimerTurns {
		r.timerTurns = append(r.timerTurns[:0], r.timerTurns[maxTimerTurns/2:]...)
	}
	i := len(r.timerTurns)
	r.timerTurns = append(r.timerTurns, timerTurn{r.host.Now(), vclock.Never, t.op.from})
	return func() { r.timerTurns[i].to = r.host.Now() }
}

// startedBy is the timer whose callback ran at an instant, if one did.
func (r *Runtime) startedBy(at vclock.Instant) (set site, ok bool) {
	for _, t := range slices.Backward(r.timerTurns) {
		if t.from <= at && at <= t.to {
			return t.set, t.set.pos != nil
		}
	}
	return site{}, false
}

func (r *Runtime) again(t *timer) {
	t.level++
	every := clampDelay(float64(t.op.delay.Milliseconds()), t.level)
	every = max(every, time.Millisecond)
	t.due = t.due.Add(every)
	if behind := r.host.Now().Sub(t.due); behind > 0 {
		t.due = t.due.Add((behind + every - 1) / every * every)
	}
	r.arm(t)
}

func (r *Runtime) clearTimer(c *engine.Call) engine.Value {
	id, thrown := r.vm.ToInt32(c.Arg(0))
	if thrown != nil {
		return c.Rethrow(thrown)
	}
	if t := r.timers[int(id)]; t != nil {
		r.host.Emit(&trace.TimerClear{App: r.host.Where(), ID: t.id})
		r.dropTimer(t)
	}
	return engine.Undefined()
}

// dropTimer ends a timer: it is no longer open.
func (r *Runtime) dropTimer(t *timer) {
	delete(r.timers, t.id)
	t.op.Done()
}
