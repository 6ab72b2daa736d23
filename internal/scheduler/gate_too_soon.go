package scheduler

import (
	"fmt"

	"github.com/fetchsim/fetchsim/internal/vclock"
)

// tooSoon is the floor: the interval or earliest date that the app asked for, and the least gap of ours. That iOS keeps
// the app's date is documented, the 15 minutes are observed.
type tooSoon struct{ allTriggers }

func (tooSoon) about() about {
	return about{
		"too_soon", "the date or interval asked for is ahead, or the last wake or use is within the parameter floor (processing: processingFloor)",
		Documented, sourceEarliest + "; 15 min: " + sourceFifteen,
	}
}

func (tooSoon) closed(s *situation) bool { return s.now < s.floor.until }

func (tooSoon) text(s *situation) string {
	switch {
	case s.floor.until == vclock.Never && s.phone.AppOpen:
		return "too soon (the app is open)"
	case s.floor.until == vclock.Never:
		return "too soon (its last fetch is still running)"
	}
	return fmt.Sprintf("too soon (%s)", progress(s.now.Sub(s.floor.from), s.floor.until.Sub(s.floor.from)))
}

func (tooSoon) turns(s *situation) vclock.Instant { return later(s, s.floor.until) }
