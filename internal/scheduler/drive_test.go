package scheduler

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// trial is one run of the law: a config, what happens to the phone, and an app that always asks again.
type trial struct {
	config   Config
	events   events
	until    vclock.Instant
	splits   []vclock.Instant // Advance is also called at these instants
	earliest time.Duration    // from each wake on; legacy: the interval
	run      Run              // what each wake comes to
}

// play lets the trial happen, in the order in which a simulation calls: person, app, scheduler. seen gets each decision.
func (tr trial) play(seen func(d Decision, phone usagemodel.Phone)) {
	s := New(tr.config)
	phone := tr.config.Phone
	finish, running := vclock.Never, Run{}
	happening, splits := tr.events, tr.splits
	tr.ask(s, tr.config.Start)
	for {
		now := min(s.Next(), finish)
		if len(happening) > 0 {
			now = min(now, happening[0].At)
		}
		if len(splits) > 0 {
			now = min(now, splits[0])
		}
		if now >= tr.until {
			return
		}
		for len(happening) > 0 && happening[0].At == now {
			s.Observe(happening[0])
			phone.Apply(happening[0])
			happening = happening[1:]
		}
		if finish == now {
			s.Finished(now, running)
			finish = vclock.Never
		}
		for len(splits) > 0 && splits[0] <= now {
			splits = splits[1:]
		}
		var asked bool
		for _, d := range s.Advance(now) {
			seen(d, phone)
			if d.Grant != nil {
				running = tr.run
				running.Trigger, running.Request = d.Trigger, d.Request
				finish, asked = d.At.Add(max(time.Millisecond, tr.run.Ran)), true
			}
		}
		if asked {
			tr.ask(s, now)
		}
	}
}

func (tr trial) ask(s *Scheduler, now vclock.Instant) {
	if tr.config.API == Legacy {
		s.SetMinimumFetchInterval(now, tr.earliest)
		return
	}
	_, _ = s.Submit(now, Request{Identifier: refreshID, Earliest: now.Add(tr.earliest)}) // fails while refresh is off
}

// wakes are the instants of the trial's grants.
func (tr trial) wakes() []vclock.Instant {
	var all []vclock.Instant
	tr.play(func(d Decision, _ usagemodel.Phone) {
		if d.Grant != nil {
			all = append(all, d.At)
		}
	})
	return all
}

// first is the trial's first wake, Never if there is none.
func (tr trial) first() vclock.Instant {
	if all := tr.wakes(); len(all) > 0 {
		return all[0]
	}
	return vclock.Never
}

// lines are all decisions of the trial, written out.
func (tr trial) lines() []string {
	var all []string
	tr.play(func(d Decision, _ usagemodel.Phone) { all = append(all, line(d)) })
	return all
}

func line(d Decision) string {
	head := fmt.Sprintf("%d %s %q ", d.At, d.Trigger, d.Request)
	switch {
	case d.Answer != nil:
		return head + fmt.Sprint(d.Answer.Verdict, d.Answer.Need, d.Answer.Text(), d.Answer.Lead(), d.Answer.Reasons())
	case d.Rate != nil:
		return head + fmt.Sprint(*d.Rate)
	}
	return head + fmt.Sprint(*d.Grant)
}

// drawTrial is any phone, person and app, for up to two days.
func drawTrial(t *rapid.T) trial {
	c := refreshConfig()
	if rapid.Bool().Draw(t, "legacy") {
		c = legacyConfig()
	}
	c.Seed = rapid.Uint64().Draw(t, "seed")
	c.Start = vclock.FromMillis(rapid.Int64Range(-86400e3, 0).Draw(t, "start"))
	c.Phone.LastOpenAt = c.Start - at(1, 0, 0)
	c.Phone.LastUseAt = c.Phone.LastOpenAt
	c.Habits = plainHabits{opens: rapid.Float64Range(0.1, 25).Draw(t, "opens"), habit: drawHabit(t)}
	tr := trial{
		config: c, until: at(24, 0, 0),
		earliest: time.Duration(rapid.Int64Range(0, 120).Draw(t, "earliest")) * time.Minute,
		run: Run{
			Ran:    time.Duration(rapid.Int64Range(1, 30_000).Draw(t, "ran")) * time.Millisecond,
			Bytes:  rapid.Int64Range(0, 3e6).Draw(t, "bytes"),
			Killed: rapid.Bool().Draw(t, "killed"), NewData: rapid.Bool().Draw(t, "newData"),
		},
	}
	now := c.Start
	for range rapid.IntRange(0, 60).Draw(t, "events") {
		now += vclock.Instant(rapid.Int64Range(0, 7_200_000).Draw(t, "gap")) * 1000
		e := drawEvent(t)
		e.At = now
		tr.events = append(tr.events, e)
	}
	return tr
}

// drawHabit is a day with an usual hour.
func drawHabit(t *rapid.T) func(int) float64 {
	usual := rapid.IntRange(0, usagemodel.Slots-1).Draw(t, "usual slot")
	high, low := rapid.Float64Range(1, 20).Draw(t, "high"), rapid.Float64Range(0.01, 1).Draw(t, "low")
	return func(slot int) float64 {
		if (slot-usual+usagemodel.Slots)%usagemodel.Slots < 8 {
			return high
		}
		return low
	}
}

func drawEvent(t *rapid.T) usagemodel.Event {
	return rapid.OneOf(
		rapid.SampledFrom(events{
			event(usagemodel.ScreenOn), event(usagemodel.ScreenOff), event(usagemodel.Unlock), event(usagemodel.Lock),
			event(usagemodel.AppOpen), event(usagemodel.AppClose), event(usagemodel.AppClose), event(usagemodel.Plug),
			event(usagemodel.Unplug), event(usagemodel.Sleep), event(usagemodel.WakeUp),
		}),
		rapid.SampledFrom(events{
			linkTo(usagemodel.Wifi), linkTo(usagemodel.Cellular), linkTo(usagemodel.Weak), linkTo(usagemodel.NoLink),
			lowPower(false), lowPower(true), thermalTo(usagemodel.ThermalNominal), thermalTo(usagemodel.ThermalSerious),
			refreshTo(usagemodel.RefreshOn), refreshTo(usagemodel.RefreshOff), refreshTo(usagemodel.RefreshWifiOnly),
			event(usagemodel.ForceQuit), event(usagemodel.Boot), event(usagemodel.AppUpdate),
			{Kind: usagemodel.ZoneChange, Zone: "America/New_York"}, {Kind: usagemodel.ZoneChange, Zone: "Asia/Kathmandu"},
		}),
		rapid.Custom(func(t *rapid.T) usagemodel.Event { return battery(rapid.IntRange(0, 100).Draw(t, "level")) }),
	).Draw(t, "event")
}

// between adds a span in which something is so to the events, in order of time.
func (tr trial) between(from, to vclock.Instant, begin, end usagemodel.Event) trial {
	begin.At, end.At = from, to
	tr.events = append(slices.Clone(tr.events), begin, end)
	slices.SortStableFunc(tr.events, func(a, b usagemodel.Event) int { return int(a.At/1000 - b.At/1000) })
	return tr
}
