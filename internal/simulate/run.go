package simulate

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/scheduler"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// decider is iOS's choice: the scheduler, or a fixed beat.
type decider interface {
	Observe(e usagemodel.Event)
	Submit(now vclock.Instant, r scheduler.Request) (scheduler.Receipt, error)
	Cancel(now vclock.Instant, identifier string) bool
	SetMinimumFetchInterval(now vclock.Instant, interval time.Duration)
	Finished(now vclock.Instant, run scheduler.Run)
	Force(now vclock.Instant) scheduler.Decision
	Next() vclock.Instant
	Advance(to vclock.Instant) []scheduler.Decision
}

// run is one run while it goes on.
type run struct {
	spec     Spec
	ctx      context.Context // of the call of Run or Live
	calendar vclock.Calendar
	queue    *vclock.Queue
	timeline *usagemodel.Timeline
	state    usagemodel.Phone
	ios      decider
	phone    *device.Phone
	trace    *trace.Writer
	end      vclock.Instant
	armed    vclock.Handle // the decider's next instant
	requests requests
	wakes    int
	granted  map[int]scheduler.Run // the wakes that are open
	admitted []device.Grant        // and not begun yet
	missed   []scheduler.Run       // grants that came while the phone would not take them
	reason   trace.EndReason
	first    firstLaunch
}

// Run simulates the days of a spec and returns how it went. The error is an app that could not be launched at all; every
// other end is in the outcome and in the trace.
func Run(ctx context.Context, spec Spec) (out Outcome, err error) {
	r := &run{spec: spec, ctx: ctx, reason: trace.Complete}
	r.trace = trace.NewWriter(spec.Out, append([]func(trace.Record){r.first.watch}, spec.Listen...)...)
	defer func() {
		if v := recover(); v != nil {
			out.Crash = &Crash{Value: fmt.Sprint(v), Stack: string(debug.Stack())}
			r.reason = trace.Internal
		}
		now := int64(0)
		if r.queue != nil {
			now = r.queue.Now().Micros()
		}
		if r.reason == trace.Complete {
			now = max(now, r.end.Micros()) // the last day is lived to its end
		}
		out.Reason, out.Wakes = r.reason, r.wakes
		out.SHA256 = r.trace.End(now, r.reason)
		out.WriteErr = r.trace.Err()
	}()
	r.begin()
	r.loop()
	err = r.phone.Err()
	r.phone.Close()
	return out, err
}

// begin puts everything in its place: the person's past is lived and learned, and virtual time stands where the run begins.
func (r *run) begin() {
	s := &r.spec
	r.past()
	r.writeHeader(r.calendar.Location())
	r.makePhone(r.trace.Emit, services{r})
	r.scheduleHolds() // before the person, so that what is held from an instant on is so for all that happens there
	r.nextPersonEvent()
	if s.ForceAt != nil {
		r.queue.Schedule(*s.ForceAt, vclock.Grant, r.force)
	}
	r.arm()
}

// past lets the person live the days before the run, and has the decider learn from them.
func (r *run) past() {
	s := &r.spec
	zone := s.Zone
	if zone == nil {
		zone = s.Profile.Location()
	}
	r.calendar = vclock.NewCalendar(s.Start.Year, s.Start.Month, s.Start.Day, zone)
	r.end = r.calendar.DayStart(s.Days)
	if s.Recorded != nil {
		r.timeline = usagemodel.NewReplay(s.Profile, s.Recorded, s.Seed, r.calendar, s.Days)
	} else {
		r.timeline = usagemodel.NewTimeline(s.Profile, s.Seed, r.calendar, s.Days)
	}
	r.state = r.timeline.Initial()
	start, opened := r.timeline.HistoryEnd()
	if !opened {
		start = 0
	}
	r.ios = r.newDecider(start)
	for e, ok := r.timeline.Peek(); ok && e.At < start; e, ok = r.timeline.Peek() {
		r.timeline.Next()
		r.state.Apply(e)
		r.ios.Observe(e)
	}
	r.queue = vclock.NewQueue(start)
	r.granted = map[int]scheduler.Run{}
}

// makePhone has the phone of the run, on which the app is not running yet.
func (r *run) makePhone(emit func(tUs int64, ev trace.Event), services device.Services) {
	s := &r.spec
	r.phone = device.NewPhone(device.Config{
		Queue: r.queue, Emit: emit, Services: services, Seed: s.Seed, OS: s.OS,
		App: s.App.Make(Env{
			Seed: s.Seed, Calendar: r.calendar, Now: r.queue.Now, Link: func() usagemodel.Link { return r.state.Link },
			Device: s.Device, Interrupted: r.interrupted,
		}),
	})
}

func (r *run) newDecider(start vclock.Instant) decider {
	s := &r.spec
	first := r.calendar.Day(r.timeline.Start())
	config := scheduler.Config{
		Seed: s.Seed, Params: scheduler.DefaultParams(), Calendar: r.calendar, Phone: r.state,
		Start:  max(start, 0), // no wakes are simulated before the first day
		Habits: usagemodel.NewHabits(usagemodel.DefaultHabitParams(), s.Profile, r.calendar, first),
		API:    s.API, Permitted: s.Permitted, PermitAll: s.PermitAll, FetchMode: s.FetchMode, ProcessingMode: s.ProcessingMode,
		Simulator: s.Device == "simulator", Limit: s.Limit, Budget: s.Budget, GrantsOnly: r.trace == nil,
	}
	if s.Every > 0 {
		return scheduler.NewBeat(config, s.Every)
	}
	return scheduler.New(config)
}

// loop lets one event after the other happen until the last day is over and no wake is open.
func (r *run) loop() {
	for {
		at, _, ok := r.queue.Next()
		if !ok || (at >= r.end && !r.phone.Busy()) {
			return
		}
		r.queue.Step()
		switch {
		case r.interrupted():
			r.reason = trace.Interrupted
			return
		case r.first.failed:
			r.reason = trace.ScriptError
			return
		case r.first.guarded:
			r.reason = trace.WallLimit
			return
		case r.phone.Err() != nil:
			r.reason = trace.Internal
			return
		}
	}
}

func (r *run) interrupted() bool { return r.ctx.Err() != nil }

// arm has the decider asked when its answer can change next. Whatever is told to it moves that instant.
func (r *run) arm() {
	r.queue.Cancel(r.armed)
	r.armed = vclock.Handle{}
	if next := r.ios.Next(); next < r.end {
		r.armed = r.queue.Schedule(next, vclock.Grant, func(now vclock.Instant) {
			r.armed = vclock.Handle{}
			r.decide(now)
		})
	}
}

// decide lets the decider speak up to now, writes down what it says, and then lets the phone act on it: the decisions are
// the decider's own memory and last only until it is told something.
func (r *run) decide(now vclock.Instant) {
	for _, d := range r.ios.Advance(now) {
		r.writeDecision(d)
		if d.Grant != nil && r.admit(d) {
			r.writeGrant(d)
		}
	}
	r.beginWakes()
	r.arm()
}

// force begins a wake that no scheduler granted.
func (r *run) force(now vclock.Instant) {
	if d := r.ios.Force(now); r.admit(d) {
		r.writeGrant(d)
	}
	r.beginWakes()
	r.arm()
}

// admit numbers a wake. Where the phone would not take it iOS's time is missed.
func (r *run) admit(d scheduler.Decision) bool {
	spent := scheduler.Run{Trigger: d.Trigger, Request: d.Request}
	if !r.phone.Accepts(d.Trigger.String(), d.Request) {
		r.missed = append(r.missed, spent)
		return false
	}
	r.wakes++
	r.granted[r.wakes] = spent
	r.admitted = append(r.admitted, device.Grant{
		Wake: r.wakes, Identifier: d.Request, Trigger: d.Trigger.String(), Budget: d.Grant.Budget,
	})
	return true
}

// beginWakes has the phone begin what was admitted, and tells the decider of what was missed.
func (r *run) beginWakes() {
	for _, m := range r.missed {
		r.ios.Finished(r.queue.Now(), m)
	}
	r.missed = r.missed[:0]
	for len(r.admitted) > 0 {
		grant := r.admitted[0]
		r.admitted = append(r.admitted[:0], r.admitted[1:]...)
		r.phone.Grant(grant)
	}
}

// firstLaunch watches for a script that does not survive its first launch, and for the real-time guard.
type firstLaunch struct {
	idle    bool // the first process came to rest
	failed  bool
	guarded bool
}

func (f *firstLaunch) watch(rec trace.Record) {
	switch ev := rec.Event.(type) {
	case *trace.JSError:
		f.failed = f.failed || !f.idle && ev.PID == 1 && ev.Wake == 0 && ev.Where != "rejection" && ev.SignatureOf == ""
	case *trace.ProcState:
		f.idle = f.idle || ev.To == "suspended" || ev.To == "notRunning"
	case *trace.Grant:
		f.idle = true
	case *trace.GuardStop:
		f.guarded = true
	}
}
