package network

import (
	"fmt"
	"strings"
	"time"
)

// Mock is what a mock file says: who answers which requests. It is immutable; many runs share one.
type Mock struct {
	name   string // as the user typed it
	routes []route
}

// Len is the number of routes.
func (m *Mock) Len() int { return len(m.routes) }

// route answers the requests whose method and URL match.
type route struct {
	line      int
	method    string // in capitals; "" any
	url       pattern
	failFirst int // so many requests fail before the first reply
	replies   []reply
}

// reply is one answer of a route.
type reply struct {
	status int
	header []Field
	body   []byte
	err    string
	delay  time.Duration
}

// reply is the answer to the n-th request (from 0): first the failures, then the replies in their order; the last one
// stays.
func (r *route) reply(n int) reply {
	if n < r.failFirst {
		return reply{err: ErrLost, delay: r.replies[0].delay}
	}
	return r.replies[min(n-r.failFirst, len(r.replies)-1)]
}

// match returns the first route that matches, or -1 and which one is nearest and why it does not.
func (m *Mock) match(r Request) (index int, nearMiss string) {
	for i := range m.routes {
		rt := &m.routes[i]
		if (rt.method == "" || rt.method == r.Method) && rt.url.match(r.URL) {
			return i, ""
		}
	}
	return -1, m.nearMiss(r)
}

// nearMiss names the route that is most like the request.
func (m *Mock) nearMiss(r Request) string {
	for i := range m.routes {
		if rt := &m.routes[i]; rt.url.match(r.URL) {
			return fmt.Sprintf("%s:%d answers this URL, but only for %s", m.name, rt.line, rt.method)
		}
	}
	best, bestDistance := -1, 0
	for i := range m.routes {
		d := m.routes[i].url.distance(r.URL)
		if best < 0 || d < bestDistance {
			best, bestDistance = i, d
		}
	}
	if best < 0 {
		return m.name + " has no routes"
	}
	rt := &m.routes[best]
	return fmt.Sprintf("nearest is %s:%d %s; %s", m.name, rt.line, rt.url.text, rt.url.differs(r.URL))
}

// clip cuts the query off, which patterns rarely name.
func clip(url string) string {
	url, _, _ = strings.Cut(url, "?")
	return url
}
