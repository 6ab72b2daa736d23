package scheduler

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// situation is everything that gates and factors look at, at one instant and for one request.
type situation struct {
	now    vclock.Instant
	phone  usagemodel.Phone
	params *Params

	// Sampled, not followed: at slot edges; the opens also at an open, the allowance also after a run.
	opensPerDay float64
	habit       float64
	hour        int // of the wall clock at the slot's beginning
	allowance   float64
	lastRuns    runStats

	// Of the request.
	trigger      Trigger
	asks         asks
	needsPower   bool
	needsNetwork bool
	floor        floor
	ranSinceBoot bool
}

// asks says whether there is a request, and if not why.
type asks uint8

const (
	askedFor asks = iota
	nothingPending
	intervalNever
	noFetchMode
)

// runStats is what the allowance's text tells of the last runs.
type runStats struct {
	runs, killed int
	ran          time.Duration // all runs together
	bytes        int64
}
