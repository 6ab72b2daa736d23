package usagemodel

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// The battery's fixed points, in percent.
const (
	emptyLevel = 2   // it never falls below: the model has no phone that is off. Assumed
	fullLevel  = 100 // charging ends
	slowLevel  = 80  // charging is slower above. Observed; the profile's key charge_above_80 names it
	levelStep  = 5   // an event at each such step: the scheduler samples the level there
)

// unit is one percent in the battery's own measure: micropercent, times the milliseconds of an hour. Rates are whole
// micropercent an hour, time is whole milliseconds: all levels are whole numbers, the same on every machine.
const (
	perHour = 1_000_000 // micropercent
	unit    = perHour * 3_600_000
)

// battery is the level, the charger and Low Power Mode.
type battery struct {
	at        vclock.Instant // up to which level is known
	level     int64          // in 1/unit percent
	shown     int            // the last level told
	plugged   bool
	screenOn  bool
	lowPower  bool
	rule      LowPowerRule
	marks     [fullLevel + 1]bool // levels at which an event is due
	idle, lit int64               // drain, micropercent an hour
	fast      int64               // charge up to slowLevel
	slow      int64               // and above

	askedText, chargedText string // causes

	asks *rand.Rand // of today; nil before the first question
	out  []moment
}

func newBattery(p *Profile, start vclock.Instant) battery {
	rate := func(percent float64) int64 { return int64(math.Round(percent * perHour)) }
	b := battery{
		at: start, level: rate(p.Battery.Start) * (unit / perHour), rule: p.LowPower, lowPower: p.LowPower.Always,
		idle: rate(p.Battery.DrainIdle), lit: rate(p.Battery.DrainScreen),
		fast: rate(p.Battery.Charge), slow: rate(p.Battery.ChargeAbove80),
		askedText: fmt.Sprintf("asked at %d %%", p.LowPower.AskBelow), chargedText: fmt.Sprintf("charged to %d %%", p.LowPower.OffAbove),
	}
	for level := 0; level <= fullLevel; level += levelStep {
		b.marks[level] = true
	}
	b.marks[emptyLevel], b.marks[slowLevel], b.marks[p.LowPower.AskBelow], b.marks[p.LowPower.OffAbove] = true, true, true, true
	b.shown = b.percent()
	return b
}

// percent is the level as the phone shows it: a begun percent counts whole, so that 20 % is shown when 20 % is reached.
func (b *battery) percent() int { return int((b.level + unit - 1) / unit) }

// moments follows the battery through day n, whose sessions are given.
func (b *battery) moments(t *Timeline, n int, used []moment) []moment {
	b.out, b.asks = b.out[:0], nil
	end := t.dates.day(n).end
	for {
		screen, screenAt := nextScreen(used)
		chargerAt := b.nextCharger(&t.charger)
		next := min(screenAt, chargerAt, end)
		b.follow(t, n, max(next, b.at))
		switch {
		case next == end:
			return b.out
		case next == chargerAt:
			b.plug(&t.charger)
		default:
			b.screenOn = used[screen].kind == ScreenOn
			used = used[screen+1:]
		}
	}
}

// nextScreen finds the next moment at which the screen goes on or off.
func nextScreen(used []moment) (int, vclock.Instant) {
	for i, m := range used {
		if m.kind == ScreenOn || m.kind == ScreenOff {
			return i, m.at
		}
	}
	return -1, vclock.Never
}

func (b *battery) nextCharger(c *charger) vclock.Instant {
	switch {
	case len(c.spans) == 0:
		return vclock.Never
	case b.plugged:
		return c.spans[0].to
	default:
		return c.spans[0].from
	}
}

// plug takes the next step of the charger. The exact level is told just before, so that whoever hears of the unplugging
// knows it.
func (b *battery) plug(c *charger) {
	b.tell(b.percent())
	b.plugged = !b.plugged
	if b.plugged {
		b.out = append(b.out, moment{at: b.at, kind: Plug})
		return
	}
	b.out = append(b.out, moment{at: b.at, kind: Unplug})
	c.spans = c.spans[:copy(c.spans, c.spans[1:])]
}

// tell notes a level that is new.
func (b *battery) tell(percent int) {
	if percent != b.shown {
		b.shown = percent
		b.out = append(b.out, moment{at: b.at, kind: Battery, value: uint16(percent)})
	}
}

// set puts the level where it was recorded.
func (b *battery) set(percent int) {
	b.level, b.shown = int64(percent)*unit, percent
}

// follow moves the level to an instant, with an event at each mark on the way.
func (b *battery) follow(t *Timeline, n int, to vclock.Instant) {
	for b.at < to {
		rate := b.rate()
		target, ok := b.nextMark(rate)
		if !ok {
			b.at = to
			return
		}
		way := int64(target)*unit - b.level
		need := (way + rate - sign(rate)) / rate // milliseconds, rounded up
		if left := to.Millis() - b.at.Millis(); need > left {
			b.level += rate * left
			b.at = to
			return
		}
		b.at += vclock.FromMillis(need)
		b.level = int64(target) * unit
		b.tell(target)
		b.lowPowerMode(t, n, target, rate)
	}
}

// rate is how fast the level changes now, in micropercent an hour.
func (b *battery) rate() int64 {
	switch {
	case b.plugged && b.level >= slowLevel*unit:
		return b.slow
	case b.plugged:
		return b.fast
	case b.screenOn:
		return -b.lit
	default:
		return -b.idle
	}
}

// nextMark is the next level on the way at which something is due; none if the level rests.
func (b *battery) nextMark(rate int64) (int, bool) {
	switch {
	case rate > 0:
		for level := int(b.level/unit) + 1; level <= fullLevel; level++ {
			if b.marks[level] {
				return level, true
			}
		}
	case rate < 0:
		for level := b.percent() - 1; level >= emptyLevel; level-- {
			if b.marks[level] {
				return level, true
			}
		}
	}
	return 0, false
}

func sign(v int64) int64 {
	if v < 0 {
		return -1
	}
	return 1
}

// lowPowerMode does what is due at a level: iOS asks on the way down, and ends the mode on the way up.
func (b *battery) lowPowerMode(t *Timeline, n, level int, rate int64) {
	if b.rule.Always || b.rule.Never {
		return
	}
	if rate < 0 && level == b.rule.AskBelow && !b.lowPower {
		if b.asks == nil {
			b.asks = t.stream(n, "lpm")
		}
		if chance.Chance(b.rule.Accept, b.asks) {
			b.lowPower = true
			b.out = append(b.out, moment{at: b.at, kind: LowPower, value: 1, cause: causeAsked})
		}
	}
	if rate > 0 && level == b.rule.OffAbove && b.lowPower {
		b.lowPower = false
		b.out = append(b.out, moment{at: b.at, kind: LowPower, value: 0, cause: causeCharged})
	}
}
