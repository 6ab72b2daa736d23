package verdict

import (
	"fmt"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// stopped: stop() took back the last request, so that iOS had nothing to wake the app for any more.
func stopped(f *facts) []Finding {
	if f.run.End != trace.Complete || !f.stopped || len(f.live) > 0 {
		return nil
	}
	after := "before the first wake"
	if n := wakesBefore(f.run.Wakes, f.stopUs); n > 0 {
		after = fmt.Sprintf("after %s", count(n, "wake"))
	}
	if f.byDefault && f.defaultUs == f.stopUs {
		return []Finding{{
			Rule: RuleStopped, Severity: Error,
			Message: "stopOnTerminate ended the background fetches " + after,
			Notes: notes("it is on unless configure() sets it to false: in this version of the plugin it takes the request back when the " +
				"first wake of a process that iOS launched has finished"),
			Suggestion: "stopOnTerminate: false in the options of configure()",
		}}
	}
	return []Finding{{
		Rule: RuleStopped, Severity: Error, Pos: f.stop,
		Message:    "stop() ended the background fetches " + after,
		Notes:      notes("no request was pending from then on: iOS does not wake the app again"),
		Suggestion: "finish() ends a wake; stop() is for good: call it only when the person turns the feature off",
	}}
}

func wakesBefore(wakes []*Wake, us int64) int {
	n := 0
	for _, w := range wakes {
		if w.AtUs <= us {
			n++
		}
	}
	return n
}
