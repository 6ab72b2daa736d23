package scheduler

// one is 1 in millionths.
const one = 1_000_000

// pace is the rate of all requests of a kind as it was last worked out. It knows no need and no luck: those are a lane's.
type pace struct {
	rate    Rate
	lead    int // the factor furthest below 1, or noLead
	version int // another for each other rate
}

// ingredients are all that a rate is made of. While they are what they were, so is the rate.
type ingredients struct {
	opensPerDay, habit, allowance float64
	link                          linkQuality
	inUse, plugged                bool
	level                         int
}

func ingredientsOf(s *situation) ingredients {
	return ingredients{
		s.opensPerDay, s.habit, s.allowance, qualityOf(s.phone.Link), s.phone.ScreenOn, s.phone.Plugged, s.phone.Level,
	}
}

// prepareRefresh takes in what of a refresh's rate is the same in every situation.
func (p *pace) prepareRefresh(params *Params) {
	p.rate.Pace = micro(params.Pace)
	_, den := total(params, &[conditionCount]float64{})
	p.rate.Den = micro(den)
	for i, w := range weights(params) {
		p.rate.Parts[i] = Part{Name: conditionName(i), Weight: micro(w)}
	}
}

// workOutRefresh takes in how fast the need for a fetch or refresh grows in a situation, and what that is made of.
func (p *pace) workOutRefresh(sit *situation, factors *[factorCount]factor) {
	before := p.rate
	rate, values := refreshRate(sit, factors)
	r := &p.rate
	r.Rate = micro(rate)
	r.Affinity, r.Habit = micro(values[affinityAt]), micro(values[habitAt])
	r.Moment, r.Allowance = micro(values[momentAt]), micro(values[allowanceAt])
	all := scores(sit)
	sum, _ := total(sit.params, &all)
	r.SumScores = micro(sum)
	for i, score := range all {
		r.Parts[i].Score = micro(score)
	}
	p.lead = lead(values, sit.params.LeadBelow)
	if p.rate != before { // a change may be less than a millionth
		p.version++
	}
}

// refreshRate is how fast the need grows, in wakes an hour, and the factors of that.
func refreshRate(sit *situation, factors *[factorCount]factor) (rate float64, values [factorCount]float64) {
	rate = sit.params.Pace
	for i, f := range factors {
		values[i] = f.value(sit)
		rate *= values[i]
	}
	return rate, values
}

// workOutProcessing takes in how fast the need of a processing request grows in a situation: it hangs on power, not on the
// person's habits.
func (p *pace) workOutProcessing(sit *situation) {
	perHour := choose(sit.phone.Plugged, sit.params.ProcessingPaceOnPower, sit.params.ProcessingPace)
	before := p.rate
	r := &p.rate
	r.Pace, r.Rate = micro(perHour), micro(float64(perHour*sit.allowance))
	r.Affinity, r.Habit, r.Moment, r.Allowance = one, one, one, micro(sit.allowance)
	p.lead = lead([factorCount]float64{affinityAt: 1, habitAt: 1, momentAt: 1, allowanceAt: sit.allowance}, sit.params.LeadBelow)
	if p.rate != before {
		p.version++
	}
}
