package fleet

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/fetchsim/fetchsim/internal/scheduler"
	"github.com/fetchsim/fetchsim/internal/simulate"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// DaysEach is how many days a person lives, after the history of the profile, unless a spec says otherwise: four weeks.
const DaysEach = 28

// Spec says whose days are simulated, how many, and what the app does in its wakes.
type Spec struct {
	Profile *usagemodel.Profile
	Days    int    // of all people together, at least 1
	Each    int    // of one person, the last one's may be fewer; 0: DaysEach
	Seed    uint64 // the first person's; each further person's is one more
	Start   simulate.Date
	OS      int // iOS's major version
	API     scheduler.API
	Conduct simulate.Conduct // zero: well-behaved
	Workers int              // lives at a time; 0: as many as there are cores
}

// Simulate lives all days of a spec and returns what they add up to. Equal specs give equal tallies, whatever the number
// of workers. The error is ctx's.
func Simulate(ctx context.Context, spec Spec) (*Tally, error) {
	if spec.Each == 0 {
		spec.Each = DaysEach
	}
	var mu sync.Mutex
	total := &Tally{}
	people := (spec.Days + spec.Each - 1) / spec.Each
	failures := simulate.Many(ctx, people, spec.Workers, func(ctx context.Context, k int) (stop bool, err error) {
		life, err := live(ctx, spec, k)
		if err != nil {
			return true, err
		}
		mu.Lock()
		defer mu.Unlock()
		total.add(life)
		return false, nil
	})
	return total, errors.Join(errors.Join(failures...), ctx.Err())
}

// live is the k-th person's life, from 0.
func live(ctx context.Context, spec Spec, k int) (*Tally, error) {
	days := min(spec.Each, spec.Days-k*spec.Each)
	c := newCounter(vclock.NewCalendar(spec.Start.Year, spec.Start.Month, spec.Start.Day, spec.Profile.Location()), days)
	_, err := simulate.Live(ctx, simulate.Spec{
		App: simulate.Builtin{API: spec.API, Conduct: spec.Conduct}, Profile: spec.Profile, Start: spec.Start, Days: days,
		Seed: spec.Seed + uint64(k), OS: spec.OS, Device: "phone", API: spec.API, PermitAll: true, FetchMode: true,
		ProcessingMode: true, Limit: limit,
	}, simulate.Watch{Wake: c.wake, Event: c.event})
	return c.end(), err
}

// limit is iOS's 30 s for a fetch or refresh. Documented
// (https://developer.apple.com/documentation/uikit/uiapplicationdelegate/1623125-application).
const limit = 30 * time.Second
