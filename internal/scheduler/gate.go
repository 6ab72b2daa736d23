package scheduler

import (
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// about is what a gate or factor is: its code, its rule in general, and what it rests on.
type about struct {
	Code   string
	Rule   string // a gate: when it is closed; a factor: what it is
	Label  Label
	Source string
}

func (a about) reason(text string) Reason {
	return Reason{Code: a.Code, Label: a.Label, Source: a.Source, Text: text, Until: vclock.Never}
}

// gate says never, with a reason. While any gate is closed, need stands still.
type gate interface {
	about() about
	// appliesTo reports whether requests of this kind pass the gate at all.
	appliesTo(t Trigger) bool
	closed(s *situation) bool
	// text is the reason in words, with the numbers of that instant. It is asked for while the gate is closed.
	text(s *situation) string
}

// timedGate is a gate that time alone can turn.
type timedGate interface {
	gate
	// turns is the next instant after s.now at which closed can change though nothing happens; Never if none.
	turns(s *situation) vclock.Instant
}

// turnsOf is when time alone turns a gate; Never if only an event does.
func turnsOf(g gate, s *situation) vclock.Instant {
	if timed, ok := g.(timedGate); ok {
		return timed.turns(s)
	}
	return vclock.Never
}

// course is the gates that requests of one trigger pass. Those that only an event or a request turns are asked only then.
type course struct {
	steady []placedGate
	timed  []placedTimedGate
	shut   gateSet // the steady ones, as last asked
}

// placedGate and placedTimedGate are gates with their places in the list of all.
type (
	placedGate struct {
		gate
		at int
	}
	placedTimedGate struct {
		timedGate
		at int
	}
)

func courseOf(t Trigger) course {
	var c course
	for i, g := range gates() {
		if !g.appliesTo(t) {
			continue
		}
		if timed, ok := g.(timedGate); ok {
			c.timed = append(c.timed, placedTimedGate{timed, i})
		} else {
			c.steady = append(c.steady, placedGate{g, i})
		}
	}
	return c
}

// check returns the closed gates, and when the next gate turns by time alone. Changed says that more than time passed
// since the last check.
func (c *course) check(s *situation, changed bool) (closed gateSet, turn vclock.Instant) {
	if changed {
		c.shut = 0
		for _, g := range c.steady {
			if g.closed(s) {
				c.shut = c.shut.with(g.at)
			}
		}
	}
	closed, turn = c.shut, vclock.Never
	for _, g := range c.timed {
		if g.closed(s) {
			closed = closed.with(g.at)
		}
		turn = min(turn, g.turns(s))
	}
	return closed, turn
}

// gateSet is a set of gates by their place in the list.
type gateSet uint32

func (g gateSet) has(i int) bool     { return g&(1<<i) != 0 }
func (g gateSet) with(i int) gateSet { return g | 1<<i }

// allTriggers is embedded by gates that hold for every request.
type allTriggers struct{}

func (allTriggers) appliesTo(Trigger) bool { return true }

// refreshOnly is embedded by gates that hold for the legacy fetch and for app refresh.
type refreshOnly struct{}

func (refreshOnly) appliesTo(t Trigger) bool { return t != Processing }

// processingOnly is embedded by gates that hold for processing requests.
type processingOnly struct{}

func (processingOnly) appliesTo(t Trigger) bool { return t == Processing }

// later is t if that is still ahead, else Never.
func later(s *situation, t vclock.Instant) vclock.Instant {
	if t > s.now {
		return t
	}
	return vclock.Never
}
