package verdict

import "github.com/fetchsim/fetchsim/internal/trace"

// unhandledRejection: a promise was rejected and nobody handled it.
func unhandledRejection(f *facts) []Finding {
	return f.thrown(RuleUnhandledRejection, func(w *Wake, e *trace.JSError) Finding {
		return Finding{
			Message:    "unhandled rejection: " + described(e),
			Notes:      notes(consequence(w)),
			Suggestion: "await it in a try block, and call finish() in finally",
		}
	})
}
