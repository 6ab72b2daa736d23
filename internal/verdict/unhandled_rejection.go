package verdict

import "github.com/fetchsim/fetchsim/internal/trace"

// unhandledRejection: a promise was rejected and nobody handled it.
func unhandledRejection(f *facts) []Finding {
	return f.thrown(RuleUnhandledRejection, func(w *Wake, e *trace.JSError) Finding {
		suggestion := "await it in a try block, and call finish() in finally"
		if f.plain() {
			suggestion = "await it in a try block"
		}
		return Finding{Message: "unhandled rejection: " + described(e), Notes: notes(consequence(w)), Suggestion: suggestion}
	})
}
