package vclock

import (
	"time"
	_ "time/tzdata" // zones must be the same on a machine that has none
)

// Calendar turns instants into wall-clock dates of a zone and back. Day 0 begins at Start.
type Calendar struct {
	start time.Time
}

// NewCalendar returns the calendar whose day 0 is the local date of start in loc. Where a change to summer time skips
// 00:00, the day begins at the first instant it has.
func NewCalendar(year int, month time.Month, day int, loc *time.Location) Calendar {
	return Calendar{start: firstInstant(year, month, day, loc)}
}

// firstInstant is when a local date begins. time.Date resolves a skipped midnight to either side of the gap; a date that
// comes out as the day before is moved to the gap's end.
func firstInstant(year int, month time.Month, day int, loc *time.Location) time.Time {
	t := time.Date(year, month, day, 0, 0, 0, 0, loc)
	want := time.Date(year, month, day, 12, 0, 0, 0, loc)
	for t.Day() != want.Day() {
		t = t.Add(15 * time.Minute)
	}
	return t
}

// Start is the instant 0 as a date.
func (c Calendar) Start() time.Time { return c.start }

// Location is the zone of the calendar.
func (c Calendar) Location() *time.Location { return c.start.Location() }

// Wall returns the date of an instant in the calendar's zone.
func (c Calendar) Wall(i Instant) time.Time {
	return c.start.Add(time.Duration(int64(i)/1e6)*time.Second + time.Duration(int64(i)%1e6)*time.Microsecond)
}

// Instant returns the instant of a date, to the microsecond.
func (c Calendar) Instant(t time.Time) Instant {
	return Instant(t.UnixMicro() - c.start.UnixMicro())
}

// DayStart is the instant at which day n (0-based, negative before day 0) begins. Days have 23, 24 or 25 hours.
func (c Calendar) DayStart(n int) Instant {
	y, m, d := c.start.Date()
	return c.Instant(firstInstant(y, m, d+n, c.start.Location()))
}

// Day returns which day an instant belongs to. A day is half-open: 24:00 is the next day's.
func (c Calendar) Day(i Instant) int {
	y, m, d := c.Wall(i).Date()
	y0, m0, d0 := c.start.Date()
	a := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	b := time.Date(y0, m0, d0, 0, 0, 0, 0, time.UTC)
	return int(a.Sub(b).Hours() / 24)
}

// TimeOfDay is how far the wall clock stands past midnight: 02:30 on a summer-time night is 2.5 h although fewer have passed.
func (c Calendar) TimeOfDay(i Instant) time.Duration {
	w := c.Wall(i)
	return time.Duration(w.Hour())*time.Hour + time.Duration(w.Minute())*time.Minute +
		time.Duration(w.Second())*time.Second + time.Duration(w.Nanosecond())
}

// At returns the instant on day n at which the wall clock first shows the given time of day. A time that the day skips
// is taken as the end of the gap.
func (c Calendar) At(n int, timeOfDay time.Duration) Instant {
	y, m, d := c.start.Date()
	h := int(timeOfDay / time.Hour)
	rest := timeOfDay % time.Hour
	t := time.Date(y, m, d+n, h, int(rest/time.Minute), int(rest%time.Minute/time.Second), int(rest%time.Second), c.start.Location())
	if earlier := t.Add(-time.Hour); sameWallClock(earlier, t) {
		t = earlier
	}
	return c.Instant(t)
}

func sameWallClock(a, b time.Time) bool {
	ah, am, as := a.Clock()
	bh, bm, bs := b.Clock()
	return a.YearDay() == b.YearDay() && ah == bh && am == bm && as == bs
}
