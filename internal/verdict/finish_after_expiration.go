package verdict

import "github.com/fetchsim/fetchsim/internal/trace"

// finishAfterExpiration: the app finished after iOS's warning and before the kill: it survived, its work was cut short.
func finishAfterExpiration(f *facts) []Finding {
	return f.finishes(
		func(e *trace.Finish) bool { return e.By == byUser && e.Answer == afterExpiration },
		func(*Wake, *trace.Finish) Finding {
			return Finding{
				Rule: RuleFinishAfterExpiration, Severity: Warning,
				Message:    "finished only after iOS warned that the time is up: the work was cut short",
				Suggestion: "do less in one wake, and give each request a limit of its own: AbortSignal.timeout(10_000)",
			}
		})
}
