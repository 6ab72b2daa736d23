package verdict

import "github.com/fetchsim/fetchsim/internal/trace"

// finishUnknownTask: finish() with an id that was never delivered, or with none. iOS waits on for the right one.
func finishUnknownTask(f *facts) []Finding {
	return f.finishes(isUnknownFinish, func(w *Wake, e *finish) Finding {
		finding := Finding{
			Rule: RuleFinishUnknownTask, Severity: Error,
			Message:    "finish() was given a task id that was never delivered: " + quote(e.TaskID),
			Notes:      notes(consequence(w)),
			Suggestion: "pass on the task id that the callback was called with",
		}
		switch {
		case e.Answer == answeredNoID:
			finding.Message = "finish() was called without a task id"
		case w != nil && f.incidents[w.N].stop != nil:
			finding.Message = "finish() came after stop(), which had taken the task's listener away: it was ignored"
			finding.Suggestion = "call finish() first, then stop()"
			finding.Related = []Related{{Text: "stopped", Pos: *f.incidents[w.N].stop}}
		}
		return finding
	})
}

func isUnknownFinish(e *trace.Finish) bool {
	return e.By == byUser && (e.Answer == answeredUnknown || e.Answer == answeredNoID)
}

func quote(s string) string { return `"` + s + `"` }

// finishes makes a finding of every call of finish() that is of a kind.
func (f *facts) finishes(is func(*trace.Finish) bool, tell func(*Wake, *finish) Finding) []Finding {
	var out []Finding
	f.each(func(w *Wake, in *incident) {
		for i := range in.finishes {
			e := &in.finishes[i]
			if !is(&e.Finish) {
				continue
			}
			finding := tell(w, e)
			finding.Wake, finding.Pos = number(w), e.Pos
			out = append(out, finding)
		}
	})
	return out
}
