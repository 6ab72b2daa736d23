package network

import (
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// Where an answer came from, as the trace writes it.
const (
	FromPlaceholder = "placeholder"
	FromMock        = "mock"
)

// requestTimeout is how long iOS waits for the next byte before it gives a request up. Documented: the default of
// URLSessionConfiguration.timeoutIntervalForRequest is 60 s,
// https://developer.apple.com/documentation/foundation/urlsessionconfiguration/timeoutintervalforrequest
const requestTimeout = 60 * time.Second

// Request is what the app sends.
type Request struct {
	Method string // in capitals
	URL    string // absolute, without a fragment
	Bytes  int64  // length of the body
}

// Field is one header field; names are in lower case.
type Field struct{ Name, Value string }

// Answer is what becomes of a request. With an Error there is no status and no body.
type Answer struct {
	Wait     time.Duration // from the request to the first byte of the answer, or to the error
	Receive  time.Duration // from the first byte to the last
	Status   int           // 200 … 599
	Header   []Field
	Body     []byte // shared between runs: not to be changed
	Error    string // "", or what went wrong: one of the Err constants
	From     string // FromPlaceholder or FromMock
	NearMiss string // for a placeholder although there is a mock file: the nearest route, and why it does not match
}

// What can go wrong on the way, in the words of the trace.
const (
	ErrOffline  = "offline"
	ErrTimeout  = "timed out"
	ErrLost     = "connection lost"
	ErrHost     = "host not found"
	ErrInsecure = "certificate refused"
)

// Options say what a Client stands on.
type Options struct {
	Seed uint64
	Now  func() vclock.Instant
	Link func() string // the name of the link of this instant, see [Links]
	Mock *Mock         // nil: every request is answered by the placeholder
}

// Client answers the requests of one run. It belongs to one goroutine.
type Client struct {
	o        Options
	requests int
	asked    []int                     // how often each route was
	kept     map[string]vclock.Instant // until when the connection to an origin is kept open
	keptLink string
}

// New returns a client that has answered nothing yet.
func New(o Options) *Client {
	c := &Client{o: o}
	if o.Mock != nil {
		c.asked = make([]int, len(o.Mock.routes))
	}
	c.Disconnect()
	return c
}

// Disconnect closes the kept connections, as the end of the app's process does.
func (c *Client) Disconnect() { c.kept = map[string]vclock.Instant{} }

// Online tells whether the link of this instant leads anywhere.
func (c *Client) Online() bool { return !LinkOf(c.o.Link()).Offline }

// Answer returns what becomes of a request that is made now.
func (c *Client) Answer(r Request) Answer {
	c.requests++
	rng := chance.Stream(c.o.Seed, "network", strconv.Itoa(c.requests))
	a, delay := c.content(r)
	link := LinkOf(c.o.Link())
	if link.Offline {
		return Answer{Wait: offlineFails, Error: ErrOffline, From: a.From, NearMiss: a.NearMiss}
	}
	a.Wait = c.connect(r, link, rng) + delay
	if a.Error == "" {
		a.Wait += link.Up.time(r.Bytes)
		a.Receive = link.receive(int64(len(a.Body)))
	}
	if a.Error == ErrTimeout || a.Wait > requestTimeout {
		return Answer{Wait: requestTimeout, Error: ErrTimeout, From: a.From, NearMiss: a.NearMiss}
	}
	c.keep(r, a)
	return a
}

// content is what the answer holds, without the time of the link, and the delay that a route asks for.
func (c *Client) content(r Request) (a Answer, delay time.Duration) {
	if c.o.Mock == nil {
		return placeholder(""), 0
	}
	i, nearMiss := c.o.Mock.match(r)
	if i < 0 {
		return placeholder(nearMiss), 0
	}
	reply := c.o.Mock.routes[i].reply(c.asked[i])
	c.asked[i]++
	return Answer{Status: reply.status, Header: reply.header, Body: reply.body, Error: reply.err, From: FromMock}, reply.delay
}

// placeholder is the answer when nothing says what a URL answers: an empty JSON object. Reports mark whatever follows
// from it.
func placeholder(nearMiss string) Answer {
	return Answer{
		Status: 200, Header: []Field{{"content-type", "application/json"}, {"content-length", "2"}}, Body: []byte("{}"),
		From: FromPlaceholder, NearMiss: nearMiss,
	}
}

// connect is the time until the first byte of the answer: name, connection and encryption unless a connection is kept,
// then the request's way there and back, and the server's own time.
func (c *Client) connect(r Request, l Link, rng *rand.Rand) time.Duration {
	trips := tripsOnKept
	if !c.connected(r, l) {
		trips = tripsOnNew
	}
	return jitter(time.Duration(trips)*(l.RoundTrip+pathRoundTrip)+serverTime, rng)
}

func (c *Client) connected(r Request, l Link) bool {
	if c.keptLink != l.Name { // another interface: the connections of the old one are gone
		c.Disconnect()
		c.keptLink = l.Name
	}
	until, ok := c.kept[origin(r.URL)]
	return ok && c.o.Now() <= until
}

func (c *Client) keep(r Request, a Answer) {
	if a.Error == "" {
		c.kept[origin(r.URL)] = c.o.Now().Add(a.Wait + a.Receive + keepAlive)
	}
}
