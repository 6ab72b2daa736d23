package verdict

import (
	"cmp"
	"slices"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// tooSoon is the gate that iOS closes for 15 minutes after every wake. It is part of being woken, so no report counts
// it among the stretches that need an explanation.
const tooSoon = "too_soon"

// spanBook turns the scheduler's answers into stretches with one reason each.
type spanBook struct {
	open map[int]*Span // by request
	done []Span
}

func (b *spanBook) init() { b.open = map[int]*Span{} }

func (b *spanBook) record(rec trace.Record) {
	switch ev := rec.Event.(type) {
	case *trace.Answer:
		b.answer(rec.TUs, ev)
	case *trace.Grant:
		b.end(ev.Request, rec.TUs)
	case *trace.RequestCancel:
		b.end(ev.ID, rec.TUs)
	case *trace.RequestSpent:
		b.end(ev.ID, rec.TUs)
	case *trace.RequestSubmit:
		b.end(ev.Replaced, rec.TUs)
	}
}

func (b *spanBook) answer(tUs int64, a *trace.Answer) {
	s := &Span{FromUs: tUs, Request: a.Request, Answer: a.Answer, Code: a.Lead, Text: a.Text, Label: a.Label}
	if len(a.Gates) > 0 {
		g := a.Gates[0]
		s.Code, s.Text, s.Label = g.Code, g.Text, g.Label
	}
	if now := b.open[a.Request]; now != nil && now.Answer == s.Answer && now.Code == s.Code {
		return
	}
	b.end(a.Request, tUs)
	b.open[a.Request] = s
}

// end closes a request's stretch. What lies before day 0 is the app's past and no part of the run's account.
func (b *spanBook) end(request int, tUs int64) {
	s := b.open[request]
	if s == nil {
		return
	}
	delete(b.open, request)
	s.FromUs, s.ToUs = max(0, s.FromUs), tUs
	if s.ToUs > s.FromUs {
		b.done = append(b.done, *s)
	}
}

func (b *spanBook) close(endUs int64) []Span {
	for request := range b.open {
		b.end(request, endUs)
	}
	slices.SortFunc(b.done, func(x, y Span) int {
		return cmp.Or(cmp.Compare(x.FromUs, y.FromUs), cmp.Compare(x.Request, y.Request))
	})
	return b.done
}
