package text

import (
	"fmt"
	"strings"

	"github.com/fetchsim/fetchsim/internal/verdict"
)

const (
	stripIndent = 7 // columns before the first cell: " used  "
	minName     = 6 // a profile's name with less room than this is left out
	shownDays   = 7 // up to so many days each has its strips; of longer runs only days with failures have, up to so many
)

// days draws the strips of the days that are worth it.
func (p *page) days(run *verdict.Run) {
	days := run.Strips
	if len(days) == 0 || len(run.Wakes) == 0 && !told(days[0]) {
		return
	}
	wakes := byDay(run)
	left := 0
	if len(days) > shownDays {
		days = failedDays(days, wakes)
		if len(days) > shownDays {
			left = len(days) - shownDays
			days = days[:shownDays]
		}
	}
	for i, day := range days {
		if i == 0 || !sameHours(days[i-1], day) {
			p.axis(run, day)
		}
		if len(run.Strips) > 1 {
			p.line(p.paint(bold, strings.Replace(dayName(day.Date), "  ", " ", 1)))
		}
		p.strips(day, wakes[day.Day])
	}
	if left > 0 {
		p.line(p.paint(dim, fmt.Sprintf("%sand %s with failures", spaces(stripIndent), count(left, "more day"))))
	}
	if len(days) > 0 {
		p.blank()
	}
}

func byDay(run *verdict.Run) map[int][]*verdict.Wake {
	days := map[int][]*verdict.Wake{}
	for _, w := range run.Wakes {
		days[w.Day] = append(days[w.Day], w)
	}
	return days
}

func failedDays(days []verdict.DayStrip, wakes map[int][]*verdict.Wake) []verdict.DayStrip {
	var out []verdict.DayStrip
	for _, day := range days {
		for _, w := range wakes[day.Day] {
			if w.Judged && w.Worst == verdict.Error {
				out = append(out, day)
				break
			}
		}
	}
	return out
}

// sameHours tells whether two days can stand under one axis.
func sameHours(a, b verdict.DayStrip) bool {
	if len(a.Cells) != len(b.Cells) {
		return false
	}
	for i := range a.Cells {
		if a.Cells[i].Clock != b.Cells[i].Clock {
			return false
		}
	}
	return true
}

// perColumn is how many quarter hours one column of the strips stands for.
func (p *page) perColumn() int {
	if p.width >= wideWidth {
		return 1
	}
	return 2
}

// columns is how many columns a day takes; one that the run did not live to its end takes a usual day's.
func (p *page) columns(day verdict.DayStrip) int {
	n := len(day.Cells)
	if n < 88 {
		n = 96
	}
	return n / p.perColumn()
}

// axis names every third hour above the strips, and the profile at the right.
func (p *page) axis(run *verdict.Run, day verdict.DayStrip) {
	per, n := p.perColumn(), p.columns(day)
	line := []byte(spaces(n))
	for col := range n {
		minutes := col * per * 15
		if cell := col * per; cell < len(day.Cells) {
			minutes = int(day.Cells[cell].Clock)
		}
		free := col == 0 || line[col-1] == ' '
		if minutes%180 == 0 && free && col+2 <= n {
			copy(line[col:], fmt.Sprintf("%02d", minutes/60))
		}
	}
	name := ""
	if room := p.width - stripIndent - n - len("24   "); room >= minName {
		name = p.cut(clean(run.Header.Profile.Name), room)
	}
	p.line(spaces(stripIndent), p.paint(dim, string(line)+"24"), "   ", p.paint(bold, name))
}

// strips draws the four rows of a day. The phone's rows are left out when the trace does not tell them.
func (p *page) strips(day verdict.DayStrip, wakes []*verdict.Wake) {
	if told(day) {
		p.row("used", p.cells(day, usedCell))
		p.row("power", p.cells(day, powerCell))
		p.row("net", p.cells(day, netCell))
	}
	p.row("wakes", p.wakeCells(day, wakes))
}

func (p *page) row(name, cells string) {
	p.line(p.paint(dim, spaces(stripIndent-2-len(name))+name), "  ", cells)
}

// glyph is one column of a strip.
type glyph struct {
	text  string
	style style
}

func (p *page) cells(day verdict.DayStrip, draw func(ink, []verdict.Cell) glyph) string {
	per := p.perColumn()
	var row []glyph
	for i := 0; i < len(day.Cells); i += per {
		row = append(row, draw(p.ink, day.Cells[i:min(i+per, len(day.Cells))]))
	}
	return p.join(row)
}

// join paints runs of one style together, so that a coloured strip stays short.
func (k ink) join(row []glyph) string {
	var b, same strings.Builder
	for i, g := range row {
		same.WriteString(g.text)
		if i+1 == len(row) || row[i+1].style != g.style {
			b.WriteString(k.paint(g.style, same.String()))
			same.Reset()
		}
	}
	return b.String()
}

// barSteps are the shares of screen time, in permille, from which the next higher bar stands. They are not even: most
// half hours of a day see a minute or two.
func barSteps() [8]int { return [8]int{1, 30, 80, 150, 250, 400, 600, 800} }

func usedCell(k ink, cells []verdict.Cell) glyph {
	sum := 0
	for _, c := range cells {
		sum += int(c.UsedPermille)
	}
	share := (sum + len(cells) - 1) / len(cells)
	bars := []rune("▁▂▃▄▅▆▇█")
	bar := ""
	for i, from := range barSteps() {
		if share >= from {
			bar = string(bars[i])
		}
	}
	if bar == "" {
		return glyph{".", dim}
	}
	return glyph{k.pick(bar, "#"), blue}
}

func powerCell(_ ink, cells []verdict.Cell) glyph {
	for _, c := range cells {
		if c.Plugged {
			return glyph{"+", green}
		}
	}
	return glyph{"-", dim}
}

// netCell shows the worse of two quarter hours: an outage matters more than what surrounds it.
func netCell(_ ink, cells []verdict.Cell) glyph {
	letter := linkLetter(cells[0].Link)
	for _, c := range cells[1:] {
		if l := linkLetter(c.Link); l == "." || l != "W" && letter == "W" {
			letter = l
		}
	}
	switch letter {
	case "W":
		return glyph{letter, cyan}
	case ".":
		return glyph{letter, dim}
	default:
		return glyph{letter, yellow}
	}
}

// wakeCells puts each wake's sign into its column; of several in one, the gravest.
func (p *page) wakeCells(day verdict.DayStrip, wakes []*verdict.Wake) string {
	n, per := p.columns(day), int64(p.perColumn())
	row := make([]glyph, n)
	graves := make([]int, n)
	for i := range row {
		row[i] = glyph{".", dim}
	}
	for _, w := range wakes {
		col := int((w.AtUs - day.StartUs) / (verdict.CellUs * per))
		if col < 0 || col >= n {
			continue
		}
		if g := gravity(w); g > graves[col] {
			graves[col] = g
			row[col] = glyph{p.sign(w), styleOf(w)}
		}
	}
	return p.join(row)
}

func gravity(w *verdict.Wake) int {
	switch {
	case !w.Judged:
		return 1
	case w.Worst == verdict.Error:
		return 5
	case w.Worst == verdict.Warning:
		return 4
	case w.Outcome != verdict.Finished:
		return 3
	default:
		return 2
	}
}

// told tells whether the trace says anything of the phone on that day.
func told(day verdict.DayStrip) bool {
	for _, c := range day.Cells {
		if c.Link != "" || c.UsedPermille > 0 || c.Plugged {
			return true
		}
	}
	return false
}
