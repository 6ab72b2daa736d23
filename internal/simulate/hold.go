package simulate

import (
	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// scheduleHolds has the held events happen, each at its instant or at the run's begin.
func (r *run) scheduleHolds() {
	for _, h := range r.spec.Hold {
		if !holdable(h.Kind) {
			panic("simulate: " + h.Kind.String() + " cannot be held")
		}
		if h.Kind == usagemodel.ForceQuit {
			continue // held, it does not happen
		}
		r.queue.Schedule(max(h.At, r.queue.Now()), vclock.Phone, func(now vclock.Instant) { r.happen(h, now) })
	}
}

func holdable(k usagemodel.EventKind) bool {
	switch k {
	case usagemodel.Plug, usagemodel.Battery, usagemodel.LinkChange, usagemodel.LowPower, usagemodel.Refresh,
		usagemodel.ThermalChange, usagemodel.ForceQuit:
		return true
	default:
		return false
	}
}

// hear returns what is left of an event of the timeline once the holds are respected, and false if nothing is.
func (r *run) hear(e usagemodel.Event) (usagemodel.Event, bool) {
	for _, h := range r.spec.Hold {
		if e.At < h.At || h.Kind != e.Kind && !(h.Kind == usagemodel.Plug && e.Kind == usagemodel.Unplug) {
			continue
		}
		if e.Kind == usagemodel.ForceQuit && r.state.AppOpen {
			e.Kind = usagemodel.AppClose // the person leaves the app all the same
			return e, true
		}
		return e, false
	}
	return e, true
}
