package scheduler

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// workedExample is the situation of the law's worked example: 10:00, the last wake was now, 15 minutes asked.
func workedExample(t *testing.T) *Scheduler {
	t.Helper()
	c := refreshConfig()
	c.Start = at(10, 0, 0)
	c.Phone.Level, c.Phone.Link = 62, usagemodel.Wifi
	c.Habits = plainHabits{opens: 5, habit: func(slot int) float64 {
		if slot < 42 {
			return 1.6
		}
		return 2.4
	}}
	c.Params.Recovery = math.MaxInt64 // none in this example
	s := New(c)
	s.balance = balance{left: 0.93, since: at(10, 0, 0)}
	s.lanes[0].lastWake = at(10, 0, 0)
	s.lanes[0].need.set(800_000)
	_, err := s.Submit(at(10, 0, 0), Request{Identifier: refreshID, Earliest: at(10, 15, 0)})
	require.NoError(t, err)
	return s
}

func TestWorkedExampleWakesToTheMillisecond(t *testing.T) {
	t.Parallel()
	s := workedExample(t)

	first := s.Advance(at(10, 14, 59))
	answer := lastAnswer(first, Refresh)
	assert.Equal(t, Refused, answer.Verdict)
	assert.Equal(t, []string{"too_soon"}, answer.Closed())
	assert.Equal(t, at(10, 15, 0), answer.Reasons()[0].Until)
	require.NotNil(t, first[0].Rate)
	assert.Equal(t, int64(16_460_000), first[0].Rate.SumScores)
	assert.Equal(t, int64(19_400_000), first[0].Rate.Den)
	assert.Equal(t, int64(1_348_454), first[0].Rate.Moment)
	assert.Equal(t, int64(2_006_499), first[0].Rate.Rate)
	assert.Equal(t, int64(800_000), first[0].Rate.Luck)

	answer = lastAnswer(s.Advance(at(10, 15, 0)), Refresh)
	assert.Equal(t, NotYet, answer.Verdict)
	assert.Equal(t, "need 0.00 of 1; only luck is missing", answer.Text())

	half := s.Advance(at(10, 30, 0))
	require.Len(t, half, 1)
	assert.Equal(t, int64(627_031), half[0].Rate.Need)
	assert.Equal(t, int64(3_009_748), half[0].Rate.Rate)

	wakes := grants(s.Advance(at(11, 0, 0)))
	require.Len(t, wakes, 1)
	assert.Equal(t, at(10, 35, 56)+891_000, wakes[0].At)
	assert.Equal(t, int64(800_000), wakes[0].Grant.Luck)
	assert.Equal(t, 30*time.Second, wakes[0].Grant.Budget)
}

func TestWorkedExampleRunCostsAndRecovers(t *testing.T) {
	t.Parallel()
	p := DefaultParams()
	run := Run{Ran: 28 * time.Second, Bytes: 20_000, NewData: true}
	assert.InDelta(t, 0.030, cost(&p, run), 1e-12)
	b := balance{left: 0.93, since: at(0, 0, 0)}.spend(&p, at(0, 0, 0), run)
	assert.InDelta(t, 0.90, b.left, 1e-12)
	assert.InDelta(t, 0.963212, b.at(&p, at(24, 0, 0)), 1e-6)
}

func TestWorkedExampleNightIsNearlyStill(t *testing.T) {
	t.Parallel()
	c := refreshConfig()
	c.Start = at(3, 0, 0)
	c.Phone.Plugged = true
	c.Habits = plainHabits{opens: 5, habit: func(int) float64 { return 0.01 }}
	s := New(c)
	s.balance = balance{left: 0.95, since: at(3, 0, 0)}
	_, err := s.Submit(at(3, 0, 0), Request{Identifier: refreshID, Earliest: NoEarliest})
	require.NoError(t, err)
	assert.Equal(t, int64(14_250), s.Advance(at(3, 0, 0))[0].Rate.Rate)
}
