package vclock

import (
	"math"
	"time"
)

// Instant is a point of virtual time: microseconds since 00:00 local time of day 0. It is negative before day 0.
type Instant int64

// Never is an instant that no run reaches.
const Never Instant = math.MaxInt64

// Millisecond is the grid on which the person and the scheduler live: their instants are whole milliseconds.
const Millisecond = time.Millisecond

// Add returns the instant d later, dropping what is finer than a microsecond. Never stays Never.
func (i Instant) Add(d time.Duration) Instant {
	if i == Never {
		return Never
	}
	return i + Instant(d/time.Microsecond)
}

// Sub returns the time from other to i.
func (i Instant) Sub(other Instant) time.Duration {
	return time.Duration(i-other) * time.Microsecond
}

// Micros returns the instant as the trace writes it.
func (i Instant) Micros() int64 { return int64(i) }

// Millis returns the instant in milliseconds, rounded down.
func (i Instant) Millis() int64 {
	ms := int64(i) / 1000
	if int64(i)%1000 < 0 {
		ms--
	}
	return ms
}

// CeilMillisecond returns the first whole millisecond at or after i.
func (i Instant) CeilMillisecond() Instant {
	if i == Never {
		return Never
	}
	ms := i.Millis()
	if ms*1000 != int64(i) {
		ms++
	}
	return FromMillis(ms)
}

// FromMillis returns the instant ms milliseconds after 00:00 of day 0.
func FromMillis(ms int64) Instant { return Instant(ms * 1000) }
