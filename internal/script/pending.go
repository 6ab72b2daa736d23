package script

import (
	"cmp"
	"slices"

	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// Pending writes what the process is waiting for: an await.pending for each suspended async function, innermost first, and
// the excerpts of their sources. when is expiration, kill, finish or launch. Where no function of the open wake awaits
// anything, its open requests and timers are written instead, else the last call of the platform: a callback that has not
// come. It runs no JavaScript.
func (r *Runtime) Pending(when string) {
	switch r.end {
	case closed, crashed, outOfMemory, guarded, interrupted: // their own event says where
		return
	case outOfBudget, endless, "":
	}
	w := r.readWaiting()
	if r.end == outOfBudget && r.writeRunning(when) {
		w.ofThisWake = true
	}
	leaves := w.leaves()
	for _, leaf := range leaves[:min(len(leaves), maxChains)] {
		r.writeChain(when, w, leaf)
	}
	if !w.ofThisWake || when == "finish" {
		r.writeUncovered(when, w)
	}
}

// maxChains is how many chains of awaits are written: an app that leaks them has thousands, each like the others.
const maxChains = 100

// waiting is what one look at the engine's heap found, in terms of the sources.
type waiting struct {
	awaits     []await
	byID       map[int]*await
	open       []*Op        // open operations in the order of their beginning
	covered    map[*Op]bool // operations that some await waits for
	written    map[int]bool
	lastID     int
	ofThisWake bool // some function that was called in the open wake, or waits for something begun in it, is suspended
}

// await is a suspended async function.
type await struct {
	id      int
	at      *place // nil for code of ours
	frame   engine.Frame
	by      engine.Frame
	since   vclock.Instant // when it was called; 0 for generators
	parents []int
	leaf    bool // no other suspended function is what it waits for
	inWake  bool
	on      waitedFor
}

// waitedFor is what an await that is a leaf waits for.
type waitedFor struct {
	kind      string
	ref       string
	since     vclock.Instant
	abandoned bool
	op        *Op
}

func (r *Runtime) readWaiting() *waiting {
	w := &waiting{byID: map[int]*await{}, open: r.openOps(), covered: map[*Op]bool{}, written: map[int]bool{}}
	found := r.vm.Pending()
	bridged(found, func(a engine.Await) bool { p := r.place(a.Frame); return p == nil || p.origin == ofUs })
	awaited := map[int]bool{}
	for _, a := range found {
		for _, p := range a.Parents {
			awaited[p] = true
		}
	}
	w.awaits = make([]await, 0, len(found))
	for _, a := range found {
		w.lastID = max(w.lastID, a.ID)
		at := r.place(a.Frame)
		if at == nil || at.origin == ofUs {
			continue
		}
		x := await{id: a.ID, at: at, frame: a.Frame, by: a.By, since: vclock.Instant(a.Called.At), parents: a.Parents, leaf: !awaited[a.ID]}
		x.on = r.waitsFor(w, a, x.leaf)
		x.inWake = r.inWake(a.Called) || x.on.op != nil && r.wake.number != 0 && x.on.op.wake == r.wake.number
		w.ofThisWake = w.ofThisWake || x.inWake
		w.awaits = append(w.awaits, x)
	}
	for i := range w.awaits {
		w.byID[w.awaits[i].id] = &w.awaits[i]
	}
	return w
}

// bridged takes functions that are not shown out of the chains: what waits for them waits for what they wait for.
func bridged(found []engine.Await, hidden func(engine.Await) bool) {
	for _, h := range found {
		if !hidden(h) {
			continue
		}
		for i := range found {
			a := &found[i]
			if j := slices.Index(a.Parents, h.ID); j >= 0 && a.ID != h.ID {
				a.Parents = append(slices.Delete(slices.Clone(a.Parents), j, j+1), h.Parents...)
				slices.Sort(a.Parents)
				a.Parents = slices.Compact(a.Parents)
			}
			if slices.Contains(h.Parents, a.ID) {
				a.On = append(a.On, h.On...)
			}
		}
	}
}

// inWake tells whether something happened since the open wake began.
func (r *Runtime) inWake(m engine.Mark) bool {
	return r.wake.number != 0 && m != (engine.Mark{}) && m.At >= r.wake.since.Micros()
}

// waitsFor is what a suspended function waits for: an operation, if one was begun while the promise was made.
func (r *Runtime) waitsFor(w *waiting, a engine.Await, leaf bool) waitedFor {
	on := waitedFor{kind: "function", since: vclock.Instant(a.Called.At)}
	if leaf {
		on = waitedFor{kind: "promise", since: r.host.Now(), abandoned: len(a.On) > 0}
	}
	for i, p := range a.On {
		if leaf {
			on.abandoned = on.abandoned && p.Abandoned
			if made := vclock.Instant(p.Made.At); i == 0 || made < on.since {
				on.since = made
			}
		}
		for _, o := range w.begunWith(p) {
			if r.feeds(o, p) {
				w.covered[o] = true
				if on.op == nil || o.number < on.op.number {
					on.op = o
				}
			}
		}
	}
	if leaf && on.op != nil {
		on.kind, on.ref, on.since, on.abandoned = on.op.kind, on.op.what(), on.op.from.at, false
	}
	on.since = max(on.since, vclock.Instant(a.Called.At)) // what it waits for may be older
	return on
}

// begunWith are the open operations that were begun in a promise's executor, and the one next after the promise.
func (w *waiting) begunWith(p engine.PromiseInfo) []*Op {
	at := func(number int64) int {
		i, _ := slices.BinarySearchFunc(w.open, number, func(o *Op, n int64) int { return cmp.Compare(o.number, n) })
		return i
	}
	return w.open[at(p.Made.Ops+1):at(max(p.Ready.Ops, p.Made.Ops+1)+1)]
}

// feeds tells whether an operation will settle a promise, as far as can be seen: it was begun in the promise's executor, or
// next after the promise by the same call.
func (r *Runtime) feeds(o *Op, p engine.PromiseInfo) bool {
	if o.number > p.Made.Ops && o.number <= p.Ready.Ops {
		return true
	}
	if p.Ready.Ops != p.Made.Ops || o.number != p.Made.Ops+1 || o.from.at.Micros() != p.Made.At {
		return false
	}
	at := r.place(p.At)
	return at != nil && &at.pos == o.from.pos
}

// leaves are where the chains begin: first those of the open wake, in the order of their calls.
func (w *waiting) leaves() []*await {
	var leaves []*await
	for _, inWake := range []bool{true, false} {
		for i := range w.awaits {
			if a := &w.awaits[i]; a.leaf && a.inWake == inWake {
				leaves = append(leaves, a)
			}
		}
	}
	for i := range w.awaits { // functions that wait for each other in a circle
		if a := &w.awaits[i]; !a.leaf {
			leaves = append(leaves, a)
		}
	}
	return leaves
}

// writeChain writes a suspended function and those that wait for it, and at the end who started the last of them.
func (r *Runtime) writeChain(when string, w *waiting, a *await) {
	for a != nil && !w.written[a.id] {
		w.written[a.id] = true
		e := &trace.AwaitPending{
			App: r.host.Where(), When: when, ID: a.id, Function: r.functionName(a.frame, a.at), Pos: &a.at.pos,
			On: a.on.kind, Ref: a.on.ref, Abandoned: a.on.abandoned, SinceUs: a.on.since.Micros(),
		}
		next := w.parent(a)
		if next != nil {
			e.Parent, e.Link = next.id, "awaited"
			r.emitPending(e)
		} else {
			r.writeStarters(w, e, r.starters(a))
		}
		a = next
	}
}

// parent is the function that waits for another one, the first of them.
func (w *waiting) parent(a *await) *await {
	for _, id := range a.parents {
		if p := w.byID[id]; p != nil {
			return p
		}
	}
	return nil
}

// starters are the places that a function was called from: its caller, and where the timer was set in whose callback that
// was.
func (r *Runtime) starters(a *await) []site {
	var starters []site
	if by := r.place(a.by); by != nil && by.origin != ofUs {
		starters = append(starters, site{&by.pos, r.functionName(a.by, by), a.since})
	}
	if set, ok := r.startedBy(a.since); ok {
		starters = append(starters, set)
	}
	return starters
}

// writeStarters writes the last function of a chain and what started it, each linked to the next.
func (r *Runtime) writeStarters(w *waiting, e *trace.AwaitPending, starters []site) {
	for _, s := range starters {
		w.lastID++
		e.Parent, e.Link = w.lastID, "started"
		r.emitPending(e)
		e = &trace.AwaitPending{
			App: e.App, When: e.When, ID: w.lastID, Function: s.function, Pos: s.pos, On: "function", SinceUs: s.at.Micros(),
		}
	}
	r.emitPending(e)
}

func (r *Runtime) emitPending(e *trace.AwaitPending) {
	r.host.Emit(e)
	r.Excerpt(e.Pos)
}

// maxUncovered is how many operations without an await are written.
const maxUncovered = 10

// writeUncovered writes the open operations of the wake that no await waits for, requests first; where there are none, the
// promise or the call that never answered.
func (r *Runtime) writeUncovered(when string, w *waiting) {
	var open []*Op
	for _, timers := range []bool{false, true} {
		for _, o := range w.open {
			if o.wake == r.wake.number && !w.covered[o] && (o.kind == "timer") == timers {
				open = append(open, o)
			}
		}
	}
	for _, o := range open[:min(len(open), maxUncovered)] {
		r.writeLoose(when, o.from, o.kind, o.what(), false)
	}
	if len(open) > 0 || w.ofThisWake || when == "finish" {
		return
	}
	if r.wake.number == 0 {
		return
	}
	for _, p := range r.vm.PendingPromises(r.wake.since.Micros()) {
		if at := r.place(p.At); at != nil && at.origin != ofUs && len(p.Parents) == 0 {
			from := site{pos: &at.pos, function: r.functionName(p.At, at), at: vclock.Instant(p.Made.At)}
			r.writeLoose(when, from, "promise", "", p.Abandoned)
			return
		}
	}
	if r.lastCall.pos != nil && r.lastCall.at >= r.wake.since {
		r.writeLoose(when, r.lastCall, "callback", "", false)
	}
}

// writeRunning writes where the code was when the deadline came in the middle of it, if it did.
func (r *Runtime) writeRunning(when string) bool {
	for _, f := range r.stopStack() {
		if p := r.place(f); p != nil && p.origin != ofUs {
			r.writeLoose(when, site{&p.pos, r.functionName(f, p), r.host.Now()}, "callback", "running", false)
			return true
		}
	}
	return false
}

// writeLoose writes something that is waited for without an await.
func (r *Runtime) writeLoose(when string, from site, on, ref string, abandoned bool) {
	r.emitPending(&trace.AwaitPending{
		App: r.host.Where(), When: when, Function: from.function, Pos: from.pos, On: on, Ref: ref,
		Abandoned: abandoned, SinceUs: from.at.Micros(),
	})
}
