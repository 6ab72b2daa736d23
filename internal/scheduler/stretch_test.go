package scheduler

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// An answer must name what really keeps the app waiting: if all the gates that it lists were open, or the factor that it
// names were 1, need would be another. Each stretch of people's days is lived once more up to where it begins, and from
// there with that changed.

// stretch is a length of time in which one request had one answer.
type stretch struct {
	trigger  Trigger
	request  string // of a processing request
	from, to vclock.Instant
	closed   gateSet
	lead     int // if nothing is closed
}

// stretchLife is one person with an app that always asks again, for a refresh and for processing.
type stretchLife struct {
	profile *usagemodel.Profile
	seed    uint64
	legacy  bool
	days    int
}

const cleaning = "com.example.clean"

// live lives up to an instant and returns the scheduler as it stands there. Once all that happens at the instant change is
// over, intervene is called. seen gets each decision, and ends the life by returning false.
func (l stretchLife) live(until, change vclock.Instant, intervene func(*Scheduler), seen func(Decision) bool) *Scheduler {
	calendar := utcMonday()
	timeline := usagemodel.NewTimeline(l.profile, l.seed, calendar, l.days)
	start, opened := timeline.HistoryEnd()
	if !opened {
		start = 0
	}
	c := refreshConfig()
	if l.legacy {
		c = legacyConfig()
	}
	c.Seed, c.Start, c.Calendar, c.Phone = l.seed, start, calendar, timeline.Initial()
	c.Habits = usagemodel.NewHabits(usagemodel.DefaultHabitParams(), l.profile, calendar, calendar.Day(timeline.Start()))
	s := New(c)
	ends := map[Trigger]vclock.Instant{Fetch: vclock.Never, Refresh: vclock.Never, Processing: vclock.Never}
	asks := vclock.Never // the app takes a moment to begin
	for {
		now := min(s.Next(), asks, ends[Fetch], ends[Refresh], ends[Processing])
		e, more := timeline.Peek()
		if more {
			now = min(now, e.At)
		}
		if intervene != nil && now > change {
			intervene(s)
			intervene = nil
			continue
		}
		if now > until {
			s.move(until) // need is integrated when something happens; here it is asked for
			return s
		}
		if more && e.At == now {
			timeline.Next()
			s.Observe(e)
			if e.Kind == usagemodel.AppOpen && e.At >= start {
				l.ask(s, now)
			}
			continue
		}
		for _, t := range []Trigger{Fetch, Refresh, Processing} {
			if ends[t] == now {
				s.Finished(now, Run{Trigger: t, Request: identifierOf(t), Ran: 9 * time.Second, Bytes: 300_000})
				ends[t] = vclock.Never
			}
		}
		if asks == now {
			l.ask(s, now)
			asks = vclock.Never
		}
		for _, d := range s.Advance(now) {
			if !seen(d) {
				return s
			}
			if d.Grant != nil {
				ends[d.Trigger], asks = d.At.Add(9*time.Second), d.At.Add(time.Second)
			}
		}
	}
}

func (l stretchLife) ask(s *Scheduler, now vclock.Instant) {
	if l.legacy {
		s.SetMinimumFetchInterval(now, IntervalMinimum)
		return
	}
	for _, t := range []Trigger{Refresh, Processing} {
		_, _ = s.Submit(now, Request{Identifier: identifierOf(t), Processing: t == Processing, NeedsNetwork: true}) // fails while refresh is off
	}
}

func identifierOf(t Trigger) string {
	switch t {
	case Refresh:
		return refreshID
	case Processing:
		return cleaning
	case Fetch:
	}
	return ""
}

// stretches are all of a life, but for those of a processing request that is spent.
func (l stretchLife) stretches(end vclock.Instant) []stretch {
	var all []stretch
	open := map[Trigger]*stretch{}
	l.live(end, 0, nil, func(d Decision) bool {
		if d.Rate != nil {
			return true
		}
		if o := open[d.Trigger]; o != nil && d.At > o.from {
			o.to = d.At
			all = append(all, *o)
		}
		delete(open, d.Trigger)
		if d.Answer != nil && (d.Trigger != Processing || d.Answer.Verdict == NotYet || d.Answer.Closed()[0] != "no_request") {
			open[d.Trigger] = &stretch{trigger: d.Trigger, request: identifierOf(d.Trigger), from: d.At, closed: d.Answer.closed, lead: d.Answer.lead}
		}
		return true
	})
	return all
}

// neverOpened tells that the app was not opened since it was installed or updated.
func (st stretch) neverOpened() bool {
	for i, g := range gates() {
		if g == (neverOpened{}) {
			return st.closed.has(i)
		}
	}
	return false
}

// open takes the gates of the stretch away.
func (st stretch) open(s *Scheduler) {
	l := s.lane(st.trigger, st.request)
	l.course.shut = 0
	var steady []placedGate
	for _, g := range l.course.steady {
		if !st.closed.has(g.at) {
			steady = append(steady, g)
		}
	}
	var timed []placedTimedGate
	for _, g := range l.course.timed {
		if !st.closed.has(g.at) {
			timed = append(timed, g)
		}
	}
	l.course.steady, l.course.timed = steady, timed
	s.changed = true
}

// raise makes the factor of the stretch 1.
func (st stretch) raise(s *Scheduler) {
	if st.lead == allowanceAt { // processing knows no other, and does not ask the list
		s.balance = balance{left: 1}
		s.sit.allowance = 1
	} else {
		s.factors[st.lead] = neutral{s.factors[st.lead]}
	}
	s.madeOf = ingredients{opensPerDay: -1} // work it out anew
	s.changed = true
}

// neutral is a factor at 1.
type neutral struct{ factor }

func (neutral) value(*situation) float64 { return 1 }

// needWith is how far need has grown just before the stretch's end, if it is lived with a change; full after a wake.
func (st stretch) needWith(l stretchLife, intervene func(*Scheduler)) int64 {
	woken := false
	s := l.live(st.to-1, st.from, intervene, func(d Decision) bool {
		woken = d.Grant != nil && d.Trigger == st.trigger && d.At > st.from
		return !woken
	})
	if woken {
		return -1
	}
	return s.lane(st.trigger, st.request).need.grown
}

// sampledStretches is how many stretches are tried; FETCHSIM_STRETCHES=10000 tries more.
const sampledStretches = 240

func TestAStretchNamesWhatKeepsTheAppWaiting(t *testing.T) {
	t.Parallel()
	want := sampledStretches
	if text := os.Getenv("FETCHSIM_STRETCHES"); text != "" {
		n, err := strconv.Atoi(text)
		require.NoError(t, err)
		want = n
	}
	type candidate struct {
		life stretchLife
		stretch
	}
	var candidates []candidate
	seeds := uint64(1 + want/4000)
	for _, name := range usagemodel.Personas() {
		profile, err := usagemodel.Load(name, nil)
		require.NoError(t, err)
		for seed := range seeds {
			l := stretchLife{profile: profile, seed: seed + 1, legacy: seed%2 == 1, days: 4}
			if profile.History == 0 {
				l.days = 14 // long enough to be forgotten
			}
			for _, st := range l.stretches(utcMonday().DayStart(l.days) - 1) {
				candidates = append(candidates, candidate{l, st})
			}
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	rng.Shuffle(len(candidates), func(i, j int) { candidates[i], candidates[j] = candidates[j], candidates[i] })
	require.GreaterOrEqual(t, len(candidates), want)
	var refused, notYet, luck, unknown int
	for _, c := range candidates[:want] {
		intervene := c.open
		switch {
		case c.closed != 0:
			refused++
		case c.lead == noLead:
			luck++
			continue
		default:
			notYet++
			intervene = c.raise
		}
		was, would := c.needWith(c.life, nil), c.needWith(c.life, intervene)
		if was == would && c.neverOpened() {
			unknown++ // an app that nobody ever opened has no affinity either: its rate is 0
			continue
		}
		assert.NotEqual(t, was, would, "%s, seed %d, %s from %d to %d: gates %b, factor %d",
			c.life.profile.Name, c.life.seed, c.trigger, c.from, c.to, c.closed, c.lead)
	}
	t.Logf("%d stretches: %d refused, %d not yet for a factor, %d for luck alone and %d before the first open (exempt)",
		want, refused, notYet, luck, unknown)
	assert.Positive(t, refused)
	assert.Positive(t, notYet)
}
