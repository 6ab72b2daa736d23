package verdict

import "github.com/fetchsim/fetchsim/internal/trace"

// wrongSignature: the plugin's own argument check threw, which happens with arguments of another plugin generation.
func wrongSignature(f *facts) []Finding {
	return f.thrown(RuleWrongSignature, func(w *Wake, e *trace.JSError) Finding {
		p := f.run.Header.Plugin
		return Finding{
			Message:    e.SignatureOf + " does not take these arguments: " + described(e),
			Notes:      notes("the plugin here is "+p.Name+" "+p.Version, consequence(w)),
			Suggestion: "call it as " + p.Name + " " + p.Version + " documents it",
		}
	})
}
