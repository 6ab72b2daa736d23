// Package why tells from the trace of a run when iOS did not wake the app, and for what reason.
//
//	trace ──▶ Teller ──▶ Tale ─ one Lane a request ─ Stretch, Stretch, Stretch ──▶ Write, WriteJSON
//	                       └─ Moment: need, factors, phone at one instant ──▶ the score line
//
// It computes nothing: what it prints stands in the trace, in the words and with the labels that the scheduler gave it. What
// would have changed an answer is not in the trace; who simulates the run again hands it in as [Again]. The package knows
// neither the scheduler nor the simulator. Begin at [Teller.Record]; the form of the text is in text.go and moment.go, that
// of the JSON in json.go.
package why
