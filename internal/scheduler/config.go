package scheduler

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// API is how the app asks iOS for background time.
type API uint8

// The ways to ask.
const (
	// Legacy is setMinimumBackgroundFetchInterval: one standing request. iOS 7 to 12, and later for an app that lists no
	// permitted identifier.
	Legacy API = iota
	// BGTask is BGTaskScheduler (iOS 13 and later): a request is spent by its wake and must be submitted anew.
	BGTask
)

// String returns the name of the API as run headers write it.
func (a API) String() string {
	if a == BGTask {
		return "bgTaskScheduler"
	}
	return "legacy"
}

// trigger is that of the app's periodic wakes.
func (a API) trigger() Trigger {
	if a == BGTask {
		return Refresh
	}
	return Fetch
}

// Habits is what iOS has learned of the person. The scheduler tells it every event it observes itself, in order of time,
// before and after [Config].Start: nobody else may.
type Habits interface {
	// Observe takes notice of an event.
	Observe(e usagemodel.Event)
	// OpensPerDay is how many times a day the app is opened of late. It is called before Habit, with an instant of the day
	// that Habit is asked for.
	OpensPerDay(now vclock.Instant) float64
	// Habit is how usual the app's use is in the hour after the slot (0..95, local wall clock); the average hour is 1.
	Habit(slot int) float64
}

// Config is what a scheduler is made of.
type Config struct {
	Seed     uint64          // of luck and of early ends
	Params   Params          // the sizes of the law; see DefaultParams
	Calendar vclock.Calendar // the zone the phone starts in
	Habits   Habits
	Phone    usagemodel.Phone // before the first observed event
	// Start is where the history ends: events before it only teach, and no decision is made for an instant before it.
	Start vclock.Instant

	API            API
	Permitted      []string // BGTaskSchedulerPermittedIdentifiers of Info.plist
	PermitAll      bool     // no Info.plist is known: every identifier is taken as listed
	FetchMode      bool     // UIBackgroundModes holds fetch; without it no fetch and no refresh
	ProcessingMode bool     // UIBackgroundModes holds processing
	Simulator      bool     // Xcode's simulator: BGTaskScheduler is unavailable

	// GrantsOnly leaves answers and rates out of what Advance returns: for whoever only counts wakes. It changes no grant.
	GrantsOnly bool

	Limit  time.Duration // the most a fetch or refresh may be granted; 0 is the law's 30 s
	Budget Budget        // how much of it is granted; the zero Budget grants the limit
}
