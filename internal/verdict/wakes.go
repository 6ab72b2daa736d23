package verdict

import (
	"unicode/utf8"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// Limits of what is kept of a script's console: enough to see how a wake went, and a year of wakes stays small.
const (
	consoleLines  = 100     // per wake: the first and the last half
	consoleText   = 2_000   // bytes per line
	consoleBudget = 8 << 20 // bytes over all lines of passing wakes; beyond it theirs are let go
)

// wakeBook builds the wakes of a run as their events come.
type wakeBook struct {
	list     []*Wake
	requests map[requestKey]requestRef // those still open
	pending  map[int]*snapshot         // by wake: its latest await.pending records, until it is closed
	closed   int                       // how many wakes of list are closed: nothing more can come
	console  int                       // bytes kept for passing wakes
	strings  interner
	native   string // what the native side finished the open wake with, for a callback that only returns a result
}

// requestKey names a request of the run: ids may begin anew in each process.
type requestKey struct{ pid, id int }

type requestRef struct {
	wake  *Wake
	index int
}

func (b *wakeBook) init() {
	b.requests = map[requestKey]requestRef{}
	b.pending = map[int]*snapshot{}
	b.strings = interner{}
}

func (b *wakeBook) record(j *Judge, rec trace.Record) {
	switch ev := rec.Event.(type) {
	case *trace.Grant:
		if ev.Wake != len(b.list)+1 {
			j.broken("wake %d is granted after wake %d", ev.Wake, len(b.list))
			return
		}
		b.closeAll()
		b.grant(rec.TUs, ev)
	case *trace.WakeEnd:
		w := b.wake(ev.Wake)
		if w == nil || w.Outcome != Unended {
			j.broken("wake %d ends without being open", ev.Wake)
			return
		}
		w.Outcome = Outcome(ev.How)
		if w.Outcome == Finished && w.Result == noResult && b.native != "" {
			w.Result = b.native
		}
		w.RanUs, w.CPUUs, w.BytesIn, w.BytesOut = ev.RanUs, ev.CPUUs, ev.BytesIn, ev.BytesOut
	case *trace.AwaitPending:
		b.await(rec.TUs, ev)
	case *trace.NetStart:
		b.netStart(rec.TUs, ev)
	case *trace.NetEnd:
		b.netEnd(rec.TUs, ev)
	case interface{ In() trace.App }:
		n := ev.In().Wake
		if n == 0 {
			return
		}
		w := b.wake(n)
		if w == nil {
			j.broken("event %d belongs to wake %d, which was not granted", rec.Seq, n)
			return
		}
		b.inWake(w, rec)
	}
}

// inWake takes the events that say something about the wake they happened in.
func (b *wakeBook) inWake(w *Wake, rec trace.Record) {
	switch ev := rec.Event.(type) {
	case *trace.Launch:
		w.Process, w.Launch, w.LaunchUs = ev.PID, ev.How, ev.LaunchUs
	case *trace.Delivered:
		w.TaskID = b.strings.of(ev.TaskID)
		if w.Process == 0 {
			w.Process = ev.PID
		}
	case *trace.Expiring:
		w.Expired, w.ExpiredAtUs = true, rec.TUs-w.AtUs
	case *trace.Exit:
		w.KillCode, w.KillCategory = ev.Code, ev.Category
	case *trace.Finish:
		b.finish(w, ev)
	case *trace.Console:
		w.print(ConsoleLine{Level: ev.Level, Text: b.strings.of(shorten(ev.Text, consoleText)), AtUs: rec.TUs - w.AtUs})
	}
}

func (b *wakeBook) grant(tUs int64, g *trace.Grant) {
	b.native = ""
	b.list = append(b.list, &Wake{
		N: g.Wake, Day: g.Day, At: g.At, AtUs: tUs, Forced: g.Forced, Trigger: g.Trigger, Network: b.strings.of(g.Link),
		BudgetUs: g.BudgetUs, Outcome: Unended, Result: noResult,
	})
}

func (b *wakeBook) netStart(tUs int64, ev *trace.NetStart) {
	w := b.wake(ev.Wake)
	if w == nil {
		return
	}
	b.requests[requestKey{ev.PID, ev.ID}] = requestRef{w, len(w.Requests)}
	w.Requests = append(w.Requests, Request{
		Method: b.strings.of(ev.Method), URL: b.strings.of(ev.URL), Open: true, StartUs: tUs - w.AtUs, BytesOut: ev.BytesOut,
	})
}

func (b *wakeBook) finish(w *Wake, ev *trace.Finish) {
	if ev.Answer != accepted && ev.Answer != afterExpiration {
		return
	}
	switch ev.By {
	case byUser:
		w.Result, w.OpenRequests, w.OpenTimers = ev.Result, ev.OpenRequests, ev.OpenTimers
	case byNative:
		b.native = ev.Result
	}
}

// netEnd closes a request in the wake that started it, which may be an earlier one.
func (b *wakeBook) netEnd(tUs int64, ev *trace.NetEnd) {
	key := requestKey{ev.PID, ev.ID}
	ref, ok := b.requests[key]
	if !ok {
		return
	}
	delete(b.requests, key)
	r := &ref.wake.Requests[ref.index]
	r.Open, r.EndUs = false, tUs-ref.wake.AtUs
	r.Status, r.Error, r.From, r.BytesIn = ev.Status, b.strings.of(ev.Error), b.strings.of(ev.From), ev.BytesIn
	if ev.From == placeholder {
		ref.wake.Placeholder = true
	}
}

func (b *wakeBook) await(tUs int64, ev *trace.AwaitPending) {
	if ev.Wake != 0 && b.wake(ev.Wake) == nil {
		return
	}
	s := b.pending[ev.Wake]
	if s == nil || s.when != ev.When || s.atUs != tUs {
		s = &snapshot{when: ev.When, atUs: tUs}
		b.pending[ev.Wake] = s
	}
	s.add(ev, b.strings)
}

// closeAll finishes the wakes of which no more can come: a kill code and pending awaits may follow wake.end, but not the
// next grant.
func (b *wakeBook) closeAll() {
	for ; b.closed < len(b.list); b.closed++ {
		w := b.list[b.closed]
		if s := b.pending[w.N]; s != nil {
			w.Pending = s.pending(w.AtUs)
			delete(b.pending, w.N)
		}
		if w.Outcome == Finished {
			b.keepConsole(w)
		}
	}
}

// keepConsole lets the lines of a passing wake go when the run has printed too much.
func (b *wakeBook) keepConsole(w *Wake) {
	for _, l := range w.Console {
		b.console += len(l.Text)
	}
	if b.console > consoleBudget {
		w.ConsoleDropped += len(w.Console)
		w.Console = nil
	}
}

func (b *wakeBook) wake(n int) *Wake {
	if n < 1 || n > len(b.list) {
		return nil
	}
	return b.list[n-1]
}

// print keeps the first and the last lines of a wake.
func (w *Wake) print(l ConsoleLine) {
	if len(w.Console) == consoleLines {
		half := consoleLines / 2
		copy(w.Console[half:], w.Console[half+1:])
		w.Console = w.Console[:consoleLines-1]
		w.ConsoleDropped++
	}
	w.Console = append(w.Console, l)
}

// interner keeps one copy of each string, so that a year of equal URLs costs one.
type interner map[string]string

func (in interner) of(s string) string {
	if s == "" {
		return ""
	}
	if kept, ok := in[s]; ok {
		return kept
	}
	in[s] = s
	return s
}

// shorten cuts a text to at most n bytes, between runes, and marks the cut.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	cut := n
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}
