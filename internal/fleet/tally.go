package fleet

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// Tally is what lives add up to. Lengths of time are in whole minutes, rounded down, unless they are a Duration. What
// happened before day 0 is not counted.
type Tally struct {
	People, Days int
	Wakes, Opens int
	WakesBySlot  [usagemodel.Slots]int // by quarter hour of the wall clock
	OpensBySlot  [usagemodel.Slots]int
	WakesByDay   []int // by day of the life, all people together

	PerDay   Histogram // days by their number of wakes
	Gaps     Histogram // from a wake to the next
	DayGaps  Histogram // of those, the ones from 08:00 to 22:00
	Nights   Histogram // the longest gap that touches a night, one a night
	FirstGap Histogram // from the first open ever to the first wake, of people whose first open is not before the run

	Weeks, EvenWeeks int // whole weeks, and those whose best day has at most three times the wakes of the worst

	Asleep        int           // wakes while the person sleeps
	ShortestGap   time.Duration // between two wakes; 0 if there were no two
	SoonestAfter  time.Duration // from the app's last moment on screen to a wake; 0 without a wake
	LatestOpenAgo time.Duration // from the last open to a wake
	Forbidden     Forbidden
}

// Forbidden counts wakes that iOS never gives: each of them is a mistake of the model.
type Forbidden struct{ ForceQuit, LowPower, BatteryLow, OnScreen int }

// batteryLow is the level at or below which iOS does not wake apps off the charger, in percent. Documented in notes of the
// talk WWDC20 10063.
const batteryLow = 20

// PerHour is how many wakes a day the hour of the wall clock has, 0..23.
func (t *Tally) PerHour(hour int) float64 {
	const each = usagemodel.Slots / 24
	n := 0
	for _, wakes := range t.WakesBySlot[hour*each : (hour+1)*each] {
		n += wakes
	}
	return float64(n) / float64(max(t.Days, 1))
}

// add takes another tally in. The order in which tallies are added changes nothing.
func (t *Tally) add(o *Tally) {
	t.People += o.People
	t.Days += o.Days
	t.Wakes += o.Wakes
	t.Opens += o.Opens
	for k := range t.WakesBySlot {
		t.WakesBySlot[k] += o.WakesBySlot[k]
		t.OpensBySlot[k] += o.OpensBySlot[k]
	}
	for n, wakes := range o.WakesByDay {
		for len(t.WakesByDay) <= n {
			t.WakesByDay = append(t.WakesByDay, 0)
		}
		t.WakesByDay[n] += wakes
	}
	t.PerDay.merge(&o.PerDay)
	t.Gaps.merge(&o.Gaps)
	t.DayGaps.merge(&o.DayGaps)
	t.Nights.merge(&o.Nights)
	t.FirstGap.merge(&o.FirstGap)
	t.Weeks += o.Weeks
	t.EvenWeeks += o.EvenWeeks
	t.Asleep += o.Asleep
	t.ShortestGap = shorter(t.ShortestGap, o.ShortestGap)
	t.SoonestAfter = shorter(t.SoonestAfter, o.SoonestAfter)
	t.LatestOpenAgo = max(t.LatestOpenAgo, o.LatestOpenAgo)
	t.Forbidden.ForceQuit += o.Forbidden.ForceQuit
	t.Forbidden.LowPower += o.Forbidden.LowPower
	t.Forbidden.BatteryLow += o.Forbidden.BatteryLow
	t.Forbidden.OnScreen += o.Forbidden.OnScreen
}

// shorter is the shorter of two lengths, of which 0 is none.
func shorter(a, b time.Duration) time.Duration {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}
