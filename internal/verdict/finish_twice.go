package verdict

import "github.com/fetchsim/fetchsim/internal/trace"

// finishTwice: finish() for a task that is already finished.
func finishTwice(f *facts) []Finding {
	return f.finishes(
		func(e *trace.Finish) bool { return e.By == byUser && e.Answer == answeredTwice },
		func(_ *Wake, e *trace.Finish) Finding {
			return Finding{
				Rule: RuleFinishTwice, Severity: Error,
				Message:    "finish() was called again for a task that was already finished",
				Suggestion: "call finish() in one place, such as a finally block around the whole callback",
			}
		})
}
