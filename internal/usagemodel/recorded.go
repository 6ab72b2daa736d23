package usagemodel

import (
	"iter"
	"slices"

	"github.com/fetchsim/fetchsim/internal/vclock"
)

// Recorded is what was really seen of a person and their phone from one instant to another, made ready for
// [NewReplay]. It does not change: many runs may share one.
type Recorded struct {
	calendar vclock.Calendar
	from, to vclock.Instant // half-open
	known    [streams]bool
	groups   [groups][]moment
	words    []string // links, settings, thermal states, zones: moments hold their number
	unlocks  int
}

// group is streams whose order at one instant matters: they stay together as they were recorded.
type group uint8

const (
	otherGroup group = iota // what belongs to no other group
	useGroup                // screen, lock, app
	powerGroup
	linkGroup
	sleepGroup
	groups
)

func groupOf(k EventKind) group {
	s, ok := k.Stream()
	switch {
	case !ok || s == RefreshStream || s == ThermalStream:
		return otherGroup
	case s <= AppStream:
		return useGroup
	case s == SleepStream:
		return sleepGroup
	case s == LinkStream:
		return linkGroup
	default:
		return powerGroup
	}
}

// NewRecorded returns the recorded events from..to, which come in order of time, on whole milliseconds and within
// from..to. A stream is known if at least one of its events is there. Of screen and lock one is enough: the phone is then
// taken to be unlocked exactly while the screen is on.
func NewRecorded(calendar vclock.Calendar, from, to vclock.Instant, events iter.Seq[Event]) *Recorded {
	r := &Recorded{calendar: calendar, from: from, to: to}
	last := from
	for e := range events {
		if e.At < last || e.At >= to {
			panic("usagemodel: recorded events are out of order or outside their time")
		}
		last = e.At
		if s, ok := e.Kind.Stream(); ok {
			r.known[s] = true
		}
		g := groupOf(e.Kind)
		r.groups[g] = append(r.groups[g], r.moment(e))
	}
	r.pairScreenAndLock()
	for _, link := range []Link{Wifi, Cellular} {
		r.words, _ = numbered(r.words, string(link))
	}
	for _, m := range r.groups[useGroup] {
		if m.kind == Unlock {
			r.unlocks++
		}
	}
	return r
}

// moment is an event in small.
func (r *Recorded) moment(e Event) moment {
	m := moment{at: e.At, kind: e.Kind}
	switch e.Kind { //nolint:exhaustive // the other kinds carry no value
	case Battery:
		m.value = uint16(e.Level)
	case LowPower:
		if e.On {
			m.value = 1
		}
	case LinkChange:
		r.words, m.value = numbered(r.words, string(e.Link))
	case Refresh:
		r.words, m.value = numbered(r.words, string(e.Refresh))
	case ThermalChange:
		r.words, m.value = numbered(r.words, string(e.Thermal))
	case ZoneChange:
		r.words, m.value = numbered(r.words, e.Zone)
	}
	return m
}

// numbered returns the number of a word, adding it if it is new.
func numbered(words []string, word string) ([]string, uint16) {
	at := slices.Index(words, word)
	if at < 0 {
		at = len(words)
		words = append(words, word)
	}
	return words, uint16(at)
}

// pairScreenAndLock has the one of screen and lock that was not recorded follow the other.
func (r *Recorded) pairScreenAndLock() {
	if r.known[ScreenStream] == r.known[LockStream] {
		return
	}
	r.known[ScreenStream], r.known[LockStream] = true, true
	partner := map[EventKind]EventKind{ScreenOn: Unlock, ScreenOff: Lock, Unlock: ScreenOn, Lock: ScreenOff}
	recorded := r.groups[useGroup]
	both := make([]moment, 0, 2*len(recorded))
	for _, m := range recorded {
		other, paired := partner[m.kind]
		switch {
		case !paired:
			both = append(both, m)
		case m.kind == Unlock: // the screen lights up first
			both = append(both, moment{at: m.at, kind: other}, m)
		default:
			both = append(both, m, moment{at: m.at, kind: other})
		}
	}
	r.groups[useGroup] = both
}

// Knows reports whether a stream was recorded.
func (r *Recorded) Knows(s Stream) bool { return r.known[s] }

// states are the states of all streams at an instant, each as the moment that began it. A stream that is not known keeps
// the zero moment.
type states [streams]moment

// before returns the states just before an instant. A stream whose first event is still to come had, until then, the
// other of its two states; before a first link there was Wi-Fi, and before Wi-Fi cellular; a level is taken to have been
// the same; a setting is that of usual. All assumed.
func (r *Recorded) before(at vclock.Instant, usual states) states {
	now := usual
	var told [streams]bool
	opposite := map[EventKind]EventKind{
		ScreenOn: ScreenOff, ScreenOff: ScreenOn, Unlock: Lock, Lock: Unlock, AppOpen: AppClose, AppClose: AppOpen,
		Plug: Unplug, Unplug: Plug, Sleep: WakeUp, WakeUp: Sleep,
	}
	for _, list := range r.groups {
		for _, m := range list {
			s, ok := m.kind.Stream()
			switch {
			case !ok || m.kind == ForceQuit:
			case m.at < at:
				now[s], told[s] = m, true
			case told[s]:
			default:
				told[s] = true
				switch {
				case s == LowPowerStream:
					m.value = 1 - m.value
				case s == BatteryStream:
				case s == LinkStream:
					before := Wifi
					if r.words[m.value] == string(Wifi) {
						before = Cellular
					}
					m.value = uint16(slices.Index(r.words, string(before)))
				case s == RefreshStream || s == ThermalStream:
					m = now[s]
				default:
					m.kind = opposite[m.kind]
				}
				now[s] = m
			}
		}
	}
	return now
}
