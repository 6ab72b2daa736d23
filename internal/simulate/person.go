package simulate

import (
	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// schedulePerson has an event of the timeline happen at its instant, or now if the app's code made it late.
func (r *run) schedulePerson(e usagemodel.Event) {
	r.queue.Schedule(e.At, vclock.Phone, func(now vclock.Instant) {
		r.nextPersonEvent() // before the app acts, so that what the person does at one instant stays together
		if e, heard := r.hear(e); heard {
			r.happen(e, now)
		}
	})
}

// happen changes the phone, and has everybody know.
func (r *run) happen(e usagemodel.Event, now vclock.Instant) {
	e.At = now.CeilMillisecond()
	r.state.Apply(e)
	r.writeChange(e)
	r.ios.Observe(e)
	r.tellPhone(e.Kind)
	r.arm()
}

// tellPhone lets the phone do what the person did to the app.
func (r *run) tellPhone(kind usagemodel.EventKind) {
	switch kind {
	case usagemodel.ScreenOn:
		r.phone.PickedUp()
	case usagemodel.AppOpen:
		r.phone.Open()
	case usagemodel.AppClose:
		r.phone.Leave()
	case usagemodel.ForceQuit:
		r.phone.End("forceQuit")
	case usagemodel.Boot:
		r.phone.End("reboot")
	case usagemodel.AppUpdate, usagemodel.OSUpdate:
		r.phone.End("update")
	default: // the others are the phone's own affair
	}
}
