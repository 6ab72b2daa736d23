package scheduler

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// Beat wakes the app on a fixed beat while it has a request, and knows no gate, factor or luck. It has the methods of
// [Scheduler], for smoke tests and benchmarks.
type Beat struct{}

// NewBeat returns the beat that falls every length of time after midnight of day 0.
func NewBeat(config Config, every time.Duration) *Beat { panic("scheduler: being written") }

// Observe is [Scheduler.Observe].
func (b *Beat) Observe(e usagemodel.Event) {}

// Submit is [Scheduler.Submit].
func (b *Beat) Submit(now vclock.Instant, r Request) (Receipt, error) { return Receipt{}, nil }

// Cancel is [Scheduler.Cancel].
func (b *Beat) Cancel(now vclock.Instant, identifier string) bool { return false }

// SetMinimumFetchInterval is [Scheduler.SetMinimumFetchInterval].
func (b *Beat) SetMinimumFetchInterval(now vclock.Instant, interval time.Duration) {}

// Finished is [Scheduler.Finished].
func (b *Beat) Finished(now vclock.Instant, run Run) {}

// Force is [Scheduler.Force].
func (b *Beat) Force(now vclock.Instant) Decision { return Decision{} }

// Next is [Scheduler.Next].
func (b *Beat) Next() vclock.Instant { return vclock.Never }

// Advance is [Scheduler.Advance].
func (b *Beat) Advance(to vclock.Instant) []Decision { return nil }
