package vclock

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func zone(t require.TestingT, name string) *time.Location {
	loc, err := time.LoadLocation(name)
	require.NoError(t, err)
	return loc
}

func TestDaysHaveTheHoursThatTheZoneGivesThem(t *testing.T) {
	for _, tt := range []struct {
		zone    string
		y, m, d int
		hours   float64
	}{
		{"Europe/Berlin", 2026, 3, 2, 24},
		{"Europe/Berlin", 2026, 3, 29, 23},
		{"Europe/Berlin", 2026, 10, 25, 25},
		{"America/New_York", 2026, 3, 8, 23},
		{"America/Santiago", 2026, 9, 6, 23}, // the clock goes from 24:00 to 01:00: the day has no midnight
		{"Asia/Kathmandu", 2026, 3, 29, 24},
		{"Australia/Lord_Howe", 2026, 10, 4, 23.5},
	} {
		c := NewCalendar(tt.y, time.Month(tt.m), tt.d, zone(t, tt.zone))
		assert.Equal(t, Instant(0), c.DayStart(0), tt.zone)
		assert.InDelta(t, tt.hours, c.DayStart(1).Sub(c.DayStart(0)).Hours(), 0, "%s %d-%d", tt.zone, tt.m, tt.d)
	}
}

func TestWallClockTimesOfALongNight(t *testing.T) {
	c := NewCalendar(2026, time.October, 25, zone(t, "Europe/Berlin"))
	first := c.At(0, 2*time.Hour+30*time.Minute)
	assert.Equal(t, Instant(0).Add(2*time.Hour+30*time.Minute), first, "the first of the two")
	assert.Equal(t, 2*time.Hour+30*time.Minute, c.TimeOfDay(first.Add(time.Hour)), "the second shows the same time")
	c = NewCalendar(2026, time.March, 29, zone(t, "Europe/Berlin"))
	assert.Equal(t, 3*time.Hour+30*time.Minute, c.TimeOfDay(c.At(0, 2*time.Hour+30*time.Minute)), "02:30 does not exist")
}

func TestCalendarTurnsInstantsIntoDatesAndBack(t *testing.T) {
	zones := []string{"Europe/Berlin", "America/New_York", "America/Santiago", "Asia/Tokyo", "Pacific/Apia", "UTC"}
	rapid.Check(t, func(rt *rapid.T) {
		c := NewCalendar(2026, time.Month(rapid.IntRange(1, 12).Draw(rt, "month")), rapid.IntRange(1, 28).Draw(rt, "day"),
			zone(rt, rapid.SampledFrom(zones).Draw(rt, "zone")))
		i := Instant(rapid.Int64Range(-30*86400e6, 400*86400e6).Draw(rt, "instant"))
		require.Equal(rt, i, c.Instant(c.Wall(i)))
		day := c.Day(i)
		require.LessOrEqual(rt, c.DayStart(day), i)
		require.Greater(rt, c.DayStart(day+1), i, "a day is half-open")
	})
}

func TestInstantsRoundToMilliseconds(t *testing.T) {
	assert.Equal(t, Instant(2000), Instant(1001).CeilMillisecond())
	assert.Equal(t, Instant(1000), Instant(1000).CeilMillisecond())
	assert.Equal(t, Instant(-1000), Instant(-1999).CeilMillisecond())
	assert.Equal(t, int64(-2), Instant(-1999).Millis())
	assert.Equal(t, Never, Never.Add(time.Hour))
	assert.Equal(t, Never, Never.CeilMillisecond())
}
