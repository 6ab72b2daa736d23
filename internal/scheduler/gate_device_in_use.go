package scheduler

import (
	"fmt"

	"github.com/fetchsim/fetchsim/internal/vclock"
)

// deviceInUse: processing runs only while nobody uses the phone. Documented; how long after is ours.
type deviceInUse struct{ processingOnly }

func (deviceInUse) about() about {
	return about{
		"device_in_use", "the screen is on, or went off less than the parameter inUseFor ago",
		Documented, sourceBGProc,
	}
}

func (g deviceInUse) closed(s *situation) bool { return s.phone.ScreenOn || s.now < g.end(s) }

func (deviceInUse) end(s *situation) vclock.Instant {
	return s.phone.ScreenOffAt.Add(s.params.InUseFor)
}

func (deviceInUse) text(s *situation) string {
	if s.phone.ScreenOn {
		return "the phone is in use"
	}
	return fmt.Sprintf("the phone was in use just now (%s)", progress(s.now.Sub(s.phone.ScreenOffAt), s.params.InUseFor))
}

func (g deviceInUse) turns(s *situation) vclock.Instant { return later(s, g.end(s)) }
