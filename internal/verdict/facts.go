package verdict

import (
	"maps"
	"slices"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// Words of the trace that the rules ask for.
const (
	byUser          = "user"
	byDefault       = "default"
	byNative        = "native"
	noResult        = "none"
	placeholder     = "placeholder"
	accepted        = "accepted"
	afterExpiration = "afterExpiration"
	answeredTwice   = "twice"
	answeredUnknown = "unknown"
	answeredNoID    = "noId"
	handlerNone     = "none"
	handlerHeld     = "held"
	whereLoad       = "load"
	whereRejection  = "rejection"
	stopOnTerminate = "stopOnTerminate"
)

// incidentErrors is how many exceptions of one wake are kept: a loop of rejections shows itself in a few.
const incidentErrors = 20

// facts is what a run did beside its wakes going well: the ground of all rules.
type facts struct {
	run       *Run // complete but for findings, summary and exit code, when the rules ask
	incidents map[int]*incident
	guarded   bool               // the real-time guard stopped a script
	missing   []trace.APIMissing // each said once for a process, though later wakes may meet it again

	delivered  int        // the last wake that reached the app
	accepted   finish     // the last finish() of the user's that the plugin took
	finishedAt *trace.Pos // where finish() was last called with effect

	launched   bool         // the app's process was started at least once
	submits    int          // requests that iOS took
	refused    []refusal    // requests or calls that were answered with an error
	live       map[int]bool // requests that are pending
	stop       *trace.Pos   // where the last stop() stands; valid with stopped
	stopped    bool         // the last thing said about requests was stop()
	stopUs     int64        // when
	defaultUs  int64        // when the plugin's own stopOnTerminate last took the requests back
	byDefault  bool         // it did, at defaultUs
	launchHang snapshot     // awaits at the end of a launch
}

// refusal is the app asking for background time and being told no.
type refusal struct {
	call, text string
	pos        *trace.Pos
}

// incident is what happened in one wake, or outside any (wake 0), that a rule may want to speak about. Most wakes have
// none.
type incident struct {
	errors   []trace.JSError
	memory   *trace.MemoryLimit
	runaway  *trace.Runaway
	guard    *trace.GuardStop
	exit     *trace.Exit
	missing  []trace.APIMissing
	finishes []finish   // all but the unremarkable ones
	handler  string     // called, held, none
	rule     string     // the plugin's rule that held the event
	stop     *trace.Pos // where stop() without a task id was called
	buffered *finish    // a finish() that the plugin accepted and kept to itself until iOS killed the app
}

// finish is a call of finish() with what came before it.
type finish struct {
	trace.Finish
	first *trace.Pos // where the task before it was finished, if that is known
	stale bool       // its wake was not delivered yet: the code is an earlier wake's
}

func (f *facts) init() {
	f.incidents = map[int]*incident{}
	f.live = map[int]bool{}
}

func (f *facts) record(rec trace.Record) {
	switch ev := rec.Event.(type) {
	case *trace.JSError:
		if in := f.in(ev.Wake); len(in.errors) < incidentErrors {
			e := *ev
			e.Stack = slices.Clone(ev.Stack)
			in.errors = append(in.errors, e)
		}
	case *trace.MemoryLimit:
		e := *ev
		f.in(ev.Wake).memory = &e
	case *trace.Runaway:
		e := *ev
		f.in(ev.Wake).runaway = &e
	case *trace.GuardStop:
		e := *ev
		f.in(ev.Wake).guard = &e
		f.guarded = true
	case *trace.APIMissing:
		if in := f.in(ev.Wake); len(in.missing) < incidentErrors {
			in.missing = append(in.missing, *ev)
		}
		f.miss(ev)
	case *trace.Exit:
		if ev.Cause == "crash" || ev.Cause == "watchdog" {
			e := *ev
			f.in(ev.Wake).exit = &e
		}
	case *trace.Launch:
		f.launched = true
	case *trace.Delivered:
		f.delivered = max(f.delivered, ev.Wake)
		if ev.Handler != "called" {
			in := f.in(ev.Wake)
			in.handler, in.rule = ev.Handler, ev.Rule
		}
	case *trace.Finish:
		f.finish(ev)
	case *trace.WakeEnd:
		if a := f.accepted; Outcome(ev.How) == Killed && a.Wake == ev.Wake {
			f.in(ev.Wake).buffered = &a
		}
	default:
		f.recordRequest(rec)
	}
}

func (f *facts) finish(ev *trace.Finish) {
	if !unremarkable(ev) {
		in := f.in(ev.Wake)
		in.finishes = append(in.finishes, finish{Finish: *ev, first: f.finishedAt, stale: ev.Wake > f.delivered})
	}
	if ev.By == byUser && (ev.Answer == accepted || ev.Answer == afterExpiration) {
		f.accepted = finish{Finish: *ev}
	}
	if ev.Pos != nil && (ev.Answer == accepted || ev.Answer == afterExpiration) {
		if f.finishedAt == nil || *f.finishedAt != *ev.Pos {
			pos := *ev.Pos
			f.finishedAt = &pos
		}
	}
}

// recordRequest takes what the app asked of iOS.
func (f *facts) recordRequest(rec trace.Record) {
	switch ev := rec.Event.(type) {
	case *trace.RequestSubmit:
		if ev.Error != "" {
			f.refuse(refusal{"submit " + ev.Identifier, ev.Error, ev.Pos})
			return
		}
		f.submits++
		f.stopped = false
		f.live[ev.ID] = true
		delete(f.live, ev.Replaced)
	case *trace.RequestCancel:
		delete(f.live, ev.ID)
		if ev.Why == "stop" {
			f.stopped, f.stop, f.stopUs = true, ev.Pos, rec.TUs
		}
	case *trace.RequestSpent:
		delete(f.live, ev.ID)
	case *trace.BridgeCall:
		switch {
		case ev.Answer == "error":
			f.refuse(refusal{ev.Method + "()", ev.Text, ev.Pos})
		case ev.Wake != 0 && ev.Pos != nil && ev.Method == "stop" && (ev.Args == "[]" || ev.Args == "[null]"):
			pos := *ev.Pos
			f.in(ev.Wake).stop = &pos
		}
	case *trace.BridgeEvent:
		if ev.Name == stopOnTerminate {
			f.byDefault, f.defaultUs = true, rec.TUs
		}
	case *trace.AwaitPending:
		if ev.Wake == 0 && ev.When == "launch" {
			f.launchHang.atUs = rec.TUs
			f.launchHang.add(ev, interner{})
		}
	}
}

// miss remembers what is not simulated, for the exceptions that it will cause.
func (f *facts) miss(ev *trace.APIMissing) {
	known := func(m trace.APIMissing) bool {
		return m.Name == ev.Name && (m.Pos == ev.Pos || m.Pos != nil && ev.Pos != nil && *m.Pos == *ev.Pos)
	}
	if !slices.ContainsFunc(f.missing, known) {
		f.missing = append(f.missing, *ev)
	}
}

// refuse keeps the first few: later ones say the same.
func (f *facts) refuse(r refusal) {
	if len(f.refused) < incidentErrors {
		f.refused = append(f.refused, r)
	}
}

// unremarkable is a finish that no rule speaks about.
func unremarkable(ev *trace.Finish) bool {
	return ev.By == byUser && ev.Answer == accepted && ev.OpenRequests == 0 && ev.OpenTimers == 0
}

func (f *facts) in(wake int) *incident {
	in := f.incidents[wake]
	if in == nil {
		in = &incident{}
		f.incidents[wake] = in
	}
	return in
}

// each calls rule for every incident that is judged: those of judged wakes, and wake 0 with a nil wake.
func (f *facts) each(rule func(w *Wake, in *incident)) {
	for _, n := range slices.Sorted(maps.Keys(f.incidents)) {
		switch {
		case n == 0:
			rule(nil, f.incidents[0])
		case n >= 1 && n <= len(f.run.Wakes) && f.run.Wakes[n-1].Judged:
			rule(f.run.Wakes[n-1], f.incidents[n])
		}
	}
}

// judged calls rule for every judged wake.
func (f *facts) judged(rule func(w *Wake)) {
	for _, w := range f.run.Wakes {
		if w.Judged {
			rule(w)
		}
	}
}

// plain tells that the callback is a function by itself, which knows no finish(): what it returns is the result.
func (f *facts) plain() bool {
	name := f.run.Header.Plugin.Name
	return name == "" || name == "none"
}

// asked tells that the app tried to get background time.
func (f *facts) asked() bool { return f.submits > 0 || len(f.refused) > 0 }

// none tells that a run came to its end without one wake in its days.
func (f *facts) none() bool {
	return f.run.End == trace.Complete && !slices.ContainsFunc(f.run.Wakes, func(w *Wake) bool { return w.Day >= 0 })
}
