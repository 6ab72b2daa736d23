package scheduler

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// Scheduler decides when iOS wakes the app.
//
// Its caller observes every event of the phone at its instant, hands on what the app asks, and advances to each instant
// that Next names, in this order at one instant: Observe, then what the app does, then Advance. The decisions that a call
// of Advance returns are its own until the next call of any method.
type Scheduler struct{}

// New returns a scheduler that stands at config.Start, with nothing asked.
func New(config Config) *Scheduler { panic("scheduler: being written") }

// Observe folds in one event of the person or the surroundings and tells the habits of it. Events come in order of time;
// those before Config.Start are the history.
func (s *Scheduler) Observe(e usagemodel.Event) {}

// Submit is BGTaskScheduler's submit. The error is one of ErrUnavailable, ErrNotPermitted and ErrTooManyPending.
func (s *Scheduler) Submit(now vclock.Instant, r Request) (Receipt, error) { return Receipt{}, nil }

// Cancel takes a pending request back. It reports whether there was one.
func (s *Scheduler) Cancel(now vclock.Instant, identifier string) bool { return false }

// SetMinimumFetchInterval is the legacy API's only call; IntervalNever and IntervalMinimum are its special values. It has
// no effect when the app uses BGTaskScheduler.
func (s *Scheduler) SetMinimumFetchInterval(now vclock.Instant, interval time.Duration) {}

// Finished tells what became of a wake: it is over, and it cost of the app's allowance. Every grant must be finished.
func (s *Scheduler) Finished(now vclock.Instant, run Run) {}

// Force wakes the app at now whatever the gates say, as if its fetch or refresh request had been granted. A pending request is spent.
func (s *Scheduler) Force(now vclock.Instant) Decision { return Decision{} }

// Next is the next instant at which an answer or a rate can change if nothing else happens; Never if none.
func (s *Scheduler) Next() vclock.Instant { return vclock.Never }

// Advance returns what changed up to and including the given instant. It may be called at any instant, as often as one
// likes: that changes no later decision. A call that comes late returns the grants with the instants at which they were
// decided; the caller delivers them when it can.
func (s *Scheduler) Advance(to vclock.Instant) []Decision { return nil }
