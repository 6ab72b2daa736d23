package scheduler

import (
	"math/rand/v2"
	"time"

	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// Scheduler decides when iOS wakes the app.
//
// Its caller observes every event of the phone at its instant, hands on what the app asks, and advances to each instant
// that Next names; at one instant in this order: Observe, what the app does, Advance. A call for an instant that the
// scheduler has passed already, because the app used CPU meanwhile, is heard at the instant where it stands.
//
// The decisions that Advance returns are valid until the next call of any other method but Next.
type Scheduler struct {
	params  Params
	config  Config
	factors [factorCount]factor
	tooSoon int // the place of that gate
	early   *rand.Rand

	inbox   inbox
	balance balance
	memoir  memoir
	wall    wallClock
	sit     situation // the shared part; each lane fills in its own

	madeOf     ingredients // of the rates
	refresh    pace        // of fetch and refresh
	processing pace

	now     vclock.Instant // all lanes' need is integrated up to here
	edge    vclock.Instant // next slot edge
	turn    vclock.Instant // next gate that turns by time, or need that is full
	asked   bool           // any request at all
	changed bool           // since the lanes were settled at now
	lastRan vclock.Instant // last grant of any trigger

	lanes []*lane // the first is the fetch or refresh, then one a processing identifier
	out   output
}

// New returns a scheduler that stands at config.Start, with nothing asked and a full allowance.
func New(config Config) *Scheduler {
	s := &Scheduler{
		params: config.Params, config: config, factors: factors(),
		early:   chance.Stream(config.Seed, "early"),
		inbox:   newInbox(&config),
		balance: balance{left: 1},
		wall:    newWallClock(config.Calendar),
		now:     config.Start, edge: config.Start, turn: vclock.Never, changed: true,
		lastRan: usagemodel.Long,
	}
	for i, g := range gates() {
		if g == (tooSoon{}) {
			s.tooSoon = i
		}
	}
	if s.config.Limit == 0 {
		s.config.Limit = s.params.Limit
	}
	s.sit = situation{params: &s.params, phone: config.Phone}
	s.refresh.prepareRefresh(&s.params)
	s.lanes = []*lane{s.newLane(config.API.trigger(), "")}
	return s
}

// Observe folds in one event of the person or the surroundings and tells the habits of it. Events come in order of time;
// those before Config.Start are the history. An unknown zone panics: the timeline has checked it.
func (s *Scheduler) Observe(e usagemodel.Event) {
	past := e.At < s.config.Start
	if !past {
		s.reach(e.At)
	}
	unlocked := s.sit.phone.Unlocked
	s.sit.phone.Apply(e)
	s.config.Habits.Observe(e)
	switch e.Kind {
	case usagemodel.Lock, usagemodel.Sleep, usagemodel.WakeUp:
		return // the law does not ask for these
	case usagemodel.Unlock:
		if unlocked {
			return // only the first one after a boot does
		}
	case usagemodel.ZoneChange:
		s.enter(e.Zone)
	case usagemodel.AppOpen:
		if !past {
			s.sit.opensPerDay = s.config.Habits.OpensPerDay(s.now)
		}
	case usagemodel.ScreenOn, usagemodel.ScreenOff, usagemodel.AppClose, usagemodel.ForceQuit, usagemodel.Plug, usagemodel.Unplug,
		usagemodel.Boot, usagemodel.Battery, usagemodel.LinkChange, usagemodel.LowPower, usagemodel.Refresh,
		usagemodel.ThermalChange, usagemodel.AppUpdate, usagemodel.OSUpdate:
	}
	s.changed = true
}

// enter sets the clock to another zone, in which this may be another slot of the day.
func (s *Scheduler) enter(zone string) {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic("scheduler: " + err.Error())
	}
	s.wall.move(loc, s.now)
	s.edge = s.now
}

// Submit is BGTaskScheduler's submit. The error is one of ErrUnavailable, ErrNotPermitted and ErrTooManyPending.
func (s *Scheduler) Submit(now vclock.Instant, r Request) (Receipt, error) {
	s.runTo(now)
	receipt, err := s.inbox.submit(s.now, r, s.sit.phone.Refresh)
	if err != nil {
		return receipt, err
	}
	if !r.Processing {
		s.lanes[0].request = r.Identifier
	} else if s.lane(Processing, r.Identifier) == nil {
		s.lanes = append(s.lanes, s.newLane(Processing, r.Identifier))
		s.processing.workOutProcessing(&s.sit) // which nobody asked for before the first
	}
	return receipt, nil
}

// Cancel takes a pending request back. It reports whether there was one.
func (s *Scheduler) Cancel(now vclock.Instant, identifier string) bool {
	s.runTo(now)
	return s.inbox.take(identifier)
}

// SetMinimumFetchInterval is the legacy API's only call; IntervalNever and IntervalMinimum are its special values. It holds
// until it is changed, and has no effect for an app that uses BGTaskScheduler.
func (s *Scheduler) SetMinimumFetchInterval(now vclock.Instant, interval time.Duration) {
	s.runTo(now)
	s.inbox.interval = interval
}

// Finished tells what became of a wake: it is over, and what it cost of the app's allowance. Every grant must be finished;
// until then a legacy fetch is followed by no other. A processing run costs nothing: it has its own conditions.
func (s *Scheduler) Finished(now vclock.Instant, run Run) {
	s.runTo(now)
	l := s.lane(run.Trigger, run.Request)
	if l == nil {
		panic("scheduler: a run finished that was never granted")
	}
	l.running, l.lastEnd = false, s.now
	if run.Trigger == Processing {
		return
	}
	s.balance = s.balance.spend(&s.params, s.now, run)
	s.memoir.add(run)
	s.sit.allowance, s.sit.lastRuns = s.balance.at(&s.params, s.now), s.memoir.stats()
}

// Force wakes the app at now whatever the gates say, as if its fetch or refresh request had been granted: a pending request
// is spent, need begins anew.
func (s *Scheduler) Force(now vclock.Instant) Decision {
	s.runTo(now)
	return s.grant(s.lanes[0], true)
}

// Next is the next instant at which an answer or a rate can change if nothing else happens; Never if none can. After every
// call that may have changed something it is the instant of that call.
func (s *Scheduler) Next() vclock.Instant {
	switch {
	case s.changed || s.out.waiting():
		return s.now
	case s.asked:
		return min(s.edge, s.turn)
	}
	return s.turn
}

// Advance returns what changed up to and including the given instant. It may be called at any instant, as often as one
// likes: that changes no later decision. A call that comes late returns the grants with the instants at which they were
// decided; the caller delivers them when it can.
func (s *Scheduler) Advance(to vclock.Instant) []Decision {
	s.out.begin()
	for at := s.boundary(); at <= to; at = s.boundary() {
		s.step(at)
	}
	return s.out.take()
}

// boundary is the next instant at which the lanes must be settled.
func (s *Scheduler) boundary() vclock.Instant {
	if s.changed {
		return s.now
	}
	return min(s.edge, s.turn)
}

// runTo passes all boundaries before the instant and moves there, for the caller to change something.
func (s *Scheduler) runTo(t vclock.Instant) {
	s.reach(t)
	s.changed = true
}

// reach passes all boundaries before the instant and moves there.
func (s *Scheduler) reach(t vclock.Instant) {
	s.out.begin()
	for at := s.boundary(); at < t; at = s.boundary() {
		s.step(at)
	}
	s.move(max(t, s.now))
}

// step moves to a boundary and settles all lanes there.
func (s *Scheduler) step(at vclock.Instant) {
	s.move(at)
	if at >= s.edge {
		s.sample()
	}
	if !s.config.GrantsOnly {
		s.workOutRates() // they are told even while a gate is closed
	}
	changed := s.changed
	s.changed, s.asked, s.turn = false, false, vclock.Never
	for _, l := range s.lanes {
		s.settle(l, changed)
		s.turn = min(s.turn, l.turn)
		s.asked = s.asked || l.asks == askedFor
	}
}

// workOutRates takes in how fast needs grow in this situation. What the rates are made of matters only to who is told.
func (s *Scheduler) workOutRates() {
	now := ingredientsOf(&s.sit)
	if now == s.madeOf {
		return
	}
	s.madeOf = now
	if s.config.GrantsOnly {
		rate, _ := refreshRate(&s.sit, &s.factors)
		s.refresh.rate.Rate = micro(rate)
	} else {
		s.refresh.workOutRefresh(&s.sit, &s.factors)
	}
	if len(s.lanes) > 1 {
		s.processing.workOutProcessing(&s.sit)
	}
}

// move integrates the need of all lanes: since now nothing changed.
func (s *Scheduler) move(to vclock.Instant) {
	for _, l := range s.lanes {
		if l.closed == 0 {
			l.need.grow(l.rate, s.now, to)
		}
	}
	s.now = to
}

// sample takes in what changes all the time, at the edge of a slot. In between it stands, so that a question asked there
// changes nothing.
func (s *Scheduler) sample() {
	var slot int
	slot, s.edge = s.wall.slot(s.now)
	s.sit.hour = (slot + 1) % usagemodel.Slots * 24 / usagemodel.Slots
	s.sit.opensPerDay = s.config.Habits.OpensPerDay(s.now) // before Habit: it may begin a new day
	s.sit.habit = s.config.Habits.Habit(slot)
	s.sit.allowance = s.balance.at(&s.params, s.now)
}
