package chance

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAStreamDependsOnSeedAndNameAlone(t *testing.T) {
	first := func(seed uint64, name ...string) uint64 { return Stream(seed, name...).Uint64() }
	once, again := first(1, "day", "3"), first(1, "day", "3")
	assert.Equal(t, once, again)
	different := map[uint64]string{}
	for name, v := range map[string]uint64{
		"luck": first(1, "luck"), "other seed": first(2, "luck"), "other name": first(1, "early"),
		"split otherwise": first(1, "lu", "ck"), "no name": first(1), "empty name": first(1, ""),
	} {
		assert.Empty(t, different[v], name)
		different[v] = name
	}
}

// The numbers of a seed are part of every recorded hash: a new release of Go must not change them.
func TestTheNumbersOfASeedNeverChange(t *testing.T) {
	rng := Stream(1, "luck")
	assert.Equal(t, []uint64{0xe41630e0219a230f, 0xd5a7d98d9fe978ee, 0x31ee8851a8cf2ac5}, []uint64{rng.Uint64(), rng.Uint64(), rng.Uint64()})
}

func TestSamplersHaveTheirMeans(t *testing.T) {
	const n = 200_000
	rng := Stream(1, "samplers")
	mean := func(draw func() float64) (m, sd float64) {
		var sum, sq float64
		for range n {
			x := draw()
			sum += x
			sq += x * x
		}
		m = sum / n
		return m, math.Sqrt(sq/n - m*m)
	}
	m, _ := mean(func() float64 { return Uniform(rng) })
	assert.InDelta(t, 0.5, m, 0.005)
	m, sd := mean(func() float64 { return Exponential(rng) })
	assert.InDelta(t, 1, m, 0.02)
	assert.InDelta(t, 1, sd, 0.02)
	m, sd = mean(func() float64 { return Normal(rng) })
	assert.InDelta(t, 0, m, 0.01)
	assert.InDelta(t, 1, sd, 0.01)
	m, sd = mean(func() float64 { return float64(Poisson(3, rng)) })
	assert.InDelta(t, 3, m, 0.03)
	assert.InDelta(t, math.Sqrt(3), sd, 0.03)
	m, sd = mean(func() float64 { return math.Log(LogNormal(40, 1.2, rng)) })
	assert.InDelta(t, math.Log(40), m, 0.02)
	assert.InDelta(t, 1.2, sd, 0.02)
	m, _ = mean(func() float64 {
		if Chance(0.3, rng) {
			return 1
		}
		return 0
	})
	assert.InDelta(t, 0.3, m, 0.01)
}
