package verdict

import (
	"fmt"

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
			if w != nil {
				finding.Related = places(w.Pending)
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
			out = append(out, Related{Text: "still waits for a " + p.WaitingFor, Pos: p.Pos})
		}
	}
	return out
}
