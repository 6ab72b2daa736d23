package scheduler

// foreground: an app on the screen refreshes itself.
type foreground struct{ refreshOnly }

func (foreground) about() about {
	return about{
		"foreground", "the app is on screen",
		Assumed, sourceOurs,
	}
}

func (foreground) closed(s *situation) bool { return s.phone.AppOpen }

func (foreground) text(*situation) string { return "the app is open" }
