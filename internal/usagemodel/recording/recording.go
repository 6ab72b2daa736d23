package recording

import (
	"iter"
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// Recording is what was seen of a person and their phone from one instant to another.
type Recording struct {
	Zone     *time.Location // in which its days are counted
	From, To time.Time      // half-open, in Zone
	App      string         // whose opens it holds; may be empty
	Source   string         // what recorded it: "hand", "aware", "activitywatch", "powerlog"; may be empty

	entries []entry
	words   words
}

// Event is one change, in the words of a recorded day.
type Event struct {
	At    time.Time // on a whole millisecond, in the recording's zone
	Kind  usagemodel.EventKind
	Value string // "82", "cellular", "on"; empty for events without a value
}

// entry is an event in small: a recording may hold millions.
type entry struct {
	at    int64  // milliseconds since 1970
	line  uint32 // where it stood; 0 for what was added by mending
	value uint16 // a number of [words]; the level of a battery
	kind  usagemodel.EventKind
}

// words numbers the values of events. Levels of the battery are their own number.
type words struct {
	list []string
	of   map[string]uint16
}

// maxWords bounds the values of one recording: every link, setting and time zone there is, and room to spare.
const maxWords = 4096

// number returns the number of a word. It returns false when there are too many different ones.
func (w *words) number(word string) (uint16, bool) {
	if n, ok := w.of[word]; ok {
		return n, true
	}
	if len(w.list) == maxWords {
		return 0, false
	}
	if w.of == nil {
		w.of = make(map[string]uint16)
	}
	n := uint16(len(w.list))
	w.list, w.of[word] = append(w.list, word), n
	return n, true
}

// Len is how many events the recording holds.
func (r *Recording) Len() int { return len(r.entries) }

// Events returns the events in order of time.
func (r *Recording) Events() iter.Seq[Event] {
	return func(yield func(Event) bool) {
		for _, e := range r.entries {
			if !yield(Event{time.UnixMilli(e.at).In(r.Zone), e.kind, r.value(e)}) {
				return
			}
		}
	}
}

// Count is how many events of a kind there are.
func (r *Recording) Count(kind usagemodel.EventKind) int {
	n := 0
	for _, e := range r.entries {
		if e.kind == kind {
			n++
		}
	}
	return n
}

// Knows reports whether a stream was recorded: at least one of its events is there. Of screen and lock, either is enough.
func (r *Recording) Knows(stream usagemodel.Stream) bool {
	same := func(s usagemodel.Stream) usagemodel.Stream {
		if s == usagemodel.LockStream {
			return usagemodel.ScreenStream
		}
		return s
	}
	for _, e := range r.entries {
		if s, ok := e.kind.Stream(); ok && same(s) == same(stream) {
			return true
		}
	}
	return false
}

// mostOfDay is how much of its last day a recording must hold for that to be the day that is replayed.
const mostOfDay = 12 * time.Hour

// Calendar returns the calendar on which the last days of the recording are replayed: its day 0 is the first of them, the
// days before it are the history. The last day is the last of which at least half was recorded, or the last at all. More
// days than were recorded are as many as were.
func (r *Recording) Calendar(days int) vclock.Calendar {
	y, m, d := r.To.Add(-time.Millisecond).Date()
	last := vclock.NewCalendar(y, m, d, r.Zone)
	if r.To.Sub(last.Start()) < mostOfDay && r.From.Before(last.Start()) {
		last = vclock.NewCalendar(y, m, d-1, r.Zone)
	}
	first := last.Day(last.Instant(r.From))
	back := min(max(days, 1), 1-first) - 1
	y, m, d = last.Start().Date()
	return vclock.NewCalendar(y, m, d-back, r.Zone)
}

// Days is how many days of the calendar the recording touches.
func (r *Recording) Days() int {
	c := vclock.NewCalendar(r.From.Year(), r.From.Month(), r.From.Day(), r.Zone)
	return c.Day(c.Instant(r.To.Add(-time.Millisecond))) + 1
}

// On puts the events on a calendar, ready for [usagemodel.NewReplay].
func (r *Recording) On(calendar vclock.Calendar) *usagemodel.Recorded {
	return usagemodel.NewRecorded(calendar, calendar.Instant(r.From), calendar.Instant(r.To),
		func(yield func(usagemodel.Event) bool) {
			for _, e := range r.entries {
				if !yield(r.event(e, calendar)) {
					return
				}
			}
		})
}

// event spells an entry out.
func (r *Recording) event(e entry, calendar vclock.Calendar) usagemodel.Event {
	out := usagemodel.Event{At: calendar.Instant(time.UnixMilli(e.at)), Kind: e.kind}
	value := r.value(e)
	switch e.kind { //nolint:exhaustive // the other kinds carry no value
	case usagemodel.Battery:
		out.Level = int(e.value)
	case usagemodel.LowPower:
		out.On = value == "on"
	case usagemodel.LinkChange:
		out.Link = usagemodel.Link(value)
	case usagemodel.Refresh:
		out.Refresh = usagemodel.RefreshSetting(value)
	case usagemodel.ThermalChange:
		out.Thermal = usagemodel.Thermal(value)
	case usagemodel.ZoneChange:
		out.Zone = value
	}
	return out
}

// Unknown says of each stream that was not recorded what is taken in its place, one a line: "battery: none, from
// typical". profile is the name of the profile that the rest of the day is drawn from.
func (r *Recording) Unknown(profile string) []string {
	var lines []string
	for _, s := range usagemodel.Streams() {
		switch {
		case s == usagemodel.LockStream || r.Knows(s):
		case s == usagemodel.ThermalStream:
			lines = append(lines, s.String()+": none, taken as nominal")
		default:
			lines = append(lines, s.String()+": none, from "+profile)
		}
	}
	return lines
}
