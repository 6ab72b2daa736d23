package scheduler

import (
	"fmt"

	"github.com/fetchsim/fetchsim/internal/vclock"
)

// settling: after the first unlock that follows a start, the phone has more urgent things to do.
type settling struct{ allTriggers }

func (settling) about() about {
	return about{
		"settling", "the first unlock after a start was less than the parameter settling ago",
		Observed, sourceDaemonLog,
	}
}

func (g settling) closed(s *situation) bool { return s.phone.Unlocked && s.now < g.end(s) }

func (settling) end(s *situation) vclock.Instant { return s.phone.FirstUnlock.Add(s.params.Settling) }

func (settling) text(s *situation) string {
	return fmt.Sprintf("the phone has just started (%s)", progress(s.now.Sub(s.phone.FirstUnlock), s.params.Settling))
}

func (g settling) turns(s *situation) vclock.Instant { return later(s, g.end(s)) }
