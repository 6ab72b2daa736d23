package scheduler

import (
	"math/rand/v2"
	"time"

	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// Beat wakes the app on a fixed beat whenever it asks for a wake, and knows no gate, factor or luck. It has the methods of
// [Scheduler], for smoke tests and benchmarks. On each beat the fetch or refresh request is granted, and every processing
// request that is pending; earliest dates and intervals are not heeded. A beat passes that finds a wake unfinished.
type Beat struct {
	params Params
	config Config
	every  time.Duration
	early  *rand.Rand
	inbox  inbox
	phone  usagemodel.Phone
	now    vclock.Instant
	beat   vclock.Instant // the next one
	open   int            // wakes that are not finished
	out    output
}

// NewBeat returns the beat that falls at midnight of day 0 and each time so much has passed since, from config.Start on. A
// length below a millisecond panics.
func NewBeat(config Config, every time.Duration) *Beat {
	if every < time.Millisecond {
		panic("scheduler: a beat of less than a millisecond")
	}
	if config.Limit == 0 {
		config.Limit = config.Params.Limit
	}
	b := &Beat{
		params: config.Params, config: config, every: every.Truncate(time.Millisecond),
		early: chance.Stream(config.Seed, "early"), inbox: newInbox(&config), phone: config.Phone, now: config.Start,
	}
	for b.beat < config.Start {
		b.beat = b.beat.Add(b.every)
	}
	return b
}

// Observe is [Scheduler.Observe]; the beat only learns whether Background App Refresh is on.
func (b *Beat) Observe(e usagemodel.Event) {
	b.phone.Apply(e)
	b.now = max(b.now, e.At)
}

// Submit is [Scheduler.Submit].
func (b *Beat) Submit(now vclock.Instant, r Request) (Receipt, error) {
	b.now = max(b.now, now)
	return b.inbox.submit(b.now, r, b.phone.Refresh)
}

// Cancel is [Scheduler.Cancel].
func (b *Beat) Cancel(now vclock.Instant, identifier string) bool {
	b.now = max(b.now, now)
	return b.inbox.take(identifier)
}

// SetMinimumFetchInterval is [Scheduler.SetMinimumFetchInterval].
func (b *Beat) SetMinimumFetchInterval(now vclock.Instant, interval time.Duration) {
	b.now = max(b.now, now)
	b.inbox.interval = interval
}

// Finished is [Scheduler.Finished]; what the run cost does not matter.
func (b *Beat) Finished(now vclock.Instant, _ Run) {
	b.now = max(b.now, now)
	b.open--
}

// Force is [Scheduler.Force].
func (b *Beat) Force(now vclock.Instant) Decision {
	b.now = max(b.now, now)
	identifier := ""
	if r := b.inbox.refreshRequest(); r != nil {
		identifier = r.Identifier
		b.inbox.take(identifier)
	}
	return b.grant(b.now, b.config.API.trigger(), identifier, true)
}

// Next is the next beat. It is named whether or not anything is asked: the request may come before it falls.
func (b *Beat) Next() vclock.Instant { return b.beat }

// Advance returns the wakes of the beats up to and including the given instant. A beat that finds no request passes too.
func (b *Beat) Advance(to vclock.Instant) []Decision {
	b.out.begin()
	for ; b.beat <= to; b.beat = b.beat.Add(b.every) {
		if b.open == 0 {
			b.fall(b.beat)
		}
	}
	b.now = max(b.now, to)
	return b.out.take()
}

// fall grants what is asked at a beat.
func (b *Beat) fall(at vclock.Instant) {
	if b.config.API == Legacy && b.inbox.asksFetch() == askedFor {
		b.out.add(b.grant(at, Fetch, "", false))
	}
	for _, r := range b.inbox.pending {
		t := Refresh
		if r.Processing {
			t = Processing
		}
		b.out.add(b.grant(at, t, r.Identifier, false))
	}
	b.inbox.pending = b.inbox.pending[:0]
}

func (b *Beat) grant(at vclock.Instant, t Trigger, identifier string, forced bool) Decision {
	g := newGrant(&b.params, &b.config, t, b.early)
	g.Forced = forced
	b.open++
	return Decision{At: at, Trigger: t, Request: identifier, Grant: &g}
}
