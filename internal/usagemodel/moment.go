package usagemodel

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/vclock"
)

// moment is an [Event] in small, as days are drawn.
type moment struct {
	at    vclock.Instant
	kind  EventKind
	value uint16 // percent, 0 or 1, a link of the network, or a word of the replay
	cause cause
}

// cause is the reason of a moment.
type cause uint8

const (
	noCause cause = iota
	causeOutage
	causeAsked
	causeCharged
)

// event spells a moment out.
func (t *Timeline) event(m moment) Event {
	e := Event{At: m.at, Kind: m.kind}
	switch m.kind { //nolint:exhaustive // the other kinds carry no value
	case Battery:
		e.Level = int(m.value)
	case LinkChange:
		e.Link = t.network.links[m.value]
	case LowPower:
		e.On = m.value == 1
	case Refresh:
		e.Refresh = RefreshSetting(t.replay.words[m.value])
	case ThermalChange:
		e.Thermal = Thermal(t.replay.words[m.value])
	case ZoneChange:
		e.Zone = t.replay.words[m.value]
	}
	switch m.cause {
	case noCause:
	case causeOutage:
		e.Cause = "outage"
	case causeAsked:
		e.Cause = t.battery.askedText
	case causeCharged:
		e.Cause = t.battery.chargedText
	}
	return e
}

// merge appends the moments of ordered lists to queue in order of time. At one instant the earlier list goes first.
func merge(queue []moment, lists ...[]moment) []moment {
	for {
		first := -1
		for i, l := range lists {
			if len(l) > 0 && (first < 0 || l[0].at < lists[first][0].at) {
				first = i
			}
		}
		if first < 0 {
			return queue
		}
		queue = append(queue, lists[first][0])
		lists[first] = lists[first][1:]
	}
}

// millis rounds a drawn length down to the grid of the person.
func millis(d time.Duration) time.Duration { return d.Truncate(vclock.Millisecond) }
