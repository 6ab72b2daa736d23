package core

import (
	"errors"
	"fmt"
	"time"

	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// Phone is iOS as a native core meets it; *device.OS is one.
type Phone interface {
	Now() vclock.Instant
	After(d time.Duration, fn func(late time.Duration)) int
	Where() trace.App
	Emit(trace.Event)
	Store() *device.Store
	Foreground() bool
	OpenWake() (wake int, expired, ok bool)
	Complete(wake int, how, result string) bool
	BeginBackgroundTask()
	// Submit's errors are of type SchedulerError.
	Submit(device.Request) error
	CancelRequest(identifier string, pos *trace.Pos)
	SetMinimumFetchInterval(d time.Duration, pos *trace.Pos)
	RefreshStatus() int
}

// App is the JavaScript of the process as a native core meets it; *script.Runtime is one.
type App interface {
	// Caller is the line of the user's source that is calling the native side, if it is one.
	Caller() *trace.Pos
	// Open counts the requests and timers of a wake that are under way.
	Open(wake int) (requests, timers int)
	// Pending writes to the trace what the JavaScript waits for.
	Pending(when string)
}

// Setup is the app's project and phone as far as a core looks at them.
type Setup struct {
	OS        int      // iOS's major version
	Permitted []string // Info.plist's BGTaskSchedulerPermittedIdentifiers
}

// UIBackgroundRefreshStatus, as the plugins hand it to JavaScript. Documented:
// https://developer.apple.com/documentation/uikit/uibackgroundrefreshstatus
const (
	StatusRestricted = 0
	StatusDenied     = 1
	StatusAvailable  = 2
)

// firstBGTaskScheduler is the iOS that brought BGTaskScheduler. Documented:
// https://developer.apple.com/documentation/backgroundtasks/bgtaskscheduler
const firstBGTaskScheduler = 13

// How a wake ends when a core completes it, as trace.WakeEnd says it.
const (
	howFinished  = "finished"      // by the app's word
	howCompleted = "completedByOs" // by the native side, without the app's word
	howStopped   = "stopped"       // by the native side, because the app had stopped its plugin
)

// Results of a wake, as trace.Finish says them.
const (
	NewData = "newData"
	NoData  = "noData"
	Failed  = "failed"
	none    = "none"
)

// Who said finish, as trace.Finish says it.
const (
	ByUser    = "user"    // the user's code
	ByDefault = "default" // the plugin's own timeout handler in JavaScript
	byNative  = "native"  // the core itself
)

// What became of a finish, as trace.Finish says it.
const (
	accepted        = "accepted"
	afterExpiration = "afterExpiration"
	twice           = "twice"
	unknown         = "unknown"
	noID            = "noId"
	late            = "late"
)

// SchedulerError is an error of BGTaskScheduler by its number. Documented:
// https://developer.apple.com/documentation/backgroundtasks/bgtaskscheduler/error
type SchedulerError int

// The errors of BGTaskScheduler.submit.
const (
	Unavailable    SchedulerError = 1 // Background App Refresh is off, or this is Xcode's Simulator
	TooManyPending SchedulerError = 2
	NotPermitted   SchedulerError = 3 // Info.plist does not list the identifier
)

// Error is the text that the plugins hand to JavaScript: NSError's localizedDescription.
func (e SchedulerError) Error() string {
	return fmt.Sprintf("The operation couldn’t be completed. (BGTaskSchedulerErrorDomain error %d.)", int(e))
}

// SchedulerErrorNamed is the error of that name; what has none of BGTaskScheduler's names is taken as not permitted.
func SchedulerErrorNamed(name string) SchedulerError {
	switch name {
	case "unavailable":
		return Unavailable
	case "tooManyPendingTaskRequests":
		return TooManyPending
	}
	return NotPermitted
}

// pluginError is an error of the core itself: NSError with its own domain and no localised text.
type pluginError int

func (e pluginError) Error() string {
	return fmt.Sprintf("The operation couldn’t be completed. (TSBackgroundFetch error %d.)", int(e))
}

// Code is the number of an error that a core returned.
func Code(err error) int {
	if e, ok := errors.AsType[SchedulerError](err); ok {
		return int(e)
	}
	if e, ok := errors.AsType[pluginError](err); ok {
		return int(e)
	}
	return 0
}
