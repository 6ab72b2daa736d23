package scheduler

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

const cleanID = "com.example.clean"

// runNight submits a processing request at 22:00 and again after each run, until 08:00, and returns the wakes.
func runNight(t *testing.T, seed uint64, r Request, plugged bool) []vclock.Instant {
	t.Helper()
	c := refreshConfig()
	c.Seed, c.Start, c.Phone.Plugged = seed, at(22, 0, 0), plugged
	s := New(c)
	_, err := s.Submit(c.Start, r)
	require.NoError(t, err)
	var wakes []vclock.Instant
	for s.Next() < at(32, 0, 0) {
		for _, d := range grants(s.Advance(s.Next())) {
			assert.Equal(t, Processing, d.Trigger)
			assert.Equal(t, 5*time.Minute, d.Grant.Budget)
			wakes = append(wakes, d.At)
			s.Finished(d.At.Add(4*time.Minute), Run{Trigger: Processing, Request: r.Identifier, Ran: 4 * time.Minute})
			_, err := s.Submit(d.At.Add(4*time.Minute), r)
			require.NoError(t, err)
		}
	}
	return wakes
}

func TestProcessingRunsOnPowerHalfAnHourApart(t *testing.T) {
	t.Parallel()
	r := Request{Identifier: cleanID, Processing: true, Earliest: NoEarliest}
	var onPower, offPower, gaps int
	var sum time.Duration
	for seed := range uint64(30) {
		wakes := runNight(t, seed, r, true)
		onPower += len(wakes)
		offPower += len(runNight(t, seed, r, false))
		for i := 1; i < len(wakes); i++ {
			gap := wakes[i].Sub(wakes[i-1])
			assert.GreaterOrEqual(t, gap, 30*time.Minute)
			sum += gap
			gaps++
		}
	}
	assert.InDelta(t, 40, (sum / time.Duration(gaps)).Minutes(), 2, "30 min and a sixth of an hour")
	assert.Greater(t, onPower, 2*offPower)
}

func TestProcessingLeavesRefreshAlone(t *testing.T) {
	t.Parallel()
	alone, beside := New(refreshConfig()), New(refreshConfig())
	for _, s := range []*Scheduler{alone, beside} {
		_, err := s.Submit(0, Request{Identifier: refreshID, Earliest: NoEarliest})
		require.NoError(t, err)
	}
	_, err := beside.Submit(0, Request{Identifier: cleanID, Processing: true, Earliest: NoEarliest})
	require.NoError(t, err)
	var wakes [2][]vclock.Instant
	for i, s := range []*Scheduler{alone, beside} {
		for s.Next() < at(24, 0, 0) {
			for _, d := range grants(s.Advance(s.Next())) {
				if d.Trigger == Refresh {
					wakes[i] = append(wakes[i], d.At)
				}
				r := Request{Identifier: d.Request, Processing: d.Trigger == Processing, Earliest: NoEarliest}
				_, err := s.Submit(d.At, r)
				require.NoError(t, err)
				ran := time.Second
				if d.Trigger == Processing {
					ran = 5 * time.Minute
				}
				s.Finished(d.At.Add(time.Second), Run{Trigger: d.Trigger, Request: d.Request, Ran: ran})
			}
		}
	}
	assert.NotEmpty(t, wakes[0])
	assert.Equal(t, wakes[0], wakes[1])
}

func TestProcessingRequestsHaveTheirOwnNeed(t *testing.T) {
	t.Parallel()
	s := New(refreshConfig())
	for _, identifier := range []string{cleanID, "com.example.index"} {
		_, err := s.Submit(0, Request{Identifier: identifier, Processing: true, Earliest: NoEarliest})
		require.NoError(t, err)
	}
	wakes := grants(s.Advance(at(24, 0, 0)))
	require.Len(t, wakes, 2)
	assert.NotEqual(t, wakes[0].Request, wakes[1].Request)
	assert.NotEqual(t, wakes[0].At, wakes[1].At)
}

func TestAProcessingRequestThatIsSpentIsQuiet(t *testing.T) {
	t.Parallel()
	s := New(refreshConfig())
	_, err := s.Submit(0, Request{Identifier: cleanID, Processing: true, Earliest: NoEarliest})
	require.NoError(t, err)
	s.Advance(0)
	s.Cancel(at(0, 1, 0), cleanID)
	answer := lastAnswer(s.Advance(at(0, 1, 0)), Processing)
	assert.Contains(t, answer.Closed(), "no_request")
	s.Observe(usagemodel.Event{At: at(1, 0, 0), Kind: usagemodel.ScreenOn})
	assert.Nil(t, lastAnswer(s.Advance(at(2, 0, 0)), Processing))
}

func TestNeedIsKeptWhileNothingIsAsked(t *testing.T) {
	t.Parallel()
	s := New(refreshConfig())
	r := Request{Identifier: cleanID, Processing: true, Earliest: NoEarliest}
	_, err := s.Submit(0, r)
	require.NoError(t, err)
	s.lane(Processing, cleanID).need.set(8_000_000)
	s.Cancel(at(1, 0, 0), cleanID)
	s.Advance(at(3, 0, 0))
	_, err = s.Submit(at(5, 0, 0), r)
	require.NoError(t, err)
	s.Advance(at(6, 0, 0))
	assert.Equal(t, int64(2*600_000/8), s.lane(Processing, cleanID).need.micro(), "two hours at 0.6 an hour")
}
