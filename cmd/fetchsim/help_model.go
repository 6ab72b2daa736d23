package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/fetchsim/fetchsim/internal/scheduler"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// modelLaw is the law of waking in three sentences, each a paragraph.
func modelLaw() []string {
	return []string{
		"Gates say never.",
		"While all are open, the app's need for a wake grows, at a rate made of four things: how much you use the app, how usual " +
			"its use is in the coming hour, how good the moment is, and what its past runs left of its allowance.",
		"iOS wakes the app when need reaches 1; how much waiting makes 1 differs from wake to wake by luck.",
	}
}

// modelHonesty is what nobody may read into the model.
func modelHonesty() []string {
	return []string{
		"fetchsim does not know Apple's code. It never claims that a number below is Apple's, that a real phone wakes at these " +
			"times, that a pass here is a pass on a phone, or that weights, sizes of the allowance or the time of learning are known. " +
			"It shows a plausible day by published rules and public reports.",
		"Only gates and limits with the label documented may be called iOS's rules.",
	}
}

// modelLabels are what the labels mean.
func modelLabels() [][2]string {
	return [][2]string{
		{string(scheduler.Documented), "Apple's reference, header, talk or support engineer says so"},
		{string(scheduler.DocumentedNotes), "Apple said so, read only through notes of the talk"},
		{string(scheduler.Observed), "logs or reports of developers, often a single one"},
		{string(scheduler.Assumed), "ours: there is no source for the size, sometimes none for the direction"},
	}
}

// modelFormulas are the law as it is computed.
const modelFormulas = `rate      = pace * affinity * habit * moment * allowance                    wakes an hour
need      = the sum of rate * time while all gates are open, since the last wake, divided by luck
wake      : when need is 1; then need is 0, and a new luck is drawn: -ln(1-u) within luckMin..luckMax
affinity  = (opens a day / usual) ^ exponent                                of the last days, half as much each memory
habit     = use in the coming lead slots / mean use of the day, at least nightFloor; use is blurred, a slot is 15 min
moment    = momentBase + sumScores / denominator                            sums of weight * score, and of weights
allowance = 1 - (1 - left) * exp(-time / recovery)                          left: what the last run left of it
cost      = costTime + costData, + costKill if killed, + costFalseNew for newData with less than falseNewBelow moved
processing: rate = processingPace, on power processingPaceOnPower, times allowance; it knows no affinity, habit or moment
`

// modelParameter is a row of the table of all parameters, of the law and of learning.
type modelParameter struct {
	name, size, label, reason, source string
}

func modelParameters() []modelParameter {
	var rows []modelParameter
	add := func(name, unit string, size float64, label, reason, source string) {
		text := strconv.FormatFloat(size, 'f', -1, 64)
		if unit != "" {
			text += " " + unit
		}
		rows = append(rows, modelParameter{name, text, label, reason, source})
	}
	for _, p := range scheduler.Parameters() {
		add(p.Name, p.Unit, p.Default, string(p.Label), p.Reason, p.Source)
	}
	for _, p := range usagemodel.HabitParameters() {
		add(p.Name, p.Unit, p.Default, p.Label, p.Reason, p.Source)
	}
	return rows
}

// appliesTo is which requests a gate holds for.
func appliesTo(r scheduler.Rule) string {
	var names []string
	for _, t := range r.Triggers {
		names = append(names, t.String())
	}
	if len(names) == 3 {
		return "all"
	}
	return strings.Join(names, ", ")
}

// modelPage is `fetchsim help model`.
func modelPage() string {
	var b strings.Builder
	line := func(format string, args ...any) {
		b.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), " "))
		b.WriteByte('\n')
	}
	line("How fetchsim models iOS's choice\n")
	for _, s := range append(modelLaw(), modelHonesty()...) {
		for _, l := range fold(s, 98) {
			line("  %s", l)
		}
	}
	line("\nLabels\n")
	for _, l := range modelLabels() {
		line("  %-12s %s", l[0], l[1])
	}
	line("\nGates, in the order in which they are checked: each is closed when\n")
	for _, g := range scheduler.GateRules() {
		line("  %-20s %s (%s; %s)", g.Code, g.Says, appliesTo(g), g.Label)
		line("  %-20s   %s", "", g.Source)
	}
	line("\nFactors of the rate, and luck\n")
	for _, f := range scheduler.FactorRules() {
		line("  %-20s %s (%s)", f.Code, f.Says, f.Label)
		line("  %-20s   %s", "", f.Source)
	}
	line("\nThe law\n")
	for l := range strings.Lines(modelFormulas) {
		line("  %s", strings.TrimSuffix(l, "\n"))
	}
	line("\nParameters\n")
	for _, p := range modelParameters() {
		line("  %-22s %-16s %-11s %s", p.name, p.size, p.label, p.reason)
		line("  %-22s %-16s %-11s   %s", "", "", "", p.source)
	}
	line("\nWhich of these held an app back: fetchsim why. The same as a page: docs/model.md")
	return b.String()
}

// modelDoc is docs/model.md.
func modelDoc() string {
	var b strings.Builder
	b.WriteString("# How fetchsim models iOS's choice\n\n" +
		"<!-- Made from the tables in internal/scheduler and internal/usagemodel: UPDATE_GOLDEN=1 go test ./cmd/fetchsim -run Model -->\n\n")
	paragraphs := func(list []string) {
		for _, s := range list {
			b.WriteString(strings.Join(fold(s, 120), "\n") + "\n\n")
		}
	}
	b.WriteString("## The law in three sentences\n\n")
	paragraphs(modelLaw())
	b.WriteString("## What it does not claim\n\n")
	paragraphs(modelHonesty())
	b.WriteString("## Labels\n\n")
	table(&b, []string{"label", "means"}, func(row func(cells ...string)) {
		for _, l := range modelLabels() {
			row(l[0], l[1])
		}
	})
	b.WriteString("## Gates\n\nThey are checked in this order; the first closed one is the refusal's reason, and an answer lists all that are closed.\n" +
		"While any gate is closed, need stands still.\n\n")
	table(&b, []string{"code", "closed when", "holds for", "label", "source"}, func(row func(cells ...string)) {
		for _, g := range scheduler.GateRules() {
			row("`"+g.Code+"`", g.Says, appliesTo(g), string(g.Label), g.Source)
		}
	})
	b.WriteString("## Factors\n\n")
	table(&b, []string{"code", "what it is", "label", "source"}, func(row func(cells ...string)) {
		for _, f := range scheduler.FactorRules() {
			row("`"+f.Code+"`", f.Says, string(f.Label), f.Source)
		}
	})
	b.WriteString("## The law as it is computed\n\n```\n" + modelFormulas + "```\n\n" +
		"Rates and luck are whole millionths and need is a sum of whole numbers: how often it is asked changes nothing.\n\n" +
		"## Parameters\n\n")
	table(&b, []string{"name", "default", "label", "reason", "source"}, func(row func(cells ...string)) {
		for _, p := range modelParameters() {
			row("`"+p.name+"`", p.size, p.label, p.reason, p.source)
		}
	})
	b.WriteString("Which of these held an app back in a run: `fetchsim why`. This page in a terminal: `fetchsim help model`.\n")
	return b.String()
}

// table writes a table of Markdown.
func table(b *strings.Builder, head []string, rows func(row func(cells ...string))) {
	write := func(cells ...string) {
		for i, c := range cells {
			cells[i] = strings.NewReplacer("|", `\|`, "*", `\*`).Replace(c)
		}
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	write(append([]string(nil), head...)...)
	b.WriteString(strings.Repeat("|---", len(head)) + "|\n")
	rows(write)
	b.WriteByte('\n')
}

// fold breaks a text between words into lines of at most n columns.
func fold(s string, n int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		if line != "" && len(line)+1+len(word) > n {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
