package verdict

// appCrashed: the process ended by a crash that no exception of the script, loop or memory limit explains.
func appCrashed(f *facts) []Finding {
	var out []Finding
	crash := func(w *Wake, in *incident) {
		finding := Finding{
			Rule: RuleAppCrashed, Severity: Error, Wake: number(w), Message: "the app crashed",
			Suggestion: "see what the script did last: --console all",
		}
		if in != nil && in.exit != nil {
			finding.Notes = notes(crashCode(in))
		}
		out = append(out, finding)
	}
	if in := f.incidents[0]; in != nil && in.exit != nil && len(in.errors) == 0 && in.memory == nil && in.runaway == nil {
		crash(nil, in)
	}
	f.judged(func(w *Wake) {
		if f.cause(w) == RuleAppCrashed || w.Outcome == Crashed && f.cause(w) == "" {
			crash(w, f.incidents[w.N])
		}
	})
	return out
}

func crashCode(in *incident) string {
	if in.exit.Code == "" {
		return ""
	}
	return "iOS writes " + in.exit.Code
}
