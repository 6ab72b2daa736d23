package fleet

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/scheduler"
	"github.com/fetchsim/fetchsim/internal/simulate"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

func specOf(t testing.TB, persona string, days int) Spec {
	p, err := usagemodel.Load(persona, nil)
	require.NoError(t, err)
	return Spec{
		Profile: p, Days: days, Seed: 1, Start: simulate.Date{Year: 2026, Month: time.March, Day: 2}, OS: 27,
		API: scheduler.BGTask,
	}
}

func tallied(t testing.TB, s Spec) *Tally {
	tally, err := Simulate(t.Context(), s)
	require.NoError(t, err)
	return tally
}

func TestAFleetIsTheSameWhateverItsWorkers(t *testing.T) {
	t.Parallel()
	s := specOf(t, "student", 45)
	s.Each, s.Workers = 7, 1
	one := tallied(t, s)
	s.Workers = 5
	assert.Equal(t, one, tallied(t, s))
	s.Seed = 2
	assert.NotEqual(t, one, tallied(t, s))
}

func TestATallyAddsUp(t *testing.T) {
	t.Parallel()
	s := specOf(t, "typical", 45)
	tally := tallied(t, s)
	assert.Equal(t, 2, tally.People)
	assert.Equal(t, 45, tally.Days)
	assert.Equal(t, 45, tally.PerDay.N())
	assert.Equal(t, 6, tally.Weeks, "four of the first person, two of the second")
	assert.Len(t, tally.WakesByDay, DaysEach)
	bySlot, byDay, perHour := 0, 0, 0.0
	for _, n := range tally.WakesBySlot {
		bySlot += n
	}
	for _, n := range tally.WakesByDay {
		byDay += n
	}
	for h := range 24 {
		perHour += tally.PerHour(h)
	}
	assert.Equal(t, tally.Wakes, bySlot)
	assert.Equal(t, tally.Wakes, byDay)
	assert.InDelta(t, float64(tally.Wakes)/45, tally.PerDay.Mean(), 1e-9)
	assert.InDelta(t, float64(tally.Wakes)/45, perHour, 1e-9)
	assert.InDelta(t, 45, tally.Nights.N(), 3, "a night a day")
}

func TestAFleetThatIsInterruptedSaysSo(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Simulate(ctx, specOf(t, "typical", 100))
	assert.ErrorIs(t, err, context.Canceled)
}

func TestAHistogramHasItsRanks(t *testing.T) {
	t.Parallel()
	var h Histogram
	assert.Zero(t, h.Percentile(50))
	assert.Zero(t, h.Mean())
	for v := range 100 {
		h.Add(v + 1)
	}
	h.Add(-3)
	h.Add(most + 5)
	assert.Equal(t, 102, h.N())
	assert.Equal(t, 0, h.Percentile(0))
	assert.Equal(t, 50, h.Percentile(50))
	assert.Equal(t, most, h.Percentile(100))
	assert.InDelta(t, 10.0/102, h.Share(11, 20), 1e-9)
	var both Histogram
	both.merge(&h)
	both.merge(&h)
	assert.Equal(t, 204, both.N())
	assert.InDelta(t, h.Mean(), both.Mean(), 1e-9)
}
