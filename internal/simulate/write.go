package simulate

import (
	"fmt"
	"strconv"
	"time"

	"github.com/fetchsim/fetchsim/internal/scheduler"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// dateForm is how instants are written as dates: to the millisecond, with the offset.
const dateForm = "2006-01-02T15:04:05.000Z07:00"

func (r *run) emit(ev trace.Event) { r.trace.Emit(r.queue.Now().Micros(), ev) }

func (r *run) writeHeader(zone *time.Location) {
	s := &r.spec
	h := s.Header
	h.Schema, h.OS, h.API, h.Device, h.Seed = trace.SchemaVersion, fmt.Sprintf("ios-%d", s.OS), s.API.String(), s.Device, int64(s.Seed)
	h.Start, h.End = r.calendar.Start().Format(time.RFC3339), r.calendar.Wall(r.end).Format(time.RFC3339)
	h.TZ, h.Days = zone.String(), s.Days
	h.Profile = trace.Profile{Name: s.Profile.Name, SHA256: s.Profile.SHA256()}
	if s.Recorded != nil {
		h.Profile = s.RecordedAs
	}
	h.EveryUs, h.LimitUs, h.Budget = s.Every.Microseconds(), s.Limit.Microseconds(), s.Budget.String()
	r.emit(&h)
	_, offset := r.calendar.Wall(r.queue.Now()).Zone()
	p := &r.state
	r.emit(&trace.PhoneState{
		Screen: p.ScreenOn, Locked: p.Locked, Asleep: p.Asleep, Link: string(p.Link), LevelPct: p.Level, Plugged: p.Plugged,
		LPM: p.LowPower, Refresh: string(p.Refresh), Thermal: string(p.Thermal), UnlockedSinceBoot: p.Unlocked,
		Zone: zone.String(), OffsetMin: offset / 60,
	})
}

// writeDecision writes what the decider says, but for a grant: that is a wake.
func (r *run) writeDecision(d scheduler.Decision) {
	id := r.requests.open[d.Request]
	switch {
	case d.Answer != nil:
		lead := d.Answer.Lead()
		ev := &trace.Answer{
			Request: id, Trigger: d.Trigger.String(), Identifier: d.Request, Answer: d.Answer.Verdict.String(), NeedE6: d.Answer.Need,
			Text: d.Answer.Text(), Label: string(lead.Label), Source: lead.Source,
		}
		if d.Answer.Verdict == scheduler.NotYet {
			ev.Lead = lead.Code
		}
		for _, g := range d.Answer.Reasons() {
			ev.Gates = append(ev.Gates, trace.Gate{Code: g.Code, Text: g.Text, Label: string(g.Label), Source: g.Source})
		}
		r.emit(ev)
	case d.Rate != nil:
		q := d.Rate
		ev := &trace.Rate{
			Request: id, Affinity: q.Affinity, Habit: q.Habit, Moment: q.Moment, SumScores: q.SumScores, Den: q.Den,
			Allowance: q.Allowance, Rate: q.Rate, Need: q.Need, Luck: q.Luck,
		}
		for _, p := range q.Parts {
			ev.Parts = append(ev.Parts, trace.Part{Name: p.Name, Weight: p.Weight, Score: p.Score})
		}
		r.emit(ev)
	}
}

func (r *run) writeGrant(d scheduler.Decision) {
	now := r.queue.Now()
	id := r.requests.open[d.Request]
	r.emit(&trace.Grant{
		Wake: r.wakes, Request: id, Trigger: d.Trigger.String(), BudgetUs: d.Grant.Budget.Microseconds(),
		Early: d.Grant.Early, Forced: d.Grant.Forced, NeedE6: d.Grant.Need, LuckE6: d.Grant.Luck,
		Link: string(r.state.Link), Day: r.calendar.Day(now), At: r.calendar.Wall(now).Format(dateForm),
	})
	if d.Trigger != scheduler.Fetch && id != 0 {
		r.emit(&trace.RequestSpent{ID: id})
		delete(r.requests.open, d.Request)
	}
}

// nextPersonEvent schedules what the person or the surroundings do next.
func (r *run) nextPersonEvent() {
	e, ok := r.timeline.Next()
	if !ok {
		return
	}
	r.schedulePerson(e)
}

// writeChange writes a change of the phone's state.
func (r *run) writeChange(e usagemodel.Event) {
	change := func(field, value string) {
		r.emit(&trace.PhoneChange{Field: field, Value: value, Cause: e.Cause})
	}
	switch e.Kind {
	case usagemodel.ScreenOn:
		change("screen", "true")
	case usagemodel.ScreenOff:
		change("screen", "false")
	case usagemodel.Unlock:
		change("locked", "false")
	case usagemodel.Lock:
		change("locked", "true")
	case usagemodel.Plug:
		change("plugged", "true")
	case usagemodel.Unplug:
		change("plugged", "false")
	case usagemodel.Battery:
		change("levelPct", strconv.Itoa(e.Level))
	case usagemodel.LinkChange:
		change("link", string(e.Link))
	case usagemodel.LowPower:
		change("lpm", strconv.FormatBool(e.On))
	case usagemodel.Refresh:
		change("refresh", string(e.Refresh))
	case usagemodel.ThermalChange:
		change("thermal", string(e.Thermal))
	case usagemodel.ZoneChange:
		change("zone", e.Zone)
	case usagemodel.Sleep:
		r.emit(&trace.Person{What: trace.Sleeps})
	case usagemodel.WakeUp:
		r.emit(&trace.Person{What: trace.Wakes})
	case usagemodel.AppOpen:
		r.emit(&trace.Person{What: trace.Opens})
	case usagemodel.AppClose:
		r.emit(&trace.Person{What: trace.Closes})
	case usagemodel.ForceQuit:
		r.emit(&trace.Person{What: trace.ForceQuits})
	case usagemodel.Boot:
		r.emit(&trace.Boot{What: "boot"})
	case usagemodel.AppUpdate:
		r.emit(&trace.Update{What: "app"})
	case usagemodel.OSUpdate:
		r.emit(&trace.Update{What: "os"})
	}
}
