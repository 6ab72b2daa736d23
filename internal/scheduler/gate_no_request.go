package scheduler

// noRequest is closed while the app asks for nothing: a BGTaskScheduler request is spent by its wake, and the legacy
// interval is "never" until the app sets another.
type noRequest struct{ allTriggers }

func (noRequest) about() about {
	return about{
		"no_request", `nothing is pending; legacy: the interval is "never" (the default), or fetch is missing in UIBackgroundModes`,
		Documented, "developer.apple.com/documentation/uikit/uiapplication/setminimumbackgroundfetchinterval(_:), " + sourceEarliest,
	}
}

func (noRequest) closed(s *situation) bool { return s.asks != askedFor }

func (noRequest) text(s *situation) string {
	switch s.asks {
	case noFetchMode:
		return "UIBackgroundModes lacks fetch"
	case intervalNever:
		return "the minimum fetch interval is never"
	case askedFor, nothingPending:
	}
	return "no request is pending"
}
