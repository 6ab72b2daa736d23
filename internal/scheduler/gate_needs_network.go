package scheduler

// needsNetwork: the request asks for a network and there is none. A refresh is woken without one all the same; its app
// must cope.
type needsNetwork struct{ processingOnly }

func (needsNetwork) about() about {
	return about{
		"needs_network", "the request asks for a network, and there is none",
		DocumentedNotes, sourcePractice,
	}
}

func (needsNetwork) closed(s *situation) bool {
	return s.needsNetwork && qualityOf(s.phone.Link) == noLink
}

func (needsNetwork) text(*situation) string { return "the request needs a network, and there is none" }
