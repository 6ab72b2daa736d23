package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// row is a line of profile show: what it is about, and what is said.
type row struct{ name, text string }

// writeRows writes rows as two columns, the second one wrapped.
func (a *app) writeRows(rows []row, width int, ascii bool) error {
	const indent, tie = 12, "\u00a0"
	together := strings.NewReplacer(" %", tie+"%", " min", tie+"min") // a unit stays with its number
	var b strings.Builder
	for _, r := range rows {
		column := 0
		fmt.Fprintf(&b, "  %-*s", indent-2, r.name)
		for i, word := range strings.Split(together.Replace(r.text), " ") {
			n := len([]rune(word))
			switch {
			case i > 0 && indent+column+1+n > width:
				fmt.Fprintf(&b, "\n%*s", indent, "")
				column = 0
			case i > 0:
				b.WriteByte(' ')
				column++
			}
			b.WriteString(word)
			column += n
		}
		b.WriteByte('\n')
	}
	out := strings.ReplaceAll(b.String(), tie, " ")
	if ascii {
		out = strings.NewReplacer("±", "+-", "–", "-").Replace(out)
	}
	_, err := fmt.Fprint(a.stdout, out)
	return err
}

// describe says in words what a profile says.
func describe(p *usagemodel.Profile) []row {
	week, end := p.Sleep.Night[usagemodel.Weekday], p.Sleep.Night[usagemodel.Weekend]
	sleep := nightWords(week)
	if end != week {
		sleep += "," + daysWords(usagemodel.OnWeekends, p) + " " + nightWords(end)
	}
	if p.Sleep.Interruptions > 0 {
		sleep += fmt.Sprintf(", interrupted (%s)", number(p.Sleep.Interruptions))
	}
	return []row{
		{"lives", fmt.Sprintf("in %s; %s before the first day", p.Zone, historyWords(p.History))},
		{"phone", fmt.Sprintf("%s unlocks a day, median session %s", number(p.Phone.UnlocksPerDay), length(p.Phone.Session.Median))},
		{"app", appWords(&p.App)},
		{"sleep", sleep},
		{"charging", chargingWords(p)},
		{"battery", fmt.Sprintf("%s %%/h idle, %s %%/h in use", number(p.Battery.DrainIdle), number(p.Battery.DrainScreen))},
		{"network", networkWords(p)},
		{"settings", fmt.Sprintf("Background App Refresh %s; Low Power Mode %s", refreshWords(p.Refresh), lowPowerWords(p.LowPower))},
	}
}

func historyWords(days int) string {
	if days == 0 {
		return "no day, a fresh install,"
	}
	return plural(days, "day")
}

func nightWords(n usagemodel.Night) string {
	return fmt.Sprintf("%s–%s ±%s", clock(n.Onset), clock(n.Wake), length(n.SD))
}

func appWords(u *usagemodel.AppUse) string {
	var opens []string
	for _, o := range u.Opens {
		days := ""
		switch {
		case o.To > 0:
			days = fmt.Sprintf(" on days %d–%d", o.From, o.To)
		case o.From > 1:
			days = fmt.Sprintf(" from day %d on", o.From)
		}
		opens = append(opens, number(o.Mean)+" opens a day"+days)
	}
	words := strings.Join(opens, ", ")
	if words == "" {
		words = "never opened"
	}
	var windows []string
	for _, w := range u.Windows {
		windows = append(windows, span(w.Span))
	}
	if len(windows) > 0 {
		words += ", mostly " + strings.Join(windows, ", ")
	}
	words += "; median session " + length(u.Session.Median)
	if u.ForceQuitPerDay > 0 {
		words += fmt.Sprintf("; swiped away %s times a day", number(u.ForceQuitPerDay))
	}
	return words
}

func chargingWords(p *usagemodel.Profile) string {
	var list []string
	for _, c := range p.Charging {
		when := fmt.Sprintf("%s for %s", clock(c.At), length(c.For))
		if c.UntilWake {
			when = length(c.BeforeSleep) + " before sleep until waking"
		}
		list = append(list, fmt.Sprintf("%s%s (%s)", when, daysWords(c.Days, p), percent(c.P)))
	}
	if len(list) == 0 {
		return "never"
	}
	return strings.Join(list, ", ")
}

func networkWords(p *usagemodel.Profile) string {
	var list []string
	for _, b := range p.Network {
		words := linkWords(b.Link)
		if b.P < 1 {
			words = fmt.Sprintf("%s (%s)", words, percent(b.P))
			if b.Else != "" {
				words += " or " + linkWords(b.Else)
			}
		}
		words += " " + span(b.Span) + daysWords(b.Days, p)
		if b.OutagesPerHour > 0 {
			words += " with outages"
		}
		list = append(list, words)
	}
	if len(list) == 0 {
		return "Wi-Fi"
	}
	return strings.Join(list, ", ") + ", else Wi-Fi"
}

func linkWords(l usagemodel.Link) string {
	switch l {
	case usagemodel.Wifi:
		return "Wi-Fi"
	case usagemodel.NoLink:
		return "no network"
	case usagemodel.Cellular, usagemodel.Weak:
	}
	return string(l)
}

func refreshWords(s usagemodel.RefreshSetting) string {
	if s == usagemodel.RefreshWifiOnly {
		return "on Wi-Fi only"
	}
	return string(s)
}

func lowPowerWords(r usagemodel.LowPowerRule) string {
	switch {
	case r.Always:
		return "on"
	case r.Never:
		return "off"
	}
	return fmt.Sprintf("asked at %d %%, taken by %s, off at %d %%", r.AskBelow, percent(r.Accept), r.OffAbove)
}

// daysWords names days as people do, or, where the profile's weekend is another than theirs, by their names.
func daysWords(d usagemodel.Days, p *usagemodel.Profile) string {
	usual := p.Weekend == [7]bool{time.Saturday: true, time.Sunday: true}
	switch {
	case d == usagemodel.EveryDay:
		return ""
	case !usual:
		return " on " + dayNames(p, d)
	case d == usagemodel.OnWeekdays:
		return " on weekdays"
	}
	return " at weekends"
}

// dayNames are the days of the week that are meant, from Monday on.
func dayNames(p *usagemodel.Profile, d usagemodel.Days) string {
	var names []string
	for i := range 7 {
		day := time.Weekday((i + 1) % 7)
		if d.Include(p.DayType(day)) {
			names = append(names, strings.ToLower(day.String()[:3]))
		}
	}
	return strings.Join(names, ", ")
}

func span(s usagemodel.Span) string { return clock(s.From) + "–" + clock(s.To) }

func clock(t time.Duration) string {
	return fmt.Sprintf("%02d:%02d", t/time.Hour, t%time.Hour/time.Minute)
}

// length is a length of time in its largest whole units: 49 s, 50 min, 1 h 30 min.
func length(d time.Duration) string {
	switch {
	case d < time.Minute || d%time.Minute != 0:
		return number(d.Seconds()) + " s"
	case d < time.Hour:
		return fmt.Sprintf("%d min", d/time.Minute)
	case d%time.Hour == 0:
		return fmt.Sprintf("%d h", d/time.Hour)
	}
	return fmt.Sprintf("%d h %02d min", d/time.Hour, d%time.Hour/time.Minute)
}

func percent(p float64) string { return number(100*p) + " %" }

// number is a number with as many digits as it needs, at most three after the point.
func number(v float64) string {
	s := strconv.FormatFloat(v, 'f', 3, 64)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}
