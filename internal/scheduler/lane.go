package scheduler

import (
	"math/rand/v2"

	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// lane is one request's way to its wakes: its need, its luck, and what it was answered last. It stays when a request is
// spent, because need is counted since the last wake.
type lane struct {
	trigger Trigger
	request string // the identifier
	course  course
	stream  *rand.Rand
	need    need

	lastWake, lastEnd vclock.Instant
	running           bool

	// As last settled.
	asks   asks
	closed gateSet
	rate   int64 // millionths of a wake per hour
	turn   vclock.Instant

	// As last said.
	answer   answerKey
	rateSaid rateKey
}

// rateKey is what makes a rate another rate.
type rateKey struct {
	given   bool // anything is asked
	version int
	luck    int64
}

// answerKey is what makes an answer another answer.
type answerKey struct {
	given  bool
	closed gateSet
	lead   int
	hour   int            // if the habit leads: its text names it
	until  vclock.Instant // if it is too soon
}

func (s *Scheduler) newLane(t Trigger, identifier string) *lane {
	l := &lane{
		trigger: t, request: identifier, course: courseOf(t),
		lastWake: usagemodel.Long, lastEnd: usagemodel.Long, turn: vclock.Never,
	}
	if t == Processing {
		l.stream = chance.Stream(s.config.Seed, "luck", identifier)
	} else {
		l.stream = chance.Stream(s.config.Seed, "luck")
	}
	l.need.next(&s.params, l.stream)
	return l
}

// lane returns the lane of a trigger and identifier, nil if there is none. The first is the only one of its trigger.
func (s *Scheduler) lane(t Trigger, identifier string) *lane {
	for _, l := range s.lanes {
		if l.trigger == t && (t != Processing || l.request == identifier) {
			return l
		}
	}
	return nil
}

// settle decides for one lane at this instant, and says what is another answer or rate than before. Changed says that more
// than time passed since it was last settled.
func (s *Scheduler) settle(l *lane, changed bool) {
	s.look(l)
	if l.trigger == Processing && s.sit.asks != askedFor && l.answer.given && l.asks != askedFor {
		l.turn = vclock.Never // spent or cancelled, and said so
		return
	}
	l.asks = s.sit.asks
	closed, turn := l.course.check(&s.sit, changed)
	l.closed = closed
	s.setRate(l)
	if closed == 0 && l.need.full() && s.now == s.now.CeilMillisecond() {
		s.out.add(s.grant(l, false))
		s.settle(l, true)
		return
	}
	if closed == 0 {
		turn = min(turn, l.need.fullAt(l.rate, s.now))
	}
	l.turn = turn
	s.setAnswer(l)
}

// look fills the lane's part into the situation.
func (s *Scheduler) look(l *lane) {
	sit := &s.sit
	sit.now, sit.trigger = s.now, l.trigger
	sit.needsPower, sit.needsNetwork = false, false
	sit.ranSinceBoot = max(s.lastRan, sit.phone.LastOpenAt) >= sit.phone.BootAt
	var r *submitted
	switch l.trigger {
	case Fetch:
		sit.asks = s.inbox.asksFetch()
		sit.floor = s.legacyFloor(l)
		return
	case Refresh:
		r = s.inbox.refreshRequest()
	case Processing:
		r = s.inbox.processingRequest(l.request)
	}
	sit.asks = nothingPending
	if r != nil {
		sit.asks, sit.needsPower, sit.needsNetwork = askedFor, r.NeedsPower, r.NeedsNetwork
	}
	sit.floor = s.taskFloor(l, r)
}

// setRate takes over the rate of this instant, and says so if it is another and anything is asked.
func (s *Scheduler) setRate(l *lane) {
	p := s.pace(l)
	if s.config.GrantsOnly {
		if l.closed == 0 { // else need stands still, at whatever rate
			s.workOutRates()
			l.rate = p.rate.Rate
		}
		return
	}
	l.rate = p.rate.Rate
	said := rateKey{given: l.asks == askedFor, version: p.version, luck: l.need.luck}
	if said == l.rateSaid {
		return
	}
	l.rateSaid = said
	if !said.given {
		return
	}
	r := s.out.addRate(s.decision(l), &p.rate)
	r.Luck, r.Need = l.need.luck, l.need.micro()
}

// pace is the rate of all requests of the lane's kind.
func (s *Scheduler) pace(l *lane) *pace {
	if l.trigger == Processing {
		return &s.processing
	}
	return &s.refresh
}

// setAnswer says what holds from now on, if that is something else.
func (s *Scheduler) setAnswer(l *lane) {
	if s.config.GrantsOnly {
		return
	}
	key := answerKey{given: true, closed: l.closed, lead: noLead}
	switch {
	case l.closed == 0:
		key.lead = s.pace(l).lead
		if key.lead == habitAt {
			key.hour = s.sit.hour
		}
	case l.closed.has(s.tooSoon):
		key.until = s.sit.floor.until
	}
	if key == l.answer {
		return
	}
	l.answer = key
	a := s.out.addAnswer(s.decision(l))
	a.Verdict, a.Need, a.closed, a.lead, a.sit = Refused, l.need.micro(), key.closed, key.lead, s.sit
	if key.closed == 0 {
		a.Verdict = NotYet
	}
}

// grant makes the lane's need a wake at this instant.
func (s *Scheduler) grant(l *lane, forced bool) Decision {
	d := s.decision(l)
	g := newGrant(&s.params, &s.config, l.trigger, s.early)
	g.Need, g.Luck, g.Forced = l.need.micro(), l.need.luck, forced
	d.Grant = &g
	if l.trigger != Fetch {
		s.inbox.take(l.request)
	}
	l.running, l.lastWake, s.lastRan = true, s.now, s.now
	l.need.next(&s.params, l.stream)
	return d
}

func (s *Scheduler) decision(l *lane) Decision {
	return Decision{At: s.now, Trigger: l.trigger, Request: l.request}
}
