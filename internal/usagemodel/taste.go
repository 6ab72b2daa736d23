package usagemodel

import "time"

// taste is how likely the app is opened at an unlock, by the time of day.
type taste struct {
	byMinute [24 * 60]float64 // chance for a mean of one open a day
}

// newTaste weighs the windows of the app against the mean weight under the unlocks of a usual day of type t: the mean
// number of opens is then that of the profile, wherever the windows lie.
func newTaste(p *Profile, t DayType) taste {
	var weights taste
	night, asleep := p.Sleep.Night[t], nightShare(p)
	sum, unlocks := 0.0, 0.0
	for m := range weights.byMinute {
		at := time.Duration(m) * time.Minute
		use := p.Phone.Curve[t][m/60]
		if (Span{night.Onset, night.Wake}).holds(at) {
			use *= asleep
		}
		weight := p.App.weight(at)
		weights.byMinute[m] = weight
		sum += float64(use * weight)
		unlocks += use
	}
	if sum == 0 || p.Phone.UnlocksPerDay == 0 {
		return taste{} // no unlock, or none with any weight: never opened
	}
	scale := openMakeUp / p.Phone.UnlocksPerDay * unlocks / sum
	for m := range weights.byMinute {
		weights.byMinute[m] *= scale
	}
	return weights
}

// open is the chance that an unlock at the time of day opens the app, for a mean of so many opens a day.
func (t *taste) open(mean float64, timeOfDay time.Duration) float64 {
	return min(1, mean*t.byMinute[timeOfDay/time.Minute])
}

// weight adds the weights of the windows that hold the time of day to the base.
func (a *AppUse) weight(timeOfDay time.Duration) float64 {
	sum := a.Base
	for _, w := range a.Windows {
		if w.Span.holds(timeOfDay) {
			sum += w.Weight
		}
	}
	return sum
}

// holds reports whether a time of day lies in the span, on whichever day it began.
func (s Span) holds(timeOfDay time.Duration) bool {
	if s.To <= s.From {
		return timeOfDay >= s.From || timeOfDay < s.To
	}
	return s.From <= timeOfDay && timeOfDay < s.To
}

// opensOn returns the mean number of opens on day n. The profile counts days from 1.
func opensOn(all []Opens, n int) float64 {
	for i, o := range all {
		before := i == 0 && n+1 < o.From
		if before || (o.From <= n+1 && (o.To == 0 || n+1 <= o.To)) {
			return o.Mean
		}
	}
	return 0
}
