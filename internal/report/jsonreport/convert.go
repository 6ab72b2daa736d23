package jsonreport

import (
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict"
)

func newSummary(s *verdict.Summary) summary {
	f, a := s.FinishUs, s.AgeAtOpenUs
	return summary{
		Wakes: s.Wakes, Finished: s.Finished, Expired: s.Expired, Killed: s.Killed, Crashed: s.Crashed,
		CompletedByOS: s.CompletedByOS, Stopped: s.Stopped, Guard: s.Guard, Forced: s.Forced, NotWokenSpans: s.NotWokenSpans,
		FinishMs:    finishMs{ms(f.P50), ms(f.P90), ms(f.P95), ms(f.P99), ms(f.Max)},
		AgeAtOpenMs: ageMs{ms(a.P50), ms(a.P90), ms(a.Max)},
		Requests:    s.Requests, BytesIn: s.BytesIn, BytesOut: s.BytesOut, CPUMs: ms(s.CPUUs),
	}
}

func newWake(run *verdict.Run, w *verdict.Wake) wake {
	return wake{
		N: w.N, Day: w.Day, At: w.At, Process: w.Process, Launch: orNull(w.Launch), LaunchMs: ms(w.LaunchUs),
		TaskID: orNull(w.TaskID), Trigger: w.Trigger, Forced: w.Forced, Network: w.Network, BudgetMs: ms(w.BudgetUs),
		Outcome: outcome(w.Outcome), RanMs: ms(w.RanUs), CPUMs: ms(w.CPUUs), ExpiredAtMs: nullUnless(w.Expired, ms(w.ExpiredAtUs)),
		KillCode: orNull(w.KillCode), Result: w.Result, Placeholder: w.Placeholder,
		Requests: list(w.Requests, newRequest), Console: list(w.Console, newConsoleLine), Pending: list(w.Pending, newPending),
		Checks: []struct{}{}, Faults: []struct{}{}, Repro: orNull(run.Repro(w)),
	}
}

// outcome is the wake's outcome; one that the trace leaves open was stopped with the run.
func outcome(o verdict.Outcome) string {
	if o == verdict.Unended {
		return string(verdict.Stopped)
	}
	return string(o)
}

func newRequest(r *verdict.Request) request {
	return request{
		Method: r.Method, URL: r.URL, Status: nullUnless(r.Status != 0, r.Status), Error: orNull(r.Error), From: orNull(r.From),
		StartMs: ms(r.StartUs), EndMs: nullUnless(!r.Open, ms(r.EndUs)), BytesIn: r.BytesIn,
	}
}

func newConsoleLine(l *verdict.ConsoleLine) consoleLine {
	return consoleLine{Level: l.Level, Text: l.Text, AtMs: ms(l.AtUs)}
}

func newPending(p *verdict.Pending) pending {
	return pending{
		place: placeOf(&p.Frame), Function: p.Function, WaitingFor: p.WaitingFor, Abandoned: p.Abandoned, ForMs: ms(p.ForUs),
		Chain: list(p.Chain, newFrame),
	}
}

func newFrame(f *verdict.Frame) frame {
	return frame{place: placeOf(f), Function: f.Function, Link: f.Link}
}

func newFinding(f *verdict.Finding) finding {
	out := finding{
		Rule: string(f.Rule), Severity: string(f.Severity), Wake: nullUnless(f.Wake != 0, f.Wake), Message: f.Message,
		Help: orNull(f.Suggestion), Notes: list(f.Notes, func(s *string) string { return *s }), Related: list(f.Related, newRelated),
	}
	if f.Pos != nil {
		at := newPlace(f.Pos)
		out.Position = &at
	}
	return out
}

func newRelated(r *verdict.Related) related { return related{Text: r.Text, place: newPlace(&r.Pos)} }

func placeOf(f *verdict.Frame) place {
	if !f.HasPos {
		return place{}
	}
	return newPlace(&f.Pos)
}

func newPlace(p *trace.Pos) place { return place{File: &p.File, Line: &p.Line, Column: &p.Column} }

func ms(us int64) int64 { return us / 1000 }

func orNull(s string) *string { return nullUnless(s != "", s) }

func nullUnless[T any](there bool, v T) *T {
	if !there {
		return nil
	}
	return &v
}

// list converts every element, and gives an empty list, never null, for none.
func list[From, To any](in []From, convert func(*From) To) []To {
	out := make([]To, len(in))
	for i := range in {
		out[i] = convert(&in[i])
	}
	return out
}
