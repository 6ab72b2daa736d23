package usagemodel

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fetchsim/fetchsim/internal/vclock"
)

// at is so many hours after 00:00 of day 0.
func at(hours float64) vclock.Instant {
	return vclock.FromMillis(int64(hours * 3_600_000))
}

// replayed is typical's life around what was recorded on day 0.
func replayed(t testing.TB, p *Profile, events ...Event) *Timeline {
	t.Helper()
	cal := calendarOf(t, p)
	rec := NewRecorded(cal, 0, cal.DayStart(1), slices.Values(events))
	return NewReplay(p, rec, 1, cal, 2)
}

// dayZero lives a timeline and keeps day 0.
func dayZero(timeline *Timeline, kinds ...EventKind) []Event {
	var day []Event
	for _, e := range lived(timeline) {
		if e.At >= 0 && e.At < at(24) && slices.Contains(kinds, e.Kind) {
			day = append(day, e)
		}
	}
	return day
}

func inWords(events []Event) string {
	var words []string
	for _, e := range events {
		word := e.Kind.String()
		switch e.Kind {
		case Battery:
			word += fmt.Sprint("=", e.Level)
		case LinkChange:
			word += "=" + string(e.Link)
		case LowPower:
			word += fmt.Sprint("=", e.On)
		}
		words = append(words, fmt.Sprintf("%s@%g", word, time.Duration(e.At.Micros()*1000).Hours()))
	}
	return strings.Join(words, " ")
}

func TestRecordedStreamsComeAsTheyWere(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	timeline := replayed(t, p,
		Event{At: at(7), Kind: ScreenOn}, Event{At: at(7), Kind: Unlock}, Event{At: at(7.5), Kind: AppOpen}, Event{At: at(7.75), Kind: AppClose},
		Event{At: at(8), Kind: ScreenOff}, Event{At: at(8), Kind: Lock}, Event{At: at(9), Kind: LinkChange, Link: "lte"},
		Event{At: at(10), Kind: Boot}, Event{At: at(10), Kind: Refresh, Refresh: RefreshOff}, Event{At: at(11), Kind: ThermalChange, Thermal: ThermalSerious},
		Event{At: at(12), Kind: ZoneChange, Zone: "Asia/Tokyo"}, Event{At: at(13), Kind: AppUpdate})
	assert.Equal(t, "screen_on@7 unlock@7 app_open@7.5 app_close@7.75 screen_off@8 lock@8 link=lte@9 boot@10 refresh@10 thermal@11 tz@12 app_update@13",
		inWords(dayZero(timeline, ScreenOn, ScreenOff, Unlock, Lock, AppOpen, AppClose, ForceQuit, LinkChange, Boot, Refresh, ThermalChange, ZoneChange, AppUpdate)))
	timeline = replayed(t, p, Event{At: at(11), Kind: ThermalChange, Thermal: ThermalSerious}, Event{At: at(12), Kind: ZoneChange, Zone: "Asia/Tokyo"})
	phone := timeline.Initial()
	for e, ok := timeline.Next(); ok && e.At < at(13); e, ok = timeline.Next() {
		phone.Apply(e)
	}
	assert.Equal(t, ThermalSerious, phone.Thermal)
	assert.Equal(t, "Asia/Tokyo", phone.Zone)
}

func TestStreamsThatWereNotRecordedAreDrawnAsWithoutARecording(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	cal := calendarOf(t, p)
	others := []EventKind{ScreenOn, ScreenOff, Unlock, Lock, AppOpen, AppClose, Sleep, WakeUp, Plug, Unplug, Battery, LowPower}
	drawn := dayZero(NewTimeline(p, 1, cal, 2), others...)
	require.NotEmpty(t, drawn)
	assert.Equal(t, drawn, dayZero(replayed(t, p, Event{At: at(9), Kind: LinkChange, Link: Weak}), others...))
}

func TestTheAppIsOpenedAtRecordedUnlocks(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	cal := calendarOf(t, p)
	var events []Event
	const days, perDay = 300, 20
	unlocks := make(map[vclock.Instant]bool)
	for d := range days {
		for i := range perDay {
			on := at(float64(24*d) + 7 + 0.75*float64(i))
			unlocks[on] = true
			events = append(events, Event{At: on, Kind: ScreenOn}, Event{At: on, Kind: Unlock},
				Event{At: on.Add(time.Minute), Kind: ScreenOff}, Event{At: on.Add(time.Minute), Kind: Lock})
		}
	}
	rec := NewRecorded(cal, 0, at(24*days), slices.Values(events))
	opens, open := 0, false
	for _, e := range sinceDayZero(lived(NewReplay(p, rec, 1, cal, days))) {
		switch e.Kind {
		case AppOpen:
			opens++
			open = true
			require.True(t, unlocks[e.At], "opened at no unlock")
		case AppClose:
			open = false
		case ScreenOff:
			require.False(t, open, "the app outlives the screen")
		}
	}
	assert.InEpsilon(t, p.App.Opens[0].Mean, float64(opens)/days, 0.25, "about as often as the profile says")
}

func TestRecordedOpensLightTheScreen(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	timeline := replayed(t, p, Event{At: at(3), Kind: AppOpen}, Event{At: at(3.5), Kind: AppClose}, Event{At: at(12), Kind: AppOpen}, Event{At: at(16), Kind: AppClose})
	phone := timeline.Initial()
	opens := 0
	for e, ok := timeline.Next(); ok; e, ok = timeline.Next() {
		phone.Apply(e)
		if e.Kind == AppOpen && e.At >= 0 && e.At < at(24) {
			opens++
		}
		if phone.AppOpen {
			require.True(t, phone.ScreenOn && !phone.Locked, "%v", e)
		}
	}
	assert.Equal(t, 2, opens, "none is drawn beside the recorded ones")
}

func TestLowPowerModeIsAskedForAtRecordedLevels(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	p.LowPower.Accept = 1
	timeline := replayed(t, p,
		Event{At: at(1), Kind: Battery, Level: 60}, Event{At: at(9), Kind: Battery, Level: 21}, Event{At: at(10), Kind: Battery, Level: 19},
		Event{At: at(11), Kind: Plug}, Event{At: at(12), Kind: Battery, Level: 79}, Event{At: at(13), Kind: Battery, Level: 81})
	assert.Equal(t, "battery=60@0 battery=60@1 battery=21@9 battery=19@10 lpm=true@10 plug@11 battery=79@12 battery=81@13 lpm=false@13",
		inWords(only(dayZero(timeline, Battery, LowPower, Plug, Unplug), Battery, LowPower, Plug, Unplug)))
}

func TestTheBatteryLivesOnTheRecordedCharger(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	timeline := replayed(t, p, Event{At: at(5), Kind: Unplug}, Event{At: at(20), Kind: Plug}, Event{At: at(23), Kind: Unplug})
	level := 0
	var atPlug, atUnplug int
	for e, ok := timeline.Next(); ok; e, ok = timeline.Next() {
		switch {
		case e.Kind == Battery:
			if e.At > at(5.1) && e.At < at(20) {
				assert.Less(t, e.Level, level, "it empties")
			}
			level = e.Level
		case e.Kind == Plug && e.At == at(20):
			atPlug = level
		case e.Kind == Unplug && e.At == at(23):
			atUnplug = level
		}
	}
	assert.Less(t, atPlug, 95)
	assert.Greater(t, atUnplug, atPlug+5)
}

func TestOneOfScreenAndLockStandsForBoth(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	kinds := []EventKind{ScreenOn, ScreenOff, Unlock, Lock}
	want := "screen_on@7 unlock@7 lock@8 screen_off@8"
	assert.Equal(t, want, inWords(dayZero(replayed(t, p, Event{At: at(7), Kind: Unlock}, Event{At: at(8), Kind: Lock}), kinds...)))
	want = "screen_on@7 unlock@7 screen_off@8 lock@8"
	assert.Equal(t, want, inWords(dayZero(replayed(t, p, Event{At: at(7), Kind: ScreenOn}, Event{At: at(8), Kind: ScreenOff}), kinds...)))
}

func TestRecordedDaysBeforeDayZeroAreTheHistory(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	cal := calendarOf(t, p)
	var events []Event
	for d := -30; d < 1; d++ {
		on := at(float64(24*d) + 9)
		events = append(events, Event{At: on, Kind: AppOpen}, Event{At: on.Add(time.Minute), Kind: AppClose})
	}
	timeline := NewReplay(p, NewRecorded(cal, cal.DayStart(-30), cal.DayStart(1), slices.Values(events)), 1, cal, 1)
	assert.Equal(t, cal.DayStart(-30), timeline.Start(), "more recorded days than the profile's history")
	end, ok := timeline.HistoryEnd()
	assert.True(t, ok)
	assert.Equal(t, at(-15), end)
	assert.Len(t, only(lived(timeline), AppOpen), 31, "all of them, and none is drawn")

	timeline = NewReplay(p, NewRecorded(cal, cal.DayStart(-1), cal.DayStart(1), slices.Values(events[2*29:])), 1, cal, 1)
	assert.Equal(t, cal.DayStart(-p.History), timeline.Start(), "the days before are drawn")
	opens := only(lived(timeline), AppOpen)
	assert.Equal(t, []vclock.Instant{at(-15), at(9)}, []vclock.Instant{opens[len(opens)-2].At, opens[len(opens)-1].At})
	assert.Greater(t, len(opens), 40)
}

func TestThePhoneBeginsAsTheFirstEventsImply(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	p.History = 0
	timeline := replayed(t, p,
		Event{At: at(7), Kind: ScreenOff}, Event{At: at(7), Kind: AppClose}, Event{At: at(7), Kind: Unplug}, Event{At: at(7), Kind: WakeUp},
		Event{At: at(8), Kind: Battery, Level: 33}, Event{At: at(8), Kind: LinkChange, Link: Wifi}, Event{At: at(8), Kind: LowPower},
		Event{At: at(8), Kind: Refresh, Refresh: RefreshOff}, Event{At: at(8), Kind: ThermalChange, Thermal: ThermalFair})
	phone := timeline.Initial()
	assert.Equal(t, at(0), timeline.Start())
	assert.True(t, phone.ScreenOn && !phone.Locked && phone.AppOpen && phone.Plugged && phone.Asleep && phone.LowPower)
	assert.Equal(t, 33, phone.Level)
	assert.Equal(t, Cellular, phone.Link)
	assert.Equal(t, RefreshOn, phone.Refresh)
	assert.Equal(t, ThermalNominal, phone.Thermal)
}

func TestARecordingOfLongAgoIsForgotten(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	cal := calendarOf(t, p)
	rec := NewRecorded(cal, at(-24*500), at(-24*450), slices.Values([]Event{{At: at(-24 * 500), Kind: Plug}, {At: at(-24 * 499), Kind: ScreenOn}}))
	first := NewReplay(p, rec, 1, cal, 1)
	assert.Equal(t, cal.DayStart(-maxRecordedHistory), first.Start())
	last := first.Start()
	for _, e := range lived(first) {
		require.GreaterOrEqual(t, e.At, last)
		last = e.At
	}
}

func TestSettingsGoBackToTheProfilesWhenTheRecordingEnds(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	cal := calendarOf(t, p)
	rec := NewRecorded(cal, at(1), at(20), slices.Values([]Event{
		{At: at(2), Kind: Refresh, Refresh: RefreshOff}, {At: at(3), Kind: LowPower, On: true}, {At: at(4), Kind: AppOpen}, {At: at(4), Kind: LinkChange, Link: NoLink},
	}))
	timeline := NewReplay(p, rec, 1, cal, 1)
	phone := timeline.Initial()
	for e, ok := timeline.Peek(); ok && e.At < at(20); e, ok = timeline.Peek() {
		timeline.Next()
		phone.Apply(e)
	}
	assert.True(t, phone.LowPower && phone.AppOpen && phone.Refresh == RefreshOff && phone.Link == NoLink)
	for e, ok := timeline.Peek(); ok && e.At == at(20); e, ok = timeline.Peek() {
		timeline.Next()
		phone.Apply(e)
	}
	assert.False(t, phone.LowPower || phone.AppOpen || phone.Refresh == RefreshOff || phone.Link == NoLink)
}

func TestAReplayIsInOrderWithinItsDaysAndTheSameTwice(t *testing.T) {
	t.Parallel()
	p := loaded(t, "parent")
	p.History = 5
	cal := calendarOf(t, p)
	kinds := []EventKind{ScreenOn, ScreenOff, Unlock, Lock, AppOpen, AppClose, ForceQuit, Plug, Unplug, Battery, LinkChange, LowPower, Boot, Sleep, WakeUp}
	rapid.Check(t, func(rt *rapid.T) {
		used := rapid.SliceOfDistinct(rapid.SampledFrom(kinds), rapid.ID).Draw(rt, "kinds")
		from := rapid.Int64Range(-10*24, 24).Draw(rt, "from") * 3_600_000
		to := from + rapid.Int64Range(1, 15*24).Draw(rt, "hours")*3_600_000
		var events []Event
		if len(used) > 0 {
			for now := from; now < to; now += rapid.Int64Range(0, 20_000_000).Draw(rt, "gap") {
				e := Event{At: vclock.FromMillis(now), Kind: rapid.SampledFrom(used).Draw(rt, "kind"), Link: Weak, Level: int(now/1000) & 63, On: now&1 == 0}
				events = append(events, e)
			}
		}
		rec := NewRecorded(cal, vclock.FromMillis(from), vclock.FromMillis(to), slices.Values(events))
		timeline := NewReplay(p, rec, 3, cal, 3)
		last := timeline.Start()
		all := lived(timeline)
		for _, e := range all {
			require.GreaterOrEqual(rt, e.At, last, "order")
			require.Less(rt, e.At, cal.DayStart(3))
			last = e.At
		}
		require.Equal(rt, all, lived(NewReplay(p, rec, 3, cal, 3)))
		for _, kind := range used {
			want, got := []Event{}, []Event{}
			inside := func(e Event) bool {
				return e.Kind == kind && e.At > rec.from && e.At >= timeline.Start() && e.At < min(rec.to, cal.DayStart(3))
			}
			if (kind <= Lock && rec.known[ScreenStream]) || kind == LowPower {
				continue // events of the partner stream are added
			}
			for _, e := range events {
				if inside(e) {
					want = append(want, Event{At: e.At, Kind: kind})
				}
			}
			for _, e := range all {
				if inside(e) {
					got = append(got, Event{At: e.At, Kind: kind})
				}
			}
			if len(want) > 0 {
				require.Equal(rt, want, got, kind.String())
			}
		}
	})
}
