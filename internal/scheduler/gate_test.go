package scheduler

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// event is an event without its instant.
func event(k usagemodel.EventKind) usagemodel.Event { return usagemodel.Event{Kind: k} }

func refreshTo(r usagemodel.RefreshSetting) usagemodel.Event {
	return usagemodel.Event{Kind: usagemodel.Refresh, Refresh: r}
}

func linkTo(l usagemodel.Link) usagemodel.Event {
	return usagemodel.Event{Kind: usagemodel.LinkChange, Link: l}
}

func thermalTo(s usagemodel.Thermal) usagemodel.Event {
	return usagemodel.Event{Kind: usagemodel.ThermalChange, Thermal: s}
}

func lowPower(on bool) usagemodel.Event { return usagemodel.Event{Kind: usagemodel.LowPower, On: on} }

func battery(level int) usagemodel.Event {
	return usagemodel.Event{Kind: usagemodel.Battery, Level: level}
}

type events = []usagemodel.Event

// gateRow is one gate closed at 12:00, by the phone as it was or by what happens then, and opened at 14:00.
type gateRow struct {
	code   string
	name   string
	before func(c *Config)
	ask    func(r *Request)
	shut   events
	codes  []string // all gates that are closed from 12:00 on; the row's own if nil
	text   string
	open   events
	also   func(s *Scheduler, now vclock.Instant) // opens where no event does
}

func refreshGateRows() []gateRow {
	opened := events{event(usagemodel.AppOpen), event(usagemodel.AppClose)}
	return []gateRow{
		{code: "refresh_off", name: "switched off", shut: events{refreshTo(usagemodel.RefreshOff)},
			text: "Background App Refresh is off", open: events{refreshTo(usagemodel.RefreshOn)}},
		{code: "never_opened", name: "the app was updated", shut: events{event(usagemodel.AppUpdate)},
			text: "the app was not opened since it was installed or updated", open: opened},
		{code: "never_opened", name: "iOS was updated", shut: events{event(usagemodel.OSUpdate)},
			text: "the app was not opened since it was installed or updated", open: opened},
		{code: "force_quit", name: "swiped away", shut: events{event(usagemodel.ForceQuit)},
			text: "the app was swiped away and not opened since", open: opened},
		{code: "before_first_unlock", name: "started, not unlocked", shut: events{event(usagemodel.Boot)},
			text: "the phone was not unlocked since it started", open: events{event(usagemodel.Unlock)}},
		{code: "low_power_mode", name: "on", shut: events{lowPower(true)}, text: "Low Power Mode", open: events{lowPower(false)}},
		{code: "battery_low", name: "20 % and no charger", shut: events{battery(20)}, text: "battery at 20 %",
			open: events{event(usagemodel.Plug)}},
		{code: "thermal", name: "serious", shut: events{thermalTo(usagemodel.ThermalSerious)},
			text: "the phone is hot (serious)", open: events{thermalTo(usagemodel.ThermalFair)}},
		{code: "thermal", name: "critical", shut: events{thermalTo(usagemodel.ThermalCritical)},
			text: "the phone is hot (critical)", open: events{thermalTo(usagemodel.ThermalNominal)}},
		{code: "wifi_only", name: "no Wi-Fi", shut: events{refreshTo(usagemodel.RefreshWifiOnly), linkTo(usagemodel.Cellular)},
			text: "Background App Refresh is set to Wi-Fi, and there is none", open: events{linkTo(usagemodel.Wifi)}},
		{code: "foreground", name: "on screen", shut: events{event(usagemodel.AppOpen)}, codes: []string{"foreground", "too_soon"},
			text: "the app is open", open: events{event(usagemodel.AppClose)}},
		{code: "settling", name: "started and unlocked just now", before: func(c *Config) { c.Params.Settling = minutes(90) },
			shut: events{event(usagemodel.Boot), event(usagemodel.Unlock)}, text: "the phone has just started (0 of 90 min)"},
		{code: "just_installed", name: "first opened just now", before: func(c *Config) { c.Phone.FirstOpenAt = at(12, 0, 0) },
			text: "first opened just now (0 of 60 min)"},
		{code: "dormant", name: "not opened for three days", before: func(c *Config) { c.Phone.LastOpenAt = at(-60, 0, 0) },
			text: "the app was not opened for 72 h", open: opened},
		{code: "too_soon", name: "earliest date ahead", ask: func(r *Request) { r.Earliest = at(13, 30, 0) },
			text: "too soon (0 of 90 min)"},
		{code: "no_request", name: "cancelled", also: func(s *Scheduler, now vclock.Instant) {
			_, _ = s.Submit(now, Request{Identifier: refreshID, Earliest: NoEarliest})
		}, text: "no request is pending"},
	}
}

func TestEachGateHoldsARefreshBackWhileItIsClosed(t *testing.T) {
	t.Parallel()
	covered := map[string]bool{}
	for _, row := range refreshGateRows() {
		covered[row.code] = true
		t.Run(row.code+" "+row.name, func(t *testing.T) {
			t.Parallel()
			row.check(t, Refresh, refreshID)
		})
	}
	for _, g := range gates() {
		if g.appliesTo(Refresh) {
			assert.True(t, covered[g.about().Code], "no row for %s", g.about().Code)
		}
	}
}

func processingGateRows() []gateRow {
	return []gateRow{
		{code: "device_in_use", name: "screen on", shut: events{event(usagemodel.ScreenOn)},
			text: "the phone is in use", open: events{event(usagemodel.ScreenOff)}},
		{code: "device_in_use", name: "screen off just now", before: func(c *Config) { c.Params.InUseFor = minutes(90) },
			shut: events{event(usagemodel.ScreenOn), event(usagemodel.ScreenOff)}, text: "the phone was in use just now (0 of 90 min)"},
		{code: "needs_power", name: "off the charger", ask: func(r *Request) { r.NeedsPower = true },
			text: "the request needs power, and the phone is not charging", open: events{event(usagemodel.Plug)}},
		{code: "needs_network", name: "offline", ask: func(r *Request) { r.NeedsNetwork = true }, shut: events{linkTo(usagemodel.NoLink)},
			text: "the request needs a network, and there is none", open: events{linkTo(usagemodel.Weak)}},
		{code: "not_run_since_boot", name: "started, unlocked, not opened",
			shut: events{event(usagemodel.Boot), event(usagemodel.Unlock)}, codes: []string{"settling", "not_run_since_boot"},
			text: "the phone has just started (0 of 5 min)", open: events{event(usagemodel.AppOpen), event(usagemodel.AppClose)}},
		{code: "dormant", name: "not opened for two weeks", before: func(c *Config) { c.Phone.LastOpenAt = at(12-14*24, 0, 0) },
			text: "the app was not opened for 336 h", open: events{event(usagemodel.AppOpen), event(usagemodel.AppClose)}},
	}
}

func TestEachGateHoldsProcessingBackWhileItIsClosed(t *testing.T) {
	t.Parallel()
	for _, row := range processingGateRows() {
		t.Run(row.code+" "+row.name, func(t *testing.T) {
			t.Parallel()
			row.check(t, Processing, "com.example.clean")
		})
	}
}

// check runs the row: need stands still while the gate is closed, and grows when it is open again.
func (row gateRow) check(t *testing.T, trigger Trigger, identifier string) {
	t.Helper()
	c := refreshConfig()
	c.Start = at(12, 0, 0)
	if row.before != nil {
		row.before(&c)
	}
	s := New(c)
	r := Request{Identifier: identifier, Processing: trigger == Processing, Earliest: NoEarliest}
	if row.ask != nil {
		row.ask(&r)
	}
	_, err := s.Submit(at(12, 0, 0), r)
	require.NoError(t, err)
	lane := s.lane(trigger, identifier)
	lane.need.set(8e6)
	if row.also != nil {
		s.Cancel(at(12, 0, 0), identifier)
	}
	happen(s, at(12, 0, 0), row.shut)

	answer := lastAnswer(s.Advance(at(12, 0, 0)), trigger)
	require.NotNil(t, answer)
	want := row.codes
	if want == nil {
		want = []string{row.code}
	}
	assert.Equal(t, Refused, answer.Verdict)
	assert.Equal(t, want, answer.Closed())
	assert.Equal(t, row.text, answer.Text())
	for _, reason := range answer.Reasons() {
		assert.NotEmpty(t, reason.Label)
		assert.NotEmpty(t, reason.Source)
	}
	s.Advance(at(12, 59, 59))
	assert.Zero(t, lane.need.micro(), "need stands still")
	assert.NotZero(t, lane.closed)

	happen(s, at(14, 0, 0), row.open)
	if row.also != nil {
		row.also(s, at(14, 0, 0))
	}
	answer = lastAnswer(s.Advance(at(15, 0, 0)), trigger)
	require.NotNil(t, answer)
	assert.Equal(t, NotYet, answer.Verdict, "%v", answer.Closed())
	assert.Positive(t, lane.need.micro(), "need grows again")
}

func happen(s *Scheduler, now vclock.Instant, all events) {
	for _, e := range all {
		e.At = now
		s.Observe(e)
	}
}

func TestGatesAreCheckedInTheirOrder(t *testing.T) {
	t.Parallel()
	var codes []string
	for _, g := range gates() {
		codes = append(codes, g.about().Code)
	}
	assert.Equal(t, []string{
		"refresh_off", "no_request", "never_opened", "force_quit", "before_first_unlock", "low_power_mode", "battery_low",
		"thermal", "wifi_only", "foreground", "settling", "just_installed", "dormant", "too_soon", "device_in_use",
		"needs_power", "needs_network", "not_run_since_boot",
	}, codes)
}

func TestGatesAreOpenJustBesideTheirLimit(t *testing.T) {
	t.Parallel()
	p := DefaultParams()
	noon := at(12, 0, 0)
	for _, tt := range []struct {
		name string
		gate gate
		set  func(s *situation)
		want bool
	}{
		{"battery at 21 %", batteryLow{}, func(s *situation) { s.phone.Level = 21 }, false},
		{"battery at 20 %", batteryLow{}, func(s *situation) { s.phone.Level = 20 }, true},
		{"battery at 20 %, charging", batteryLow{}, func(s *situation) { s.phone.Level, s.phone.Plugged = 20, true }, false},
		{"last millisecond of settling", settling{}, func(s *situation) { s.phone.FirstUnlock = at(11, 55, 0) + 1000 }, true},
		{"settled", settling{}, func(s *situation) { s.phone.FirstUnlock = at(11, 55, 0) }, false},
		{"last millisecond of the first hour", justInstalled{}, func(s *situation) { s.phone.FirstOpenAt = at(11, 0, 0) + 1000 }, true},
		{"first hour over", justInstalled{}, func(s *situation) { s.phone.FirstOpenAt = at(11, 0, 0) }, false},
		{"72 h after the last open", dormant{}, func(s *situation) { s.phone.LastOpenAt = at(-60, 0, 0) }, true},
		{"a millisecond less", dormant{}, func(s *situation) { s.phone.LastOpenAt = at(-60, 0, 0) + 1000 }, false},
		{"open for 80 h", dormant{}, func(s *situation) { s.phone.LastOpenAt, s.phone.AppOpen = at(-68, 0, 0), true }, false},
		{"never opened has a gate of its own", dormant{}, func(s *situation) { s.phone.LastOpenAt = usagemodel.Long }, false},
		{"72 h, processing", dormant{}, func(s *situation) { s.phone.LastOpenAt, s.trigger = at(-60, 0, 0), Processing }, false},
		{"floor now", tooSoon{}, func(s *situation) { s.floor.until = noon }, false},
		{"floor in a millisecond", tooSoon{}, func(s *situation) { s.floor.until = noon + 1000 }, true},
		{"screen off for 2 min", deviceInUse{}, func(s *situation) { s.phone.ScreenOffAt = at(11, 58, 0) }, false},
		{"screen off for less", deviceInUse{}, func(s *situation) { s.phone.ScreenOffAt = at(11, 58, 0) + 1000 }, true},
		{"fair heat", thermal{}, func(s *situation) { s.phone.Thermal = usagemodel.ThermalFair }, false},
		{"Wi-Fi only on a preset of Wi-Fi", wifiOnly{}, func(s *situation) {
			s.phone.Refresh, s.phone.Link = usagemodel.RefreshWifiOnly, "wifi-slow"
		}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := situation{now: noon, phone: usedPhone(), params: &p, trigger: Refresh}
			tt.set(&s)
			assert.Equal(t, tt.want, tt.gate.closed(&s))
			assert.Greater(t, turnsOf(tt.gate, &s), noon)
		})
	}
}

func TestTooSoonSaysHowMuchOfTheWaitIsOver(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		s    situation
		want string
	}{
		{situation{now: at(10, 12, 30), floor: floor{from: at(10, 0, 0), until: at(10, 15, 0)}}, "too soon (12 of 15 min)"},
		{situation{now: at(13, 0, 0), floor: floor{from: at(10, 0, 0), until: at(34, 0, 0)}}, "too soon (3 of 24 h)"},
		{situation{now: at(10, 0, 20), floor: floor{from: at(10, 0, 0), until: at(10, 1, 0)}}, "too soon (20 of 60 s)"},
		{situation{now: at(10, 0, 20), floor: floor{from: at(10, 0, 0), until: vclock.Never}}, "too soon (its last fetch is still running)"},
	} {
		assert.Equal(t, tt.want, tooSoon{}.text(&tt.s))
	}
}
