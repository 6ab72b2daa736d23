package scheduler

// neverOpened holds an app back that nobody opened since it was installed, or since it or iOS was updated.
type neverOpened struct{ allTriggers }

func (neverOpened) about() about {
	return about{
		"never_opened", "the app was not opened since it was installed, or since it or iOS was updated",
		Observed, "github.com/minvws/nl-covid19-notification-app-ios/issues/37, " +
			"github.com/austrianredcross/stopp-corona-ios/issues/107, github.com/corona-warn-app/cwa-app-ios/issues/916",
	}
}

func (neverOpened) closed(s *situation) bool { return !s.phone.EverOpened }

func (neverOpened) text(*situation) string {
	return "the app was not opened since it was installed or updated"
}
