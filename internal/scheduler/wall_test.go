package scheduler

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

func TestSlotsFollowTheWallClock(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"} {
		loc, err := time.LoadLocation(zone)
		require.NoError(t, err)
		rapid.Check(t, func(t *rapid.T) {
			c := vclock.NewCalendar(2026, time.Month(rapid.IntRange(1, 12).Draw(t, "month")), 1, loc)
			w := newWallClock(c)
			for range 5 { // forth and back over changes of the clock
				now := vclock.FromMillis(rapid.Int64Range(-400*86400e3, 400*86400e3).Draw(t, "now"))
				slot, edge := w.slot(now)
				tod := c.TimeOfDay(now)
				assert.Equal(t, int(tod/(15*time.Minute)), slot)
				assert.Greater(t, edge, now)
				assert.LessOrEqual(t, edge.Sub(now), 15*time.Minute)
				assert.Zero(t, c.TimeOfDay(edge)%(15*time.Minute))
			}
		})
	}
}

// Zone files end in 2037; after that Go works with their rule, and errs on the last day of a leap year.
func TestSlotsGoOnAfterTheZonesTableEnds(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{"Europe/Berlin", "America/New_York", "Australia/Sydney", "UTC"} {
		loc, err := time.LoadLocation(zone)
		require.NoError(t, err)
		for _, year := range []int{2037, 2040, 2044, 2100, 2200} {
			c := vclock.NewCalendar(year, time.December, 30, loc)
			w := newWallClock(c)
			for now := vclock.Instant(0); now < at(3*24, 0, 0); {
				slot, edge := w.slot(now)
				require.Greater(t, edge, now, "%s, %v", zone, c.Wall(now))
				require.Equal(t, int(c.TimeOfDay(now)/(15*time.Minute)), slot, "%s, %v", zone, c.Wall(now))
				now = edge
			}
		}
	}
}

// slotsOfDay are the slots that habits are asked for on day 0, in order.
func slotsOfDay(t *testing.T, year int, month time.Month, day int, change func(s *Scheduler)) []int {
	t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	c := refreshConfig()
	c.Calendar = vclock.NewCalendar(year, month, day, berlin)
	var slots []int
	c.Habits = plainHabits{opens: 5, habit: func(slot int) float64 {
		slots = append(slots, slot)
		return 1
	}}
	s := New(c)
	if change != nil {
		change(s)
	}
	s.Advance(c.Calendar.DayStart(1) - 1)
	return slots
}

func TestDaysOfClockChanges(t *testing.T) {
	t.Parallel()
	spring := slotsOfDay(t, 2026, time.March, 29, nil)
	assert.Len(t, spring, 92)
	assert.NotContains(t, spring, 8, "02:00 does not exist")
	autumn := slotsOfDay(t, 2026, time.October, 25, nil)
	assert.Len(t, autumn, 100)
	assert.Equal(t, autumn[8:12], autumn[12:16], "02:00 to 03:00 comes twice")
}

func TestAnotherZoneIsAnotherSlot(t *testing.T) {
	t.Parallel()
	slots := slotsOfDay(t, 2026, time.March, 2, func(s *Scheduler) {
		s.Observe(usagemodel.Event{At: at(12, 7, 0), Kind: usagemodel.ZoneChange, Zone: "America/New_York"})
	})
	require.Greater(t, len(slots), 50)
	assert.Equal(t, []int{47, 48, 24, 25}, slots[47:51], "06:07 in New York, and on from there")
}
