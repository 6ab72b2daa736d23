// Package simulate wires one run: the person, iOS's scheduler and the phone with the app, on one heap of events in virtual
// time, and everything that happens written to one trace.
//
//	Timeline ──▶ ┌──────── one heap ────────┐
//	             │ scheduler ── grant ──▶ phone ─▶ app │ ──▶ trace
//	             │     ▲                    │          │
//	             │     └ requests, results ─┘          │
//	             └──────────────────────────┘
//
// The loop between scheduler and app is closed here and nowhere else. What the rooms below decide it writes down; it
// decides nothing itself. Begin at [Run]; one run is one goroutine, and [Many] has many of them.
package simulate
