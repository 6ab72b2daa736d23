package scheduler

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

func TestAWakeIsAtAWholeMillisecondThoughItsGateOpensInBetween(t *testing.T) {
	t.Parallel()
	s := New(refreshConfig())
	s.lanes[0].need.grown = s.lanes[0].need.threshold
	_, err := s.Submit(at(1, 0, 0)+300, Request{Identifier: refreshID, Earliest: NoEarliest})
	require.NoError(t, err)
	assert.Empty(t, grants(s.Advance(at(1, 0, 0)+300)))
	assert.Equal(t, at(1, 0, 0)+1000, s.Next())
	assert.Len(t, grants(s.Advance(at(1, 0, 0)+1000)), 1)
}

func TestTheFloorIsToldWhenTheFetchEnds(t *testing.T) {
	t.Parallel()
	s := eager(t, legacyConfig())
	s.SetMinimumFetchInterval(at(1, 0, 0), time.Hour)
	require.Len(t, grants(s.Advance(at(1, 30, 0))), 1)
	s.Finished(at(1, 30, 0), Run{Trigger: Fetch, Ran: time.Second})
	answer := lastAnswer(s.Advance(at(1, 30, 0)), Fetch)
	require.NotNil(t, answer)
	assert.Equal(t, "too soon (0 of 60 min)", answer.Text())
	assert.Equal(t, at(2, 30, 0), answer.Reasons()[0].Until)
}

func TestTheHourThatIsRarelyUsedIsTheComingOne(t *testing.T) {
	t.Parallel()
	c := refreshConfig()
	c.Habits = plainHabits{opens: 5, habit: func(int) float64 { return 0.02 }}
	s := New(c)
	s.lanes[0].need.set(8_000_000)
	_, err := s.Submit(0, Request{Identifier: refreshID, Earliest: NoEarliest})
	require.NoError(t, err)
	assert.Equal(t, "you rarely open this app at 02:00", lastAnswer(s.Advance(at(2, 44, 0)), Refresh).Lead().Text)
	assert.Equal(t, "you rarely open this app at 03:00", lastAnswer(s.Advance(at(2, 45, 0)), Refresh).Lead().Text)
	assert.Nil(t, lastAnswer(s.Advance(at(3, 44, 0)), Refresh), "the same hour is told once")
}

// countedHabits are as many opens a day as were observed.
type countedHabits struct{ opens, asked *int }

func (h countedHabits) Observe(e usagemodel.Event) {
	if e.Kind == usagemodel.AppOpen {
		*h.opens++
	}
}

func (h countedHabits) OpensPerDay(vclock.Instant) float64 {
	*h.asked++
	return float64(*h.opens)
}

func (h countedHabits) Habit(int) float64 { return 1 }

func TestAnOpenCountsAtOnceAndHistoryOnlyTeaches(t *testing.T) {
	t.Parallel()
	c := refreshConfig()
	opens, asked := 0, 0
	c.Habits = countedHabits{&opens, &asked}
	s := New(c)
	for day := range 3 {
		s.Observe(usagemodel.Event{At: at(-24*(3-day), 0, 0), Kind: usagemodel.AppOpen})
		s.Observe(usagemodel.Event{At: at(-24*(3-day), 1, 0), Kind: usagemodel.AppClose})
	}
	assert.Zero(t, asked, "asked for the start, habits would take the history for past")
	_, err := s.Submit(at(0, 1, 0), Request{Identifier: refreshID, Earliest: NoEarliest})
	require.NoError(t, err)
	decisions := s.Advance(at(0, 1, 0))
	for _, d := range decisions {
		assert.GreaterOrEqual(t, d.At, c.Start, "no decision before the start")
	}
	rate := lastRate(decisions)
	assert.Equal(t, int64(360_000), rate.Affinity, "three opens against five, squared")

	s.Observe(usagemodel.Event{At: at(0, 5, 0), Kind: usagemodel.AppOpen})
	assert.Equal(t, int64(640_000), lastRate(s.Advance(at(0, 5, 0))).Affinity)
}

// lastRate is the last rate among the decisions, nil if there is none.
func lastRate(decisions []Decision) *Rate {
	var last *Rate
	for _, d := range decisions {
		if d.Rate != nil {
			last = d.Rate
		}
	}
	return last
}

func TestARunIsPaidForAtOnceAndToldAsTheReason(t *testing.T) {
	t.Parallel()
	s := eager(t, legacyConfig())
	s.SetMinimumFetchInterval(at(1, 0, 0), IntervalMinimum)
	require.Len(t, grants(s.Advance(at(1, 1, 0))), 1)
	for range 3 { // so dear that the allowance leads
		s.Finished(at(1, 1, 0), Run{Trigger: Fetch, Ran: 28 * time.Second, Killed: true})
	}
	decisions := s.Advance(at(1, 1, 0))
	assert.Equal(t, int64(one-3*128_000), lastRate(decisions).Allowance)
	s.lanes[0].need.set(8_000_000)
	s.params.Pace = 0.001
	answer := lastAnswer(s.Advance(at(1, 20, 0)), Fetch)
	require.NotNil(t, answer)
	assert.Equal(t, "3 of its last 3 runs were killed", answer.Lead().Text)
}

func TestARefreshAfterARebootLetsProcessingRun(t *testing.T) {
	t.Parallel()
	c := refreshConfig()
	c.Phone.BootAt, c.Phone.FirstUnlock = at(-1, 0, 0), at(-1, 10, 0)
	c.Phone.LastOpenAt, c.Phone.LastUseAt = at(-6, 0, 0), at(-6, 1, 0)
	s := New(c)
	_, err := s.Submit(0, Request{Identifier: cleanID, Processing: true, Earliest: NoEarliest})
	require.NoError(t, err)
	assert.Equal(t, []string{"not_run_since_boot"}, lastAnswer(s.Advance(0), Processing).Closed())
	s.Force(at(0, 10, 0))
	assert.Equal(t, NotYet, lastAnswer(s.Advance(at(0, 10, 0)), Processing).Verdict)
}

func TestWhatIsHeardLateHoldsFromThenOn(t *testing.T) {
	t.Parallel()
	s := New(refreshConfig())
	s.lanes[0].need.set(8_000_000)
	_, err := s.Submit(at(10, 3, 0), Request{Identifier: refreshID, Earliest: NoEarliest}) // the app's CPU took until here
	require.NoError(t, err)
	e := lowPower(true)
	e.At = at(10, 2, 0)
	s.Observe(e)
	assert.Equal(t, at(10, 3, 0), s.Next())
	decisions := s.Advance(at(10, 3, 0))
	assert.Equal(t, at(10, 3, 0), decisions[len(decisions)-1].At)
	assert.Equal(t, []string{"low_power_mode"}, lastAnswer(decisions, Refresh).Closed())
}

func TestNextNamesWhatWasPassedAndNotYetTaken(t *testing.T) {
	t.Parallel()
	s := New(refreshConfig())
	s.lanes[0].need.set(8_000_000)
	_, err := s.Submit(at(0, 1, 0), Request{Identifier: refreshID, Earliest: NoEarliest})
	require.NoError(t, err)
	s.Advance(at(0, 1, 0))
	assert.Equal(t, at(0, 15, 0), s.Next(), "a slot edge")
	s.Observe(usagemodel.Event{At: at(0, 16, 0), Kind: usagemodel.ScreenOn})
	s.Observe(usagemodel.Event{At: at(0, 17, 0), Kind: usagemodel.Lock})
	assert.LessOrEqual(t, s.Next(), at(0, 17, 0))
	assert.Equal(t, at(0, 16, 0), lastTime(s.Advance(s.Next())))
	assert.Equal(t, at(0, 30, 0), s.Next())
}

func lastTime(decisions []Decision) vclock.Instant { return decisions[len(decisions)-1].At }

func TestNothingAskedNothingToLookAt(t *testing.T) {
	t.Parallel()
	s := New(refreshConfig())
	decisions := s.Advance(0)
	require.Len(t, decisions, 1)
	assert.Equal(t, "no request is pending", decisions[0].Answer.Text())
	assert.Equal(t, at(-6+72, 0, 0), s.Next(), "but it will be dormant")
	assert.Len(t, s.Advance(at(100, 0, 0)), 1)
	assert.Equal(t, vclock.Never, s.Next())
}

func TestDecisionsThatWereTakenAreForgotten(t *testing.T) {
	t.Parallel()
	s := New(refreshConfig())
	_, err := s.Submit(0, Request{Identifier: refreshID, Earliest: at(100, 0, 0)})
	require.NoError(t, err)
	for hour := range 48 {
		happen(s, at(hour, 0, 0), events{lowPower(hour%2 == 0), battery(50 + hour)})
		s.Advance(at(hour, 59, 59))
		assert.LessOrEqual(t, len(s.out.decisions), 8)
		assert.Len(t, s.out.decisions, len(s.out.answers)+len(s.out.rates))
	}
}

func TestFinishingWhatWasNeverGrantedPanics(t *testing.T) {
	t.Parallel()
	assert.Panics(t, func() { New(refreshConfig()).Finished(0, Run{Trigger: Processing, Request: "x"}) })
}

func TestAnUnknownZonePanics(t *testing.T) {
	t.Parallel()
	s := New(refreshConfig())
	assert.Panics(t, func() { s.Observe(usagemodel.Event{Kind: usagemodel.ZoneChange, Zone: "Mars/Olympus"}) })
}

func TestNamesInTraces(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"fetch", "refresh", "processing", "unknown"},
		[]string{Fetch.String(), Refresh.String(), Processing.String(), Trigger(9).String()})
	assert.Equal(t, []string{"refused", "notYet"}, []string{Refused.String(), NotYet.String()})
	assert.Equal(t, []string{"legacy", "bgTaskScheduler"}, []string{Legacy.String(), BGTask.String()})
}

func TestTheWaitForADateIsCountedFromItsRequest(t *testing.T) {
	t.Parallel()
	s := New(refreshConfig())
	_, err := s.Submit(at(1, 0, 0), Request{Identifier: refreshID, Earliest: at(2, 0, 0)})
	require.NoError(t, err)
	s.Advance(at(1, 0, 0))
	happen(s, at(1, 30, 0), events{lowPower(true)})
	reasons := lastAnswer(s.Advance(at(1, 30, 0)), Refresh).Reasons()
	require.Len(t, reasons, 2)
	assert.Equal(t, "too soon (30 of 60 min)", reasons[1].Text)
}

func TestTheRateFollowsWhatItIsMadeOf(t *testing.T) {
	t.Parallel()
	s := New(refreshConfig())
	s.lanes[0].need.set(8_000_000)
	_, err := s.Submit(at(1, 0, 0), Request{Identifier: refreshID, Earliest: NoEarliest})
	require.NoError(t, err)
	s.Advance(at(1, 0, 0))
	for i, e := range (events{
		event(usagemodel.ScreenOn), event(usagemodel.Plug), battery(40), linkTo(usagemodel.Weak), event(usagemodel.ScreenOff),
	}) {
		now := at(1, 1+i, 0)
		happen(s, now, events{e})
		assert.NotNil(t, lastRate(s.Advance(now)), "%s", e.Kind)
	}
	happen(s, at(1, 10, 0), events{event(usagemodel.Unlock), event(usagemodel.Lock), linkTo(usagemodel.Weak)})
	assert.Nil(t, lastRate(s.Advance(at(1, 10, 0))), "nothing that counts has changed")
}
