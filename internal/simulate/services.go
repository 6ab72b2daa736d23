package simulate

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/scheduler"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// requests numbers what the app asks for, so that the trace can name it.
type requests struct {
	last int
	open map[string]int // by identifier; "" is the legacy request
}

func (q *requests) number(identifier string) int {
	q.last++
	if q.open == nil {
		q.open = map[string]int{}
	}
	q.open[identifier] = q.last
	return q.last
}

// services answers what the app asks of iOS by asking the decider.
type services struct{ *run }

// The values of UIBackgroundRefreshStatus. Documented: developer.apple.com/documentation/uikit/uibackgroundrefreshstatus.
const (
	statusRestricted = 0
	statusDenied     = 1
	statusAvailable  = 2
)

// Submit implements device.Services.
func (s services) Submit(q device.Request) error {
	now := s.queue.Now()
	ev := &trace.RequestSubmit{
		App: q.Where, API: "refresh", Identifier: q.Identifier, EarliestUs: max(q.Earliest, now).Micros(),
		IntervalUs: q.Interval.Microseconds(), NeedsPower: q.NeedsPower, NeedsNetwork: q.NeedsNetwork, Pos: q.Pos,
	}
	if q.Processing {
		ev.API = "processing"
	}
	before := s.requests.open[q.Identifier]
	receipt, err := s.ios.Submit(now, asked(q))
	if err != nil {
		s.requests.last++
		ev.ID, ev.Error = s.requests.last, err.Error()
	} else {
		if receipt.Replaced {
			ev.Replaced = before
		}
		ev.ID = s.requests.number(q.Identifier)
	}
	s.trace.Emit(now.Micros(), ev)
	s.arm()
	return err
}

// asked is a request in the scheduler's words.
func asked(q device.Request) scheduler.Request {
	return scheduler.Request{
		Identifier: q.Identifier, Processing: q.Processing, Earliest: q.Earliest, NeedsPower: q.NeedsPower, NeedsNetwork: q.NeedsNetwork,
	}
}

// Cancel implements device.Services.
func (s services) Cancel(identifier string, where trace.App, pos *trace.Pos) {
	now := s.queue.Now()
	if s.ios.Cancel(now, identifier) {
		s.trace.Emit(now.Micros(), &trace.RequestCancel{App: where, ID: s.requests.open[identifier], Why: "stop", Pos: pos})
		delete(s.requests.open, identifier)
	}
	s.arm()
}

// SetMinimumFetchInterval implements device.Services.
func (s services) SetMinimumFetchInterval(interval time.Duration, where trace.App, pos *trace.Pos) {
	now := s.queue.Now()
	before := s.requests.open[""]
	if interval == device.FetchNever {
		s.ios.SetMinimumFetchInterval(now, scheduler.IntervalNever)
		if before != 0 {
			s.trace.Emit(now.Micros(), &trace.RequestCancel{App: where, ID: before, Why: "stop", Pos: pos})
			delete(s.requests.open, "")
		}
	} else {
		s.ios.SetMinimumFetchInterval(now, interval)
		s.trace.Emit(now.Micros(), &trace.RequestSubmit{
			App: where, ID: s.requests.number(""), API: "legacy", EarliestUs: now.Add(interval).Micros(),
			IntervalUs: interval.Microseconds(), Replaced: before, Pos: pos,
		})
	}
	s.arm()
}

// RefreshStatus implements device.Services.
func (s services) RefreshStatus() int { return s.refreshStatus() }

func (r *run) refreshStatus() int {
	switch {
	case r.spec.Device == "no-background-fetch":
		return statusRestricted
	case r.state.Refresh == usagemodel.RefreshOff:
		return statusDenied
	}
	return statusAvailable
}

// Completed implements device.Services.
func (s services) Completed(res device.Result) {
	s.completed(res)
	s.arm()
}

// completed tells the decider what a wake cost.
func (r *run) completed(res device.Result) {
	spent := r.granted[res.Wake]
	delete(r.granted, res.Wake)
	spent.Ran, spent.Bytes = res.Ran, res.BytesIn+res.BytesOut
	spent.Killed = res.How == "killed"
	// Only a legacy fetch says what it brought; a BGTask is completed with success or without.
	spent.NewData = res.Finished == "newData" && spent.Trigger == scheduler.Fetch
	r.ios.Finished(res.At, spent)
}

// Exited implements device.Services.
func (services) Exited(int) {}
