package text

import (
	"fmt"

	"github.com/fetchsim/fetchsim/internal/verdict"
)

// shownPasses is how many runs an overview may have and still name those that passed.
const shownPasses = 20

// minComplaint is the room that an overview leaves for what became of a run, with its sign and gaps.
const minComplaint = 36

// overview gives each of many runs a line. What all runs share is said once, above; a line has what sets its run apart.
func (p *page) overview(r *verdict.Report) {
	p.header(r.Runs[0])
	p.blank()
	names := runNames(r)
	nameWidth := 0
	for _, name := range names {
		nameWidth = max(nameWidth, width(name))
	}
	nameWidth = min(nameWidth, p.width-minComplaint)
	passed := 0
	for i, run := range r.Runs {
		ok := run.ExitCode == verdict.ExitPass
		if ok {
			passed++
		}
		if ok && len(r.Runs) > shownPasses {
			continue
		}
		p.overviewLine(run, pad(p.cut(names[i], nameWidth), nameWidth), ok)
	}
	if passed > 0 && len(r.Runs) > shownPasses {
		p.line("  ", p.paint(green, p.pick("✓", "o")), " ", count(passed, "run")+" passed")
	}
	p.blank()
}

func (p *page) overviewLine(run *verdict.Run, name string, ok bool) {
	sign, color, text := p.pick("✓", "o"), green, shortSummary(run)
	if !ok {
		sign, color, text = p.pick("✗", "X"), failed, complaint(run)
	}
	p.line("  ", p.paint(color, sign), " ", name, "   ", p.cut(clean(text), p.width-4-width(name)-3))
	if !ok && run.Header.Repro != "" {
		p.line(spaces(4), p.paint(dim, "again"), "  ", p.paint(cyan, clean(run.Header.Repro)))
	}
}

// runNames says of each run what is not the same in all of them, in columns.
func runNames(r *verdict.Report) []string {
	columns := [][]string{
		differing(r, func(run *verdict.Run) string { return run.Script }),
		differing(r, func(run *verdict.Run) string { return run.Header.Profile.Name }),
		differing(r, func(run *verdict.Run) string { return run.Header.OS }),
		differing(r, func(run *verdict.Run) string { return fmt.Sprintf("seed %d", run.Header.Seed) }),
	}
	names := make([]string, len(r.Runs))
	for i := range names {
		for _, column := range columns {
			switch {
			case column == nil:
			case names[i] == "":
				names[i] = column[i]
			default:
				names[i] += "   " + column[i]
			}
		}
		if names[i] == "" {
			names[i] = fmt.Sprintf("run %d", i+1)
		}
	}
	return names
}

// differing is one thing of every run, padded to a column; nil when it is the same everywhere.
func differing(r *verdict.Report, thing func(*verdict.Run) string) []string {
	column := make([]string, len(r.Runs))
	widest, differs := 0, false
	for i, run := range r.Runs {
		column[i] = clean(thing(run))
		widest = max(widest, width(column[i]))
		differs = differs || column[i] != column[0]
	}
	if !differs {
		return nil
	}
	for i := range column {
		column[i] = pad(column[i], widest)
	}
	return column
}
