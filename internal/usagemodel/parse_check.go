package usagemodel

import "fmt"

// checkWhole notes what only the merged profile can show: values that do not go together.
func (s *source) checkWhole(p *Profile, file string) {
	for _, o := range p.App.Opens {
		if o.Mean > p.Phone.UnlocksPerDay {
			s.problem(s.given(file, "app.opens_per_day", "phone.unlocks_per_day"),
				"opens_per_day %s is more than unlocks_per_day %s; the app is opened at an unlock",
				formatNumber(o.Mean), formatNumber(p.Phone.UnlocksPerDay))
			break
		}
	}
	for t := range DayType(dayTypes) {
		night := p.Sleep.Night[t]
		length := night.Wake - night.Onset
		if length <= 0 {
			length += day
		}
		if length < minSleep || length > maxSleep {
			key := fmt.Sprintf("sleep.%s", t)
			s.problem(s.given(file, key+".onset", key+".wake"), "sleep from %s to %s lasts %s; give %s to %s",
				formatTimeOfDay(night.Onset), formatTimeOfDay(night.Wake), formatDuration(length),
				formatDuration(minSleep), formatDuration(maxSleep))
		}
	}
	if rule := p.LowPower; !rule.Always && !rule.Never && rule.OffAbove <= rule.AskBelow {
		s.problem(s.given(file, "low_power_mode.off_above", "low_power_mode.ask_below"),
			"off_above %d%% is not above ask_below %d%%", rule.OffAbove, rule.AskBelow)
	}
}

// given returns where the outermost file gave one of the keys, the first it has.
func (s *source) given(file string, keys ...string) place {
	for _, key := range keys {
		if at, ok := s.places[key]; ok && at.file == file {
			return at
		}
	}
	return place{file, 1, 1}
}
