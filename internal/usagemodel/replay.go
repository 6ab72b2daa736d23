package usagemodel

import (
	"slices"
	"time"

	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// maxRecordedHistory is how many days before day 0 are replayed at most. What is older has long been forgotten: it would
// weigh less than a millionth with the memory of 14 days.
const maxRecordedHistory = 400

// NewReplay returns the timeline of recorded days: day 0 of the calendar is the first to simulate, the recorded days
// before it are the history, followed further back by drawn ones if they are fewer than the profile's.
//
//	          the profile's history     recorded
//	drawn ───────────────────────────┬───────────────────────┬──── drawn
//	                               from    day 0             to
//
// What was recorded comes as it was. A stream that was not is drawn from the profile, so that it fits: the app is opened
// at recorded unlocks, the battery lives on the recorded charger and screen, Low Power Mode is asked for at recorded
// levels, and recorded opens light the screen. Where drawn and recorded time meet, events at that instant bring the phone
// from one state to the other. The calendar must be the one that r was made with.
func NewReplay(p *Profile, r *Recorded, seed uint64, calendar vclock.Calendar, days int) *Timeline {
	if !r.calendar.Start().Equal(calendar.Start()) {
		panic("usagemodel: a replay on another calendar than its recording's")
	}
	first := min(-p.History, max(calendar.Day(r.from), -maxRecordedHistory))
	t := newTimeline(p, seed, calendar, first, days)
	t.replay = newReplay(t, r)
	t.initial = t.replay.initial(t.initial, &t.network)
	t.drawHistory()
	return t
}

// replay lays what was recorded over what is drawn.
type replay struct {
	recorded *Recorded
	words    []string // the recorded ones, then the profile's
	links    []uint16 // their numbers in the network, by the number of the word

	covers  [streams]bool // nothing drawn of the stream counts within from..to
	begin   states        // as recorded, at from
	drawn   states        // as drawn up to now
	told    states        // as the timeline tells it
	at      [groups]phase
	taken   [groups]int // recorded moments
	out     [groups][]moment
	chances float64 // how many times more likely a recorded unlock opens the app than a drawn one

	closes     vclock.Instant // when the app that was opened at a recorded unlock is closed; Never if none is
	opening    draws          // of today
	drawnPower []moment
	lights     lights
}

// phase says where a group of streams is.
type phase uint8

const (
	beforeRecording phase = iota
	inRecording
	afterRecording
)

func newReplay(t *Timeline, r *Recorded) *replay {
	p := &replay{recorded: r, words: slices.Clone(r.words), covers: r.known, closes: vclock.Never}
	p.drawn = p.statesOf(&t.initial, &t.network)
	for _, w := range p.words {
		p.links = append(p.links, t.network.number(Link(w)))
	}
	p.begin = r.before(max(r.from, t.start), p.drawn)
	if r.known[LinkStream] {
		p.begin[LinkStream].value = p.links[p.begin[LinkStream].value]
	}
	p.covers[LowPowerStream] = r.known[LowPowerStream] || r.known[BatteryStream]
	p.covers[AppStream] = r.known[AppStream] || r.known[LockStream]
	if recordedDays := r.to.Sub(r.from).Hours() / 24; r.unlocks > 0 {
		p.chances = t.profile.Phone.UnlocksPerDay * recordedDays / float64(r.unlocks)
	}
	for g := range groups {
		list := r.groups[g]
		p.taken[g], _ = slices.BinarySearchFunc(list, t.start, func(m moment, at vclock.Instant) int { return int(m.at - at) })
	}
	p.told = p.drawn
	switch {
	case r.to <= t.start: // forgotten
		p.at = [groups]phase{afterRecording, afterRecording, afterRecording, afterRecording, afterRecording}
	case r.from <= t.start:
		for s := range p.told {
			if r.known[s] {
				p.told[s] = p.begin[s]
			}
		}
		for g := range p.at {
			p.at[g] = inRecording
		}
		if r.known[BatteryStream] {
			t.battery.set(int(p.told[BatteryStream].value))
		}
	}
	if r.known[ChargerStream] && r.to > t.start {
		p.feed(&t.charger, t.start)
	}
	p.lights.wanted = [2]bool{p.told[ScreenStream].kind == ScreenOn, p.told[LockStream].kind == Unlock}
	p.lights.are, p.lights.open = p.lights.wanted, p.told[AppStream].kind == AppOpen
	return p
}

// statesOf puts the state of a phone into moments.
func (p *replay) statesOf(phone *Phone, n *network) states {
	var s states
	pick := func(stream Stream, is bool, yes, no EventKind) {
		s[stream].kind = no
		if is {
			s[stream].kind = yes
		}
	}
	pick(ScreenStream, phone.ScreenOn, ScreenOn, ScreenOff)
	pick(LockStream, phone.Locked, Lock, Unlock)
	pick(AppStream, phone.AppOpen, AppOpen, AppClose)
	pick(SleepStream, phone.Asleep, Sleep, WakeUp)
	pick(ChargerStream, phone.Plugged, Plug, Unplug)
	s[BatteryStream] = moment{kind: Battery, value: uint16(phone.Level)}
	s[LinkStream] = moment{kind: LinkChange, value: n.number(phone.Link)}
	s[LowPowerStream] = moment{kind: LowPower}
	if phone.LowPower {
		s[LowPowerStream].value = 1
	}
	s[RefreshStream].kind, s[ThermalStream].kind = Refresh, ThermalChange
	p.words, s[RefreshStream].value = numbered(p.words, string(phone.Refresh))
	p.words, s[ThermalStream].value = numbered(p.words, string(phone.Thermal))
	return s
}

// initial is the phone at the timeline's start: as drawn, and as recorded where that had begun.
func (p *replay) initial(phone Phone, n *network) Phone {
	if p.at[useGroup] != inRecording {
		return phone
	}
	told := &p.told
	phone.ScreenOn = told[ScreenStream].kind == ScreenOn
	phone.Locked = told[LockStream].kind == Lock
	phone.Asleep = told[SleepStream].kind == Sleep
	phone.Plugged = told[ChargerStream].kind == Plug
	phone.Level = int(told[BatteryStream].value)
	phone.Link = n.links[told[LinkStream].value]
	phone.LowPower = told[LowPowerStream].value == 1
	phone.Refresh = RefreshSetting(p.words[told[RefreshStream].value])
	phone.Thermal = Thermal(p.words[told[ThermalStream].value])
	if told[AppStream].kind == AppOpen { // since when, nobody saw
		phone.AppOpen, phone.EverOpened = true, true
	}
	return phone
}

// feed gives the recorded spans on the charger to it, for a battery whose level was not recorded.
func (p *replay) feed(c *charger, start vclock.Instant) {
	r := p.recorded
	c.recorded = plugged{r.from, r.to}
	since, on := max(r.from, start), p.begin[ChargerStream].kind == Plug
	for _, m := range r.groups[powerGroup] {
		switch {
		case m.at < start:
		case m.kind == Plug && !on:
			since, on = m.at, true
		case m.kind == Unplug && on:
			c.add(plugged{since, m.at})
			on = false
		}
	}
	if on && since < r.to {
		c.add(plugged{since, r.to})
	}
}

// merge appends day n to the timeline's queue.
func (p *replay) merge(t *Timeline, n int, asleep, links, used []moment) []moment {
	asleep = p.lay(t, sleepGroup, asleep, n)
	used = p.uses(t, n, used)
	power := p.power(t, n, t.battery.moments(t, n, used))
	links = p.lay(t, linkGroup, links, n)
	return merge(t.queue, p.lay(t, otherGroup, nil, n), asleep, power, links, used)
}

// power lays the recorded charger, levels and Low Power Mode over the drawn ones. The battery goes on from the recorded
// level.
func (p *replay) power(t *Timeline, n int, drawn []moment) []moment {
	p.drawnPower = append(p.drawnPower[:0], drawn...) // the rule of Low Power Mode uses the battery's own list
	all := p.lay(t, powerGroup, p.drawnPower, n)
	if p.at[powerGroup] == inRecording {
		if p.recorded.known[BatteryStream] {
			t.battery.set(int(p.told[BatteryStream].value))
		}
		t.battery.lowPower = p.told[LowPowerStream].value == 1
	}
	return all
}

// lay returns the moments of a group of streams up to the end of a day: those recorded in place of those drawn.
func (p *replay) lay(t *Timeline, g group, drawn []moment, n int) []moment {
	end := t.dates.day(n).end
	recorded := p.recorded.groups[g]
	p.out[g] = p.out[g][:0]
	for {
		edge, ofDrawn, ofRecorded := p.edge(g), vclock.Never, vclock.Never
		if len(drawn) > 0 {
			ofDrawn = drawn[0].at
		}
		if p.taken[g] < len(recorded) {
			ofRecorded = recorded[p.taken[g]].at
		}
		next := min(edge, ofDrawn, ofRecorded)
		if g == useGroup && p.closes <= next && p.closes < end {
			p.tell(g, moment{at: p.closes, kind: AppClose})
			p.closes = vclock.Never
			continue
		}
		switch {
		case next >= end:
			return p.out[g]
		case next == edge:
			p.cross(g, edge)
		case next == ofRecorded:
			p.taken[g]++
			p.tellRecorded(t, g, recorded[p.taken[g]-1], n)
		default:
			p.tellDrawn(g, drawn[0])
			drawn = drawn[1:]
		}
	}
}

// edge is the next instant at which recorded time begins or ends for a group.
func (p *replay) edge(g group) vclock.Instant {
	switch p.at[g] {
	case beforeRecording:
		return p.recorded.from
	case inRecording:
		return p.recorded.to
	case afterRecording:
	}
	return vclock.Never
}

// cross steps over an edge: what differs between drawn and recorded changes there.
func (p *replay) cross(g group, at vclock.Instant) {
	p.at[g]++
	target := &p.begin
	if p.at[g] == afterRecording {
		target = &p.drawn
	}
	for s := range streams {
		m := target[s]
		if groupOf(m.kind) == g && p.covers[s] && (p.recorded.known[s] || p.at[g] == afterRecording) && !same(m, p.told[s]) {
			m.at = at
			p.tell(g, m)
		}
	}
}

func same(a, b moment) bool { return a.kind == b.kind && a.value == b.value }

func (p *replay) tell(g group, m moment) {
	if s, ok := m.kind.Stream(); ok && m.kind != ForceQuit {
		p.told[s] = m
	}
	p.out[g] = append(p.out[g], m)
}

func (p *replay) tellDrawn(g group, m moment) {
	s, _ := m.kind.Stream()
	if m.kind != ForceQuit {
		p.drawn[s] = m
	}
	if p.at[g] != inRecording || !p.covers[s] {
		p.tell(g, m)
	}
}

func (p *replay) tellRecorded(t *Timeline, g group, m moment, n int) {
	if m.kind == LinkChange {
		m.value = p.links[m.value]
	}
	before := p.told[BatteryStream].value
	p.tell(g, m)
	switch {
	case m.kind == Battery && !p.recorded.known[LowPowerStream]:
		p.lowPowerMode(t, n, m, int(before))
	case m.kind == Unlock && !p.recorded.known[AppStream]:
		p.openAt(t, n, m.at)
	}
}

// lowPowerMode does what is due at a recorded level.
func (p *replay) lowPowerMode(t *Timeline, n int, level moment, before int) {
	b := &t.battery
	defer func(at vclock.Instant) { b.at = at }(b.at) // the drawn battery has lived the day already
	b.at, b.out, b.lowPower = level.at, b.out[:0], p.told[LowPowerStream].value == 1
	now := int(level.value)
	if now < before && now <= b.rule.AskBelow && b.rule.AskBelow < before {
		b.lowPowerMode(t, n, b.rule.AskBelow, -1)
	}
	if now > before && now >= b.rule.OffAbove && b.rule.OffAbove > before {
		b.lowPowerMode(t, n, b.rule.OffAbove, 1)
	}
	for _, m := range b.out {
		p.tell(powerGroup, m)
	}
}

// openAt draws whether the app is opened at a recorded unlock, and when it is closed: before the screen goes dark.
func (p *replay) openAt(t *Timeline, n int, at vclock.Instant) {
	dark := p.recorded.to
	for _, m := range p.recorded.groups[useGroup][p.taken[useGroup]:] {
		if m.kind == ScreenOff || m.kind == Lock || m.kind == Unlock {
			dark = m.at
			break
		}
	}
	today := t.dates.day(n)
	open := t.sessions.taste[today.kind].open(opensOn(t.profile.App.Opens, n)*p.chances, today.timeOfDay(at))
	opened := chance.Chance(open, p.opening.app)
	length := draw(t.profile.App.Session, leastAppSession, p.opening.appLength)
	if !opened || p.closes != vclock.Never {
		return
	}
	most := millis(time.Duration(float64(dark.Sub(at)) * appShare))
	p.tell(useGroup, moment{at: at, kind: AppOpen})
	p.closes = at.Add(min(length, most))
}

// uses lays the recorded use of phone and app over the drawn one of day n.
func (p *replay) uses(t *Timeline, n int, drawn []moment) []moment {
	known := &p.recorded.known
	p.opening = draws{app: t.stream(n, "replay_app"), appLength: t.stream(n, "replay_app_sessions")}
	all := p.lay(t, useGroup, drawn, n)
	switch {
	case known[LockStream] && !known[AppStream]:
		return p.quit(t, n, all)
	case known[AppStream] && !known[LockStream]:
		return p.lights.light(all)
	default:
		return all
	}
}

// quit swipes the app away after its last close of the day that was recorded, as often as the profile says.
func (p *replay) quit(t *Timeline, n int, all []moment) []moment {
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].at < p.recorded.from || all[i].at >= p.recorded.to {
			continue
		}
		if all[i].kind == AppClose {
			if t.quits(n) {
				all = slices.Insert(all, i+1, moment{at: all[i].at, kind: ForceQuit})
				p.out[useGroup] = all
			}
			break
		}
	}
	return all
}
