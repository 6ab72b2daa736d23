package fleet

import (
	"slices"
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// counter counts one life as it goes on.
type counter struct {
	tally    *Tally
	calendar vclock.Calendar
	days     int

	day      int // that is being lived; -1 before day 0
	dayEnd   vclock.Instant
	today    int
	week     [7]int
	lastWake vclock.Instant // Never before the first

	touched bool // the gap that goes on reaches into a night
	night   int  // the longest gap of the night so far, in minutes
	inNight bool
}

func newCounter(calendar vclock.Calendar, days int) *counter {
	return &counter{tally: &Tally{People: 1, Days: days}, calendar: calendar, days: days, day: -1, lastWake: vclock.Never}
}

// wake is told each wake.
func (c *counter) wake(at vclock.Instant, phone *usagemodel.Phone) {
	c.roll(at)
	gap := time.Duration(0)
	if c.lastWake != vclock.Never {
		gap = at.Sub(c.lastWake)
	}
	if at >= 0 {
		c.count(at, gap, phone)
	}
	c.sleepOver(gap, phone.Asleep)
	c.lastWake = at
}

func (c *counter) count(at vclock.Instant, gap time.Duration, phone *usagemodel.Phone) {
	t := c.tally
	t.Wakes++
	c.today++
	timeOfDay := c.calendar.TimeOfDay(at)
	t.WakesBySlot[slot(timeOfDay)]++
	t.WakesByDay[c.day]++
	if phone.Asleep {
		t.Asleep++
	}
	if gap > 0 {
		t.Gaps.Add(int(gap.Minutes()))
		t.ShortestGap = shorter(t.ShortestGap, gap)
		if timeOfDay < 22*time.Hour && timeOfDay-gap >= 8*time.Hour {
			t.DayGaps.Add(int(gap.Minutes()))
		}
	} else if phone.FirstOpenAt >= 0 {
		t.FirstGap.Add(int(at.Sub(phone.FirstOpenAt).Minutes()))
	}
	t.SoonestAfter = shorter(t.SoonestAfter, at.Sub(phone.LastUseAt))
	t.LatestOpenAgo = max(t.LatestOpenAgo, at.Sub(phone.LastOpenAt))
	c.forbid(phone)
}

func (c *counter) forbid(phone *usagemodel.Phone) {
	f := &c.tally.Forbidden
	for _, is := range []struct {
		closed bool
		count  *int
	}{
		{phone.ForceQuit, &f.ForceQuit},
		{phone.LowPower, &f.LowPower},
		{phone.Level <= batteryLow && !phone.Plugged, &f.BatteryLow},
		{phone.AppOpen, &f.OnScreen},
	} {
		if is.closed {
			*is.count++
		}
	}
}

// sleepOver notes the longest gap of a night. It ends with the first wake of the app after the person got up.
func (c *counter) sleepOver(gap time.Duration, asleep bool) {
	if c.touched && gap > 0 {
		c.night = max(c.night, int(gap.Minutes()))
	}
	if c.inNight && !asleep {
		if c.day >= 0 && c.night > 0 {
			c.tally.Nights.Add(c.night)
		}
		c.night, c.inNight = 0, false
	}
	c.touched = asleep
}

// event is told what the person does.
func (c *counter) event(e usagemodel.Event, _ *usagemodel.Phone) {
	switch e.Kind {
	case usagemodel.Sleep:
		c.touched, c.inNight = true, true
	case usagemodel.AppOpen:
		if e.At >= 0 {
			c.tally.Opens++
			c.tally.OpensBySlot[slot(c.calendar.TimeOfDay(e.At))]++
		}
	default:
	}
}

// roll ends the days that are over at an instant.
func (c *counter) roll(at vclock.Instant) {
	for at >= c.dayEnd {
		if c.day >= 0 {
			c.endDay()
		}
		c.day++
		c.dayEnd = c.calendar.DayStart(c.day + 1)
		c.tally.WakesByDay = append(c.tally.WakesByDay, 0)
	}
}

func (c *counter) endDay() {
	c.tally.PerDay.Add(c.today)
	c.week[c.day%7] = c.today
	c.today = 0
	if c.day%7 == 6 {
		c.tally.Weeks++
		if slices.Max(c.week[:]) <= 3*slices.Min(c.week[:]) {
			c.tally.EvenWeeks++
		}
	}
}

// end ends the life and returns its tally.
func (c *counter) end() *Tally {
	c.roll(c.calendar.DayStart(c.days) - 1)
	c.endDay()
	return c.tally
}

func slot(timeOfDay time.Duration) int {
	return int(timeOfDay / (24 * time.Hour / usagemodel.Slots))
}
