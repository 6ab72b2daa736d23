// Package realtime is the one door through which real time enters: how long a run took, and the guard that stops a script
// which holds its thread for too long.
//
//	clock.Clock ─┬─▶ Stopwatch ─▶ "simulated in 44 ms"
//	             └─▶ Guard     ─▶ --wall-limit
//
// It is the only importer of benbjohnson/clock. Nothing it says may reach a trace. Tests drive it with clock.NewMock();
// the Mock never drives a run.
package realtime
