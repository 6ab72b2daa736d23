package scheduler

// forceQuit is closed whatever else holds: iOS does not launch an app that the person swiped away, until they open it.
type forceQuit struct{ allTriggers }

func (forceQuit) about() about {
	return about{
		"force_quit", "the app was swiped away and not opened since",
		Documented, "developer.apple.com/forums/thread/719222",
	}
}

func (forceQuit) closed(s *situation) bool { return s.phone.ForceQuit }

func (forceQuit) text(*situation) string { return "the app was swiped away and not opened since" }
