package realtime

import (
	"testing"
	"time"

	"github.com/benbjohnson/clock"
	"github.com/stretchr/testify/assert"
)

func TestStopwatchShowsWhatTheClockMoved(t *testing.T) {
	mock := clock.NewMock()
	mock.Add(time.Hour)
	w := Start(mock)
	mock.Add(44 * time.Millisecond)
	assert.Equal(t, 44*time.Millisecond, w.Elapsed())
}

func TestGuardCountsEachTurnAnew(t *testing.T) {
	mock := clock.NewMock()
	g := NewGuard(mock, 10*time.Second)
	g.BeginTurn()
	mock.Add(10 * time.Second)
	assert.False(t, g.Exceeded(), "the limit itself is allowed")
	mock.Add(time.Millisecond)
	assert.True(t, g.Exceeded())
	g.BeginTurn()
	assert.False(t, g.Exceeded())
}

func TestAGuardWithoutLimitNeverStops(t *testing.T) {
	mock := clock.NewMock()
	g := NewGuard(mock, 0)
	g.BeginTurn()
	mock.Add(1000 * time.Hour)
	assert.False(t, g.Exceeded())
}

func TestTheMachinesClockIsReal(t *testing.T) {
	assert.WithinDuration(t, time.Now(), New().Now(), time.Minute)
}
