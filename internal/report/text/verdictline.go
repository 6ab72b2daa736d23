package text

import (
	"fmt"
	"strings"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict"
)

// verdict is the last line: pass or fail, why, how much was simulated in what time, and the exit code.
func (p *page) verdict(r *verdict.Report) {
	why := ""
	switch {
	case len(r.Runs) == 1 && r.ExitCode == r.Runs[0].ExitCode:
		why = complaint(r.Runs[0])
	case r.ExitCode == verdict.ExitPass:
		why = "all " + count(len(r.Runs), "run") + " passed"
	default:
		why = complaintOfMany(r)
	}
	p.verdictLine(r.ExitCode, why, simulated(r.Runs...), elapsed(p.options.ElapsedMs))
}

// runVerdict is the verdict of one run among several.
func (p *page) runVerdict(run *verdict.Run) {
	p.verdictLine(run.ExitCode, complaint(run), simulated(run), "")
}

// verdictLine leaves out what does not fit, the least important first: how much was simulated yields to why.
func (p *page) verdictLine(code verdict.ExitCode, why, span, took string) {
	word, color := "FAIL", failed
	switch code {
	case verdict.ExitPass:
		word, color = "PASS", passed
	case verdict.ExitInterrupted, verdict.ExitTerminated:
		word, color = "STOP", warned
	case verdict.ExitFailed, verdict.ExitUsage, verdict.ExitScript, verdict.ExitWallLimit, verdict.ExitNothingRan,
		verdict.ExitNotDeterministic, verdict.ExitThreshold, verdict.ExitInternal:
	}
	why = clean(why)
	exit := fmt.Sprintf("   exit %d", int(code))
	tail := exit
	for _, part := range []string{span + " simulated" + took, span + took} {
		if width(word)+2+width(why)+3+width(part)+width(exit) <= p.width {
			tail = "   " + part + exit
			break
		}
	}
	why = p.cut(why, p.width-width(word)-2-width(tail))
	p.line(p.paint(color, word), "  ", p.paint(bold, why), p.paint(dim, tail))
}

// simulated is how much of the person's life the runs went through. Whole days are counted as such, although the clocks
// may change in one of them.
func simulated(runs ...*verdict.Run) string {
	var us int64
	days, whole := 0, true
	for _, run := range runs {
		us += max(0, run.EndUs)
		days += run.Header.Days
		whole = whole && run.End == trace.Complete
	}
	if whole && days > 1 {
		return count(days, "day")
	}
	return long(us)
}

func elapsed(ms int64) string {
	switch {
	case ms < 0:
		return ""
	case ms < 1000:
		return fmt.Sprintf(" in %d ms", ms)
	default:
		return fmt.Sprintf(" in %d.%d s", ms/1000, ms/100%10)
	}
}

// complaint is why a run has its exit code, or what it can be proud of.
func complaint(run *verdict.Run) string {
	s := &run.Summary
	switch run.ExitCode {
	case verdict.ExitPass:
		if s.Finished == s.Wakes {
			return count(s.Wakes, "wake") + " finished"
		}
		if s.Finished+s.Expired == s.Wakes {
			return fmt.Sprintf("%s finished, %d only after iOS's warning", count(s.Wakes, "wake"), s.Expired)
		}
		return fmt.Sprintf("%d of %s finished", s.Finished, count(s.Wakes, "wake"))
	case verdict.ExitFailed:
		return spoilt(run)
	case verdict.ExitScript:
		return "the script did not survive its first launch"
	case verdict.ExitWallLimit:
		return "the real-time guard stopped the script"
	case verdict.ExitNothingRan:
		return nothingRan(run)
	case verdict.ExitInterrupted, verdict.ExitTerminated:
		if hasErrors(run) {
			return "interrupted; so far " + spoilt(run)
		}
		return "interrupted; so far " + count(s.Wakes, "wake") + " without an error"
	case verdict.ExitInternal:
		if run.Broken != "" {
			return run.Broken
		}
		return "an error of fetchsim's own"
	case verdict.ExitNotDeterministic, verdict.ExitThreshold, verdict.ExitUsage:
	}
	return outcomeInWords(run.ExitCode)
}

// outcomeInWords is an exit code that no run explains: what the command found out beside the traces.
func outcomeInWords(code verdict.ExitCode) string {
	switch code {
	case verdict.ExitNotDeterministic:
		return "a second run gave another trace"
	case verdict.ExitThreshold:
		return "a threshold did not hold"
	case verdict.ExitUsage:
		return "not everything could be written"
	case verdict.ExitNothingRan:
		return "nothing ran"
	case verdict.ExitInterrupted, verdict.ExitTerminated:
		return "interrupted"
	case verdict.ExitPass, verdict.ExitFailed, verdict.ExitScript, verdict.ExitWallLimit, verdict.ExitInternal:
	}
	return code.Outcome()
}

// spoilt counts the wakes with errors by how they ended: "2 of 14 wakes killed, 1 crashed". Of more than two kinds only
// the sum is told.
func spoilt(run *verdict.Run) string {
	ended := map[int]bool{} // wakes that an error ended
	for i := range run.Findings {
		if f := &run.Findings[i]; f.EndedWake && f.Severity == verdict.Error {
			ended[f.Wake] = true
		}
	}
	counts := map[string]int{}
	total := 0
	for _, w := range run.Wakes {
		if !w.Judged || w.Worst != verdict.Error {
			continue
		}
		total++
		if ended[w.N] {
			counts[endWord(w.Outcome)]++
		} else {
			counts[endWord(endedNone)]++
		}
	}
	of := " of " + count(run.Summary.Wakes, "wake")
	var parts []string
	for _, word := range []string{"killed", "crashed", "completed by iOS", "expired", "hung", "with errors"} {
		n := counts[word]
		switch {
		case n > 0 && len(parts) == 0:
			parts = append(parts, fmt.Sprintf("%d%s %s", n, of, word))
		case n > 0:
			parts = append(parts, fmt.Sprintf("%d %s", n, word))
		}
	}
	switch {
	case len(parts) > 2:
		return fmt.Sprintf("%d%s failed", total, of)
	case total > 0:
		return strings.Join(parts, ", ")
	case hasErrors(run):
		return "an error outside any wake"
	default:
		return "stopped early: another run had failed"
	}
}

func endWord(o verdict.Outcome) string {
	switch o {
	case verdict.Killed:
		return "killed"
	case verdict.Crashed:
		return "crashed"
	case verdict.CompletedByOS:
		return "completed by iOS"
	case verdict.Expired:
		return "expired"
	case verdict.Guard:
		return "hung"
	case verdict.Finished, verdict.Stopped, verdict.Unended, endedNone:
	}
	return "with errors"
}

func hasErrors(run *verdict.Run) bool {
	for i := range run.Findings {
		if run.Findings[i].Severity == verdict.Error {
			return true
		}
	}
	return false
}

func nothingRan(run *verdict.Run) string {
	for i := range run.Findings {
		if f := &run.Findings[i]; f.Exit() == verdict.ExitNothingRan {
			return f.Message
		}
	}
	return "no wake was granted"
}

// complaintOfMany says how many runs did not pass.
func complaintOfMany(r *verdict.Report) string {
	n := 0
	for _, run := range r.Runs {
		if run.ExitCode != verdict.ExitPass {
			n++
		}
	}
	if n == 0 {
		return outcomeInWords(r.ExitCode)
	}
	return fmt.Sprintf("%d of %s failed", n, count(len(r.Runs), "run"))
}
