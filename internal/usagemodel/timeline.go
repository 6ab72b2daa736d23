package usagemodel

import (
	"math/rand/v2"
	"strconv"

	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// Timeline is what a person does, event after event in order of time, from the first day of the history to the end of the
// last day. [NewTimeline] draws it all from a profile, [NewReplay] follows a recording. The history is drawn at once, to know where it ends; the days after it lazily, one by one, so that the size
// does not grow with their number.
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
//		phone.Apply(e) // and whoever else learns from the past
//	}
type Timeline struct {
	profile *Profile
	seed    uint64
	dates   dates
	days    int // the first day that is not drawn any more
	nextDay int // the next day to draw

	sleeps   sleeps
	unlocks  unlocks
	sessions sessions
	charger  charger
	battery  battery
	network  network
	replay   *replay // nil if all is drawn

	initial    Phone
	start      vclock.Instant
	historyEnd vclock.Instant
	everOpened bool // in the history

	queue []moment // drawn and not yet taken, from taken on
	taken int
}

// NewTimeline returns the timeline of a person on the days 0..days-1 of the calendar, preceded by the profile's history.
// The calendar's zone counts, not the profile's. Equal arguments give equal events; the streams of chance are named by
// purpose and day, so that a change of one part of the profile leaves the others' events where they are.
func NewTimeline(p *Profile, seed uint64, calendar vclock.Calendar, days int) *Timeline {
	t := newTimeline(p, seed, calendar, -p.History, days)
	t.drawHistory()
	return t
}

// newTimeline returns a timeline that begins with the given day, of which nothing is drawn yet.
func newTimeline(p *Profile, seed uint64, calendar vclock.Calendar, first, days int) *Timeline {
	t := &Timeline{profile: p, seed: seed, dates: newDates(p, calendar), days: max(days, 0), nextDay: first}
	t.start = t.dates.day(first).start
	for n := first; n <= first+2; n++ {
		t.sleeps.draw(t, n)
	}
	t.unlocks = newUnlocks(p)
	t.unlocks.draw(t, first)
	t.sessions = newSessions(p)
	t.charger.draw(t, first)
	t.charger.draw(t, first+1)
	t.battery = newBattery(p, t.start)
	t.network = newNetwork(p)
	t.network.draw(t, first-1) // blocks may reach over midnight
	t.network.draw(t, first)
	t.initial = t.initialPhone(calendar)
	return t
}

func (t *Timeline) initialPhone(calendar vclock.Calendar) Phone {
	phone := NewPhone()
	phone.Zone = calendar.Location().String()
	phone.Asleep = t.sleeps.asleep(t.start - 1) // a sleep that begins at the start is an event
	phone.Level = t.battery.percent()
	phone.LowPower = t.battery.lowPower
	phone.Refresh = t.profile.Refresh
	phone.Link = t.network.begin(t.start)
	return phone
}

// drawHistory draws the days before day 0 and notes the last open in them.
func (t *Timeline) drawHistory() {
	for t.nextDay < 0 {
		t.drawDay()
	}
	for _, m := range t.queue {
		if m.kind == AppOpen {
			t.historyEnd, t.everOpened = m.at, true
		}
	}
}

// Next takes the next event. It returns false at the end of the last day.
func (t *Timeline) Next() (Event, bool) {
	e, ok := t.Peek()
	if ok {
		t.taken++
	}
	return e, ok
}

// Peek returns the next event without taking it.
func (t *Timeline) Peek() (Event, bool) {
	for t.taken == len(t.queue) {
		if t.nextDay >= t.days {
			return Event{}, false
		}
		t.recycle()
		t.drawDay()
	}
	return t.event(t.queue[t.taken]), true
}

// recycle empties the queue. The history's is let go: it is many times as long as a day's.
func (t *Timeline) recycle() {
	const dayful = 4096
	if cap(t.queue) > dayful {
		t.queue = nil
	}
	t.queue, t.taken = t.queue[:0], 0
}

// Start is the instant at which the timeline begins: midnight of the first day of the history.
func (t *Timeline) Start() vclock.Instant { return t.start }

// Initial is the phone at the timeline's start, before its first event.
func (t *Timeline) Initial() Phone { return t.initial }

// HistoryEnd returns the instant of the last app_open before day 0, at which a simulation starts. It returns false if
// there is none: the history is empty, or the app was not opened in it.
func (t *Timeline) HistoryEnd() (vclock.Instant, bool) { return t.historyEnd, t.everOpened }

// drawDay draws the next day to the end and appends its events to the queue. What reaches over midnight is drawn ahead:
// a session ends at the next day's first unlock, the evening belongs to the next day's sleep.
func (t *Timeline) drawDay() {
	n := t.nextDay
	t.nextDay++
	end := t.dates.day(n).end
	t.sleeps.draw(t, n+3)
	t.unlocks.draw(t, n+1)
	t.charger.draw(t, n+2)
	t.network.draw(t, n+1)

	asleep := t.sleeps.moments(t.dates.day(n).start, end)
	used := t.sessions.moments(t, n)
	links := t.network.moments(t.dates.day(n).start, end)
	if t.replay == nil {
		t.queue = merge(t.queue, asleep, t.battery.moments(t, n, used), links, used)
	} else {
		t.queue = t.replay.merge(t, n, asleep, links, used)
	}

	t.sleeps.forget(end)
	t.sessions.forget(len(used))
	t.network.forget(end)
}

// stream returns the stream of chance of one purpose on one day.
func (t *Timeline) stream(day int, purpose string) *rand.Rand {
	return chance.Stream(t.seed, "day", strconv.Itoa(day), purpose)
}
