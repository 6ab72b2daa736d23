package scheduler

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

const (
	slotLength = 24 * time.Hour / usagemodel.Slots
	slotUs     = int64(slotLength / time.Microsecond)
	dayUs      = int64(24 * time.Hour / time.Microsecond)
)

// wallClock tells the slot of the day, on the clock of the zone that the phone is in. It remembers the zone's offset until
// that changes, because it is asked a hundred times a day.
type wallClock struct {
	zero        int64 // instant 0 in microseconds of Unix time
	zone        *time.Location
	offset      int64 // microseconds east of Greenwich, from the one instant until the other
	from, until vclock.Instant
}

func newWallClock(c vclock.Calendar) wallClock {
	w := wallClock{zero: c.Start().UnixMicro(), zone: c.Location()}
	w.look(0)
	return w
}

// move takes the phone to another zone.
func (w *wallClock) move(zone *time.Location, now vclock.Instant) {
	w.zone = zone
	w.look(now)
}

// slot is the slot (0..95) that the instant lies in and the instant of the next edge. The clock change cuts a slot short if
// it does not fall on an edge.
func (w *wallClock) slot(now vclock.Instant) (slot int, edge vclock.Instant) {
	if now < w.from || now >= w.until {
		w.look(now)
	}
	local := int64(now) + w.zero + w.offset
	timeOfDay := ((local % dayUs) + dayUs) % dayUs
	edge = now + vclock.Instant(slotUs-timeOfDay%slotUs)
	return int(timeOfDay / slotUs), min(edge, w.until)
}

func (w *wallClock) look(now vclock.Instant) {
	t := time.UnixMicro(int64(now) + w.zero).In(w.zone)
	_, seconds := t.Zone()
	w.offset = int64(seconds) * 1e6
	w.from, w.until = -vclock.Never, vclock.Never
	start, end := t.ZoneBounds()
	if !start.IsZero() {
		w.from = vclock.Instant(start.UnixMicro() - w.zero)
	}
	if !end.IsZero() {
		w.until = vclock.Instant(end.UnixMicro() - w.zero)
	}
	if w.until <= now { // Go takes the last day of a leap year after 2037 for the next year's: look again a slot later
		w.until = now + vclock.Instant(slotUs)
	}
}
