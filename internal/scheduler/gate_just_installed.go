package scheduler

import (
	"fmt"

	"github.com/fetchsim/fetchsim/internal/vclock"
)

// justInstalled: iOS waits before it wakes an app that it does not know yet.
type justInstalled struct{ refreshOnly }

func (justInstalled) about() about {
	return about{
		"just_installed", "the first open was less than the parameter justInstalled ago",
		Observed, "github.com/MobiusSync/MobiusSync/issues/249, " +
			"github.com/transistorsoft/react-native-background-fetch/issues/164, " +
			"github.com/transistorsoft/flutter_background_fetch/issues/70",
	}
}

func (g justInstalled) closed(s *situation) bool { return s.now < g.end(s) }

func (justInstalled) end(s *situation) vclock.Instant {
	return s.phone.FirstOpenAt.Add(s.params.JustInstalled)
}

func (justInstalled) text(s *situation) string {
	return fmt.Sprintf("first opened just now (%s)", progress(s.now.Sub(s.phone.FirstOpenAt), s.params.JustInstalled))
}

func (g justInstalled) turns(s *situation) vclock.Instant { return later(s, g.end(s)) }
