package usagemodel

import (
	"math/rand/v2"
	"slices"
	"sort"
	"time"

	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// How the phone is picked up beyond what a profile says. All assumed.
const (
	// makeUp draws more first unlocks than the mean asks for, since some followers fall asleep and are lost: of 65, about
	// 62 are reached. It is the 0.36 first unlocks of each of the mean, over the 0.35 that the bursts of typical leave.
	makeUp = 0.36 / 0.35
	// nightUse is how many uses of a person asleep happen after all; each interruption adds as many.
	nightUse = 0.02
	// quarter is the step of the curve of use over a day.
	quarter = 15 * time.Minute
	// maxTries bounds the search for a waking moment, for a curve that lies all but within the sleep.
	maxTries = 500
)

// unlocks draws when the phone is unlocked, one day ahead of the sessions: bursts of unlocks, each begun by one that is
// placed by the curve of use.
//
//	first ones: Poisson, by curve and awake ──▶ each has followers after Exp(4 min) and Exp(40 min) ──▶ and those, too
type unlocks struct {
	curves  [dayTypes]placement // of a day of 24 h
	pending []vclock.Instant    // drawn and not yet taken, in order
	burst   []vclock.Instant    // of the day being drawn
}

func newUnlocks(p *Profile) unlocks {
	var u unlocks
	for t := range DayType(dayTypes) {
		u.curves[t] = regularPlacement(p.Phone.Curve[t])
	}
	return u
}

// draw draws the bursts that begin on day n. Followers may fall on the next day; later ones are lost.
func (u *unlocks) draw(t *Timeline, n int) {
	rng := t.stream(n, "unlocks")
	use, today := t.profile.Phone, t.dates.day(n)
	limit := t.dates.day(n + 1).end
	awake := nightShare(t.profile)
	curve := u.curves[today.kind]
	if !today.regular {
		curve = irregularPlacement(use.Curve[today.kind], today)
	}
	u.burst = u.burst[:0]
	first := chance.Poisson(use.UnlocksPerDay*(1-use.Branching[0]-use.Branching[1])*makeUp, rng)
	for range first {
		if at, ok := curve.place(today.start, &t.sleeps, awake, rng); ok {
			u.burst = append(u.burst, at)
		}
	}
	for i := 0; i < len(u.burst); i++ {
		for b, mean := range use.Branching {
			for range chance.Poisson(mean, rng) {
				gap := millis(time.Duration(float64(use.Tau[b]) * chance.Exponential(rng)))
				at := u.burst[i].Add(gap)
				if at < limit && (!t.sleeps.asleep(at) || chance.Chance(awake, rng)) {
					u.burst = append(u.burst, at)
				}
			}
		}
	}
	u.pending = append(u.pending, u.burst...)
	slices.Sort(u.pending)
}

// nightShare is the chance that a use while asleep happens after all.
func nightShare(p *Profile) float64 { return min(1, nightUse*(1+p.Sleep.Interruptions)) }

// placement draws moments of a day by the curve of use.
type placement struct {
	upTo []float64 // the weight of the quarters of an hour up to and with each
}

func regularPlacement(curve [24]float64) placement {
	var p placement
	for q := range int(day / quarter) {
		p.add(curve[q/4])
	}
	return p
}

// irregularPlacement is that of a day on which the clocks are changed: by the wall clock, without the hour that is
// missing, with both that are told twice.
func irregularPlacement(curve [24]float64, d *date) placement {
	var p placement
	for at := d.start; at < d.end; at = at.Add(quarter) {
		p.add(curve[int(d.timeOfDay(at)/time.Hour)])
	}
	return p
}

func (p *placement) add(weight float64) {
	sum := weight
	if len(p.upTo) > 0 {
		sum += p.upTo[len(p.upTo)-1]
	}
	p.upTo = append(p.upTo, sum)
}

// place draws a moment by the curve; one at which the person sleeps is kept with chance awake, else drawn again.
func (p placement) place(start vclock.Instant, s *sleeps, awake float64, rng *rand.Rand) (vclock.Instant, bool) {
	total := p.upTo[len(p.upTo)-1]
	for range maxTries {
		u := chance.Uniform(rng) * total
		q := sort.Search(len(p.upTo), func(i int) bool { return p.upTo[i] > u })
		if q == len(p.upTo) {
			continue // rounded up to the total
		}
		before := 0.0
		if q > 0 {
			before = p.upTo[q-1]
		}
		within := (u - before) / (p.upTo[q] - before)
		at := start.Add(time.Duration(q) * quarter).Add(millis(time.Duration(within * float64(quarter))))
		if !s.asleep(at) || chance.Chance(awake, rng) {
			return at, true
		}
	}
	return 0, false
}
