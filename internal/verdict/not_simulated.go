package verdict

// notSimulated: the script called something that fetchsim has no model of. What would happen on a phone is unknown, so
// the wake cannot pass.
func notSimulated(f *facts) []Finding {
	var out []Finding
	f.each(func(w *Wake, in *incident) {
		for i := range in.missing {
			m := &in.missing[i]
			out = append(out, Finding{
				Rule: RuleNotSimulated, Severity: Error, Wake: number(w), Pos: m.Pos,
				Message:    m.Name + " is not simulated by fetchsim",
				Notes:      notes("what it does on a phone is unknown here, so this is no pass", consequence(w)),
				Suggestion: "keep it out of the background path, or check that it exists before calling it",
			})
		}
	})
	return out
}
