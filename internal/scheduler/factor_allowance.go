package scheduler

import (
	"fmt"
	"math"
	"time"

	"github.com/fetchsim/fetchsim/internal/vclock"
)

// allowance is what its past runs left of the energy and data that iOS lets the app use in the background: 1 is all. The
// directions are documented, the sizes are ours.
type allowance struct{}

func (allowance) about() about {
	return about{
		"allowance", "what the app's past runs left of its energy and data; it recovers by itself",
		Documented, sourceUIKit,
	}
}

func (allowance) value(s *situation) float64 { return s.allowance }

func (allowance) text(s *situation) string {
	r := s.lastRuns
	switch {
	case r.runs == 0:
		return "its allowance is used up"
	case r.killed > 0:
		return fmt.Sprintf("%d of its last %d runs were killed", r.killed, r.runs)
	case dataCost(s.params, r.bytes) > timeCost(s.params, r.ran):
		return fmt.Sprintf("its last runs moved %d kB each", r.bytes/int64(r.runs)/1000)
	}
	return fmt.Sprintf("its last runs took %.0f s each", (r.ran / time.Duration(r.runs)).Seconds())
}

// balance is the allowance as it recovers: left at the instant since, and on its way back to 1.
type balance struct {
	left  float64
	since vclock.Instant
}

// at is the allowance at an instant that is not before since.
func (b balance) at(p *Params, now vclock.Instant) float64 {
	if b.left == 1 {
		return 1
	}
	return 1 - float64((1-b.left)*math.Exp(-float64(now.Sub(b.since))/float64(p.Recovery)))
}

// spend takes a run's cost off.
func (b balance) spend(p *Params, now vclock.Instant, run Run) balance {
	return balance{left: max(p.LeastAllowance, b.at(p, now)-cost(p, run)), since: now}
}

// cost is what a run takes of the allowance. That a run said noData or failed costs nothing more: no source says it does.
func cost(p *Params, run Run) float64 {
	c := timeCost(p, run.Ran) + dataCost(p, run.Bytes)
	if run.Killed {
		c += p.CostKill
	}
	if run.NewData && run.Bytes < p.FalseNewBelow {
		c += p.CostFalseNew
	}
	return c
}

func timeCost(p *Params, ran time.Duration) float64 {
	return float64(p.CostTime * ran.Seconds() / 30)
}

func dataCost(p *Params, bytes int64) float64 {
	return float64(p.CostData * float64(bytes) / 100e3)
}

// rememberedRuns is how many of the last runs the allowance's text tells of.
const rememberedRuns = 4

// memoir remembers the last runs, for the text only.
type memoir struct {
	last [rememberedRuns]Run
	n    int // runs so far
}

func (m *memoir) add(run Run) {
	m.last[m.n%rememberedRuns] = run
	m.n++
}

func (m *memoir) stats() runStats {
	var r runStats
	for _, run := range m.last[:min(m.n, rememberedRuns)] {
		r.runs++
		r.ran += run.Ran
		r.bytes += run.Bytes
		if run.Killed {
			r.killed++
		}
	}
	return r
}
