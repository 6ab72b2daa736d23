package usagemodel

import (
	"slices"

	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// charger draws when the phone is plugged in, days ahead of the battery: it is plugged in the evening of a sleep that
// belongs to the next day.
type charger struct {
	spans    []plugged // in order, apart from one another; the first may have begun
	recorded plugged   // time of which the recording knows; nothing is drawn in it
}

type plugged struct{ from, to vclock.Instant }

// draw adds the charging of day n. Every habit draws its chances, whether it holds or not.
func (c *charger) draw(t *Timeline, n int) {
	if len(t.profile.Charging) == 0 {
		return
	}
	rng := t.stream(n, "charge")
	today := t.dates.day(n)
	for _, habit := range t.profile.Charging {
		happens := chance.Chance(habit.P, rng)
		shift := deviation(habit.SD, rng)
		if !happens || !habit.Days.Include(today.kind) {
			continue
		}
		span := plugged{from: today.at(habit.At).Add(shift)}
		span.to = span.from.Add(habit.For)
		if habit.UntilWake {
			night := t.sleeps.of(n)
			span = plugged{min(night.onset.Add(shift-habit.BeforeSleep), night.onset), night.wake}
		}
		c.addDrawn(span)
	}
}

// addDrawn adds what of a drawn span lies outside of recorded time.
func (c *charger) addDrawn(span plugged) {
	if span.to <= c.recorded.from || span.from >= c.recorded.to {
		c.add(span)
		return
	}
	if span.from < c.recorded.from {
		c.add(plugged{span.from, c.recorded.from})
	}
	if span.to > c.recorded.to {
		c.add(plugged{c.recorded.to, span.to})
	}
}

// add joins a span with those that it touches.
func (c *charger) add(span plugged) {
	at := len(c.spans)
	for at > 0 && c.spans[at-1].to >= span.from {
		at--
	}
	end := at
	for end < len(c.spans) && c.spans[end].from <= span.to {
		span.from = min(span.from, c.spans[end].from)
		span.to = max(span.to, c.spans[end].to)
		end++
	}
	c.spans = slices.Replace(c.spans, at, end, span)
}
