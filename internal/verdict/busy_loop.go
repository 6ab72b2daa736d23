package verdict

import (
	"fmt"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// busyLoop: the script never gave the thread back, by the device's clock or by the real-time guard's.
func busyLoop(f *facts) []Finding {
	var out []Finding
	f.each(func(w *Wake, in *incident) {
		if in.runaway == nil && in.guard == nil {
			return
		}
		finding := Finding{
			Rule: RuleBusyLoop, Severity: Error, Wake: number(w),
			Message:    "the script never gave the thread back",
			Suggestion: "end the loop, or let others run in it: await new Promise(r => setTimeout(r))",
		}
		if r := in.runaway; r != nil {
			finding.Pos = r.Pos
			finding.Notes = notes(runawayNote(r), inexact(r.Exact), consequence(w))
		} else {
			finding.Pos = in.guard.Pos
			finding.Notes = notes(guardNote(in.guard), consequence(w))
		}
		out = append(out, finding)
	})
	return out
}

func runawayNote(r *trace.Runaway) string {
	return fmt.Sprintf("stopped after %s of device CPU in one turn, which counts as endless (raise it with --runaway)", seconds(r.Us))
}

func inexact(exact bool) string {
	if exact {
		return ""
	}
	return "the loop is at or near this line"
}

func guardNote(g *trace.GuardStop) string {
	return fmt.Sprintf("stopped by the real-time guard after %s in one turn (--wall-limit)", seconds(g.LimitMs*1000))
}
