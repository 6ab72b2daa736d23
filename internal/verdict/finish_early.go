package verdict

import (
	"fmt"
	"slices"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// finishEarly: finish() while requests or timers of the wake were open. iOS suspends the app at once, and they freeze.
func finishEarly(f *facts) []Finding {
	return f.finishes(
		func(e *trace.Finish) bool {
			return e.By == byUser && e.Answer == accepted && (e.OpenRequests > 0 || e.OpenTimers > 0)
		},
		func(w *Wake, e *finish) Finding {
			finding := Finding{
				Rule: RuleFinishEarly, Severity: Warning,
				Message:    fmt.Sprintf("finish() was called with %s still open: they freeze with the app", openWork(&e.Finish)),
				Suggestion: "await them before finish(), or clear them",
			}
			if f.plain() {
				finding.Message = fmt.Sprintf("the callback ended with %s still open: they freeze with the app", openWork(&e.Finish))
				finding.Suggestion = "await them before you return, or clear them"
			}
			if w != nil {
				finding.Related = places(slices.DeleteFunc(slices.Clone(w.Pending), func(p Pending) bool {
					return p.WaitingFor == "bridge" // neither a request nor a timer: its answer comes on resume
				}))
			}
			return finding
		})
}

func openWork(e *trace.Finish) string {
	requests, timers := count(e.OpenRequests, "request"), count(e.OpenTimers, "timer")
	switch {
	case e.OpenTimers == 0:
		return requests
	case e.OpenRequests == 0:
		return timers
	default:
		return requests + " and " + timers
	}
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func places(pending []Pending) []Related {
	var out []Related
	for _, p := range pending {
		if p.HasPos && !p.LastCall() {
			out = append(out, Related{Text: "still waits for " + awaited(p.WaitingFor), Pos: p.Pos})
		}
	}
	return out
}

// awaited is what a place waits for, in words.
func awaited(what string) string {
	switch what {
	case "fetch":
		return "a request"
	case "bridge":
		return "the plugin's answer"
	default:
		return "a " + what
	}
}
