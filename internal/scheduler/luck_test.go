package scheduler

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

func TestLuckHasMeanOneAndStaysInItsRange(t *testing.T) {
	t.Parallel()
	p := DefaultParams()
	stream := chance.Stream(1, "luck")
	const draws = 200_000
	var sum float64
	var n need
	least, most := int64(one), int64(one)
	for range draws {
		n.next(&p, stream)
		least, most = min(least, n.luck), max(most, n.luck)
		sum += float64(n.luck) / one
	}
	assert.Equal(t, int64(1_000), least)
	assert.Equal(t, int64(8_000_000), most)
	assert.InDelta(t, 1, sum/draws, 0.01)
}

func TestNeedIsFullWhenItSays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var n need
		n.set(rapid.Int64Range(1_000, 8_000_000).Draw(t, "luck"))
		rate := rapid.Int64Range(1, 1_000_000_000).Draw(t, "rate")
		now := vclock.Instant(rapid.Int64Range(-1e12, 1e12).Draw(t, "now"))
		at := n.fullAt(rate, now)
		assert.Equal(t, at, at.CeilMillisecond())

		early, late := n, n
		early.grow(rate, now, at-1000)
		assert.False(t, early.full(), "a millisecond sooner it is not")
		assert.Less(t, early.micro(), int64(one))
		late.grow(rate, now, at)
		assert.True(t, late.full())
		assert.Equal(t, int64(one), late.micro())
	})
}

func TestSplittingASpanAddsUpToTheSameNeed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var whole need
		whole.set(rapid.Int64Range(1_000, 8_000_000).Draw(t, "luck"))
		parts := whole
		rate := rapid.Int64Range(0, 1_000_000_000).Draw(t, "rate")
		end := vclock.Instant(rapid.Int64Range(0, 1e11).Draw(t, "end"))
		whole.grow(rate, 0, end)
		from := vclock.Instant(0)
		for from < end {
			to := from + vclock.Instant(rapid.Int64Range(1, int64(end-from)).Draw(t, "part"))
			parts.grow(rate, from, to)
			from = to
		}
		assert.Equal(t, whole, parts)
	})
}

func TestNeedStandsStillAtRateZero(t *testing.T) {
	t.Parallel()
	var n need
	n.set(one)
	n.grow(0, 0, at(1000, 0, 0))
	assert.Zero(t, n.micro())
	assert.Equal(t, vclock.Never, n.fullAt(0, 0))
}

func TestNeedDoesNotOverflow(t *testing.T) {
	t.Parallel()
	var n need
	n.set(8 * one)
	n.grow(4e9, 0, 4e9) // the product is beyond an int64
	assert.True(t, n.full())
	assert.Equal(t, n.threshold, n.grown)
}

func TestTheNthWakeHasTheNthDrawOfItsStreams(t *testing.T) {
	t.Parallel()
	c := refreshConfig()
	c.Budget = FieldBudget()
	honest, lazy := New(c), New(c)
	for range 5 {
		a, b := honest.Force(at(1, 0, 0)), lazy.Force(at(1, 0, 0))
		assert.Equal(t, a.Grant, b.Grant)
		lazy.Finished(at(1, 0, 0), Run{Trigger: Refresh, Killed: true}) // what a run costs moves no draw
	}
	c.Seed = 2
	assert.NotEqual(t, New(c).Force(0).Grant.Luck, New(refreshConfig()).Force(0).Grant.Luck)
}
