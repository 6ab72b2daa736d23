package verdict

import (
	"slices"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// finishAfterExpiration: the app finished after iOS's warning and before the kill: it survived, its work was cut short.
// Where an error kept the wake from finishing earlier, that is told instead.
func finishAfterExpiration(f *facts) []Finding {
	late := f.finishes(
		func(e *trace.Finish) bool { return e.By == byUser && e.Answer == afterExpiration },
		func(w *Wake, _ *finish) Finding {
			finding := Finding{
				Rule: RuleFinishAfterExpiration, Severity: Warning,
				Message:    "finished only after iOS warned that the time is up: the work was cut short",
				Suggestion: "do less in one wake",
			}
			if w == nil {
				return finding
			}
			finding.Related = places(w.Pending)
			if slices.ContainsFunc(w.Pending, func(p Pending) bool { return p.WaitingFor == "fetch" }) {
				finding.Suggestion += ", and give each request a limit of its own: " + f.requestLimit(10)
			}
			return finding
		})
	return slices.DeleteFunc(late, func(x Finding) bool { return x.Wake > 0 && f.cause(f.run.Wakes[x.Wake-1]) != "" })
}
