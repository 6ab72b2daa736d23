package scheduler

// one is 1 in millionths.
const one = 1_000_000

// refreshRate is how fast the need for a fetch or refresh grows now, and what that is made of.
func (s *Scheduler) refreshRate() Rate {
	rate := s.params.Pace
	for i, f := range s.factors {
		s.values[i] = f.value(&s.sit)
		rate *= s.values[i]
	}
	r := Rate{
		Pace:      micro(s.params.Pace),
		Affinity:  micro(s.values[affinityAt]),
		Habit:     micro(s.values[habitAt]),
		Moment:    micro(s.values[momentAt]),
		Allowance: micro(s.values[allowanceAt]),
		Rate:      micro(rate),
	}
	all := scores(&s.sit)
	sum, den := total(all)
	r.SumScores, r.Den = micro(sum), micro(den)
	for i, c := range all {
		r.Parts[i] = Part{Name: c.name, Weight: micro(c.weight), Score: micro(c.score)}
	}
	return r
}

// processingRate is how fast the need of a processing request grows now: it hangs on power, not on the person's habits.
func (s *Scheduler) processingRate() Rate {
	pace := s.params.ProcessingPace
	if s.sit.phone.Plugged {
		pace = s.params.ProcessingPaceOnPower
	}
	s.values = [factorCount]float64{affinityAt: 1, habitAt: 1, momentAt: 1, allowanceAt: s.sit.allowance}
	return Rate{
		Pace: micro(pace), Affinity: one, Habit: one, Moment: one,
		Allowance: micro(s.sit.allowance), Rate: micro(float64(pace * s.sit.allowance)),
	}
}
