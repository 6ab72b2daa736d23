package scheduler

import (
	"fmt"
	"math"
)

// affinity is how much the person uses the app: the opens a day against the usual, squared.
type affinity struct{}

func (affinity) about() about {
	return about{
		"affinity", "how much the person uses the app: (opens a day / usual) ^ exponent",
		Assumed, sourceOurs,
	}
}

func (affinity) value(s *situation) float64 {
	share := s.opensPerDay / s.params.Usual
	if s.params.Power == 2 {
		return share * share
	}
	return math.Pow(share, s.params.Power)
}

func (affinity) text(s *situation) string {
	return fmt.Sprintf("you open this app %.1f times a day", s.opensPerDay)
}
