package usagemodel

import "github.com/fetchsim/fetchsim/internal/vclock"

// Timeline is what a person does, event after event in order of time, from the first day of the history to the end of the
// last day. It is drawn lazily, day after day: its size does not grow with the number of days.
//
// The simulation starts at [Timeline.HistoryEnd]; a caller takes the events before it to learn the past:
//
//	phone := timeline.Initial()
//	start, ok := timeline.HistoryEnd()
//	if !ok {
//		start = 0 // never opened so far: the first open is the first launch
//	}
//	for e, more := timeline.Peek(); more && e.At < start; e, more = timeline.Peek() {
//		timeline.Next()
//		phone.Apply(e)
//		habits.Observe(e)
//	}
type Timeline struct{ start vclock.Instant }

// NewTimeline returns the timeline of a person on the days 0..days-1 of the calendar, preceded by the profile's history.
// The calendar's zone counts, not the profile's. Equal arguments give equal events; the streams of chance are named by
// purpose and day, so that a change of one part of the profile leaves the others' events where they are.
func NewTimeline(p *Profile, seed uint64, calendar vclock.Calendar, days int) *Timeline {
	panic("usagemodel: being written")
}

// Next takes the next event. It returns false at the end of the last day.
func (t *Timeline) Next() (Event, bool) { panic("usagemodel: being written") }

// Peek returns the next event without taking it.
func (t *Timeline) Peek() (Event, bool) { panic("usagemodel: being written") }

// Start is the instant at which the timeline begins: midnight of the first day of the history.
func (t *Timeline) Start() vclock.Instant { return t.start }

// Initial is the phone at the timeline's start, before its first event.
func (t *Timeline) Initial() Phone { panic("usagemodel: being written") }

// HistoryEnd returns the instant of the last app_open before day 0, at which a simulation starts. It returns false if
// there is none: the history is empty, or the app was not opened in it.
func (t *Timeline) HistoryEnd() (vclock.Instant, bool) { panic("usagemodel: being written") }
