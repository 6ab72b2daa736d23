package verdict

import (
	"strconv"
	"time"
	_ "time/tzdata" // a report may be made on a machine without zones

	"github.com/fetchsim/fetchsim/internal/trace"
)

// stripBook condenses the phone's state into quarter hours as time passes.
type stripBook struct {
	calendar calendar
	days     []DayStrip

	screen, plugged bool
	link            string

	now  int64 // everything before it is accounted for
	cell tally // the quarter hour that now lies in
}

// tally is what a quarter hour has seen so far.
type tally struct {
	fromUs, usedUs, pluggedUs int64
	links                     []linkTime
}

type linkTime struct {
	link string
	us   int64
}

func (b *stripBook) begin(h *trace.Header) { b.calendar = newCalendar(h) }

func (b *stripBook) record(rec trace.Record) {
	switch ev := rec.Event.(type) {
	case *trace.PhoneState:
		b.advance(rec.TUs)
		b.screen, b.plugged, b.link = ev.Screen, ev.Plugged, ev.Link
	case *trace.PhoneChange:
		b.advance(rec.TUs)
		b.change(ev)
	}
}

func (b *stripBook) change(ev *trace.PhoneChange) {
	switch ev.Field {
	case "screen":
		b.screen, _ = strconv.ParseBool(ev.Value)
	case "plugged":
		b.plugged, _ = strconv.ParseBool(ev.Value)
	case "link":
		b.link = ev.Value
	}
}

func (b *stripBook) close(endUs int64) []DayStrip {
	b.advance(endUs)
	if len(b.calendar.starts) > 0 && b.now > b.cell.fromUs {
		b.push(b.now)
	}
	return b.days
}

// advance accounts for the time up to t with the state as it is. Time before day 0 is skipped, and so is what follows
// the last day.
func (b *stripBook) advance(t int64) {
	t = min(t, b.calendar.endUs)
	for b.now < t {
		cellEnd := min(b.cell.fromUs+CellUs, b.calendar.dayEnd(b.now))
		until := min(t, cellEnd)
		b.cell.add(until-b.now, b)
		b.now = until
		if until == cellEnd {
			b.push(cellEnd)
			b.cell = tally{fromUs: cellEnd, links: b.cell.links[:0]}
		}
	}
}

func (c *tally) add(us int64, b *stripBook) {
	if b.screen {
		c.usedUs += us
	}
	if b.plugged {
		c.pluggedUs += us
	}
	for i := range c.links {
		if c.links[i].link == b.link {
			c.links[i].us += us
			return
		}
	}
	c.links = append(c.links, linkTime{b.link, us})
}

// push ends the quarter hour and puts it into its day.
func (b *stripBook) push(untilUs int64) {
	day := b.calendar.day(b.cell.fromUs)
	for len(b.days) <= day {
		n := len(b.days)
		b.days = append(b.days, DayStrip{Day: n, Date: b.calendar.date(n), StartUs: b.calendar.starts[n]})
	}
	length := untilUs - b.cell.fromUs
	best := linkTime{}
	for _, l := range b.cell.links {
		if l.us > best.us {
			best = l
		}
	}
	b.days[day].Cells = append(b.days[day].Cells, Cell{
		UsedPermille: int16(b.cell.usedUs * 1000 / length),
		Plugged:      b.cell.pluggedUs*2 >= length,
		Clock:        b.calendar.clock(b.cell.fromUs),
		Link:         best.link,
	})
}

// maxDays bounds what a header can make us reserve: a hundred years.
const maxDays = 36_525

// calendar knows when the days of a run begin in the zone that the run was started with.
type calendar struct {
	start  time.Time
	starts []int64 // per day
	endUs  int64   // when the last day ends; 0 for a header that says nothing
	cursor int     // the day last asked for: time moves forward
}

func newCalendar(h *trace.Header) calendar {
	start, err := time.Parse(time.RFC3339, h.Start)
	if err != nil {
		return calendar{}
	}
	if zone, err := time.LoadLocation(h.TZ); err == nil {
		start = start.In(zone)
	}
	c := calendar{start: start}
	days := max(0, min(h.Days, maxDays))
	for n := range days {
		c.starts = append(c.starts, c.dayStart(n))
	}
	if days > 0 {
		c.endUs = c.dayStart(days)
	}
	return c
}

// dayStart is the first instant of a day. Where the change to summer time skips midnight, time.Date may give an instant
// of the day before: the day then begins at the end of the gap.
func (c *calendar) dayStart(n int) int64 {
	y, m, d := c.start.Date()
	t := time.Date(y, m, d+n, 0, 0, 0, 0, c.start.Location())
	want := time.Date(y, m, d+n, 12, 0, 0, 0, c.start.Location()).Day()
	for t.Day() != want {
		t = t.Add(15 * time.Minute)
	}
	return t.UnixMicro() - c.start.UnixMicro()
}

func (c *calendar) day(us int64) int {
	for c.cursor+1 < len(c.starts) && c.starts[c.cursor+1] <= us {
		c.cursor++
	}
	return c.cursor
}

func (c *calendar) dayEnd(us int64) int64 {
	if n := c.day(us) + 1; n < len(c.starts) {
		return c.starts[n]
	}
	return c.endUs
}

func (c *calendar) wall(us int64) time.Time {
	return time.UnixMicro(c.start.UnixMicro() + us).In(c.start.Location())
}

func (c *calendar) date(n int) string { return c.wall(c.starts[n]).Format(time.DateOnly) }

func (c *calendar) clock(us int64) int16 {
	t := c.wall(us)
	return int16(t.Hour()*60 + t.Minute())
}
