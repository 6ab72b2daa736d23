package scheduler

import (
	"fmt"
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// dormant: an app that nobody opens any more is not woken any more. That it is so was observed, after one day to some
// weeks; the size is ours.
type dormant struct{ allTriggers }

func (dormant) about() about {
	return about{
		"dormant", "the app was not opened for the parameter dormant (processing: dormantProcessing)",
		Observed, "github.com/transistorsoft/flutter_background_fetch/issues/151, notes of " + sourceWWDC20,
	}
}

func (g dormant) closed(s *situation) bool { return !s.phone.AppOpen && s.now >= g.start(s) }

// start is when the app counts as forgotten; Never for one that was never opened, which has a gate of its own.
func (dormant) start(s *situation) vclock.Instant {
	if s.phone.LastOpenAt == usagemodel.Long {
		return vclock.Never
	}
	if s.trigger == Processing {
		return s.phone.LastOpenAt.Add(s.params.DormantProcessing)
	}
	return s.phone.LastOpenAt.Add(s.params.Dormant)
}

func (dormant) text(s *situation) string {
	return fmt.Sprintf("the app was not opened for %d h", int64(s.now.Sub(s.phone.LastOpenAt)/time.Hour))
}

func (g dormant) turns(s *situation) vclock.Instant { return later(s, g.start(s)) }
