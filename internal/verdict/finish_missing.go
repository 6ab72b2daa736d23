package verdict

import (
	"fmt"
	"strings"
)

// finishMissing: nobody of the user's code called finish(). The app was killed, or the native side completed the task as
// failed, or only the plugin's own timeout handler ended it. A wake whose end has another cause is told under that.
func finishMissing(f *facts) []Finding {
	var out []Finding
	f.judged(func(w *Wake) {
		message := f.missed(w)
		if message == "" || f.cause(w) != "" {
			return
		}
		finding := Finding{
			Rule: RuleFinishMissing, Severity: Error, Wake: w.N, Message: message,
			Suggestion: "call finish(taskId) on every path, errors included: try { … } finally { … }",
			Notes:      notes(held(f.incidents[w.N])),
		}
		in := f.incidents[w.N]
		switch {
		case in != nil && in.buffered != nil:
			finding.Pos = in.buffered.Pos
			finding.Message = "finish() was called, but iOS killed the app before the plugin had told it"
			finding.Notes = notes("this version of the plugin waits 5 s after the first finish() of a process that iOS launched")
			finding.Suggestion = "finish at least 5 s before the time is up, or move to a newer version of the plugin"
		case len(w.Pending) > 0:
			f.stuckAt(&finding, &w.Pending[0])
		case f.plain():
			finding.Suggestion = "see what the script did last: --console all"
		default:
			finding.Notes = append(finding.Notes, "no await, timer or request was pending any more: the callback ended without finish()")
		}
		out = append(out, finding)
	})
	return out
}

// missed is the headline for a wake that the user's code did not finish, "" for one that it did.
func (f *facts) missed(w *Wake) string {
	what := "finish() not called"
	if f.plain() {
		what = "the callback did not end"
	}
	switch w.Outcome {
	case Killed:
		if w.BudgetUs != f.run.Header.LimitUs {
			return what + " within the time that iOS gave"
		}
		return what + " within " + seconds(w.BudgetUs)
	case CompletedByOS:
		return what + ": the native side completed the task as failed"
	case Expired:
		if w.Result == noResult {
			return "finish() not called: only the plugin's own timeout handler ended the task"
		}
	case Finished:
		if w.Result == noResult && f.finishedByDefault(w.N) {
			return "finish() not called: the plugin ended the task by itself"
		}
	case Crashed, Stopped, Guard, Unended:
	}
	return ""
}

// finishedByDefault tells that the plugin's own timeout handler finished the task.
func (f *facts) finishedByDefault(wake int) bool {
	in := f.incidents[wake]
	if in == nil {
		return false
	}
	for i := range in.finishes {
		if e := &in.finishes[i]; e.By == byDefault && e.Answer == accepted {
			return true
		}
	}
	return false
}

func held(in *incident) string {
	if in == nil || in.handler != handlerHeld {
		return ""
	}
	return strings.TrimSpace("the plugin held the event back and no handler was called " + inBrackets(in.rule))
}

func inBrackets(s string) string {
	if s == "" {
		return ""
	}
	return "(" + s + ")"
}

// stuckAt gives the finding the place that the wake hung at, who waits for it, and what would help there.
func (f *facts) stuckAt(finding *Finding, p *Pending) {
	if p.HasPos {
		pos := p.Pos
		finding.Pos = &pos
	}
	for _, c := range p.Chain {
		if c.HasPos {
			finding.Related = append(finding.Related, Related{Text: c.Link + " by " + c.Name(), Pos: c.Pos})
		}
	}
	if p.LastCall() {
		finding.Notes = append(finding.Notes, "nothing was waited for any more; this was the last call")
	}
	if p.Abandoned {
		finding.Notes = append(finding.Notes, "nobody holds the promise's resolve any more: it can never settle")
	}
	if help := f.unstick(p); help != "" {
		finding.Suggestion = help
	}
}

// unstick is what would have ended the wait.
func (f *facts) unstick(p *Pending) string {
	line := ""
	if p.HasPos {
		line = fmt.Sprintf(" on line %d", p.Pos.Line)
	}
	switch {
	case p.Abandoned:
		return "settle the promise" + line + ": keep its resolve and call it on every path"
	case p.WaitingFor == "fetch":
		return f.requestLimit(20) + line + ", and " + f.lastResort()
	case p.WaitingFor == "timer":
		return "a shorter timer" + line + ", and " + f.lastResort()
	case p.WaitingFor == "bridge":
		return "do not rely on the plugin's answer" + line + ", and " + f.lastResort()
	case p.WaitingFor == onCallback && p.Ref == refRunning:
		return "less work at once" + line + ", and " + f.lastResort()
	case p.WaitingFor == "promise":
		return "race it with a timeout" + line + ", and " + f.lastResort()
	default:
		return ""
	}
}

// requestLimit is how a script gives a request a limit of its own, as its platform lets it.
func (f *facts) requestLimit(seconds int) string {
	if strings.HasPrefix(f.run.Header.Plugin.Name, "react-native") { // its AbortSignal has no timeout()
		return fmt.Sprintf("an AbortController and a timer of %d s", seconds)
	}
	return fmt.Sprintf("AbortSignal.timeout(%d_000)", seconds)
}

// lastResort is how the app can still end the wake when iOS warns it, as its plugin lets it.
func (f *facts) lastResort() string {
	switch {
	case f.plain():
		return "heed task.signal"
	case f.run.Header.Plugin.Core == "old": // this generation never hears of the warning
		return "finish() in a finally block"
	default:
		return "finish() in onTimeout"
	}
}

// Name is the function's name, with a word for one that has none.
func (f Frame) Name() string {
	if f.Function == "" {
		return "(anonymous)"
	}
	return f.Function
}
