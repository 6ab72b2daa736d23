package verdict

import "github.com/fetchsim/fetchsim/internal/trace"

// finishTwice: finish() for a task that is already finished, by the same wake's code or by what an earlier wake left.
func finishTwice(f *facts) []Finding {
	return f.finishes(
		func(e *trace.Finish) bool { return e.By == byUser && e.Answer == answeredTwice },
		func(_ *Wake, e *finish) Finding {
			finding := Finding{
				Rule: RuleFinishTwice, Severity: Error,
				Message:    "finish() was called again for a task that was already finished",
				Suggestion: "call finish() in one place, such as a finally block around the whole callback",
			}
			if e.first != nil {
				finding.Related = []Related{{Text: "finished first", Pos: *e.first}}
			}
			if e.stale {
				finding.Notes = notes("code that an earlier wake had started went on when this one woke the app")
				finding.Suggestion = "stop the callback's work in onTimeout, so that nothing of it is left when finish() is called"
			}
			return finding
		})
}
