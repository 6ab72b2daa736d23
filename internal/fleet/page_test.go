package fleet

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// measured is a target and what came of it.
type measured struct {
	target
	text string
	met  bool
}

// golden compares a file of the docs with what it must hold, or writes it.
func golden(t *testing.T, path, want string) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(want), 0o644))
		return
	}
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, want, string(got), "%s is not what is measured now; UPDATE_GOLDEN=1 .ci/validation writes it", path)
}

const pageHead = `# How the model behaves

This page is written by a test from what it measures (` + "`UPDATE_GOLDEN=1 .ci/validation`" + `); ` + "`.ci/validation`" + ` fails when
the page is not true any more, or when a target is missed that is not marked here. Each number comes from %d people of
%d days each (%d days), after the days before in which iOS came to know them, with an app that asks for a wake in 15 minutes
at each wake, works 2 s, moves 20 kB and says so honestly. Where nothing else is said the persona is typical and the API
BGTaskScheduler.

A target is what Apple or developers say of real phones. That the model meets it does not make its numbers Apple's: it
makes a simulated day plausible.

## Targets

| # | statement | wanted | measured | met |
|---|---|---|---|---|
`

const pageRules = `
True by construction, and held by tests of the rooms that make them so: no wake before the first unlock after a reboot
(16), killed after 30 s with its code and warned before (17, 23 with ` + "`tooManyPendingTaskRequests`" + ` and the replacement of equal
identifiers), the share of early ends under ` + "`--budget field`" + ` (21), processing only while the phone is not in use (22): in
` + "`internal/scheduler` and `internal/device`" + `.

## Personas

| persona | opens a day | wakes a day, mean [5–95 % of days] | median gap | longest night gap, median | while asleep |
|---|---|---|---|---|---|
`

const pageTail = `
![Wakes and opens by hour of the day, one picture for each persona](images/wakes-per-hour.svg)

Bars are wakes, the line is opens of the app, each against its own busiest hour.

## Not reproduced

Dead spells of one to three days of an app that is otherwise served well; phones on which an app was not woken for months;
differences between models of phones. Nothing public says why they happen.
`

func validationPage(rows []measured, personas map[string]*Tally) string {
	var b strings.Builder
	fmt.Fprintf(&b, pageHead, people, daysEach, people*daysEach)
	for _, r := range rows {
		met := "yes"
		if !r.met {
			met = "**no**: " + r.notMet
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", r.numbers, r.statement, r.wanted, r.text, met)
	}
	b.WriteString(pageRules)
	for _, name := range usagemodel.Personas() {
		t := personas[name]
		gap, night, sleeping := "–", "–", "–"
		if t.Gaps.N() > 0 {
			gap, night = hoursAndMinutes(t.Gaps.Percentile(50)), hoursAndMinutes(t.Nights.Percentile(50))
			sleeping = fmt.Sprintf("%.0f %%", 100*float64(t.Asleep)/float64(t.Wakes))
		}
		fmt.Fprintf(&b, "| `%s` | %.2f | %s | %s | %s | %s |\n", name, float64(t.Opens)/float64(t.Days), wakesText(t), gap, night, sleeping)
	}
	b.WriteString(pageTail)
	return b.String()
}

func hoursAndMinutes(n int) string {
	if n < 60 {
		return fmt.Sprintf("%d min", n)
	}
	return fmt.Sprintf("%d h %02d min", n/60, n%60)
}

// wakesPerHour draws a small chart for each persona: bars of wakes by hour, a line of opens.
func wakesPerHour(personas map[string]*Tally) string {
	const (
		columns       = 3
		width, height = 250, 120 // of a chart
		barWidth      = 9
		left, top     = 16, 28
		plot          = 64 // height of the bars
	)
	names := usagemodel.Personas()
	rows := (len(names) + columns - 1) / columns
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="system-ui, sans-serif" font-size="10">`+"\n", columns*width, rows*height)
	b.WriteString("<title>Wakes and opens by hour of the day</title>\n")
	b.WriteString("<style>text{fill:#444}.n{font-weight:600;font-size:11px}rect{fill:#3b82c4}path{fill:none;stroke:#d9822b;stroke-width:1.5}line{stroke:#999}" +
		"@media(prefers-color-scheme:dark){text{fill:#ccc}}</style>\n")
	for i, name := range names {
		t := personas[name]
		fmt.Fprintf(&b, `<g transform="translate(%d %d)">`+"\n", i%columns*width, i/columns*height)
		fmt.Fprintf(&b, `<text class="n" x="%d" y="16">%s</text><text x="%d" y="16" text-anchor="end">%.1f wakes a day</text>`+"\n",
			left, name, left+24*barWidth, t.PerDay.Mean())
		wakes, opens := byHour(t.WakesBySlot), byHour(t.OpensBySlot)
		busiest, mostOpened := busiestOf(wakes), busiestOf(opens)
		line := ""
		for h := range 24 {
			if bar := wakes[h] * plot / busiest; bar > 0 {
				fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%d" height="%d"/>`, left+h*barWidth, top+plot-bar, barWidth-1, bar)
			}
			command := "L"
			if h == 0 {
				command = "M"
			}
			line += fmt.Sprintf("%s%d %d", command, left+h*barWidth+barWidth/2, top+plot-opens[h]*plot/mostOpened)
		}
		fmt.Fprintf(&b, "\n"+`<path d="%s"/><line x1="%d" y1="%d" x2="%d" y2="%d"/>`+"\n", line, left, top+plot, left+24*barWidth, top+plot)
		for h := 0; h <= 24; h += 6 {
			fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle">%02d</text>`, left+h*barWidth, top+plot+12, h)
		}
		b.WriteString("\n</g>\n")
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func byHour(slots [usagemodel.Slots]int) (hours [24]int) {
	for k, n := range slots {
		hours[k*24/usagemodel.Slots] += n
	}
	return hours
}

// busiestOf is at least 1, to be divided by.
func busiestOf(hours [24]int) int {
	most := 1
	for _, n := range hours {
		most = max(most, n)
	}
	return most
}
