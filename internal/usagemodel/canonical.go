package usagemodel

import (
	"fmt"
	"strings"
)

// canonical writes the whole profile as a file that reads back to an equal one.
func canonical(p *Profile) string {
	w := &strings.Builder{}
	line := func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
	line("fetchsim_profile: %d", formatVersion)
	line("name: %s", quoteWord(p.Name))
	line("tz: %s", p.Zone)
	line("history: %dd", p.History)
	line("days: {weekday: [%s], weekend: [%s]}", weekText(p.Weekend, false), weekText(p.Weekend, true))
	line("phone:")
	line("  unlocks_per_day: %s", formatNumber(p.Phone.UnlocksPerDay))
	line("  curve:")
	for t := range DayType(dayTypes) {
		line("    %s: %s", t, curveText(p.Phone.Curve[t], t))
	}
	line("  burst: {branching: [%s, %s], tau: [%s, %s]}", formatNumber(p.Phone.Branching[0]), formatNumber(p.Phone.Branching[1]),
		formatDuration(p.Phone.Tau[0]), formatDuration(p.Phone.Tau[1]))
	line("  session: {median: %s, sigma: %s, max: %s}", formatDuration(p.Phone.Session.Median),
		formatNumber(p.Phone.Session.Sigma), formatDuration(p.Phone.Session.Max))
	line("sleep:")
	for t := range DayType(dayTypes) {
		n := p.Sleep.Night[t]
		line(`  %s: {onset: "%s", wake: "%s", sd: %s}`, t, formatTimeOfDay(n.Onset), formatTimeOfDay(n.Wake), formatDuration(n.SD))
	}
	line("  interruptions: %s", formatNumber(p.Sleep.Interruptions))
	line("app:")
	line("  opens_per_day: %s", opensText(p.App.Opens))
	line("  base: %s", formatNumber(p.App.Base))
	line("  session: {median: %s, sigma: %s}", formatDuration(p.App.Session.Median), formatNumber(p.App.Session.Sigma))
	line("  force_quit_per_day: %s", formatNumber(p.App.ForceQuitPerDay))
	writeList(line, "  ", "windows", p.App.Windows, windowText)
	writeList(line, "", "charging", p.Charging, chargeText)
	line("battery: {start: %s%%, drain_idle: %s%%/h, drain_screen: %s%%/h, charge: %s%%/h, charge_above_80: %s%%/h}",
		formatNumber(p.Battery.Start), formatNumber(p.Battery.DrainIdle), formatNumber(p.Battery.DrainScreen),
		formatNumber(p.Battery.Charge), formatNumber(p.Battery.ChargeAbove80))
	writeList(line, "", "network", p.Network, networkText)
	line("low_power_mode: %s", lowPowerText(p.LowPower))
	line("background_refresh: %q", p.Refresh)
	return w.String()
}

func writeList[T any](line func(string, ...any), indent, key string, all []T, text func(T) string) {
	if len(all) == 0 {
		line("%s%s: []", indent, key)
		return
	}
	line("%s%s:", indent, key)
	for _, one := range all {
		line("%s  - {%s}", indent, text(one))
	}
}

// quoteWord keeps a name that YAML would take for a number or a switch a text.
func quoteWord(name string) string { return `"` + name + `"` }

func weekText(isWeekend [7]bool, weekend bool) string {
	var names []string
	for i := range 7 {
		d := (i + 1) % 7 // weeks begin on Monday
		if isWeekend[d] == weekend {
			names = append(names, daysOfWeek()[d])
		}
	}
	return strings.Join(names, ", ")
}

func curveText(curve [24]float64, t DayType) string {
	if curve == populationCurve(t) {
		return "population"
	}
	hours := make([]string, len(curve))
	for h, weight := range curve {
		hours[h] = formatNumber(weight)
	}
	return "[" + strings.Join(hours, ", ") + "]"
}

func opensText(all []Opens) string {
	if len(all) == 1 && all[0].From == 1 && all[0].To == 0 {
		return formatNumber(all[0].Mean)
	}
	entries := make([]string, len(all))
	for i, o := range all {
		until := ""
		if o.To > 0 {
			until = fmt.Sprint(o.To)
		}
		entries[i] = fmt.Sprintf(`{days: "%d-%s", mean: %s}`, o.From, until, formatNumber(o.Mean))
	}
	return "[" + strings.Join(entries, ", ") + "]"
}

func spanText(s Span) string {
	return `at: "` + formatTimeOfDay(s.From) + "-" + formatTimeOfDay(s.To) + `"`
}

func daysText(d Days) string {
	switch d {
	case OnWeekdays:
		return ", days: weekday"
	case OnWeekends:
		return ", days: weekend"
	case EveryDay:
		return ""
	default:
		panic("usagemodel: no such days")
	}
}

func windowText(w Window) string { return spanText(w.Span) + ", weight: " + formatNumber(w.Weight) }

func chargeText(c Charge) string {
	when := fmt.Sprintf(`at: "%s", sd: %s, for: %s`, formatTimeOfDay(c.At), formatDuration(c.SD), formatDuration(c.For))
	if c.UntilWake {
		when = fmt.Sprintf("before_sleep: %s, sd: %s, until: wake", formatDuration(c.BeforeSleep), formatDuration(c.SD))
	}
	return when + ", p: " + formatNumber(c.P) + daysText(c.Days)
}

func networkText(b NetworkBlock) string {
	text := spanText(b.Span) + daysText(b.Days) + ", link: " + string(b.Link)
	if b.P != 1 {
		text += ", p: " + formatNumber(b.P)
	}
	if b.Else != "" {
		text += ", else: " + string(b.Else)
	}
	if b.OutagesPerHour > 0 {
		text += ", outages_per_hour: " + formatNumber(b.OutagesPerHour) + ", outage: " + formatDuration(b.Outage)
	}
	return text
}

func lowPowerText(rule LowPowerRule) string {
	switch {
	case rule.Always:
		return `"on"`
	case rule.Never:
		return `"off"`
	default:
		return fmt.Sprintf("{ask_below: %d%%, accept: %s, off_above: %d%%}", rule.AskBelow, formatNumber(rule.Accept), rule.OffAbove)
	}
}
