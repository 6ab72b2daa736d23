package scheduler

// beforeFirstUnlock: after a reboot nothing is woken until the phone was unlocked once.
type beforeFirstUnlock struct{ allTriggers }

func (beforeFirstUnlock) about() about {
	return about{
		"before_first_unlock", "the phone started and was not unlocked since",
		DocumentedNotes, sourcePractice,
	}
}

func (beforeFirstUnlock) closed(s *situation) bool { return !s.phone.Unlocked }

func (beforeFirstUnlock) text(*situation) string {
	return "the phone was not unlocked since it started"
}
