package scheduler

import "github.com/fetchsim/fetchsim/internal/usagemodel"

// refreshOff is the person's switch in Settings, for the app or for all apps. Submitting fails then too, with
// ErrUnavailable.
type refreshOff struct{ allTriggers }

func (refreshOff) about() about {
	return about{
		"refresh_off", "Background App Refresh is off, for the app or for all; a submit fails too",
		Documented, sourceSubmit,
	}
}

func (refreshOff) closed(s *situation) bool { return s.phone.Refresh == usagemodel.RefreshOff }

func (refreshOff) text(*situation) string { return "Background App Refresh is off" }
