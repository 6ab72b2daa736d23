package usagemodel

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/vclock"
)

// dates tells the days of a calendar apart: when each begins and of which type it is.
type dates struct {
	calendar vclock.Calendar
	profile  *Profile
	first    time.Weekday // of day 0
	ring     [8]date      // the days asked for last; a timeline looks at five at a time
}

// date is one day of the calendar.
type date struct {
	number     int
	start, end vclock.Instant
	kind       DayType
	regular    bool // 24 h long: the time of day is the time since start
	known      bool
	calendar   vclock.Calendar
}

func newDates(p *Profile, calendar vclock.Calendar) dates {
	return dates{calendar: calendar, profile: p, first: calendar.Start().Weekday()}
}

// day returns day n.
func (d *dates) day(n int) *date {
	at := &d.ring[n&(len(d.ring)-1)]
	if !at.known || at.number != n {
		weekday := time.Weekday(((int(d.first)+n)%7 + 7) % 7)
		start, end := d.calendar.DayStart(n), d.calendar.DayStart(n+1)
		*at = date{n, start, end, d.profile.DayType(weekday), end.Sub(start) == day, true, d.calendar}
	}
	return at
}

// at returns the instant at which the day's wall clock first shows the time of day.
func (d *date) at(timeOfDay time.Duration) vclock.Instant {
	if d.regular {
		return d.start.Add(timeOfDay)
	}
	return d.calendar.At(d.number, timeOfDay)
}

// timeOfDay returns what the wall clock shows at an instant of this day.
func (d *date) timeOfDay(at vclock.Instant) time.Duration {
	if d.regular {
		return at.Sub(d.start)
	}
	return d.calendar.TimeOfDay(at)
}

// span returns the instants of a span that begins on day n. It may end on the next day.
func (d *dates) span(n int, s Span) (from, to vclock.Instant) {
	from = d.day(n).at(s.From)
	switch {
	case s.To <= s.From:
		to = d.day(n + 1).at(s.To)
	case s.To == day:
		to = d.day(n).end
	default:
		to = d.day(n).at(s.To)
	}
	return from, to
}
