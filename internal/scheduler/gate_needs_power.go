package scheduler

// needsPower: the request asks for external power and the phone has none.
type needsPower struct{ processingOnly }

func (needsPower) about() about {
	return about{
		"needs_power", "the request asks for external power, and the phone is not charging",
		DocumentedNotes, sourcePractice,
	}
}

func (needsPower) closed(s *situation) bool { return s.needsPower && !s.phone.Plugged }

func (needsPower) text(*situation) string {
	return "the request needs power, and the phone is not charging"
}
