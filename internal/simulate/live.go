package simulate

import (
	"context"
	"time"

	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// Watch hears of a life that is lived without a trace. Both functions may be nil; the phone is theirs to read for the call.
type Watch struct {
	// Wake is told each wake at its grant.
	Wake func(at vclock.Instant, phone *usagemodel.Phone)
	// Event is told what the person and the surroundings do from the run's beginning on, when the phone shows it already.
	Event func(e usagemodel.Event, phone *usagemodel.Phone)
}

// Live simulates what [Run] does, with the same wakes at the same instants, but writes no trace: many times as fast, in
// memory that does not grow with the days. It is for an app that spends no CPU time, such as [Builtin]: the spec's Header,
// Out, Listen, ForceAt and Hold do not count. It returns the calendar of the life and ctx's error if it was ended early.
func Live(ctx context.Context, spec Spec, watch Watch) (vclock.Calendar, error) {
	l := &life{run: run{spec: spec, ctx: ctx}, watch: watch}
	l.past()
	l.makePhone(nil, lifeServices{l})
	defer l.phone.Close()
	l.lookAhead()
	for steps := 0; l.step(); steps++ {
		if steps%4096 == 0 && ctx.Err() != nil {
			return l.calendar, ctx.Err()
		}
	}
	return l.calendar, l.phone.Err()
}

// life is a run without a trace. Only the app is on the queue: the person and the decider are asked for their next instant.
type life struct {
	run
	watch Watch
	event usagemodel.Event // the timeline's next; Never if there is none
}

func (l *life) lookAhead() {
	var more bool
	if l.event, more = l.timeline.Next(); !more {
		l.event.At = vclock.Never
	}
}

// step lets the earliest thing happen. At one instant the order is that of the ranks: the person, the app's work, the
// decider, the app's expiration and deadline. It reports whether the life goes on.
func (l *life) step() bool {
	work, rank, _ := l.queue.Next()
	grant := l.ios.Next()
	if grant >= l.end {
		grant = vclock.Never
	}
	now := min(work, l.event.At, grant)
	if now == vclock.Never || now >= l.end && !l.phone.Busy() {
		return false
	}
	switch {
	case l.event.At == now:
		l.reach(now)
		l.happen(l.event)
		l.lookAhead()
	case work == now && (rank <= vclock.Work || grant > now):
		l.queue.Step()
	default:
		l.reach(now)
		l.decide(now)
	}
	return l.phone.Err() == nil
}

// reach moves virtual time to an instant before which the app does nothing.
func (l *life) reach(now vclock.Instant) {
	if late := now.Sub(l.queue.Now()); late > 0 {
		l.queue.Spend(late)
	}
}

func (l *life) happen(e usagemodel.Event) {
	l.state.Apply(e)
	l.ios.Observe(e)
	l.tellPhone(e.Kind)
	if l.watch.Event != nil {
		l.watch.Event(e, &l.state)
	}
}

func (l *life) decide(now vclock.Instant) {
	for _, d := range l.ios.Advance(now) {
		if d.Grant != nil && l.admit(d) && l.watch.Wake != nil {
			l.watch.Wake(now, &l.state)
		}
	}
	l.beginWakes()
}

// lifeServices hands to the decider what the app asks of iOS.
type lifeServices struct{ *life }

// Submit implements device.Services.
func (s lifeServices) Submit(q device.Request) error {
	_, err := s.ios.Submit(s.queue.Now(), asked(q))
	return err
}

// Cancel implements device.Services.
func (s lifeServices) Cancel(identifier string, _ trace.App, _ *trace.Pos) {
	s.ios.Cancel(s.queue.Now(), identifier)
}

// SetMinimumFetchInterval implements device.Services.
func (s lifeServices) SetMinimumFetchInterval(interval time.Duration, _ trace.App, _ *trace.Pos) {
	s.ios.SetMinimumFetchInterval(s.queue.Now(), interval)
}

// RefreshStatus implements device.Services.
func (s lifeServices) RefreshStatus() int { return s.refreshStatus() }

// Completed implements device.Services.
func (s lifeServices) Completed(res device.Result) { s.completed(res) }

// Exited implements device.Services.
func (lifeServices) Exited(int) {}
