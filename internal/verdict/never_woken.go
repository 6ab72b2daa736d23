package verdict

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// neverWokenReasons is how many reasons are told, the longest first.
const neverWokenReasons = 4

// neverWoken: the app asked for background time, or never ran to ask, and iOS granted none in the whole run. The notes say
// why: what iOS answered, and for how long.
func neverWoken(f *facts) []Finding {
	if !f.none() || f.launched && !f.asked() || f.stopped && len(f.live) == 0 {
		return nil
	}
	finding := Finding{
		Rule: RuleNeverWoken, Severity: Error, Message: "iOS granted no wake in " + days(f.run.Header.Days),
		Suggestion: "another day with --profile, or the callback alone with --every 1h",
	}
	switch {
	case f.submits > 0:
	case len(f.refused) == 0:
		finding.Notes = notes("the app never ran: the person did not open it, so it could not ask for a wake")
	default:
		r := f.refused[0]
		finding.Pos = r.pos
		finding.Notes = notes(r.call + " was refused: " + r.text)
		finding.Suggestion = "see that the plugin is set up and that the device supports background fetch"
	}
	finding.Notes = append(finding.Notes, reasons(f.run.Spans)...)
	return []Finding{finding}
}

func days(n int) string {
	if n == 1 {
		return "24 h"
	}
	return fmt.Sprintf("%d days", n)
}

// reasons tells for how long each answer stood, the longest first.
func reasons(spans []Span) []string {
	total := map[string]int64{}
	longest := map[string]Span{}
	for _, s := range spans {
		key := s.Answer + " " + s.Code
		total[key] += s.ToUs - s.FromUs
		if l, ok := longest[key]; !ok || s.ToUs-s.FromUs > l.ToUs-l.FromUs {
			longest[key] = s
		}
	}
	keys := slices.SortedFunc(maps.Keys(total), func(a, b string) int {
		return cmp.Or(cmp.Compare(total[b], total[a]), cmp.Compare(a, b))
	})
	var out []string
	for _, key := range keys[:min(len(keys), neverWokenReasons)] {
		out = append(out, hours(total[key])+" "+reason(longest[key]))
	}
	return out
}

// reason is the answer with its label.
func reason(s Span) string {
	answer := "refused"
	if s.Answer == "notYet" {
		answer = "not yet"
	}
	return fmt.Sprintf("%s: %s (%s)", answer, s.Text, s.Label)
}

func hours(us int64) string {
	minutes := us / 60_000_000
	switch {
	case minutes < 60:
		return fmt.Sprintf("%d min", minutes)
	case minutes%60 == 0:
		return fmt.Sprintf("%d h", minutes/60)
	default:
		return fmt.Sprintf("%d h %d min", minutes/60, minutes%60)
	}
}
