package scheduler

// notRunSinceBoot: after a reboot a processing request waits until the app ran again, opened by the person or woken for a
// refresh, which resumes by itself.
type notRunSinceBoot struct{ processingOnly }

func (notRunSinceBoot) about() about {
	return about{
		"not_run_since_boot", "the phone started, and the app ran in no way since",
		Observed, sourcePractice,
	}
}

func (notRunSinceBoot) closed(s *situation) bool { return !s.ranSinceBoot }

func (notRunSinceBoot) text(*situation) string { return "the app did not run since the phone started" }
