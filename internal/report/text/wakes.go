package text

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/fetchsim/fetchsim/internal/verdict"
)

// wakes lists every wake, a line each, for -v. Wakes that are not judged are named as such.
func (p *page) wakes(run *verdict.Run) {
	if len(run.Wakes) == 0 {
		return
	}
	rows := make([][]string, 0, len(run.Wakes))
	widths := make([]int, 8)
	for _, w := range run.Wakes {
		row := []string{strconv.Itoa(w.N), moment(run, w), linkName(w.Network), w.Launch, short(w.RanUs), outcomeName(w), clean(w.Result), requestsOf(w)}
		for i, cell := range row {
			widths[i] = max(widths[i], width(cell))
		}
		rows = append(rows, row)
	}
	for i, w := range run.Wakes {
		line := ""
		for j, cell := range rows[i] {
			line += pad(cell, widths[j]) + "  "
		}
		p.line("  ", p.paint(styleOf(w), p.sign(w)), " ", p.cut(strings.TrimRight(line, " "), p.width-4))
	}
	p.blank()
}

// outcomeName is a wake's end in words.
func outcomeName(w *verdict.Wake) string {
	switch {
	case !w.Judged:
		return "not judged"
	case w.Forced:
		return string(w.Outcome) + ", forced"
	case w.Outcome == verdict.CompletedByOS:
		return "completed by iOS"
	default:
		return string(w.Outcome)
	}
}

// summary says how well a run went that passed.
func (p *page) summary(run *verdict.Run) {
	s := &run.Summary
	p.facts("wakes", wakesInWords(s)...)
	if f := s.FinishUs; f.N > 0 {
		p.facts("finish", "p50 "+short(f.P50), "p95 "+short(f.P95), "max "+short(f.Max), "limit "+seconds(run.Header.LimitUs))
	}
	if a := s.AgeAtOpenUs; a.N > 0 {
		p.facts("age", "p50 "+long(a.P50), "p90 "+long(a.P90), "max "+long(a.Max), "of the data at "+count(a.N, "open"))
	}
	p.facts("traffic", count(s.Requests, "request"), size(s.BytesIn)+" in", size(s.BytesOut)+" out")
	if n := placeholders(run); n > 0 {
		p.labelled("note", fmt.Sprintf("in %s the server was fetchsim's placeholder `{}`; say what yours answers with --mock FILE", count(n, "wake")))
	}
	p.blank()
}

// facts is a labelled line of short facts; those that do not fit go on below.
func (p *page) facts(label string, facts ...string) {
	line := ""
	for _, fact := range facts {
		if line != "" && 2+labelWidth+width(line)+3+width(fact) > p.width {
			p.line("  ", p.paint(dim, pad(label, labelWidth)), line)
			label, line = "", ""
		}
		if line != "" {
			line += "   "
		}
		line += fact
	}
	p.line("  ", p.paint(dim, pad(label, labelWidth)), line)
}

// shortSummary is a passed run in one phrase.
func shortSummary(run *verdict.Run) string {
	text := count(run.Summary.Wakes, "wake")
	if f := run.Summary.FinishUs; f.N > 0 {
		text += fmt.Sprintf("   finish p95 %s   max %s", short(f.P95), short(f.Max))
	}
	return text
}

// wakesInWords counts the wakes by how they ended, leaving out what there was none of.
func wakesInWords(s *verdict.Summary) []string {
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{
		{s.Finished, "finished"},
		{s.Expired, "expired"},
		{s.Killed, "killed"},
		{s.Crashed, "crashed"},
		{s.CompletedByOS, "completed by iOS"},
		{s.Stopped, "stopped"},
		{s.Guard, "hung"},
		{s.Forced, "forced"},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	return parts
}

func placeholders(run *verdict.Run) int {
	n := 0
	for _, w := range run.Wakes {
		if w.Judged && w.Placeholder {
			n++
		}
	}
	return n
}
