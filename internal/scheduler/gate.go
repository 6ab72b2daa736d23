package scheduler

import (
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// about is what a gate or factor is: its code, and what it rests on.
type about struct {
	Code   string
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
	// turns is the next instant after s.now at which closed can change though nothing happens; Never for most.
	turns(s *situation) vclock.Instant
}

// gateSet is a set of gates by their place in the list.
type gateSet uint32

func (g gateSet) has(i int) bool     { return g&(1<<i) != 0 }
func (g gateSet) with(i int) gateSet { return g | 1<<i }

// steady is embedded by gates that only an event turns.
type steady struct{}

func (steady) turns(*situation) vclock.Instant { return vclock.Never }

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
