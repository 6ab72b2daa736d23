package scheduler

import (
	"errors"
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// The errors of BGTaskScheduler, with the names that Apple gives them. Documented:
// developer.apple.com/documentation/backgroundtasks/bgtaskscheduler/error.
var (
	// ErrUnavailable: Background App Refresh is off, or this is Xcode's simulator.
	ErrUnavailable = errors.New("unavailable")
	// ErrTooManyPending: another refresh request, or ten processing requests, are pending already.
	ErrTooManyPending = errors.New("tooManyPendingTaskRequests")
	// ErrNotPermitted: Info.plist does not list the identifier, or lacks the background mode.
	ErrNotPermitted = errors.New("notPermitted")
)

// Limits of BGTaskScheduler. Documented: developer.apple.com/documentation/backgroundtasks/bgtaskscheduler/submit(_:) and
// .../bgtaskrequest/earliestbegindate.
const (
	maxPendingRefresh    = 1
	maxPendingProcessing = 10
	farthestEarliest     = 7 * 24 * time.Hour
)

// The two special values of UIApplication's setMinimumBackgroundFetchInterval.
const (
	// IntervalNever (UIApplicationBackgroundFetchIntervalNever, the default) stops background fetch.
	IntervalNever time.Duration = -1
	// IntervalMinimum (UIApplicationBackgroundFetchIntervalMinimum) leaves the spacing to iOS.
	IntervalMinimum time.Duration = 0
)

// Request is what an app submits to BGTaskScheduler.
type Request struct {
	Identifier string
	Processing bool // a BGProcessingTaskRequest; else a BGAppRefreshTaskRequest
	// Earliest is the instant of earliestBeginDate. NoEarliest, or an instant that has passed, asks for nothing.
	Earliest     vclock.Instant
	NeedsPower   bool // requiresExternalPower, processing only
	NeedsNetwork bool // requiresNetworkConnectivity, processing only
}

// NoEarliest is a request's Earliest without an earliestBeginDate.
const NoEarliest = usagemodel.Long

// Receipt says what became of a submitted request.
type Receipt struct {
	Replaced bool // a pending request of the same identifier was taken back
	// FarAhead warns that the earliest date is more than a week away, farther than Apple advises to ask.
	FarAhead bool
}
