package usagemodel

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/vclock"
)

// still is a person who leaves the phone alone: no unlock, no charger, no network but Wi-Fi.
func still(t testing.TB) *Profile {
	t.Helper()
	p := loaded(t, "typical")
	p.History = 0
	p.Phone.UnlocksPerDay, p.App.Opens = 0, nil
	p.Charging, p.Network = nil, nil
	return p
}

func TestBatteryFallsByItsIdleDrainWithAnEventAtEachStep(t *testing.T) {
	t.Parallel()
	p := still(t)
	p.Battery.DrainIdle = 10
	p.LowPower.Accept = 1
	all := live(t, p, 1, 1)
	at := func(hours float64) vclock.Instant { return vclock.Instant(hours * 3600e6) }
	want := []Event{}
	for i, level := range []int{75, 70, 65, 60, 55, 50, 45, 40, 35, 30, 25, 20, 15, 10, 5, 2} {
		want = append(want, Event{At: at((80 - float64(level)) / 10), Kind: Battery, Level: level})
		if level == 20 {
			want = append(want, Event{At: want[i].At, Kind: LowPower, On: true, Cause: "asked at 20 %"})
		}
	}
	assert.Equal(t, want, only(all, Battery, LowPower))
}

func TestChargingIsFastTo80ThenSlowAndEndsLowPowerMode(t *testing.T) {
	t.Parallel()
	p := still(t)
	p.Battery = BatteryRates{Start: 22, DrainIdle: 1, Charge: 60, ChargeAbove80: 20}
	p.LowPower.Accept = 1
	p.Charging = []Charge{{At: 4 * time.Hour, For: 3 * time.Hour, P: 1}}
	all := only(live(t, p, 1, 1), Battery, LowPower, Plug, Unplug)
	want := map[string]Event{
		"asked":    {At: vclock.Instant(2 * 3600e6), Kind: LowPower, On: true, Cause: "asked at 20 %"},
		"told":     {At: vclock.Instant(4 * 3600e6), Kind: Battery, Level: 18}, // the exact level, just before the charger
		"plugged":  {At: vclock.Instant(4 * 3600e6), Kind: Plug},
		"at 80":    {At: vclock.Instant(4*3600e6 + 62*60e6), Kind: Battery, Level: 80}, // 62 % at 1 % a minute
		"ended":    {At: vclock.Instant(4*3600e6 + 62*60e6), Kind: LowPower, On: false, Cause: "charged to 80 %"},
		"at 85":    {At: vclock.Instant(4*3600e6 + 77*60e6), Kind: Battery, Level: 85}, // 5 % at 20 %/h
		"full":     {At: vclock.Instant(4*3600e6 + 122*60e6), Kind: Battery, Level: 100},
		"unplug":   {At: vclock.Instant(7 * 3600e6), Kind: Unplug},
		"falls on": {At: vclock.Instant(12 * 3600e6), Kind: Battery, Level: 95},
	}
	for name, e := range want {
		assert.Contains(t, all, e, name)
	}
	assert.Less(t, indexOf(all, want["told"]), indexOf(all, want["plugged"]))
}

func indexOf(all []Event, e Event) int {
	for i, one := range all {
		if one == e {
			return i
		}
	}
	return -1
}

func TestScreenTakesItsDrainInPlaceOfIdle(t *testing.T) {
	t.Parallel()
	p := still(t)
	b := newBattery(p, 0)
	b.screenOn = true
	timeline := NewTimeline(p, 1, calendarOf(t, p), 0)
	b.follow(timeline, 0, vclock.Instant(3600e6))
	assert.InDelta(t, 80-p.Battery.DrainScreen, float64(b.level)/unit, 1e-9)
}

func TestBatteryIsTheSameHoweverTimeIsSplit(t *testing.T) {
	t.Parallel()
	p := still(t)
	timeline := NewTimeline(p, 1, calendarOf(t, p), 0)
	whole, split := newBattery(p, 0), newBattery(p, 0)
	end := vclock.Instant(day / time.Microsecond)
	whole.follow(timeline, 0, end)
	for at := vclock.Instant(0); at < end; at = at.Add(7777 * time.Millisecond) {
		split.follow(timeline, 0, at)
	}
	split.follow(timeline, 0, end)
	assert.Equal(t, whole.level, split.level)
	assert.Equal(t, whole.out, split.out)
}

func TestLowPowerMode(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		rule      LowPowerRule
		initially bool
		changes   bool
	}{
		{"the person says yes", LowPowerRule{AskBelow: 20, Accept: 1, OffAbove: 80}, false, true},
		{"the person says no", LowPowerRule{AskBelow: 20, Accept: 0, OffAbove: 80}, false, false},
		{"always on", LowPowerRule{Always: true, AskBelow: 20, Accept: 1, OffAbove: 80}, true, false},
		{"never on", LowPowerRule{Never: true, AskBelow: 20, Accept: 1, OffAbove: 80}, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := still(t)
			p.LowPower, p.Battery.DrainIdle = tt.rule, 10
			timeline := NewTimeline(p, 1, calendarOf(t, p), 1)
			assert.Equal(t, tt.initially, timeline.Initial().LowPower)
			assert.Equal(t, tt.changes, len(only(lived(timeline), LowPower)) > 0)
		})
	}
}

func TestPersonPlugsInBeforeSleepAndUnplugsOnWaking(t *testing.T) {
	t.Parallel()
	p := still(t)
	p.Charging = []Charge{{UntilWake: true, BeforeSleep: 30 * time.Minute, P: 1}}
	onset := Long
	pluggedAt := Long
	wokeAt, unpluggedAt := Long, Long
	nights := 0
	for _, e := range live(t, p, 1, 30) {
		switch e.Kind {
		case Plug:
			pluggedAt = e.At
		case Sleep:
			onset = e.At
			assert.Equal(t, 30*time.Minute, onset.Sub(pluggedAt))
		case Unplug:
			unpluggedAt = e.At
			nights++
		case WakeUp:
			wokeAt = e.At
		}
		if wokeAt != Long && unpluggedAt != Long {
			assert.Equal(t, wokeAt, unpluggedAt)
			wokeAt, unpluggedAt = Long, Long
		}
	}
	assert.InDelta(t, 30, nights, 1)
}

func TestSpansOnTheChargerAreJoined(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name       string
		adds, want []plugged
	}{
		{"apart", []plugged{{50, 60}, {10, 20}, {30, 40}}, []plugged{{10, 20}, {30, 40}, {50, 60}}},
		{"touching", []plugged{{10, 20}, {20, 30}}, []plugged{{10, 30}}},
		{"overlapping two", []plugged{{10, 20}, {30, 40}, {15, 35}}, []plugged{{10, 40}}},
		{"inside another", []plugged{{10, 40}, {20, 30}}, []plugged{{10, 40}}},
		{"around all", []plugged{{10, 20}, {30, 40}, {5, 50}}, []plugged{{5, 50}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var c charger
			for _, span := range tt.adds {
				c.add(span)
			}
			assert.Equal(t, tt.want, c.spans)
		})
	}
}

func TestLaterNetworkBlocksLieAboveEarlierOnes(t *testing.T) {
	t.Parallel()
	h := func(hours float64) time.Duration { return time.Duration(hours * float64(time.Hour)) }
	type change struct {
		hour float64
		link Link
	}
	for _, tt := range []struct {
		name    string
		blocks  []NetworkBlock
		initial Link
		want    []change // of the first day
	}{
		{"none", nil, Wifi, nil},
		{"one", []NetworkBlock{{Span: Span{h(8), h(9)}, Link: Cellular, P: 1}}, Wifi, []change{{8, Cellular}, {9, Wifi}}},
		{"the later wins", []NetworkBlock{
			{Span: Span{h(8), h(12)}, Link: Cellular, P: 1},
			{Span: Span{h(9), h(10)}, Link: NoLink, P: 1},
		}, Wifi, []change{{8, Cellular}, {9, NoLink}, {10, Cellular}, {12, Wifi}}},
		{"the earlier does not", []NetworkBlock{
			{Span: Span{h(9), h(10)}, Link: NoLink, P: 1},
			{Span: Span{h(8), h(12)}, Link: Cellular, P: 1},
		}, Wifi, []change{{8, Cellular}, {12, Wifi}}},
		{"over midnight", []NetworkBlock{{Span: Span{h(22), h(2)}, Link: Weak, P: 1}}, Weak, []change{{2, Wifi}, {22, Weak}}},
		{"all day", []NetworkBlock{{Span: Span{0, h(24)}, Link: "satellite", P: 1}}, "satellite", nil},
		{"the other link", []NetworkBlock{{Span: Span{h(8), h(9)}, Link: Wifi, P: 0, Else: Cellular}}, Wifi, []change{{8, Cellular}, {9, Wifi}}},
		{"not today", []NetworkBlock{{Span: Span{h(8), h(9)}, Link: Cellular, P: 0}}, Wifi, nil},
		{"not on this type of day", []NetworkBlock{{Span: Span{h(8), h(9)}, Link: Cellular, P: 1, Days: OnWeekends}}, Wifi, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := still(t)
			p.Network = tt.blocks
			timeline := NewTimeline(p, 1, calendarOf(t, p), 1)
			assert.Equal(t, tt.initial, timeline.Initial().Link)
			var got []change
			for _, e := range only(lived(timeline), LinkChange) {
				got = append(got, change{float64(e.At) / 3600e6, e.Link})
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestOutagesComeAtTheirRateAndLastTheirLength(t *testing.T) {
	t.Parallel()
	p := still(t)
	const perHour, days = 0.5, 1000
	p.Network = []NetworkBlock{{
		Span: Span{0, 10 * time.Hour}, Link: Cellular, P: 1, OutagesPerHour: perHour, Outage: 90 * time.Second,
	}}
	outages, whole := 0, 0
	since := Long
	for _, e := range only(live(t, p, 1, days), LinkChange) {
		if e.Link == NoLink {
			outages++
			since = e.At
			require.Equal(t, "outage", e.Cause)
			continue
		}
		if since != Long && e.At.Sub(since) == 90*time.Second {
			whole++
		}
		since = Long
	}
	assert.InEpsilon(t, perHour*10*days, outages, 0.05)
	assert.Greater(t, whole, outages*9/10, "but for those that meet or meet the end")
}

func TestForceQuitComesAtTheDaysLastClose(t *testing.T) {
	t.Parallel()
	const days = 1000
	p := loaded(t, "force-quitter")
	p.History = 0
	cal := calendarOf(t, p)
	all := only(live(t, p, 1, days), AppOpen, AppClose, ForceQuit)
	daysWithClose, quits := map[int]bool{}, 0
	for i, e := range all {
		if e.Kind == AppOpen {
			daysWithClose[cal.Day(e.At)] = true
		}
		if e.Kind != ForceQuit {
			continue
		}
		quits++
		require.Equal(t, AppClose, all[i-1].Kind)
		require.Equal(t, all[i-1].At, e.At)
		if i+1 < len(all) {
			require.Equal(t, AppOpen, all[i+1].Kind)
			require.NotEqual(t, cal.Day(all[i-2].At), cal.Day(all[i+1].At), "there was a later open that day")
		}
	}
	assert.InEpsilon(t, (1-math.Exp(-1.2))*float64(len(daysWithClose)), quits, 0.06)
}

func TestNightsKeepTheirHoursAndAreQuiet(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	p.History = 0
	cal := calendarOf(t, p)
	var wakes, uses, asleepUses float64
	var sum time.Duration
	phone := NewTimeline(p, 9, cal, 0).Initial()
	assert.True(t, phone.Asleep, "midnight")
	for _, e := range live(t, p, 9, 1000) {
		phone.Apply(e)
		switch {
		case e.Kind == WakeUp && p.DayType(cal.Wall(e.At).Weekday()) == Weekday:
			wakes++
			sum += cal.TimeOfDay(e.At)
		case e.Kind == Unlock:
			uses++
			if phone.Asleep {
				asleepUses++
			}
		}
	}
	assert.InDelta(t, (6*time.Hour + 40*time.Minute).Minutes(), (sum / time.Duration(wakes)).Minutes(), 4)
	assert.Less(t, asleepUses/uses, 0.01)
	assert.NotZero(t, asleepUses)
}

func TestOneUseInFiftyHappensAsleep(t *testing.T) {
	t.Parallel()
	p := still(t)
	p.Phone.UnlocksPerDay, p.Phone.Branching = 100, [2]float64{}
	for hour := range 24 { // asleep or not: the hour is as good as any other
		p.Phone.Curve[Weekday][hour], p.Phone.Curve[Weekend][hour] = 1, 1
	}
	eight := Night{Onset: 23 * time.Hour, Wake: 7 * time.Hour}
	p.Sleep.Night = [dayTypes]Night{eight, eight}
	timeline := NewTimeline(p, 1, calendarOf(t, p), 1000)
	phone, asleep, awake := timeline.Initial(), 0.0, 0.0
	for _, e := range lived(timeline) {
		phone.Apply(e)
		if e.Kind == Unlock && phone.Asleep {
			asleep++
		} else if e.Kind == Unlock {
			awake++
		}
	}
	assert.InEpsilon(t, 0.02*8/16, asleep/awake, 0.1)
}

func TestLapsedPersonOpensTheAppForAWeekOnly(t *testing.T) {
	t.Parallel()
	p := loaded(t, "lapsed")
	cal := calendarOf(t, p)
	opens := 0
	for seed := range uint64(50) {
		for _, e := range only(lived(NewTimeline(p, seed, cal, 30)), AppOpen) {
			require.Less(t, cal.Day(e.At), 7)
			opens++
		}
	}
	assert.InEpsilon(t, 4*7, float64(opens)/50, 0.1)
}

func TestOpensOnADay(t *testing.T) {
	t.Parallel()
	all := []Opens{{From: 3, To: 5, Mean: 1}, {From: 8, Mean: 2}}
	for day, want := range map[int]float64{-20: 1, 0: 1, 2: 1, 4: 1, 5: 0, 6: 0, 7: 2, 500: 2} {
		assert.Equal(t, want, opensOn(all, day), "day %d", day) //nolint:testifylint // the very number of the profile
	}
	assert.Zero(t, opensOn(nil, 0))
}

func TestRefreshSettingAndZoneAreThereFromTheStart(t *testing.T) {
	t.Parallel()
	p := loaded(t, "refresh-off")
	phone := NewTimeline(p, 1, calendarOf(t, p), 1).Initial()
	assert.Equal(t, RefreshOff, phone.Refresh)
	assert.Equal(t, "Europe/Berlin", phone.Zone)
	assert.Equal(t, 80, phone.Level)
	assert.False(t, phone.EverOpened)
}
