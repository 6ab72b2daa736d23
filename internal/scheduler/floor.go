package scheduler

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// floor is the instant before which a request is not granted, and since when it has been so.
type floor struct {
	from, until vclock.Instant // until is Never while the app is open, or its last fetch still runs
}

// after is the floor some time after an instant; none after one that never was.
func after(from vclock.Instant, gap time.Duration) floor {
	if from == usagemodel.Long {
		return floor{from: usagemodel.Long, until: usagemodel.Long}
	}
	return floor{from: from, until: from.Add(gap)}
}

// or is the later of two floors.
func (f floor) or(other floor) floor {
	if other.until > f.until {
		return other
	}
	return f
}

// legacyFloor counts the interval that the app set from the end of its last fetch, and from the last moment it was open.
func (s *Scheduler) legacyFloor(l *lane) floor {
	if l.running {
		return floor{from: l.lastWake, until: vclock.Never}
	}
	gap := max(s.inbox.interval, s.params.Floor)
	return after(l.lastEnd, gap).or(s.useFloor(gap))
}

// taskFloor counts from the last wake, and keeps the earliest date of the request, which is nil if none is pending. A
// refresh also waits after the app was open; a processing request asks nothing of that.
func (s *Scheduler) taskFloor(l *lane, r *submitted) floor {
	var f floor
	if l.trigger == Processing {
		f = after(l.lastWake, s.params.ProcessingFloor)
	} else {
		f = after(l.lastWake, s.params.Floor).or(s.useFloor(s.params.Floor))
	}
	if r == nil || r.Earliest == NoEarliest {
		return f
	}
	return f.or(floor{from: r.at, until: r.Earliest})
}

// useFloor counts from the last moment in which the app was on screen.
func (s *Scheduler) useFloor(gap time.Duration) floor {
	if s.sit.phone.AppOpen {
		return floor{from: s.now, until: vclock.Never}
	}
	return after(s.sit.phone.LastUseAt, gap)
}
