// Package verdicttest tells runs in a few words, for the tests of the verdict and of the reports.
//
//	Story ─ Wake("03:12:40") ─▶ events ─ Bytes ─▶ a whole trace, with seq and hash
//
// It knows the form of events and nothing of judging. Begin at [NewStory].
package verdicttest
