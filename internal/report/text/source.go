package text

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict"
)

// tab is what a tab of the user's source becomes.
const tab = "  "

// source shows the place of a problem in the user's own file, with a caret and what it says.
func (p *page) source(run *verdict.Run, g *problem) {
	pos := *g.first.Pos
	p.line(spaces(4), p.paint(bold, p.cutLeft(position(pos), p.width-4)))
	excerpt, ok := run.Source(pos)
	if !ok {
		return
	}
	p.excerpt(excerpt, pos, caretSays(g))
}

// excerpt prints the lines with their numbers. Lines longer than the page are all shown from the same column on, chosen
// so that the caret is in sight.
func (p *page) excerpt(e trace.Excerpt, pos trace.Pos, says string) {
	digits := len(strconv.Itoa(e.From + len(e.Lines)))
	room := p.width - 4 - digits - 5
	shift, column := 0, 0
	for i, l := range e.Lines {
		if e.From+i == e.Line {
			column = columnOf(l, pos.Column)
			if column >= room-4 {
				shift = column - room/2
			}
		}
	}
	for i, l := range e.Lines {
		n := e.From + i
		code := p.window(expand(l), shift, room)
		gutter := fmt.Sprintf("    %s %*d | ", marker(n == e.Line), digits, n)
		if n != e.Line {
			p.line(p.paint(dim, gutter+code))
			continue
		}
		p.line(p.paint(red, "    >"), p.paint(dim, gutter[len("    >"):]), code)
		for _, c := range caret(column-shift, says, room) {
			p.line(p.paint(dim, fmt.Sprintf("      %s | ", spaces(digits))), p.paint(red, c))
		}
	}
}

func marker(here bool) string {
	if here {
		return ">"
	}
	return " "
}

// caret stands below its column, with what it says to the right, to the left where the page ends, or below where neither
// has room for it.
func caret(column int, says string, room int) []string {
	switch {
	case says == "":
		return []string{spaces(column) + "^"}
	case column+2+width(says) <= room:
		return []string{spaces(column) + "^ " + says}
	case column >= width(says)+1:
		return []string{spaces(column-width(says)-1) + says + " ^"}
	default:
		return []string{spaces(column) + "^", spaces(max(0, room-width(says))) + says}
	}
}

// window is what a line shows from a column on.
func (p *page) window(s string, from, room int) string {
	if from > 0 {
		used := 0
		rest := ""
		for i, r := range s {
			if used >= from+width(p.ellipsis()) {
				rest = s[i:]
				break
			}
			used += runeWidth(r)
		}
		if rest == "" {
			return ""
		}
		s = p.ellipsis() + spaces(used-from-width(p.ellipsis())) + rest
	}
	return p.cut(s, room)
}

// expand makes a line of source fit for a page: tabs become blanks, control codes harmless.
func expand(line string) string {
	return clean(strings.ReplaceAll(strings.TrimRight(line, "\r"), "\t", tab))
}

// columnOf turns a column of a source map, counted in UTF-16 units from 1, into columns of the page from 0.
func columnOf(line string, column int) int {
	units, at := 1, 0
	for _, r := range line {
		if units >= column {
			break
		}
		units++
		if r > 0xffff {
			units++
		}
		if r == '\t' {
			at += len(tab)
		} else {
			at += width(clean(string(r)))
		}
	}
	return at
}

// caretSays is what the caret adds to the line it stands under.
func caretSays(g *problem) string {
	switch g.first.Rule {
	case verdict.RuleFinishMissing:
		return waited(g)
	case verdict.RuleBusyLoop:
		return "never ended"
	case verdict.RuleOutOfMemory:
		return "the memory ran out here"
	case verdict.RuleCallbackThrew, verdict.RuleWrongSignature:
		return "threw"
	case verdict.RuleUnhandledRejection:
		return "rejected"
	default:
		return ""
	}
}

// stuckThere tells that the place of a problem is the one at which its first wake still waited.
func stuckThere(g *problem) bool {
	if len(g.wakes) == 0 || len(g.wakes[0].Pending) == 0 || g.first.Pos == nil {
		return false
	}
	at := &g.wakes[0].Pending[0]
	return at.HasPos && at.Pos == *g.first.Pos
}

// waited says how long the first wake had been waiting at the place, and what ended it.
func waited(g *problem) string {
	if !stuckThere(g) {
		return ""
	}
	w := g.wakes[0]
	if w.Pending[0].LastCall() {
		return "the last call"
	}
	end := "when the time was up"
	switch w.Outcome {
	case verdict.Killed:
		end = "when the app was killed"
	case verdict.CompletedByOS:
		end = "when the task was completed"
	case verdict.Expired, verdict.Finished, verdict.Crashed, verdict.Stopped, verdict.Guard, verdict.Unended:
	}
	if w.Pending[0].WaitingFor == "callback" {
		return "still running " + end
	}
	return "pending " + short(w.Pending[0].ForUs) + " " + end
}
