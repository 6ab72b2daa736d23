package usagemodel

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// The bounds of a drawn night; assumed, to keep a rare draw from making nights overlap.
const (
	maxDeviations = 3 // standard deviations from the profile's hours
	leastSleep    = time.Hour
	leastAwake    = time.Hour
)

// night is one sleep of the person. It belongs to the day on which it ends.
type night struct {
	day         int
	onset, wake vclock.Instant
}

// sleeps draws the nights, one for each day, and remembers the last few.
type sleeps struct {
	nights []night
	out    []moment
}

// draw draws the night that ends on day n. Days are drawn in order.
func (s *sleeps) draw(t *Timeline, n int) {
	rng := t.stream(n, "sleep")
	hours := t.profile.Sleep.Night[t.dates.day(n).kind]
	evening := t.dates.day(n)
	if hours.Onset > hours.Wake {
		evening = t.dates.day(n - 1)
	}
	onset := evening.at(hours.Onset).Add(deviation(hours.SD, rng))
	wake := t.dates.day(n).at(hours.Wake).Add(deviation(hours.SD, rng))
	if len(s.nights) > 0 {
		onset = max(onset, s.nights[len(s.nights)-1].wake.Add(leastAwake))
	}
	s.nights = append(s.nights, night{n, onset, max(wake, onset.Add(leastSleep))})
}

// deviation draws how far from the usual time something happens.
func deviation(sd time.Duration, rng *rand.Rand) time.Duration {
	z := min(max(chance.Normal(rng), -maxDeviations), maxDeviations)
	return millis(time.Duration(float64(sd) * z))
}

// of returns the night that ends on day n, which has been drawn.
func (s *sleeps) of(n int) night {
	for _, night := range s.nights {
		if night.day == n {
			return night
		}
	}
	panic("usagemodel: a night is needed that is not drawn or forgotten")
}

func (s *sleeps) asleep(at vclock.Instant) bool {
	for _, n := range s.nights {
		if n.onset <= at && at < n.wake {
			return true
		}
	}
	return false
}

// moments returns when the person falls asleep and wakes up from start to end.
func (s *sleeps) moments(start, end vclock.Instant) []moment {
	s.out = s.out[:0]
	for _, n := range s.nights {
		if start <= n.onset && n.onset < end {
			s.out = append(s.out, moment{at: n.onset, kind: Sleep})
		}
		if start <= n.wake && n.wake < end {
			s.out = append(s.out, moment{at: n.wake, kind: WakeUp})
		}
	}
	return s.out
}

// forget drops the nights that are over at the instant.
func (s *sleeps) forget(at vclock.Instant) {
	s.nights = slices.DeleteFunc(s.nights, func(n night) bool { return n.wake < at })
}
