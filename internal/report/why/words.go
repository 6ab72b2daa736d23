package why

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// calendar shows instants as the wall clock of the zone in which the run began.
type calendar struct{ start time.Time }

func newCalendar(h *trace.Header) calendar {
	start, err := time.Parse(time.RFC3339, h.Start)
	if err != nil {
		return calendar{time.UnixMicro(0).UTC()} // a header of no run
	}
	if zone, err := time.LoadLocation(h.TZ); err == nil {
		start = start.In(zone)
	}
	return calendar{start}
}

func (c calendar) wall(us int64) time.Time {
	return time.UnixMicro(c.start.UnixMicro() + us).In(c.start.Location())
}

// rfc3339 is an instant for programs.
func (c calendar) rfc3339(us int64) string { return c.wall(us).Format("2006-01-02T15:04:05.000Z07:00") }

// day is the date of an instant, for a heading.
func (c calendar) day(us int64) string { return c.wall(us).Format("Mon _2 Jan") }

// second is the time of an instant, with its day if that is another than the one of near.
func (c calendar) second(us, near int64) string { return c.on(us, near, "15:04:05") }

func (c calendar) on(us, near int64, form string) string {
	if c.day(us) != c.day(near) {
		return c.wall(us).Format("Mon " + form)
	}
	return c.wall(us).Format(form)
}

// oneMinute is the length below which stretches show seconds.
const (
	oneMinute = int64(60_000_000)
	oneDay    = 24 * 60 * oneMinute
)

// span is when a stretch was: 21:00–22:50, 21:00:05 (35 s) for a short one, 03:12:40 for a wake.
func (c calendar) span(s *Stretch) string {
	from := c.wall(s.FromUs)
	switch length := s.ToUs - s.FromUs; {
	case s.Answer == Granted:
		return from.Format(time.TimeOnly)
	case length < 2*oneMinute:
		return fmt.Sprintf("%s (%d s)", from.Format(time.TimeOnly), length/1_000_000)
	}
	return from.Format("15:04") + "–" + c.end(s)
}

// end is a stretch's end; midnight belongs to the day before, and a day that is not plain is named.
func (c calendar) end(s *Stretch) string {
	to := c.wall(s.ToUs)
	length := s.ToUs - s.FromUs
	if length <= oneDay && to.Format(time.TimeOnly) == "00:00:00" {
		return "24:00"
	}
	switch {
	case length < oneDay:
		return to.Format("15:04")
	case length < 6*oneDay:
		return to.Format("Mon 15:04")
	default:
		return to.Format("2 Jan")
	}
}

// withoutNeed is the reason in a text such as "need 0.62 of 1; you rarely open this app at 03:00".
func withoutNeed(text string) string {
	if need, reason, ok := strings.Cut(text, "; "); ok && strings.HasPrefix(need, "need ") {
		return reason
	}
	return text
}

// hundredths writes millionths with two decimals; less than 1 is never shown as 1.
func hundredths(e6 int64) string {
	h := (e6 + 5_000) / 10_000
	if e6 < 1_000_000 {
		h = min(h, 99)
	}
	return fmt.Sprintf("%d.%02d", h/100, h%100)
}

// thousandths writes millionths with three decimals.
func thousandths(e6 int64) string {
	t := (e6 + 500) / 1000
	return fmt.Sprintf("%d.%03d", t/1000, t%1000)
}

// whole writes millionths in full.
func whole(e6 int64) string { return fmt.Sprintf("%d.%06d", e6/1_000_000, e6%1_000_000) }

// need is what the app's need was, from and to.
func need(fromE6, toE6 int64) string {
	from, to := hundredths(fromE6), hundredths(toE6)
	if from == to {
		return "need " + from + " of 1"
	}
	return "need " + from + "–" + to + " of 1"
}

// lead is the reason of a stretch that was not yet; a text that names an hour names the last one too.
func lead(s *Stretch) string {
	first, last := s.Lead.Text, s.Until
	if i := strings.LastIndexByte(first, ' '); first != last && i > 0 && strings.HasPrefix(last, first[:i+1]) {
		return first + " to " + last[i+1:]
	}
	return first
}

// labelled is a text with what it rests on.
func labelled(text, label string) string {
	if label == "" {
		return text
	}
	return text + " (" + label + ")"
}

// laneName is a lane as a heading.
func laneName(l *Lane) string {
	if l.Identifier == "" {
		return l.Trigger
	}
	return l.Trigger + "  " + l.Identifier
}

// clean makes a text of the trace harmless for a terminal: scripts choose identifiers.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) {
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
