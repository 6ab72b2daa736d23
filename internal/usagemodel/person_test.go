package usagemodel

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/vclock"
)

// sleepless is a person whose unlocks follow the curve alone: no sleep that counts, no bursts.
func sleepless(t testing.TB) *Profile {
	t.Helper()
	p := loaded(t, "typical")
	p.History = 0
	p.Phone.Branching = [2]float64{}
	p.Sleep.Interruptions = 49 // a use while asleep is as likely as awake
	return p
}

func TestUnlocksFollowTheCurveOfTheirTypeOfDay(t *testing.T) {
	t.Parallel()
	p := sleepless(t)
	cal := calendarOf(t, p)
	var byHour [dayTypes][24]float64
	var all [dayTypes]float64
	for _, e := range only(live(t, p, 1, 2000), Unlock) {
		wall := cal.Wall(e.At)
		byHour[p.DayType(wall.Weekday())][wall.Hour()]++
		all[p.DayType(wall.Weekday())]++
	}
	for kind := range DayType(dayTypes) {
		curve, sum := p.Phone.Curve[kind], 0.0
		for _, weight := range curve {
			sum += weight
		}
		for hour, weight := range curve {
			assert.InDelta(t, weight/sum, byHour[kind][hour]/all[kind], 0.005, "%s, %d h", kind, hour)
		}
	}
}

func TestWeekendsHaveAsManyUnlocksAsWeekdays(t *testing.T) {
	t.Parallel()
	p := sleepless(t)
	cal := calendarOf(t, p)
	const weeks = 200
	var unlocks [dayTypes]float64
	for _, e := range only(live(t, p, 1, 7*weeks), Unlock) {
		unlocks[p.DayType(cal.Wall(e.At).Weekday())]++
	}
	assert.InEpsilon(t, unlocks[Weekday]/5, unlocks[Weekend]/2, 0.03, "only the shape of a curve counts")
}

// TestUnlocksComeInBursts holds what the bursts were fitted to: in one phone's log 63 % of gaps were below 15 minutes.
func TestUnlocksComeInBursts(t *testing.T) {
	t.Parallel()
	short := func(p *Profile) float64 {
		unlocks := only(live(t, p, 1, 300), Unlock)
		n := 0.0
		for i, e := range unlocks[1:] {
			if e.At.Sub(unlocks[i].At) < 15*time.Minute {
				n++
			}
		}
		return n / float64(len(unlocks)-1)
	}
	p := loaded(t, "typical")
	bursts := short(p)
	assert.Greater(t, bursts, 0.60)
	assert.Less(t, bursts, 0.75)
	p.Phone.Branching = [2]float64{}
	assert.Less(t, short(p), bursts-0.05, "without bursts gaps are longer")
}

func TestFollowersComeAfterTheirMeanTimes(t *testing.T) {
	t.Parallel()
	p := sleepless(t)
	p.Phone.UnlocksPerDay, p.Phone.Branching, p.Phone.Tau = 0.5, [2]float64{0, 0.3}, [2]time.Duration{time.Second, 40 * time.Minute}
	unlocks := only(live(t, p, 1, 12000), Unlock)
	near, sum := 0.0, 0.0
	for i, e := range unlocks[1:] {
		if gap := e.At.Sub(unlocks[i].At); gap < 4*time.Hour { // six means: hardly a first one is that near
			near++
			sum += gap.Minutes()
		}
	}
	assert.InEpsilon(t, 0.3, near/float64(len(unlocks)), 0.3)
	assert.InEpsilon(t, 40, sum/near, 0.3)
}

func TestOpensFallIntoTheWindowsByTheirWeights(t *testing.T) {
	t.Parallel()
	p := sleepless(t)
	p.Phone.Curve = [dayTypes][24]float64{{}, {}}
	for h := range 24 {
		p.Phone.Curve[Weekday][h], p.Phone.Curve[Weekend][h] = 1, 1
	}
	p.App.Base = 1
	p.App.Windows = []Window{{Span{22 * time.Hour, 2 * time.Hour}, 2}, {Span{time.Hour, 3 * time.Hour}, 4}}
	cal := calendarOf(t, p)
	var byHour [24]float64
	opens := only(live(t, p, 1, 2000), AppOpen)
	for _, e := range opens {
		byHour[cal.Wall(e.At).Hour()]++
	}
	total := 24. + 4*2 + 2*4
	for hour, want := range map[int]float64{22: 3, 0: 3, 1: 7, 2: 5, 3: 1, 12: 1} {
		assert.InEpsilon(t, want/total, byHour[hour]/float64(len(opens)), 0.12, "%d h", hour)
	}
}

func TestAppIsOnScreenAtMostNineTenthsOfASession(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	p.App.Session.Median = time.Hour // always cut
	var on, opened, closed vclock.Instant
	for _, e := range live(t, p, 1, 30) {
		switch e.Kind {
		case ScreenOn:
			on, opened = e.At, Long
		case AppOpen:
			opened = e.At
		case AppClose:
			closed = e.At
		case ScreenOff:
			if opened != Long {
				require.InDelta(t, 0.9, float64(closed-opened)/float64(e.At-on), 0.002)
			}
		}
	}
}

func TestSessionsAreShorterThanTheirMax(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	p.Phone.Session.Max = time.Minute
	longest := time.Duration(0)
	on := Long
	for _, e := range only(live(t, p, 1, 30), ScreenOn, ScreenOff) {
		if e.Kind == ScreenOn {
			on = e.At
			continue
		}
		longest = max(longest, e.At.Sub(on))
	}
	assert.Equal(t, time.Minute, longest)
}

func TestMoreInterruptionsMoreUsesAtNight(t *testing.T) {
	t.Parallel()
	atNight := func(interruptions float64) float64 {
		p := loaded(t, "parent")
		p.Sleep.Interruptions = interruptions
		timeline := NewTimeline(p, 1, calendarOf(t, p), 500)
		phone, n := timeline.Initial(), 0.0
		for _, e := range lived(timeline) {
			phone.Apply(e)
			if e.Kind == Unlock && phone.Asleep {
				n++
			}
		}
		return n
	}
	assert.InEpsilon(t, 5, atNight(4)/atNight(0), 0.35)
}

func TestChargingHabitsHoldOnTheirDaysOnly(t *testing.T) {
	t.Parallel()
	p := still(t)
	p.Charging = []Charge{{At: 9 * time.Hour, For: time.Hour, P: 1, Days: OnWeekends}, {At: 15 * time.Hour, For: time.Hour, P: 0.25}}
	cal := calendarOf(t, p)
	var morning [dayTypes]int
	afternoon := 0
	for _, e := range only(live(t, p, 1, 700), Plug) {
		if cal.TimeOfDay(e.At) == 9*time.Hour {
			morning[p.DayType(cal.Wall(e.At).Weekday())]++
		} else {
			afternoon++
		}
	}
	assert.Equal(t, [dayTypes]int{0, 200}, morning)
	assert.InEpsilon(t, 0.25*700, afternoon, 0.2)
}

func TestTypicalIsLearnedInThreeWeeks(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	cal := calendarOf(t, p)
	timeline := NewTimeline(p, 1, cal, 1)
	h := NewHabits(DefaultHabitParams(), p, cal, -p.History)
	for e, ok := timeline.Peek(); ok && e.At < 0; e, ok = timeline.Peek() {
		timeline.Next()
		h.Observe(e)
	}
	assert.InDelta(t, 5, h.OpensPerDay(0), 1.5)
	assert.Greater(t, h.Habit(79), 1.5, "before the evening's window")
	assert.Greater(t, h.Habit(28), 1.5, "before the morning's window")
	assert.Less(t, h.Habit(12), 0.3, "03:00")
}

// TestFreshInstallIsLearnedInAboutAWeek holds how fast opens a day come to their level, over many persons.
func TestFreshInstallIsLearnedInAboutAWeek(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	p.History = 0
	cal := calendarOf(t, p)
	const persons = 60
	var level [15]float64 // of opens a day, by days since install
	for seed := range uint64(persons) {
		h := NewHabits(DefaultHabitParams(), p, cal, 0)
		events := lived(NewTimeline(p, seed, cal, len(level)))
		for n := range level {
			for len(events) > 0 && events[0].At < cal.DayStart(n) {
				h.Observe(events[0])
				events = events[1:]
			}
			level[n] += h.OpensPerDay(cal.DayStart(n)) / persons
		}
	}
	assert.Zero(t, level[0])
	assert.Less(t, level[1], 3.5)
	assert.Greater(t, level[7], 0.8*p.App.Opens[0].Mean)
	assert.Greater(t, level[14], level[7])
}

func TestTimelineDoesNotGrowWithItsDays(t *testing.T) {
	t.Parallel()
	p := loaded(t, "student")
	timeline := NewTimeline(p, 1, calendarOf(t, p), 2000)
	size := func() int {
		return cap(timeline.queue) + cap(timeline.sessions.out) + cap(timeline.unlocks.pending) + cap(timeline.sleeps.nights) +
			cap(timeline.charger.spans) + cap(timeline.network.layers) + cap(timeline.battery.out)
	}
	for e, ok := timeline.Next(); ok && e.At < vclock.Instant(300*24*3600e6); e, ok = timeline.Next() {
	}
	before := size()
	for _, ok := timeline.Next(); ok; _, ok = timeline.Next() {
	}
	assert.LessOrEqual(t, size(), 2*before)
}
