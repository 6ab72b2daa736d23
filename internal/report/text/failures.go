package text

import (
	"fmt"
	"strings"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict"
)

const (
	shownWakes  = 8  // rows of the table of a failure
	shownOthers = 12 // other failures that take a line each
	shownChain  = 6  // frames of a chain
	labelWidth  = 9  // "try      "
)

// problem is one mistake, however many wakes it spoilt: equal findings of wakes that ended alike.
type problem struct {
	first   *verdict.Finding
	outcome verdict.Outcome // of the wakes that it ended; "" where it ended none
	wakes   []*verdict.Wake
}

// endedNone stands where a mistake is not why its wakes ended.
const endedNone verdict.Outcome = ""

// group puts equal findings together: errors before warnings, each in the order in which they first happened.
func group(run *verdict.Run) []problem {
	type key struct {
		rule    verdict.Rule
		message string
		pos     trace.Pos
		outcome verdict.Outcome
	}
	var errors, warnings []*problem
	seen := map[key]*problem{}
	for i := range run.Findings {
		f := &run.Findings[i]
		k := key{rule: f.Rule, message: f.Message}
		if f.Pos != nil {
			k.pos = *f.Pos
		}
		var w *verdict.Wake
		if f.Wake >= 1 && f.Wake <= len(run.Wakes) {
			w = run.Wakes[f.Wake-1]
			if f.EndedWake {
				k.outcome = w.Outcome
			}
		}
		g := seen[k]
		if g == nil {
			g = &problem{first: f, outcome: k.outcome}
			seen[k] = g
			if f.Severity == verdict.Error {
				errors = append(errors, g)
			} else {
				warnings = append(warnings, g)
			}
		}
		if w != nil && (len(g.wakes) == 0 || g.wakes[len(g.wakes)-1] != w) {
			g.wakes = append(g.wakes, w)
		}
	}
	var out []problem
	for _, g := range append(errors, warnings...) {
		out = append(out, *g)
	}
	return out
}

// failures tells the first problem in full and gives the others a line each.
func (p *page) failures(run *verdict.Run, groups []problem, i int) {
	if len(groups) == 0 {
		return
	}
	p.problem(run, &groups[0], i)
	others := groups[1:]
	if len(others) == 0 {
		return
	}
	more := max(0, len(others)-shownOthers)
	p.problemLines(others[:len(others)-more])
	if more > 0 {
		p.line("  ", p.paint(dim, fmt.Sprintf("and %s, in the JSON report: --reporter json", count(more, "more finding"))))
	}
	p.blank()
}

// problem tells everything about one mistake: headline, wakes, source, who waits, what to do.
func (p *page) problem(run *verdict.Run, g *problem, i int) {
	p.headline(run, g)
	p.blank()
	if len(g.wakes) > 0 && g.first.Severity == verdict.Error {
		p.table(run, g)
		p.blank()
	}
	if g.first.Pos != nil {
		p.source(run, g)
		p.chain(g)
		p.blank()
	}
	for _, note := range g.first.Notes {
		p.labelled("note", note)
	}
	if g.first.Suggestion != "" {
		p.labelled("try", g.first.Suggestion)
	}
	if again := againCommand(run, g); again != "" {
		p.command("again", again)
	}
	if why := ofRun(p.options.Why, i); why != "" {
		if when := refusedAt(run); when != "" {
			p.command("why", why+" "+when)
		}
	}
	if look := ofRun(p.options.Look, i); look != "" {
		p.command("look", look)
	}
	p.blank()
}

// headline says what happened to how many wakes. At the right stands what iOS writes, or the rule's name; where there is
// no room the code goes below, and the name is left out.
func (p *page) headline(run *verdict.Run, g *problem) {
	sign, color := p.pick("✗", "X"), failed
	if g.first.Severity != verdict.Error {
		sign, color = p.pick("▲", "w"), warned
	}
	word := headWord(run, g) + howMany(run, g)
	right, code := string(g.first.Rule), false
	if len(g.wakes) > 0 && g.wakes[0].KillCode != "" && g.first.EndedWake {
		code = true
		right = strings.TrimSpace(clean(g.wakes[0].KillCode) + " " + clean(g.wakes[0].KillCategory))
	}
	text := clean(word + ": " + g.first.Message)
	beside := width(text)+3+width(right) <= p.width-4
	for i, l := range wrap(text, p.width-4) {
		if i > 0 {
			p.line(spaces(4), p.paint(bold, l))
			continue
		}
		rest, _ := strings.CutPrefix(l, word)
		gap, label := "", ""
		if beside {
			gap, label = spaces(p.width-4-width(l)-width(right)), right
		}
		p.line("  ", p.paint(color, sign+" "+l[:len(l)-len(rest)]), p.paint(bold, rest), gap, p.paint(dim, label))
	}
	if !beside && code {
		p.line(spaces(4), p.paint(dim, right))
	}
}

// headWord is what became of the wakes, or of the run.
func headWord(run *verdict.Run, g *problem) string {
	if len(g.wakes) == 0 {
		if run.End == trace.ScriptError {
			return "LOAD FAILED"
		}
		switch g.first.Rule {
		case verdict.RuleNoCallback:
			return "NO CALLBACK"
		case verdict.RuleStopped:
			return "STOPPED"
		case verdict.RuleNeverWoken:
			return "NEVER WOKEN"
		default:
			return "ERROR outside any wake"
		}
	}
	if g.first.Severity != verdict.Error {
		return "WARNING in"
	}
	switch g.outcome {
	case verdict.Killed:
		return "KILLED"
	case verdict.Crashed:
		return "CRASHED"
	case verdict.CompletedByOS:
		return "NOT FINISHED in"
	case verdict.Expired:
		return "EXPIRED"
	case verdict.Guard:
		return "HUNG"
	case verdict.Finished, verdict.Stopped, verdict.Unended, endedNone:
	}
	return "ERROR in"
}

func howMany(run *verdict.Run, g *problem) string {
	if len(g.wakes) == 0 {
		return ""
	}
	return fmt.Sprintf(" %d of %s", len(g.wakes), count(run.Summary.Wakes, "wake"))
}

// table lists the wakes that a mistake spoilt.
func (p *page) table(run *verdict.Run, g *problem) {
	stuck := "at"
	if g.first.Rule == verdict.RuleFinishMissing && (g.first.Pos == nil || stuckThere(g)) {
		stuck = "stuck at"
	}
	rows := [][]string{{"time", "net", "ran", "requests", stuck}}
	for _, w := range g.wakes[:min(len(g.wakes), shownWakes)] {
		at := p.pick("–", "-")
		if g.first.Pos != nil {
			at = position(*g.first.Pos)
		}
		rows = append(rows, []string{moment(run, w), linkName(w.Network), short(w.RanUs), requestsOf(w), at})
	}
	p.columnsOf(rows)
	if more := len(g.wakes) - shownWakes; more > 0 {
		p.line(spaces(4), p.paint(dim, fmt.Sprintf("and %s", count(more, "more wake"))))
	}
}

// columnsOf sets rows in columns; the first row is the heading, the last column is cut to the page.
func (p *page) columnsOf(rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], width(cell))
		}
	}
	for i, row := range rows {
		line := spaces(4)
		for j, cell := range row {
			if j == len(row)-1 {
				line += p.cutLeft(cell, max(12, p.width-width(line)))
				break
			}
			line += pad(cell, widths[j]) + "  "
		}
		line = p.cut(line, p.width)
		if i == 0 {
			line = p.paint(dim, strings.TrimRight(line, " "))
		}
		p.line(line)
	}
}

// requestsOf says how far a wake's requests came.
func requestsOf(w *verdict.Wake) string {
	var done, broken, open int
	for i := range w.Requests {
		switch r := &w.Requests[i]; {
		case r.Open || r.EndUs > w.RanUs:
			open++
		case r.Error != "":
			broken++
		default:
			done++
		}
	}
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{{done, "done"}, {broken, "failed"}, {open, "open"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}

// chain says who waits for the place, or who called it.
func (p *page) chain(g *problem) {
	related := g.first.Related
	more := max(0, len(related)-shownChain)
	related = related[:len(related)-more]
	how, names := make([]string, len(related)), make([]string, len(related))
	nameWidth := 0
	for i, r := range related {
		how[i], names[i] = splitRelation(clean(r.Text))
		names[i] = p.cut(names[i], 24)
		nameWidth = max(nameWidth, width(names[i]))
	}
	for i, r := range related {
		name := ""
		if names[i] != "" {
			name = pad(names[i], nameWidth) + "   "
		}
		room := p.width - 6 - width(how[i]) - 2 - width(name)
		p.line(spaces(6), p.paint(dim, how[i]), "  ", name, p.cutLeft(position(r.Pos), room))
	}
	if more > 0 {
		p.line(spaces(6), p.paint(dim, fmt.Sprintf("and %d more", more)))
	}
}

// splitRelation parts "awaited by syncAll" into how and who.
func splitRelation(text string) (how, name string) {
	for _, lead := range []string{"awaited by", "started by", "called from", "finished first"} {
		if rest, ok := strings.CutPrefix(text, lead); ok {
			return lead, strings.TrimSpace(rest)
		}
	}
	return text, ""
}

// problemLines gives further problems a line each: how many wakes, what, where.
func (p *page) problemLines(groups []problem) {
	heads := make([]string, len(groups))
	headWidth := 0
	for i := range groups {
		heads[i] = briefly(&groups[i])
		headWidth = max(headWidth, width(heads[i]))
	}
	for i, g := range groups {
		sign, color := p.pick("✗", "X"), failed
		if g.first.Severity != verdict.Error {
			sign, color = p.pick("▲", "w"), warned
		}
		where := ""
		if g.first.Pos != nil {
			where = "   " + p.cutLeft(position(*g.first.Pos), p.width*2/5)
		}
		text := p.cut(clean(g.first.Message), p.width-4-headWidth-2-width(where))
		gap := spaces(p.width - 4 - headWidth - 2 - width(text) - width(where))
		p.line("  ", p.paint(color, sign), " ", pad(heads[i], headWidth), "  ", text, gap, p.paint(dim, where))
	}
}

// briefly is how many wakes ended how: "3 killed".
func briefly(g *problem) string {
	switch {
	case len(g.wakes) == 0:
		return "outside"
	case g.first.Severity != verdict.Error:
		return count(len(g.wakes), "warning")
	case endWord(g.outcome) == "with errors":
		return count(len(g.wakes), "error")
	case g.outcome == verdict.CompletedByOS:
		return fmt.Sprintf("%d not finished", len(g.wakes))
	default:
		return fmt.Sprintf("%d %s", len(g.wakes), endWord(g.outcome))
	}
}

// againCommand repeats the failure: the run, and only its first wake when there is one.
func againCommand(run *verdict.Run, g *problem) string {
	if len(g.wakes) > 0 {
		return run.Repro(g.wakes[0])
	}
	return run.Header.Repro
}

// labelled is a line that begins with what it is; a long one goes on below itself.
func (p *page) labelled(label, text string) {
	for i, l := range wrap(clean(text), p.width-2-labelWidth) {
		if i > 0 {
			label = ""
		}
		p.line("  ", p.paint(dim, pad(label, labelWidth)), l)
	}
}

// command is a line to be copied: never wrapped, never cut.
func (p *page) command(label, text string) {
	p.line("  ", p.paint(dim, pad(label, labelWidth)), p.paint(cyan, clean(text)))
}
