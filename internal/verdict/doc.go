// Package verdict judges a run: from its trace alone it says what became of every wake, what was wrong and where, and
// whether the run passed.
//
//	trace.Record ──▶ Judge ──▶ facts ──┬─▶ wakes, strips, spans, percentiles ─┐
//	                                   └─▶ one function per rule ─▶ Findings ─┴─▶ Run ──▶ Report ──▶ reporters
//
// A finding is data, never text with colours: rule, severity, wake, position, notes, suggestion. The package knows neither
// the simulator nor the form of any report, reads no clock and computes with integers only, so that equal traces give
// equal verdicts. A trace that does not end with the reason "complete" can fail but never pass.
//
// Begin at [Judge.Verdict]; the list of rules is in findings.go, and each rule is one file.
package verdict
