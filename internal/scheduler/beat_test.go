package scheduler

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// both are what may wake an app.
type both interface {
	Observe(usagemodel.Event)
	Submit(vclock.Instant, Request) (Receipt, error)
	Cancel(vclock.Instant, string) bool
	SetMinimumFetchInterval(vclock.Instant, time.Duration)
	Finished(vclock.Instant, Run)
	Force(vclock.Instant) Decision
	Next() vclock.Instant
	Advance(vclock.Instant) []Decision
}

var (
	_ both = (*Scheduler)(nil)
	_ both = (*Beat)(nil)
)

func TestBeatWakesOnTheBeatWhateverTheGatesSay(t *testing.T) {
	t.Parallel()
	c := legacyConfig()
	c.Start, c.Phone.ForceQuit = at(-3, 0, 0), true
	b := NewBeat(c, 6*time.Hour)
	b.SetMinimumFetchInterval(at(-3, 0, 0), time.Hour)
	var wakes []vclock.Instant
	for b.Next() < at(24, 0, 0) {
		for _, d := range b.Advance(b.Next()) {
			assert.Equal(t, Fetch, d.Trigger)
			assert.Equal(t, 30*time.Second, d.Grant.Budget)
			wakes = append(wakes, d.At)
			b.Finished(d.At.Add(time.Second), Run{Trigger: Fetch})
		}
	}
	assert.Equal(t, []vclock.Instant{at(0, 0, 0), at(6, 0, 0), at(12, 0, 0), at(18, 0, 0)}, wakes)
}

func TestBeatNeedsARequest(t *testing.T) {
	t.Parallel()
	b := NewBeat(refreshConfig(), time.Hour)
	assert.Empty(t, b.Advance(at(1, 0, 0)))
	_, err := b.Submit(at(1, 30, 0), Request{Identifier: refreshID, Earliest: at(20, 0, 0)})
	require.NoError(t, err)
	_, err = b.Submit(at(1, 30, 0), Request{Identifier: cleanID, Processing: true, Earliest: NoEarliest})
	require.NoError(t, err)
	wakes := b.Advance(at(2, 0, 0))
	require.Len(t, wakes, 2)
	assert.Equal(t, Refresh, wakes[0].Trigger)
	assert.Equal(t, Processing, wakes[1].Trigger)
	assert.Equal(t, 5*time.Minute, wakes[1].Grant.Budget)
	b.Finished(at(2, 1, 0), Run{Trigger: Refresh, Request: refreshID})
	b.Finished(at(2, 5, 0), Run{Trigger: Processing, Request: cleanID})
	assert.Empty(t, b.Advance(at(3, 0, 0)), "spent")
}

func TestBeatPassesWhileAWakeIsUnfinished(t *testing.T) {
	t.Parallel()
	b := NewBeat(legacyConfig(), time.Minute)
	b.SetMinimumFetchInterval(0, IntervalMinimum)
	assert.Len(t, b.Advance(at(0, 5, 0)), 1)
	b.Finished(at(0, 5, 30), Run{Trigger: Fetch})
	wakes := b.Advance(at(0, 6, 0))
	require.Len(t, wakes, 1)
	assert.Equal(t, at(0, 6, 0), wakes[0].At)
}

func TestBeatKeepsTheRulesOfSubmitting(t *testing.T) {
	t.Parallel()
	b := NewBeat(refreshConfig(), time.Hour)
	b.Observe(usagemodel.Event{Kind: usagemodel.Refresh, Refresh: usagemodel.RefreshOff})
	_, err := b.Submit(0, Request{Identifier: refreshID})
	require.ErrorIs(t, err, ErrUnavailable)
	assert.False(t, b.Cancel(0, refreshID))
	assert.Panics(t, func() { NewBeat(refreshConfig(), time.Microsecond) })
}

func TestForcedWakesSpendTheRequest(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]both{"law": New(refreshConfig()), "beat": NewBeat(refreshConfig(), time.Hour)} {
		_, err := s.Submit(at(1, 0, 0), Request{Identifier: refreshID, Earliest: at(20, 0, 0)})
		require.NoError(t, err)
		d := s.Force(at(3, 12, 40))
		assert.Equal(t, at(3, 12, 40), d.At, name)
		assert.Equal(t, refreshID, d.Request, name)
		assert.True(t, d.Grant.Forced, name)
		assert.False(t, s.Cancel(at(3, 12, 40), refreshID), name)
	}
}
