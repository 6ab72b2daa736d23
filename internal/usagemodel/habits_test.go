package usagemodel

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/vclock"
)

// calendarOf begins on Monday, 2 March 2026; the clocks of Europe/Berlin change on day 27.
func calendarOf(t testing.TB, p *Profile) vclock.Calendar {
	t.Helper()
	return vclock.NewCalendar(2026, time.March, 2, p.Location())
}

func loaded(t testing.TB, name string) *Profile {
	t.Helper()
	p, err := Load(name, nil)
	require.NoError(t, err)
	return p
}

func flatBase() [Slots]float64 {
	var base [Slots]float64
	for k := range base {
		base[k] = 1
	}
	return base
}

func TestOneDayOfOpensInOneSlotGivesTheLawsHabit(t *testing.T) {
	t.Parallel()
	var l learned
	l.today[40] = true
	l.learn(Weekday, halfLife(14))
	params := DefaultHabitParams()
	g := newKernel(params.Blur)
	shares := l.shares(Weekday, params, &g, flatBase())
	habit := lead(shares, params)
	for _, tt := range []struct {
		name        string
		got, want   float64
		printedWith float64
	}{
		{"the kernel's middle", g[kernelReach], 0.199676, 1e-6},
		{"the share of the slot itself", shares[40], 0.105046, 1e-6},
		{"the share of the slot after", shares[41], 0.093315, 1e-6},
		{"the share just outside the blur", shares[47], 1. / 192, 1e-12},
		{"the mean share", mean(shares), 1. / 96, 1e-12},
		{"the habit one slot ahead", habit[39], 7.2419, 1e-4},
		{"the habit an hour ahead", habit[36], 7.2419, 1e-4},
		{"the habit in the slot, which has nothing of it ahead", habit[40], 5.1701, 1e-4},
		{"the habit far away", habit[60], 0.5, 1e-12},
	} {
		t.Run(tt.name, func(t *testing.T) { assert.InDelta(t, tt.want, tt.got, tt.printedWith*0.51) })
	}
}

func TestHabitMovedByEightHoursGetsHalfItsMassWithinTwoWeeks(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	p.Weekend = [7]bool{} // one type of day, so that each day counts in full
	cal := calendarOf(t, p)
	const before, oldSlot, newSlot = 60, 40, 40 + 8*4
	h := NewHabits(DefaultHabitParams(), p, cal, -before)
	moved := -1
	for n := -before; moved < 0 && n < 60; n++ {
		slot := oldSlot
		if n >= 0 {
			slot = newSlot
		}
		h.Observe(Event{At: cal.At(n, time.Duration(slot)*slotLength), Kind: AppOpen})
		h.OpensPerDay(cal.DayStart(n + 1))
		if massAround(h, newSlot) >= massAround(h, oldSlot) {
			moved = n + 1
		}
	}
	assert.GreaterOrEqual(t, moved, 10)
	assert.LessOrEqual(t, moved, 16)
}

// massAround sums the habit where a slot's use lies ahead.
func massAround(h *Habits, slot int) float64 {
	sum := 0.0
	for k := slot - 12; k <= slot+8; k++ {
		sum += h.Habit(k)
	}
	return sum
}

func TestOpensPerDay(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	cal := calendarOf(t, p)
	open := func(h *Habits, n int, hours ...float64) {
		for _, hour := range hours {
			h.Observe(Event{At: cal.DayStart(n).Add(time.Duration(hour * float64(time.Hour))), Kind: AppOpen})
		}
	}
	fade := math.Exp2(-1. / 14)
	for _, tt := range []struct {
		name  string
		live  func(h *Habits)
		at    vclock.Instant
		wants float64
	}{
		{"never opened", func(*Habits) {}, cal.DayStart(3), 0},
		{"on the install day only the time since the first open counts", func(h *Habits) { open(h, 0, 12, 15) }, cal.At(0, 18*time.Hour), 2 / 1.25},
		{"days before the first open do not count", func(h *Habits) { open(h, 5, 12, 15) }, cal.At(5, 18*time.Hour), 2 / 1.25},
		{"midnight changes nothing", func(h *Habits) { open(h, 0, 12, 15) }, cal.DayStart(1), 2 / 1.5},
		{"older days count less", func(h *Habits) { open(h, 0, 0); open(h, 1, 1, 2, 3) }, cal.DayStart(2), (fade + 3) / (fade + 1 + 1)},
		{"a day without an open counts", func(h *Habits) { open(h, 0, 0) }, cal.DayStart(2), fade / (fade + 1 + 1)},
		{"no more than the most counts", func(h *Habits) { open(h, 0, make([]float64, 300)...) }, cal.DayStart(1), 25},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := NewHabits(DefaultHabitParams(), p, cal, 0)
			tt.live(h)
			assert.InDelta(t, tt.wants, h.OpensPerDay(tt.at), 1e-12)
		})
	}
}

func TestHabitOfNobodyKnownIsThePopulations(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	h := NewHabits(DefaultHabitParams(), p, calendarOf(t, p), 0)
	sum := 0.0
	for k := range Slots {
		sum += h.Habit(k)
	}
	assert.InDelta(t, Slots, sum, 1e-9, "the mean is 1")
	base := populationBase(Weekday)
	assert.InDelta(t, (base[80]+base[81]+base[82]+base[83])/4, h.Habit(79), 1e-12)
}

func TestWeekendsLearnFromWeekdaysByHalf(t *testing.T) {
	t.Parallel()
	params := DefaultHabitParams()
	g := newKernel(params.Blur)
	var l learned
	l.today[40] = true
	l.learn(Weekday, 1)
	same, other := l.shares(Weekday, params, &g, flatBase()), l.shares(Weekend, params, &g, flatBase())
	average := 1. / 96
	assert.InDelta(t, (g[kernelReach]+average)/2, same[40], 1e-12)
	assert.InDelta(t, (0.5*g[kernelReach]+average)/1.5, other[40], 1e-12)
}

func TestBlurGoesRoundMidnight(t *testing.T) {
	t.Parallel()
	g := newKernel(2)
	var slots [Slots]float64
	slots[0] = 1
	blurred := g.blur(slots)
	assert.InDelta(t, g[kernelReach-1], blurred[95], 1e-15)
	assert.InDelta(t, g[kernelReach+2], blurred[2], 1e-15)
	assert.Zero(t, blurred[48])
}

func TestSlotsFollowTheWallClockWhenClocksChange(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	cal := calendarOf(t, p)
	const springForward = 27 // 29 March 2026 has no 02:00 to 03:00
	require.Equal(t, 23*time.Hour, cal.DayStart(springForward+1).Sub(cal.DayStart(springForward)))
	h := NewHabits(DefaultHabitParams(), p, cal, springForward)
	h.Observe(Event{At: cal.At(springForward, 10*time.Hour), Kind: AppOpen})
	assert.True(t, h.app.today[40])
}

func TestEveryHabitParameterHasASizeALabelAndASource(t *testing.T) {
	t.Parallel()
	var changed HabitParams
	for _, row := range HabitParameters() {
		assert.NotZero(t, row.Default, row.Name)
		assert.NotEmpty(t, row.Source, row.Name)
		assert.NotEmpty(t, row.Reason, row.Name)
		assert.Contains(t, []string{"documented", "documented*", "observed", "assumed"}, row.Label)
		require.NoError(t, changed.Set(row.Name, row.Default))
	}
	assert.Equal(t, DefaultHabitParams(), changed)
	assert.Error(t, changed.Set("luck", 1))
}

func BenchmarkHabitsOfADay(b *testing.B) {
	p := loaded(b, "typical")
	cal := calendarOf(b, p)
	h := NewHabits(DefaultHabitParams(), p, cal, 0)
	n := 0
	for b.Loop() {
		h.OpensPerDay(cal.DayStart(n))
		n++
	}
}
