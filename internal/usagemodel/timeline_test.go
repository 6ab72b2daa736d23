package usagemodel

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/vclock"
)

// lived takes all events of a timeline that are left.
func lived(timeline *Timeline) []Event {
	var all []Event
	for e, ok := timeline.Next(); ok; e, ok = timeline.Next() {
		all = append(all, e)
	}
	return all
}

func live(t testing.TB, p *Profile, seed uint64, days int) []Event {
	t.Helper()
	return lived(NewTimeline(p, seed, calendarOf(t, p), days))
}

func only(all []Event, kinds ...EventKind) []Event {
	var some []Event
	for _, e := range all {
		if slices.Contains(kinds, e.Kind) {
			some = append(some, e)
		}
	}
	return some
}

// sinceDayZero drops the history.
func sinceDayZero(all []Event) []Event {
	at := slices.IndexFunc(all, func(e Event) bool { return e.At >= 0 })
	if at < 0 {
		return nil
	}
	return all[at:]
}

// medianLength pairs each begin with the next end.
func medianLength(all []Event, begin, end EventKind) time.Duration {
	var lengths []time.Duration
	since := Long
	for _, e := range all {
		switch e.Kind {
		case begin:
			since = e.At
		case end:
			lengths = append(lengths, e.At.Sub(since))
		}
	}
	slices.Sort(lengths)
	return lengths[len(lengths)/2]
}

func TestPersonasReachTheirUnlocksAndOpens(t *testing.T) {
	t.Parallel()
	const days, tolerance = 1000, 0.10
	reached := map[string]float64{"daily-once": 0.8} // p is capped: not every morning has an unlock in the hour
	for _, name := range Personas() {
		if name == "lapsed" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := loaded(t, name)
			all := sinceDayZero(live(t, p, 7, days))
			unlocks, opens := float64(len(only(all, Unlock)))/days, float64(len(only(all, AppOpen)))/days
			assert.InEpsilon(t, p.Phone.UnlocksPerDay, unlocks, tolerance, "unlocks a day")
			want := p.App.Opens[0].Mean
			if r, ok := reached[name]; ok {
				want = r
			}
			assert.InDelta(t, want, opens, max(tolerance*want, 0.03), "opens a day")
		})
	}
}

func TestSessionsHaveTheProfilesMedianWhereNothingCutsThem(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	p.Phone.UnlocksPerDay, p.Phone.Branching = 30, [2]float64{} // no bursts: hardly a session meets the next unlock
	p.Phone.Session.Median = 10 * time.Minute                   // the app's are not cut by the phone's
	p.App.Session.Median = 20 * time.Second
	p.App.Opens[0].Mean = 10
	all := live(t, p, 3, 1000)
	assert.InEpsilon(t, 20*time.Second, medianLength(all, AppOpen, AppClose), 0.07)
	p = loaded(t, "typical")
	p.Phone.UnlocksPerDay, p.Phone.Branching = 30, [2]float64{}
	assert.InEpsilon(t, 49*time.Second, medianLength(live(t, p, 3, 1000), ScreenOn, ScreenOff), 0.05)
}

func TestSessionsOfEveryPersonaStayNearTheirMedian(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"typical", "heavy", "night-shift", "student"} {
		p := loaded(t, name)
		median := medianLength(live(t, p, 3, 300), ScreenOn, ScreenOff)
		assert.Less(t, median, p.Phone.Session.Median, "%s: sessions are cut at the next unlock", name)
		assert.InEpsilon(t, p.Phone.Session.Median, median, 0.25, name) // the busier the phone, the more are cut
	}
}

func TestEventsComeInOrderOnTheGridAndWithinTheDays(t *testing.T) {
	t.Parallel()
	for _, name := range Personas() {
		p := loaded(t, name)
		cal := calendarOf(t, p)
		const days = 60
		timeline := NewTimeline(p, 5, cal, days)
		last := timeline.Start()
		assert.Equal(t, cal.DayStart(-p.History), last)
		for _, e := range lived(timeline) {
			if e.At < last || int64(e.At)%1000 != 0 {
				t.Fatalf("%s: %v after %d", name, e, last)
			}
			last = e.At
		}
		assert.Less(t, last, cal.DayStart(days), name)
	}
}

func TestScreenLockAndAppAlternate(t *testing.T) {
	t.Parallel()
	for _, name := range Personas() {
		p := loaded(t, name)
		timeline := NewTimeline(p, 11, calendarOf(t, p), 200)
		phone := timeline.Initial()
		for _, e := range lived(timeline) {
			if !fits(phone, e) {
				t.Fatalf("%s: %v does not go with %+v", name, e, phone)
			}
			phone.Apply(e)
		}
	}
}

// fits reports whether an event can follow: nothing is opened that is open, or on a dark screen.
func fits(phone Phone, e Event) bool {
	switch e.Kind {
	case ScreenOn:
		return !phone.ScreenOn
	case ScreenOff:
		return phone.ScreenOn && !phone.AppOpen
	case Unlock:
		return phone.ScreenOn && phone.Locked
	case Lock:
		return !phone.ScreenOn && !phone.Locked
	case AppOpen:
		return !phone.Locked && !phone.AppOpen
	case AppClose:
		return phone.AppOpen
	case ForceQuit:
		return !phone.AppOpen && !phone.Locked && !phone.ForceQuit
	case Plug, Unplug:
		return phone.Plugged == (e.Kind == Unplug)
	case Sleep, WakeUp:
		return phone.Asleep == (e.Kind == WakeUp)
	case Battery:
		return phone.Level != e.Level
	case LinkChange:
		return phone.Link != e.Link
	case LowPower:
		return phone.LowPower != e.On
	case Boot, Refresh, ThermalChange, ZoneChange, AppUpdate, OSUpdate:
		return false // no profile has them
	default:
		return false
	}
}

func TestSameSeedSameEventsOtherSeedOthers(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	first := live(t, p, 1, 3)
	assert.Equal(t, first, live(t, p, 1, 3))
	assert.NotEqual(t, first, live(t, p, 2, 3))
}

func TestMoreDaysChangeNoEarlierDay(t *testing.T) {
	t.Parallel()
	p := loaded(t, "heavy")
	short, long := live(t, p, 1, 3), live(t, p, 1, 9)
	assert.Equal(t, short, long[:len(short)])
}

// TestAChangeOfOnePartShiftsNoOther holds that each purpose draws from a stream of its own.
func TestAChangeOfOnePartShiftsNoOther(t *testing.T) {
	t.Parallel()
	person := []EventKind{ScreenOn, ScreenOff, Unlock, Lock}
	app := []EventKind{AppOpen, AppClose}
	power := []EventKind{Plug, Unplug, Battery, LowPower}
	for _, tt := range []struct {
		name   string
		change func(p *Profile)
		stays  []EventKind
	}{
		{"network blocks", func(p *Profile) { p.Network = p.Network[1:] }, slices.Concat(person, app, power, []EventKind{Sleep, WakeUp})},
		{"charging", func(p *Profile) { p.Charging = p.Charging[1:] }, slices.Concat(person, app, []EventKind{LinkChange, Sleep, WakeUp})},
		{"battery", func(p *Profile) { p.Battery.DrainScreen = 40 }, slices.Concat(person, app, []EventKind{LinkChange, Plug, Unplug})},
		{"opens", func(p *Profile) { p.App.Opens[0].Mean = 9 }, slices.Concat(person, power, []EventKind{LinkChange})},
		{"force quits", func(p *Profile) { p.App.ForceQuitPerDay = 2 }, slices.Concat(person, app, power)},
		{"low power mode", func(p *Profile) { p.LowPower.Accept = 0 }, slices.Concat(person, app, []EventKind{Battery, LinkChange})},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			before, after := loaded(t, "battery-poor"), loaded(t, "battery-poor")
			tt.change(after)
			a, b := live(t, before, 4, 30), live(t, after, 4, 30)
			assert.NotEqual(t, a, b, "the change shows")
			assert.Equal(t, only(a, tt.stays...), only(b, tt.stays...))
		})
	}
}

func TestMoreOpensKeepTheFormerOnes(t *testing.T) {
	t.Parallel()
	few, many := loaded(t, "typical"), loaded(t, "typical")
	many.App.Opens[0].Mean = 10
	opens := only(live(t, many, 1, 20), AppOpen)
	for _, e := range only(live(t, few, 1, 20), AppOpen) {
		assert.Contains(t, opens, e)
	}
}

func TestHistoryEndsAtTheLastOpenBeforeDayZero(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(p *Profile)
		ok     bool
	}{
		{"three weeks of history", func(*Profile) {}, true},
		{"a fresh install", func(p *Profile) { p.History = 0 }, false},
		{"an app that nobody opens", func(p *Profile) { p.App.Opens[0].Mean = 0 }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := loaded(t, "typical")
			tt.change(p)
			timeline := NewTimeline(p, 1, calendarOf(t, p), 1)
			at, ok := timeline.HistoryEnd()
			require.Equal(t, tt.ok, ok)
			last := Long
			for _, e := range lived(timeline) {
				if e.Kind == AppOpen && e.At < 0 {
					last = e.At
				}
			}
			if ok {
				assert.Equal(t, last, at)
			} else {
				assert.Equal(t, Long, last)
			}
		})
	}
}

func TestPeekTakesNothing(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	timeline := NewTimeline(p, 1, calendarOf(t, p), 2)
	n := 0
	for e, ok := timeline.Peek(); ok; e, ok = timeline.Peek() {
		again, _ := timeline.Peek()
		taken, took := timeline.Next()
		require.True(t, took)
		require.Equal(t, e, again)
		require.Equal(t, e, taken)
		n++
	}
	assert.Greater(t, n, 100)
	_, ok := timeline.Next()
	assert.False(t, ok)
}

func TestDaysOnWhichClocksChange(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name         string
		month        time.Month
		day          int
		hours        float64
		missing, two int // hour of the wall clock; -1 for none
	}{
		{"spring has no 02:00 to 03:00", time.March, 29, 23, 2, -1},
		{"autumn has it twice", time.October, 25, 25, -1, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := loaded(t, "night-shift") // awake at that hour
			cal := vclock.NewCalendar(2026, tt.month, tt.day, p.Location())
			require.InDelta(t, tt.hours, cal.DayStart(1).Sub(0).Hours(), 1e-9)
			byHour := map[int]int{}
			for seed := range uint64(200) {
				p.History = 0
				for _, e := range only(lived(NewTimeline(p, seed, cal, 1)), Unlock) {
					byHour[cal.Wall(e.At).Hour()]++
				}
			}
			if tt.missing >= 0 {
				assert.Zero(t, byHour[tt.missing])
			}
			if tt.two >= 0 {
				assert.Greater(t, byHour[tt.two], byHour[3]*2, "two hours of use against one")
			}
			assert.NotZero(t, byHour[1])
		})
	}
}

func TestBlocksFollowTheWallClockWhenClocksChange(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	p.Network = []NetworkBlock{{Span: Span{9 * time.Hour, 10 * time.Hour}, Link: Cellular, P: 1}}
	cal := calendarOf(t, p)
	for _, e := range only(live(t, p, 1, 30), LinkChange) {
		hour := 9
		if e.Link == Wifi {
			hour = 10
		}
		require.Equal(t, hour, cal.Wall(e.At).Hour())
		require.Zero(t, cal.Wall(e.At).Minute())
	}
}

func BenchmarkTimelineDay(b *testing.B) {
	p := loaded(b, "typical")
	timeline := NewTimeline(p, 1, calendarOf(b, p), 1<<30)
	end, n := vclock.Instant(0), 0
	b.ReportAllocs()
	for b.Loop() {
		end = end.Add(day)
		for e, _ := timeline.Peek(); e.At < end; e, _ = timeline.Peek() {
			timeline.Next()
			n++
		}
	}
	b.ReportMetric(float64(n)/float64(b.N), "events/op")
}

// BenchmarkPersonDay is what one device-day costs before the scheduler looks at it: events, the phone's state, habits.
func BenchmarkPersonDay(b *testing.B) {
	p := loaded(b, "typical")
	cal := calendarOf(b, p)
	timeline := NewTimeline(p, 1, cal, 1<<30)
	phone, habits := timeline.Initial(), NewHabits(DefaultHabitParams(), p, cal, -p.History)
	end := vclock.Instant(0)
	b.ReportAllocs()
	for b.Loop() {
		end = end.Add(day)
		for e, _ := timeline.Peek(); e.At < end; e, _ = timeline.Peek() {
			timeline.Next()
			phone.Apply(e)
			habits.Observe(e)
		}
		habits.OpensPerDay(end)
	}
}

func BenchmarkTimelineWithHistory(b *testing.B) {
	p := loaded(b, "typical")
	cal := calendarOf(b, p)
	b.ReportAllocs()
	for b.Loop() {
		timeline := NewTimeline(p, 1, cal, 1)
		for _, ok := timeline.Next(); ok; _, ok = timeline.Next() {
		}
	}
}
