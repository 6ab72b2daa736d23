package scheduler

import (
	"math/rand/v2"

	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// need is the app's need for a wake, as a sum of whole numbers: millionths of a wake per hour times microseconds. It stands
// at 1 when it reaches the threshold, which is the wake's luck. Whole numbers make it equal how a span is split.
type need struct {
	grown     int64
	threshold int64
	luck      int64 // in millionths
}

// unit is how much need one millionth of luck takes: an hour in microseconds.
const unit = 3_600_000_000

// next sets need to 0 and draws the luck of the wake to come: -ln(1-u), mean 1.
func (n *need) next(p *Params, stream *rand.Rand) {
	n.set(micro(min(p.LuckMax, max(p.LuckMin, chance.Exponential(stream)))))
}

// set puts need to 0 and the luck of the wake to come to so many millionths.
func (n *need) set(luck int64) { *n = need{luck: luck, threshold: luck * unit} }

// grow adds the need of a span in which the rate was constant. It stops at 1.
func (n *need) grow(rate int64, from, to vclock.Instant) {
	span := int64(to - from)
	if rate <= 0 || span <= 0 {
		return
	}
	if span > (n.threshold-n.grown)/rate { // asked this way round, the product cannot overflow
		n.grown = n.threshold
		return
	}
	n.grown += rate * span
}

// full reports whether need is 1.
func (n *need) full() bool { return n.grown >= n.threshold }

// fullAt is the first whole millisecond at or after now at which need is 1, if the rate stays; Never at a standstill.
func (n *need) fullAt(rate int64, now vclock.Instant) vclock.Instant {
	left := n.threshold - n.grown
	if left <= 0 {
		return now.CeilMillisecond()
	}
	if rate <= 0 {
		return vclock.Never
	}
	return (now + vclock.Instant((left+rate-1)/rate)).CeilMillisecond()
}

// micro is need in millionths of 1, rounded; less than 1 until it is full.
func (n *need) micro() int64 {
	if n.full() {
		return one
	}
	per := n.luck * (unit / one)
	return min((n.grown+per/2)/per, one-1)
}

func aboutLuck() about {
	return about{
		"luck", "how much waiting this wake takes: mean 1, drawn anew for each",
		Assumed, sourceOurs,
	}
}
