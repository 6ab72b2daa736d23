package verdict

// noCallback: nothing registered a handler. Either no request was ever made, so that iOS had nothing to wake the app
// for, or a wake came and nobody listened.
func noCallback(f *facts) []Finding {
	var out []Finding
	if f.none() && f.launched && !f.asked() {
		finding := Finding{
			Rule: RuleNoCallback, Severity: Error,
			Message:    "no callback was registered",
			Notes:      notes("the script asked for no background time, so iOS has nothing to wake it for"),
			Suggestion: "call the plugin's configure() when the script loads, or export default a callback",
		}
		if pending := f.launchHang.pending(0); len(pending) > 0 && pending[0].HasPos {
			pos := pending[0].Pos
			finding.Pos = &pos
			finding.Notes = append(finding.Notes, "the first launch still waits here")
		}
		out = append(out, finding)
	}
	f.each(func(w *Wake, in *incident) {
		if w == nil || in.handler != handlerNone {
			return
		}
		out = append(out, Finding{
			Rule: RuleNoCallback, Severity: Error, Wake: w.N,
			Message:    "the wake came and no handler was registered",
			Notes:      notes(consequence(w)),
			Suggestion: "register it at the top level of the script: a background launch renders no screen",
		})
	})
	return out
}
