package scheduler

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// The law must bring about what developers report of real phones. Each test lets generated people live for some weeks with
// an app that asks again at each wake, 15 minutes ahead.

const people = 12

// lifeOf is what a persona's people lived through.
type lifeOf struct {
	persona  string
	change   func(p *usagemodel.Profile)
	run      Run // what each wake comes to; 2 s and 20 kB if zero
	legacy   bool
	days     int // 28 if zero
	calendar vclock.Calendar
}

// wake is a granted wake and the phone at that instant.
type wake struct {
	at    vclock.Instant
	phone usagemodel.Phone
	tod   time.Duration
}

// life is one person's.
type life struct {
	wakes []wake
	opens []vclock.Instant
	days  int
}

func (l lifeOf) lived(t *testing.T) []life {
	t.Helper()
	profile, err := usagemodel.Load(l.persona, nil)
	require.NoError(t, err)
	if l.change != nil {
		l.change(profile)
	}
	if l.days == 0 {
		l.days = 28
	}
	if l.run == (Run{}) {
		l.run = Run{Ran: 2 * time.Second, Bytes: 20_000, NewData: true}
	}
	l.calendar = vclock.NewCalendar(2026, time.March, 2, time.UTC)
	all := make([]life, people)
	for i := range all {
		all[i] = l.live(profile, uint64(i+1))
	}
	return all
}

// live is the loop of a simulation without an app process.
func (l lifeOf) live(profile *usagemodel.Profile, seed uint64) life {
	timeline := usagemodel.NewTimeline(profile, seed, l.calendar, l.days)
	start, opened := timeline.HistoryEnd()
	if !opened {
		start = 0
	}
	c := refreshConfig()
	if l.legacy {
		c = legacyConfig()
	}
	first := l.calendar.Day(timeline.Start())
	c.Seed, c.Start, c.Calendar, c.Phone = seed, start, l.calendar, timeline.Initial()
	c.Habits = usagemodel.NewHabits(usagemodel.DefaultHabitParams(), profile, l.calendar, first)
	s := New(c)
	phone, finish, running := c.Phone, vclock.Never, Run{}
	lived := life{days: l.days}
	end := l.calendar.DayStart(l.days)
	for {
		now := min(s.Next(), finish)
		e, more := timeline.Peek()
		if more {
			now = min(now, e.At)
		}
		if now >= end {
			return lived
		}
		if more && e.At == now {
			timeline.Next()
			s.Observe(e)
			phone.Apply(e)
			if e.Kind == usagemodel.AppOpen && e.At >= start {
				lived.opens = append(lived.opens, e.At)
				l.ask(s, now)
			}
			continue
		}
		if finish == now {
			s.Finished(now, running)
			finish = vclock.Never
		}
		for _, d := range grants(s.Advance(now)) {
			if d.At >= 0 {
				lived.wakes = append(lived.wakes, wake{d.At, phone, l.calendar.TimeOfDay(d.At)})
			}
			running = l.run
			running.Trigger, running.Request = d.Trigger, d.Request
			finish = d.At.Add(l.run.Ran)
			l.ask(s, now)
		}
	}
}

func (l lifeOf) ask(s *Scheduler, now vclock.Instant) {
	if l.legacy {
		s.SetMinimumFetchInterval(now, 15*time.Minute)
		return
	}
	if s.inbox.refreshRequest() == nil {
		_, _ = s.Submit(now, Request{Identifier: refreshID, Earliest: now.Add(15 * time.Minute)}) // fails if refresh is off
	}
}

func perDay(lives []life) float64 {
	wakes, days := 0, 0
	for _, l := range lives {
		wakes += len(l.wakes)
		days += l.days
	}
	return float64(wakes) / float64(days)
}

func quiet(t *testing.T, lives []life) {
	t.Helper()
	for _, l := range lives {
		assert.Empty(t, l.wakes)
	}
}

func TestPersonasAreWokenAsOftenAsReported(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		persona     string
		least, most float64 // wakes a day, mean
	}{
		{"typical", 13.5, 16.5},
		{"heavy", 46, 56},
		{"night-shift", 10, 17},
		{"rare-app", 0, 0.2},
	} {
		t.Run(tt.persona, func(t *testing.T) {
			t.Parallel()
			mean := perDay(lifeOf{persona: tt.persona}.lived(t))
			t.Logf("%.1f wakes a day", mean)
			assert.GreaterOrEqual(t, mean, tt.least)
			assert.LessOrEqual(t, mean, tt.most)
		})
	}
}

func TestLegacyAndTaskWakeAboutEquallyOften(t *testing.T) {
	t.Parallel()
	task, legacy := perDay(lifeOf{persona: "typical"}.lived(t)), perDay(lifeOf{persona: "typical", legacy: true}.lived(t))
	assert.InEpsilon(t, task, legacy, 0.05)
}

func TestGapsAreAtLeastFifteenMinutesAndReachThem(t *testing.T) {
	t.Parallel()
	smallest := time.Hour
	var daytime []time.Duration
	for _, l := range (lifeOf{persona: "heavy"}.lived(t)) {
		for i := 1; i < len(l.wakes); i++ {
			gap := l.wakes[i].at.Sub(l.wakes[i-1].at)
			assert.GreaterOrEqual(t, gap, 15*time.Minute)
			smallest = min(smallest, gap)
			if l.wakes[i].tod > 8*time.Hour && l.wakes[i].tod < 22*time.Hour {
				daytime = append(daytime, gap)
			}
		}
	}
	assert.Less(t, smallest, 16*time.Minute)
	slices.Sort(daytime)
	median := daytime[len(daytime)/2]
	t.Logf("median gap %v", median)
	assert.Greater(t, median, 16*time.Minute)
	assert.Less(t, median, 22*time.Minute)
}

func TestWakesComeBeforeTheUsualUseAndSeldomAtNight(t *testing.T) {
	t.Parallel()
	before, waking, asleep, all := 0, 0, 0, 0
	days := 0
	for _, l := range (lifeOf{persona: "typical"}.lived(t)) {
		days += l.days
		for _, w := range l.wakes {
			all++
			h := w.tod.Hours()
			switch {
			case w.phone.Asleep:
				asleep++
			case h >= 6.5 && h < 7.5 || h >= 11 && h < 12 || h >= 19 && h < 20: // the hour before each window
				before++
			case h >= 8.5 && h < 23:
				waking++
			}
		}
	}
	lean := float64(before) / 3 / (float64(waking) / 12.5)
	t.Logf("lean %.2f, asleep %.3f", lean, float64(asleep)/float64(all))
	assert.GreaterOrEqual(t, lean, 1.5)
	assert.LessOrEqual(t, float64(asleep)/float64(all), 0.15)
}

func TestSlowHungryAndKilledRunsAreWokenLess(t *testing.T) {
	t.Parallel()
	quick := perDay(lifeOf{persona: "typical"}.lived(t))
	for _, tt := range []struct {
		name        string
		run         Run
		least, most float64 // of the quick ones
	}{
		{"28 s", Run{Ran: 28 * time.Second, Bytes: 20_000, NewData: true}, 0.65, 0.88},
		{"killed each time", Run{Ran: 30 * time.Second, Bytes: 20_000, Killed: true}, 0.25, 0.5},
		{"2 MB", Run{Ran: 2 * time.Second, Bytes: 2_000_000, NewData: true}, 0.2, 0.4},
		{"false newData", Run{Ran: 2 * time.Second, NewData: true}, 0.8, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			share := perDay(lifeOf{persona: "typical", run: tt.run}.lived(t)) / quick
			t.Logf("%.2f", share)
			assert.GreaterOrEqual(t, share, tt.least)
			assert.LessOrEqual(t, share, tt.most)
		})
	}
}

func TestNobodyIsWokenBehindAClosedGate(t *testing.T) {
	t.Parallel()
	for _, persona := range []string{"refresh-off", "low-power"} {
		t.Run(persona, func(t *testing.T) {
			t.Parallel()
			quiet(t, lifeOf{persona: persona}.lived(t))
		})
	}
	t.Run("lapsed", func(t *testing.T) {
		t.Parallel()
		for _, l := range (lifeOf{persona: "lapsed"}.lived(t)) {
			for _, w := range l.wakes {
				assert.Less(t, w.at.Sub(w.phone.LastOpenAt), 72*time.Hour)
			}
		}
	})
	t.Run("battery-poor and force-quitter", func(t *testing.T) {
		t.Parallel()
		for _, persona := range []string{"battery-poor", "force-quitter"} {
			for _, l := range (lifeOf{persona: persona}.lived(t)) {
				assert.NotEmpty(t, l.wakes)
				for _, w := range l.wakes {
					assert.False(t, w.phone.Level <= 20 && !w.phone.Plugged)
					assert.False(t, w.phone.ForceQuit || w.phone.LowPower || w.phone.AppOpen)
				}
			}
		}
	})
}

func TestAFreshInstallLearnsInAWeek(t *testing.T) {
	t.Parallel()
	fresh := lifeOf{persona: "typical", change: func(p *usagemodel.Profile) { p.History = 0 }}
	inRange, early, late := 0, 0, 0
	for _, l := range fresh.lived(t) {
		require.NotEmpty(t, l.wakes)
		if wait := l.wakes[0].at.Sub(l.opens[0]); wait >= time.Hour && wait <= 24*time.Hour {
			inRange++
		}
		for _, w := range l.wakes {
			switch day := w.at.Sub(l.opens[0]) / (24 * time.Hour); {
			case day < 2:
				early++
			case day >= 14 && day < 16:
				late++
			}
		}
	}
	assert.GreaterOrEqual(t, inRange, people*8/10)
	assert.Less(t, early, late)
}
