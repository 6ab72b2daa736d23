// Package recording is a day, or a month, of a real phone: read from whatever recorded it, mended, and made ready to
// replay.
//
//	day.ndjson, day.csv ─────────┐ strict: all mistakes with file:line:column
//	ActivityWatch, AWARE, ───────┤ tolerant: what is dirty is dropped and counted
//	PowerLog (SQLite), or .gz ───┘
//	                             ▼
//	                 intake ─▶ sorted ─▶ mended ─▶ Recording ──▶ Write: NDJSON
//	                                        │          └───────▶ On(calendar): usagemodel.Recorded
//	                                        └─▶ ImportReport: repaired, dropped, unknown
//
// It decides what a file says happened. It must not know what comes of it: no profile is drawn and no wake decided here.
// Begin at [Import]; each format is one file, the mending of states is [mender].
package recording
