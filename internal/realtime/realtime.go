package realtime

import (
	"time"

	"github.com/benbjohnson/clock"
)

// Clock is a source of real time.
type Clock = clock.Clock

// New returns the machine's clock.
func New() Clock { return clock.New() }

// Stopwatch measures real time since it was started.
type Stopwatch struct {
	clock Clock
	start time.Time
}

// Start returns a running stopwatch.
func Start(c Clock) Stopwatch { return Stopwatch{clock: c, start: c.Now()} }

// Elapsed is the real time since Start.
func (s Stopwatch) Elapsed() time.Duration { return s.clock.Since(s.start) }

// Guard is the last guard against a script that never gives its thread back: it counts the real time of one turn.
type Guard struct {
	clock Clock
	limit time.Duration
	began time.Time
}

// NewGuard returns a guard that allows a turn limit of real time; 0 allows any.
func NewGuard(c Clock, limit time.Duration) *Guard { return &Guard{clock: c, limit: limit} }

// Limit is what a turn may take.
func (g *Guard) Limit() time.Duration { return g.limit }

// BeginTurn starts counting anew.
func (g *Guard) BeginTurn() { g.began = g.clock.Now() }

// Exceeded tells whether the turn has had its time.
func (g *Guard) Exceeded() bool { return g.limit > 0 && g.clock.Since(g.began) > g.limit }
