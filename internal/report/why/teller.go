package why

import (
	"errors"
	"io"
	"slices"
	"strconv"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// Teller listens to a trace and makes its tale.
type Teller struct {
	tale  Tale
	lanes []*laneBook
	phone trace.PhoneState
	look  *Window
	found bool // the wake that the window is about

	byRequest map[int]*laneBook
	byWake    map[int]*laneBook
}

// laneBook is a lane while its story goes on.
type laneBook struct {
	lane   *Lane
	open   *Stretch // has no end yet
	next   *Stretch // what holds once the wake that is open is over
	since  map[string]int64
	needE6 int64 // as last told
	rate   *trace.Rate
	asked  bool
}

// NewTeller returns a teller that has heard nothing. With look, the tale also tells how things stood at the window's begin,
// or at its first wake if it has one.
func NewTeller(look *Window) *Teller {
	return &Teller{look: look, byRequest: map[int]*laneBook{}, byWake: map[int]*laneBook{}}
}

// Read tells a whole trace. A trace that cannot be trusted is an error of [trace.Read].
func Read(in io.Reader, look *Window) (*Tale, error) {
	t := NewTeller(look)
	if err := trace.Read(in, func(rec trace.Record) error { t.Record(rec); return nil }); err != nil {
		return nil, err
	}
	return t.Tale(), nil
}

// errHeard ends the reading of a trace that told enough.
var errHeard = errors.New("heard enough")

// ReadHeader reads what the run depended on.
func ReadHeader(in io.Reader) (*trace.Header, error) {
	var header *trace.Header
	err := trace.Read(in, func(rec trace.Record) error {
		header, _ = rec.Event.(*trace.Header) // the reader accepts no other first line
		return errHeard
	})
	if errors.Is(err, errHeard) {
		err = nil
	}
	return header, err
}

// Record takes the next record of the trace.
func (t *Teller) Record(rec trace.Record) {
	t.watch(rec)
	t.tale.EndUs = rec.TUs
	switch ev := rec.Event.(type) {
	case *trace.Header:
		t.tale.Header, t.tale.BeginUs = *ev, rec.TUs
	case *trace.End:
		t.tale.End = ev.Reason
	case *trace.PhoneState:
		t.phone = *ev
	case *trace.PhoneChange:
		change(&t.phone, ev)
	case *trace.RequestSubmit:
		if ev.Error == "" {
			b := t.book(trigger(ev.API), ev.Identifier)
			b.asked = true
			t.byRequest[ev.ID] = b
		}
	case *trace.Answer:
		t.bookOf(ev.Trigger, ev.Identifier, ev.Request).answer(rec.TUs, ev)
	case *trace.Rate:
		b := t.bookOf("", "", ev.Request)
		rate := *ev
		rate.Parts = slices.Clone(ev.Parts)
		b.rate, b.needE6 = &rate, ev.Need
	case *trace.Grant:
		b := t.bookOf(ev.Trigger, "", ev.Request)
		t.byWake[ev.Wake] = b
		b.grant(rec.TUs, ev)
	case *trace.WakeEnd:
		if b := t.byWake[ev.Wake]; b != nil {
			b.wakeEnd(rec.TUs, ev)
		}
	}
}

// Tale closes the story. Call it once, after the last record.
func (t *Teller) Tale() *Tale {
	if t.look != nil && !t.found && t.tale.AtUs != t.look.FromUs {
		t.snapshot(t.look.FromUs)
	}
	asked := slices.ContainsFunc(t.lanes, func(b *laneBook) bool { return b.asked })
	for _, b := range t.lanes {
		b.close(t.tale.EndUs, b.needE6)
		if b.asked || !asked {
			t.tale.Lanes = append(t.tale.Lanes, b.lane)
		}
	}
	return &t.tale
}

// watch looks at the window's instant before what comes after it is taken in.
func (t *Teller) watch(rec trace.Record) {
	if t.look == nil || t.found {
		return
	}
	if rec.TUs > t.look.FromUs && t.tale.AtUs != t.look.FromUs {
		t.snapshot(t.look.FromUs)
	}
	if _, ok := rec.Event.(*trace.Grant); ok && rec.TUs >= t.look.FromUs && rec.TUs < t.look.ToUs {
		t.snapshot(rec.TUs)
		t.found = true
	}
}

func (t *Teller) snapshot(atUs int64) {
	t.tale.AtUs, t.tale.Phone = atUs, t.phone
	for _, b := range t.lanes {
		b.lane.Rate, b.lane.NeedE6, b.lane.Text = b.rate, b.needE6, ""
		if b.open != nil && b.open.Answer == NotYet {
			b.lane.Text = b.open.Until
		}
	}
}

// trigger is what wakes for a request of an API.
func trigger(api string) string {
	if api == "legacy" {
		return "fetch"
	}
	return api
}

// bookOf finds the lane of an event. Traces name it by the request, or by trigger and identifier where none is pending.
func (t *Teller) bookOf(trigger, identifier string, request int) *laneBook {
	if b := t.byRequest[request]; b != nil {
		return b
	}
	if trigger == "" {
		trigger = "refresh"
		if t.tale.Header.API == "legacy" {
			trigger = "fetch"
		}
	}
	return t.book(trigger, identifier)
}

// book is the lane of a trigger: one for each processing identifier, one for all else.
func (t *Teller) book(trigger, identifier string) *laneBook {
	for _, b := range t.lanes {
		if b.lane.Trigger == trigger && (trigger != "processing" || b.lane.Identifier == identifier) {
			if identifier != "" {
				b.lane.Identifier = identifier
			}
			return b
		}
	}
	b := &laneBook{lane: &Lane{Trigger: trigger, Identifier: identifier}, since: map[string]int64{}}
	t.lanes = append(t.lanes, b)
	return b
}

// answer begins a stretch, or goes on with one that has the same reasons. While a wake is open it waits for its end.
func (b *laneBook) answer(tUs int64, a *trace.Answer) {
	b.needE6 = a.NeedE6
	s := b.stretch(tUs, a)
	if b.lane.Trigger == "processing" && len(s.Gates) > 0 && s.Gates[0].Code == noRequest {
		s = nil // it was spent or taken back: there is nothing to wait for
	}
	switch {
	case b.open != nil && b.open.Answer == Granted:
		b.next = s
	case s != nil && b.open != nil && same(b.open, s):
		b.open.Until = s.Until
	default:
		b.close(tUs, b.needE6)
		b.open = s
	}
}

// noRequest is the gate that is closed while the app asks for nothing.
const noRequest = "no_request"

func (b *laneBook) stretch(tUs int64, a *trace.Answer) *Stretch {
	s := &Stretch{FromUs: tUs, Answer: Answer(a.Answer), NeedFromE6: b.needE6}
	if s.Answer == NotYet {
		reason := withoutNeed(a.Text)
		s.Lead, s.Until = Reason{a.Lead, reason, a.Label, a.Source}, reason
	}
	before := b.since
	b.since = map[string]int64{}
	for _, g := range a.Gates {
		since, closed := before[g.Code]
		if !closed {
			since = tUs
		}
		b.since[g.Code] = since
		s.Gates = append(s.Gates, Gate{Reason{g.Code, g.Text, g.Label, g.Source}, since})
	}
	return s
}

func same(a, b *Stretch) bool {
	return a.Answer == b.Answer && a.Lead.Code == b.Lead.Code &&
		slices.EqualFunc(a.Gates, b.Gates, func(x, y Gate) bool { return x.Code == y.Code })
}

func (b *laneBook) grant(tUs int64, g *trace.Grant) {
	b.close(tUs, g.NeedE6)
	b.open = &Stretch{FromUs: tUs, Answer: Granted, NeedFromE6: g.NeedE6, Wake: &Wake{N: g.Wake, Forced: g.Forced, LuckE6: g.LuckE6, Link: g.Link}}
	b.next, b.needE6 = nil, 0
}

func (b *laneBook) wakeEnd(tUs int64, e *trace.WakeEnd) {
	if b.open == nil || b.open.Wake == nil || b.open.Wake.N != e.Wake {
		return
	}
	b.open.Wake.How = e.How
	b.close(tUs, 0)
	if b.next != nil {
		b.next.FromUs = tUs
		b.open, b.next = b.next, nil
	}
}

// close ends the open stretch.
func (b *laneBook) close(tUs, needE6 int64) {
	s := b.open
	b.open = nil
	if s == nil {
		return
	}
	s.ToUs, s.NeedToE6 = tUs, s.NeedFromE6
	if s.Answer == NotYet {
		s.NeedToE6 = max(s.NeedFromE6, needE6)
	}
	if s.ToUs > s.FromUs || s.Answer == Granted {
		b.lane.Stretches = append(b.lane.Stretches, s)
	}
}

// change folds one change of the phone in.
func change(p *trace.PhoneState, c *trace.PhoneChange) {
	on := c.Value == "true"
	switch c.Field {
	case "screen":
		p.Screen = on
	case "locked":
		p.Locked = on
	case "plugged":
		p.Plugged = on
	case "lpm":
		p.LPM = on
	case "link":
		p.Link = c.Value
	case "refresh":
		p.Refresh = c.Value
	case "thermal":
		p.Thermal = c.Value
	case "zone":
		p.Zone = c.Value
	case "levelPct":
		if n, err := strconv.Atoi(c.Value); err == nil {
			p.LevelPct = n
		}
	}
}
