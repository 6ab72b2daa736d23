package scheduler

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

func TestSubmitIsRefused(t *testing.T) {
	t.Parallel()
	refresh := Request{Identifier: refreshID, Earliest: NoEarliest}
	clean := Request{Identifier: "com.example.clean", Processing: true, Earliest: NoEarliest}
	for _, tt := range []struct {
		name   string
		config func(c *Config)
		r      Request
		want   error
	}{
		{"never: refresh", func(*Config) {}, refresh, nil},
		{"never: processing", func(*Config) {}, clean, nil},
		{"identifier not listed", func(*Config) {}, Request{Identifier: "com.example.other"}, ErrNotPermitted},
		{"identifier not listed, Info.plist unknown", func(c *Config) { c.PermitAll = true }, Request{Identifier: "x", Earliest: NoEarliest}, nil},
		{"no fetch mode", func(c *Config) { c.FetchMode = false }, refresh, ErrNotPermitted},
		{"no fetch mode, processing", func(c *Config) { c.FetchMode = false }, clean, nil},
		{"no processing mode", func(c *Config) { c.ProcessingMode = false }, clean, ErrNotPermitted},
		{"the legacy API is in use", func(c *Config) { c.API = Legacy }, refresh, ErrNotPermitted},
		{"the legacy API is in use, processing", func(c *Config) { c.API = Legacy }, clean, nil},
		{"refresh off", func(c *Config) { c.Phone.Refresh = usagemodel.RefreshOff }, refresh, ErrUnavailable},
		{"refresh on Wi-Fi only, on cellular", func(c *Config) {
			c.Phone.Refresh, c.Phone.Link = usagemodel.RefreshWifiOnly, usagemodel.Cellular
		}, refresh, nil},
		{"simulator", func(c *Config) { c.Simulator = true }, refresh, ErrUnavailable},
		{"simulator, not listed", func(c *Config) { c.Simulator = true }, Request{Identifier: "x"}, ErrUnavailable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := refreshConfig()
			tt.config(&c)
			_, err := New(c).Submit(at(1, 0, 0), tt.r)
			require.ErrorIs(t, err, tt.want)
		})
	}
}

func TestOneRefreshAndTenProcessingRequestsMayPend(t *testing.T) {
	t.Parallel()
	c := refreshConfig()
	for i := range 11 {
		c.Permitted = append(c.Permitted, fmt.Sprintf("p%d", i))
	}
	s := New(c)
	submit := func(identifier string, processing bool) (Receipt, error) {
		return s.Submit(at(1, 0, 0), Request{Identifier: identifier, Processing: processing, Earliest: NoEarliest})
	}
	receipt, err := submit(refreshID, false)
	require.NoError(t, err)
	assert.False(t, receipt.Replaced)
	receipt, err = submit(refreshID, false)
	require.NoError(t, err)
	assert.True(t, receipt.Replaced)
	_, err = submit("com.example.index", false)
	require.ErrorIs(t, err, ErrTooManyPending)
	for i := range 10 {
		_, err = submit(fmt.Sprintf("p%d", i), true)
		require.NoError(t, err)
	}
	_, err = submit("p10", true)
	require.ErrorIs(t, err, ErrTooManyPending)
	_, err = submit("p9", true)
	require.NoError(t, err, "the same identifier replaces")

	assert.True(t, s.Cancel(at(1, 0, 1), "p0"))
	assert.False(t, s.Cancel(at(1, 0, 1), "p0"))
	_, err = submit("p10", true)
	require.NoError(t, err)
}

func TestADateMoreThanAWeekAheadIsWarnedOf(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		earliest vclock.Instant
		want     bool
	}{{NoEarliest, false}, {at(7*24, 0, 0), false}, {at(7*24, 0, 1), true}} {
		receipt, err := New(refreshConfig()).Submit(at(0, 0, 0), Request{Identifier: refreshID, Earliest: tt.earliest})
		require.NoError(t, err)
		assert.Equal(t, tt.want, receipt.FarAhead)
	}
}

// eager is a scheduler on which a wake follows as soon as all gates are open: luck hardly matters.
func eager(t *testing.T, c Config) *Scheduler {
	t.Helper()
	c.Params.Pace, c.Params.LuckMin, c.Params.LuckMax = 1000, 0.001, 0.001
	return New(c)
}

func TestARequestIsSpentByItsWake(t *testing.T) {
	t.Parallel()
	s := eager(t, refreshConfig())
	_, err := s.Submit(at(1, 0, 0), Request{Identifier: refreshID, Earliest: NoEarliest})
	require.NoError(t, err)
	decisions := s.Advance(at(9, 0, 0))
	wakes := grants(decisions)
	require.Len(t, wakes, 1)
	assert.Equal(t, refreshID, wakes[0].Request)
	assert.Equal(t, "refresh", wakes[0].Trigger.String())
	assert.Contains(t, lastAnswer(decisions, Refresh).Closed(), "no_request")

	_, err = s.Submit(at(9, 0, 0), Request{Identifier: refreshID, Earliest: NoEarliest})
	require.NoError(t, err)
	assert.Len(t, grants(s.Advance(at(9, 1, 0))), 1)
}

func TestRefreshesAreFifteenMinutesApart(t *testing.T) {
	t.Parallel()
	s := eager(t, refreshConfig())
	var last vclock.Instant
	_, err := s.Submit(at(1, 0, 0), Request{Identifier: refreshID, Earliest: NoEarliest})
	require.NoError(t, err)
	for range 4 {
		wakes := grants(s.Advance(s.Next().Add(20 * time.Minute)))
		require.Len(t, wakes, 1)
		if last != 0 {
			assert.InDelta(t, 15*time.Minute, wakes[0].At.Sub(last), float64(10*time.Millisecond))
			assert.GreaterOrEqual(t, wakes[0].At.Sub(last), 15*time.Minute)
		}
		last = wakes[0].At
		_, err = s.Submit(last.Add(time.Second), Request{Identifier: refreshID, Earliest: NoEarliest})
		require.NoError(t, err)
		s.Finished(last.Add(2*time.Second), Run{Trigger: Refresh, Request: refreshID, Ran: 2 * time.Second})
	}
}

func TestLegacyAsksForNothingUntilAnIntervalIsSet(t *testing.T) {
	t.Parallel()
	s := eager(t, legacyConfig())
	answer := lastAnswer(s.Advance(at(2, 0, 0)), Fetch)
	assert.Equal(t, []string{"no_request"}, answer.Closed())
	assert.Equal(t, "the minimum fetch interval is never", answer.Text())

	s.SetMinimumFetchInterval(at(3, 0, 0), IntervalMinimum)
	assert.Len(t, grants(s.Advance(at(4, 0, 0))), 1)

	c := legacyConfig()
	c.FetchMode = false
	s = eager(t, c)
	s.SetMinimumFetchInterval(at(3, 0, 0), IntervalMinimum)
	answer = lastAnswer(s.Advance(at(4, 0, 0)), Fetch)
	assert.Equal(t, "UIBackgroundModes lacks fetch", answer.Text())
}

func TestLegacyIntervalCountsFromTheEndOfTheLastFetch(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		interval time.Duration
		gap      time.Duration
	}{
		{"minimum is 15 min", IntervalMinimum, 15 * time.Minute},
		{"a minute is 15 min", time.Minute, 15 * time.Minute},
		{"an hour", time.Hour, time.Hour},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := eager(t, legacyConfig())
			s.SetMinimumFetchInterval(at(1, 0, 0), tt.interval)
			decisions := s.Advance(at(2, 0, 0))
			wakes := grants(decisions)
			require.Len(t, wakes, 1, "the request stays, but the fetch still runs")
			assert.Equal(t, "too soon (its last fetch is still running)", lastAnswer(decisions, Fetch).Text())

			s.Finished(at(2, 0, 0), Run{Trigger: Fetch, Ran: time.Second})
			wakes = grants(s.Advance(at(4, 0, 0)))
			require.Len(t, wakes, 1)
			assert.InDelta(t, tt.gap, wakes[0].At.Sub(at(2, 0, 0)), float64(10*time.Millisecond))
			assert.GreaterOrEqual(t, wakes[0].At.Sub(at(2, 0, 0)), tt.gap)
		})
	}
}

func TestOpeningTheAppRestartsTheFloor(t *testing.T) {
	t.Parallel()
	open := func(s *Scheduler) {
		s.Observe(usagemodel.Event{At: at(1, 10, 0), Kind: usagemodel.AppOpen})
		s.Observe(usagemodel.Event{At: at(1, 12, 0), Kind: usagemodel.AppClose})
	}
	c := legacyConfig()
	c.Start = at(1, 0, 0)
	c.Phone.LastUseAt = at(0, 59, 0)
	legacy := eager(t, c)
	legacy.SetMinimumFetchInterval(at(1, 0, 0), time.Hour)
	open(legacy)
	assert.GreaterOrEqual(t, grants(legacy.Advance(at(5, 0, 0)))[0].At, at(2, 12, 0), "legacy: the whole interval")

	c.API, c.Permitted = BGTask, []string{refreshID}
	task := eager(t, c)
	_, err := task.Submit(at(1, 0, 0), Request{Identifier: refreshID, Earliest: NoEarliest})
	require.NoError(t, err)
	open(task)
	wake := grants(task.Advance(at(5, 0, 0)))[0].At
	assert.GreaterOrEqual(t, wake, at(1, 27, 0), "BGTaskScheduler: 15 min")
	assert.Less(t, wake, at(1, 28, 0))
}

func TestNeverStopsLegacyFetch(t *testing.T) {
	t.Parallel()
	s := eager(t, legacyConfig())
	s.SetMinimumFetchInterval(at(1, 0, 0), time.Hour)
	s.SetMinimumFetchInterval(at(1, 0, 0), IntervalNever)
	assert.Empty(t, grants(s.Advance(at(20, 0, 0))))
}

func TestSetMinimumFetchIntervalMeansNothingBesideBGTaskScheduler(t *testing.T) {
	t.Parallel()
	s := eager(t, refreshConfig())
	s.SetMinimumFetchInterval(at(1, 0, 0), IntervalMinimum)
	assert.Empty(t, grants(s.Advance(at(20, 0, 0))))
}
