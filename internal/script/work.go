package script

import (
	"slices"
	"time"

	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
)

// Op is something that the process has asked for and waits for: a timer, a request, an answer of the native side.
type Op struct {
	runtime *Runtime
	kind    string
	ref     string
	delay   time.Duration // of a timer, instead of ref
	from    site
	wake    int
	number  int64 // the n-th operation of the process
	index   int   // in runtime.ops
	work    int   // number of Host.After; 0 for none
	over    bool
	busy    bool // its fn runs: what it keeps is in use
	kept    []engine.Value
	fn      func(late time.Duration)
}

// Later begins an open operation that ends by itself d from now: fn runs as a turn, and then it is done. kind is timer,
// fetch, bridge or callback; ref says what exactly, for reports (a URL, a bridge method). It is known by the caller's
// place in the user's source and the wake it was begun in. For a report to find what an await waits for, begin it while
// the promise's executor runs, or right after VM.NewPromise.
func (r *Runtime) Later(kind, ref string, d time.Duration, fn func(late time.Duration)) *Op {
	o := r.Begin(kind, ref)
	o.fn = fn
	o.work = r.host.After(d, o.due)
	return o
}

// Begin begins an open operation that is over when its Done is called.
func (r *Runtime) Begin(kind, ref string) *Op {
	r.began++
	o := &Op{runtime: r, kind: kind, ref: ref, from: r.caller(), number: r.began, index: len(r.ops)}
	o.wake, _, _ = r.host.OpenWake()
	r.ops = append(r.ops, o)
	return o
}

// due is the host's word that the time has come.
func (o *Op) due(late time.Duration) {
	if o.over || o.runtime.Stopped() {
		return
	}
	o.work, o.busy = 0, true
	o.close()
	o.runtime.Turn(turnOf(o.kind), func() { o.fn(late) })
	o.busy = false
	o.release()
}

// turnOf is the place that errors in the turn of a finished operation are said to come from.
func turnOf(kind string) string {
	if kind == "fetch" {
		return "request"
	}
	return kind
}

// Pos is where in the user's source it was begun; nil if not by the user's code.
func (o *Op) Pos() *trace.Pos { return o.from.pos }

// Wake is the wake it was begun in; 0 outside one.
func (o *Op) Wake() int { return o.wake }

// Keep has the operation own values: they are given back to the engine when it is over, or the process closed.
func (o *Op) Keep(values ...engine.Value) {
	if o.over && !o.busy {
		o.runtime.freeAll(values)
		return
	}
	o.kept = append(o.kept, values...)
}

// Done says that it is over; a fn that was still to come will not. It may be called twice.
func (o *Op) Done() {
	if o.over {
		return
	}
	if o.work != 0 {
		o.runtime.host.Cancel(o.work)
		o.work = 0
	}
	o.close()
	if !o.busy {
		o.release()
	}
}

// Cancel is Done: the operation is taken back.
func (o *Op) Cancel() { o.Done() }

// close takes it off the list of open operations.
func (o *Op) close() {
	r := o.runtime
	o.over = true
	last := len(r.ops) - 1
	r.ops[o.index] = r.ops[last]
	r.ops[o.index].index = o.index
	r.ops[last] = nil
	r.ops = r.ops[:last]
}

// release gives back what it kept.
func (o *Op) release() {
	values := o.kept
	o.kept, o.fn = nil, nil
	o.runtime.freeAll(values)
}

// Open counts the open requests (kind fetch) and timers that were begun in a wake.
func (r *Runtime) Open(wake int) (requests, timers int) {
	for _, o := range r.ops {
		switch {
		case o.wake != wake:
		case o.kind == "fetch":
			requests++
		case o.kind == "timer":
			timers++
		}
	}
	return requests, timers
}

// openOps are the open operations in the order in which they were begun.
func (r *Runtime) openOps() []*Op {
	return slices.SortedFunc(slices.Values(r.ops), func(a, b *Op) int { return int(a.number - b.number) })
}

// what says what exactly the operation is.
func (o *Op) what() string {
	if o.kind == "timer" && o.ref == "" {
		return o.delay.String()
	}
	return o.ref
}

// mark is where the process stands, for the engine to note with each promise.
func (r *Runtime) mark() engine.Mark {
	return engine.Mark{At: r.host.Now().Micros(), Ops: r.began}
}
