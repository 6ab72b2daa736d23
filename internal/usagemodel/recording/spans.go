package recording

import (
	"slices"
	"time"
)

// joined is how far apart two spans of one thing may be and still be one: watchers write a span for each heartbeat or
// title. Assumed.
const joined = 3 * time.Second

// spans are stretches of time, joined as they come if they follow one another in either direction.
type spans struct{ list []span }

type span struct {
	from, to int64
	line     int
}

func (s *spans) add(from, to int64, line int) {
	if n := len(s.list); n > 0 {
		last := &s.list[n-1]
		if from <= last.to+joined.Milliseconds() && to >= last.from-joined.Milliseconds() {
			last.from, last.to = min(from, last.from), max(to, last.to)
			return
		}
	}
	s.list = append(s.list, span{from, to, line})
}

// join returns the spans in order and apart from one another.
func (s *spans) join() []span {
	slices.SortStableFunc(s.list, func(a, b span) int { return int(max(-1, min(1, a.from-b.from))) })
	var all spans
	for _, each := range s.list {
		all.add(each.from, each.to, each.line)
	}
	return all.list
}
