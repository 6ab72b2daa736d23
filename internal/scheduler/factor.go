package scheduler

// factor scales the rate at which need grows. Its neutral value is 1.
type factor interface {
	about() about
	value(s *situation) float64
	// text is why the factor is low, in words.
	text(s *situation) string
}

// noLead is the lead of an answer for which no factor is low.
const noLead = -1
