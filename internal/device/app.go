package device

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// App is the thing under test. Launch makes a new process of it, which does nothing before its Start.
type App interface {
	Launch(os *OS) (Process, error)
}

// Process is one life of the app. The phone calls its methods one at a time; none is called after Close.
type Process interface {
	// Start runs the program's top level. The process may use time (OS.Spend) and ask for work to be done later.
	Start()
	// Deliver hands over a wake's task. The app answers by OS.Complete, now or later.
	Deliver(Task)
	// Expire is iOS's warning that the task's time is up.
	Expire(Task)
	// AppState tells that the app came to the foreground (true) or left it.
	AppState(foreground bool)
	// Resume tells that the process was frozen and goes on: what fell due meanwhile runs after this.
	Resume()
	// Pending writes to the trace what the app is waiting for. when is "kill", "expiration", "finish" or "launch".
	Pending(when string)
	// Close ends the process and frees what it holds.
	Close()
}

// Task is one wake as the app's native side meets it.
type Task struct {
	Wake       int
	Identifier string // of the BGTaskScheduler request; empty for legacy fetch
	Trigger    string // "fetch", "refresh", "processing"
	Cold       bool   // the process was made for it
	Granted    vclock.Instant
	Deadline   vclock.Instant
}

// Services is what iOS does for the app beyond its process; simulate answers it. Errors are those of BGTaskScheduler.
type Services interface {
	// Submit asks for a BGTaskScheduler wake.
	Submit(Request) error
	// Cancel takes the request with that identifier back, if one is pending.
	Cancel(identifier string, where trace.App, pos *trace.Pos)
	// SetMinimumFetchInterval is the legacy request; [FetchNever] takes it back.
	SetMinimumFetchInterval(interval time.Duration, where trace.App, pos *trace.Pos)
	// RefreshStatus is UIApplication.backgroundRefreshStatus: 0 restricted, 1 denied, 2 available.
	RefreshStatus() int
	// Completed tells that a wake is over.
	Completed(Result)
	// Exited tells that a process ended.
	Exited(pid int)
}

// FetchNever and FetchMinimum are UIKit's special values of the legacy interval.
const (
	FetchNever   time.Duration = -1
	FetchMinimum time.Duration = 0
)

// Request is a BGTaskScheduler request.
type Request struct {
	Identifier   string
	Processing   bool
	Earliest     vclock.Instant // at or before now: no wish
	Interval     time.Duration  // what the app asked for, to be shown
	NeedsPower   bool
	NeedsNetwork bool
	Where        trace.App
	Pos          *trace.Pos // the call in the user's source, if known
}

// Result is what a wake cost and how it ended.
type Result struct {
	Wake     int
	At       vclock.Instant // the end
	How      string         // an outcome of trace.WakeEnd
	Finished string         // newData, noData, failed, none
	Ran      time.Duration
	CPU      time.Duration
	BytesIn  int64
	BytesOut int64
}
