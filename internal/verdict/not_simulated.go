package verdict

import "github.com/fetchsim/fetchsim/internal/trace"

// notSimulated: the script called something that fetchsim has no model of. What would happen on a phone is unknown, so
// the wake cannot pass.
func notSimulated(f *facts) []Finding {
	var out []Finding
	f.each(func(w *Wake, in *incident) {
		tell := func(m *trace.APIMissing) {
			out = append(out, Finding{
				Rule: RuleNotSimulated, Severity: Error, Wake: number(w), Pos: m.Pos,
				Message:    m.Name + " is not simulated by fetchsim",
				Notes:      notes("what it does on a phone is unknown here, so this is no pass", consequence(w)),
				Suggestion: "keep it out of the background path, or check that it exists before calling it",
			})
		}
		for i := range in.missing {
			tell(&in.missing[i])
		}
		for i := range in.errors {
			if m := f.missingBehind(&in.errors[i]); m != nil && !in.misses(m) {
				tell(m)
			}
		}
	})
	return out
}

// misses tells whether the trace says in this very wake that a thing has no model.
func (in *incident) misses(m *trace.APIMissing) bool {
	for i := range in.missing {
		if in.missing[i].Name == m.Name {
			return true
		}
	}
	return false
}
