// Package trace is what a run leaves behind: every event, in order, one JSON object a line, and the hash that is the
// run's identity.
//
//	simulate ─ Emit ─▶ Writer ─┬─▶ bytes (NDJSON) ─▶ SHA-256
//	                           └─▶ listeners: verdict, reports
//	file ─▶ Reader ─▶ the same records, or the line that is bad
//
// Everything that judges or shows a run reads it from here. All numbers are integers with their unit in the name, fields
// stand in the fixed order of the structs, and no real time and no path of the machine gets in: equal runs give equal
// bytes. The package knows the form of events and nothing of what makes them. Begin at [Writer.Emit]; the kinds are in
// header.go, phone.go, sched.go and app.go.
package trace
