package fleet

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/fetchsim/fetchsim/internal/scheduler"
	"github.com/fetchsim/fetchsim/internal/simulate"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// Twenty people, eight weeks each: 1,120 days for every number. A quick look takes few of them.
const (
	people   = 20
	few      = 5
	daysEach = 56
)

// target is something that developers or Apple say about wakes, and that the model must bring about. What it measures is
// written beside it. A target that is not met stays, with the reason.
type target struct {
	numbers   string
	statement string
	wanted    string
	measure   func(l *lives) (measured string, met bool)
	notMet    string // why, for a target that is not met
}

// targets are all that are statistical; the exact rules are held by the tests of their rooms.
func targets() []target {
	return []target{
		{"1", "no wake sooner than 15 min after the one before", "none", noneBeforeTheFloor, ""},
		{"2", "legacy: opening the app restarts the floor", "none sooner than 15 min after it was on screen", floorAfterUse, ""},
		{"3", "suspended, 15 min asked: smallest gap of a long run", "15–17 min", smallestGap, ""},
		{"4", "20 and more opens a day: median gap from 08:00 to 22:00", "16–22 min", heavyGap, ""},
		{"5", "20 and more opens a day: wakes a day", "40–80", heavyWakes, ""},
		{"6", "4 to 6 opens a day: wakes a day", "8–25", wakesByOpens, ""},
		{"6", "4 to 6 opens a day: best day of a week at most three times its worst", "most weeks", evenWeeks, ""},
		{"7", "less than one open a day", "mean at most 2, some days 0", fewOpens, ""},
		{"8", "not opened for 72 h", "no wake", dormant, ""},
		{"9", "wakes in the hour before the usual use, against the rest of the waking day", "at least 1.5 times", beforeUse, ""},
		{"10", "longest gap that touches the night, 4 to 6 opens a day", "5 h and more in half of the nights; 12 h possible", nights, ""},
		{"11", "wakes while the person sleeps", "at most 15 %", whileAsleep, ""},
		{
			"11", "the same, each persona that is woken", "at most 15 %", everyoneAsleep,
			"an app that is opened only after getting up is woken just before, and that is in sleep (daily-once); two kinds of day are too few for a rota (night-rota)",
		},
		{"11", "the same, always on the charger", "at most 15 %", whileAsleepOnCharger, ""},
		{"12, 14, 15", "wakes after a force quit, in Low Power Mode, at 20 % and less off the charger, with the app on screen", "none", forbidden, ""},
		{"13", "wakes with Background App Refresh off, or Low Power Mode always on", "none", switchedOff, ""},
		{"18", "28 s a run, or killed each time, against quick ones", "fewer wakes", slowRuns, ""},
		{"19", "newData without data, or much data, against honest small ones", "not more wakes", dishonestRuns, ""},
		{"20", "fresh install: first wake after the first open, 5 opens a day and more", "1–24 h for 9 of 10 people", firstWake, ""},
		{"20", "fresh install: 85 % of the later level", "on day 2–7", learning, ""},
		{"24", "same seed, same wakes; another seed, others", "exact", seeds, ""},
	}
}

// lives are the fleets that targets look at, each simulated once.
type lives struct {
	t      *testing.T
	people int
	known  map[string]*Tally
}

// variant is how a fleet differs from a persona's with a well-behaved app of BGTaskScheduler.
type variant struct {
	name    string
	change  func(p *usagemodel.Profile)
	conduct simulate.Conduct
	legacy  bool
	seed    uint64 // 0: 1
	each    int    // days of a person; 0: daysEach
}

func (l *lives) of(persona string, v variant) *Tally {
	key := persona + " " + v.name
	if tally, ok := l.known[key]; ok {
		return tally
	}
	s := specOf(l.t, persona, l.people*daysEach)
	s.Each, s.Conduct = daysEach, v.conduct
	if v.each != 0 {
		s.Each = v.each
	}
	if v.change != nil {
		v.change(s.Profile)
	}
	if v.legacy {
		s.API = scheduler.Legacy
	}
	if v.seed != 0 {
		s.Seed = v.seed
	}
	tally := tallied(l.t, s)
	l.known[key] = tally
	return tally
}

func (l *lives) personas() map[string]*Tally {
	all := map[string]*Tally{}
	for _, persona := range usagemodel.Personas() {
		all[persona] = l.of(persona, variant{})
	}
	return all
}

// opens changes how often the app is opened a day.
func opens(mean float64) variant {
	return variant{
		name:   fmt.Sprintf("%v opens", mean),
		change: func(p *usagemodel.Profile) { p.App.Opens = []usagemodel.Opens{{From: 1, Mean: mean}} },
	}
}

// fresh has the app installed on day 0.
func fresh(mean float64) variant {
	v := opens(mean)
	return variant{name: "fresh " + v.name, change: func(p *usagemodel.Profile) {
		v.change(p)
		p.History = 0
	}}
}

func noneBeforeTheFloor(l *lives) (string, bool) {
	least := time.Duration(0)
	for _, t := range l.personas() {
		least = shorter(least, t.ShortestGap)
	}
	return "shortest gap of all personas " + minutesOf(least), least >= 15*time.Minute
}

func floorAfterUse(l *lives) (string, bool) {
	least := shorter(l.of("typical", variant{name: "legacy", legacy: true}).SoonestAfter, l.of("heavy", variant{name: "legacy", legacy: true}).SoonestAfter)
	return "soonest " + minutesOf(least), least >= 15*time.Minute
}

func smallestGap(l *lives) (string, bool) {
	typical, heavy := l.of("typical", variant{}).ShortestGap, l.of("heavy", variant{}).ShortestGap
	in := func(d time.Duration) bool { return d >= 15*time.Minute && d <= 17*time.Minute }
	return fmt.Sprintf("typical %s, heavy %s", minutesOf(typical), minutesOf(heavy)), in(typical) && in(heavy)
}

func heavyGap(l *lives) (string, bool) {
	m := l.of("heavy", variant{}).DayGaps.Percentile(50)
	return fmt.Sprintf("%d min", m), m >= 16 && m <= 22
}

func heavyWakes(l *lives) (string, bool) {
	t := l.of("heavy", variant{})
	return wakesText(t), t.PerDay.Mean() >= 40 && t.PerDay.Mean() <= 80
}

func wakesByOpens(l *lives) (string, bool) {
	var texts []string
	met := true
	for _, n := range []float64{4, 5, 6} {
		t := l.of("typical", opens(n))
		texts = append(texts, fmt.Sprintf("%v opens: %s", n, wakesText(t)))
		met = met && t.PerDay.Mean() >= 8 && t.PerDay.Mean() <= 25
	}
	return strings.Join(texts, "; "), met
}

func evenWeeks(l *lives) (string, bool) {
	var texts []string
	met := true
	for _, n := range []float64{4, 5, 6} {
		t := l.of("typical", opens(n))
		share := float64(t.EvenWeeks) / float64(t.Weeks)
		texts = append(texts, fmt.Sprintf("%v opens: %.0f %% of weeks", n, 100*share))
		met = met && share > 0.5
	}
	return strings.Join(texts, "; "), met
}

func fewOpens(l *lives) (string, bool) {
	once, rarely := l.of("daily-once", variant{}), l.of("typical", opens(0.3))
	text := func(name string, t *Tally) string {
		return fmt.Sprintf("%s (%.1f opens): %.1f, %.0f %% of days none, %.0f %% above 2", name,
			float64(t.Opens)/float64(t.Days), t.PerDay.Mean(), 100*t.PerDay.Share(0, 0), 100*(1-t.PerDay.Share(0, 2)))
	}
	met := once.PerDay.Mean() <= 2 && rarely.PerDay.Mean() <= 2 && once.PerDay.Share(0, 0) > 0 && rarely.PerDay.Share(0, 0) > 0
	return text("daily-once", once) + "; " + text("typical", rarely), met
}

func dormant(l *lives) (string, bool) {
	latest := time.Duration(0)
	for _, t := range l.personas() {
		latest = max(latest, t.LatestOpenAgo)
	}
	return fmt.Sprintf("latest of all personas %.2f h after an open", latest.Hours()), latest < 72*time.Hour
}

// beforeUse looks at typical's windows, at 07:30, 12:00 and 20:00, and at the day from 08:30 to 23:00.
func beforeUse(l *lives) (string, bool) {
	t := l.of("typical", variant{})
	before, rest, slotsBefore, slotsRest := 0, 0, 0, 0
	for k, wakes := range t.WakesBySlot {
		switch h := float64(k) / 4; {
		case h >= 6.5 && h < 7.5 || h >= 11 && h < 12 || h >= 19 && h < 20:
			before, slotsBefore = before+wakes, slotsBefore+1
		case h >= 8.5 && h < 23:
			rest, slotsRest = rest+wakes, slotsRest+1
		}
	}
	lean := float64(before) / float64(slotsBefore) / (float64(rest) / float64(slotsRest))
	return fmt.Sprintf("typical %.1f times", lean), lean >= 1.5
}

func nights(l *lives) (string, bool) {
	var texts []string
	met := true
	for _, n := range []float64{4, 5, 6} {
		h := &l.of("typical", opens(n)).Nights
		five, twelve := h.Share(5*60, most), h.Share(12*60, most)
		texts = append(texts, fmt.Sprintf("%v opens: 5 h in %.0f %%, 12 h in %.1f %%", n, 100*five, 100*twelve))
		met = met && five >= 0.5 && twelve > 0
	}
	return strings.Join(texts, "; "), met
}

func whileAsleep(l *lives) (string, bool) { return asleep(l, variant{}) }

func whileAsleepOnCharger(l *lives) (string, bool) {
	return asleep(l, variant{name: "on the charger", change: func(p *usagemodel.Profile) {
		p.Charging = []usagemodel.Charge{{At: 0, For: 24 * time.Hour, P: 1}}
	}})
}

// everyoneAsleep names the personas above.
func everyoneAsleep(l *lives) (string, bool) {
	var above []string
	for _, persona := range usagemodel.Personas() {
		t := l.of(persona, variant{})
		if share := float64(t.Asleep) / float64(max(t.Wakes, 1)); share > 0.15 {
			above = append(above, fmt.Sprintf("%s %.1f %% of %.1f wakes a day", persona, 100*share, t.PerDay.Mean()))
		}
	}
	return strings.Join(above, "; "), len(above) == 0
}

func asleep(l *lives, v variant) (string, bool) {
	var texts []string
	met := true
	for _, persona := range []string{"typical", "heavy"} {
		t := l.of(persona, v)
		share := float64(t.Asleep) / float64(t.Wakes)
		texts = append(texts, fmt.Sprintf("%s %.1f %%", persona, 100*share))
		met = met && share <= 0.15
	}
	return strings.Join(texts, "; "), met
}

func forbidden(l *lives) (string, bool) {
	var all Forbidden
	wakes := 0
	for _, t := range l.personas() {
		wakes += t.Wakes
		all.ForceQuit += t.Forbidden.ForceQuit
		all.LowPower += t.Forbidden.LowPower
		all.BatteryLow += t.Forbidden.BatteryLow
		all.OnScreen += t.Forbidden.OnScreen
	}
	return fmt.Sprintf("%d, %d, %d, %d of %d of all personas", all.ForceQuit, all.LowPower, all.BatteryLow, all.OnScreen, wakes), all == Forbidden{} && wakes > 0
}

func switchedOff(l *lives) (string, bool) {
	off, low := l.of("refresh-off", variant{}).Wakes, l.of("low-power", variant{}).Wakes
	return fmt.Sprintf("refresh-off %d, low-power %d", off, low), off+low == 0
}

func slowRuns(l *lives) (string, bool) {
	slow := variant{name: "28 s", conduct: simulate.Conduct{Takes: 28 * time.Second, Bytes: 20_000, Result: "newData"}}
	killed := variant{name: "killed", conduct: simulate.Conduct{Takes: time.Hour, Bytes: 20_000, Result: "newData"}}
	var texts []string
	met := true
	for _, v := range []variant{slow, killed} {
		for _, persona := range []string{"typical", "heavy"} {
			share := ratio(l.of(persona, v), l.of(persona, variant{}))
			texts = append(texts, fmt.Sprintf("%s, %s: %.2f", v.name, persona, share))
			met = met && share < 1
		}
	}
	return strings.Join(texts, "; "), met
}

func dishonestRuns(l *lives) (string, bool) {
	with := func(name string, bytes int64, result string) variant {
		return variant{name: name, legacy: true, conduct: simulate.Conduct{Takes: 2 * time.Second, Bytes: bytes, Result: result}}
	}
	honest := l.of("typical", with("noData", 0, "noData"))
	var texts []string
	met := true
	for _, v := range []variant{
		with("false newData", 0, "newData"), with("100 kB", 100_000, "newData"), with("500 kB", 500_000, "newData"), with("2 MB", 2_000_000, "newData"),
	} {
		share := ratio(l.of("typical", v), honest)
		texts = append(texts, fmt.Sprintf("%s: %.2f", v.name, share))
		met = met && share <= 1
	}
	return "legacy, against noData: " + strings.Join(texts, "; "), met
}

func firstWake(l *lives) (string, bool) {
	var texts []string
	met := true
	for _, n := range []float64{2, 5, 22} {
		v := fresh(n)
		v.name, v.each = v.name+", more people", 4
		h := &l.of(personaFor(n), v).FirstGap
		share := h.Share(60, 24*60)
		texts = append(texts, fmt.Sprintf("%v opens: %.0f %%, median %.1f h", n, 100*share, float64(h.Percentile(50))/60))
		met = met && (n < 5 || share >= 0.9)
	}
	return strings.Join(texts, "; "), met
}

// learning looks for the first day whose wakes reach 85 % of the mean of the fifth week and later.
func learning(l *lives) (string, bool) {
	var texts []string
	met := true
	for _, n := range []float64{5, 22} {
		byDay := l.of(personaFor(n), fresh(n)).WakesByDay
		later := 0
		for _, wakes := range byDay[28:] {
			later += wakes
		}
		level, day := 0.85*float64(later)/float64(len(byDay)-28), 1
		for float64(byDay[day-1]) < level {
			day++
		}
		texts = append(texts, fmt.Sprintf("%v opens: day %d", n, day))
		met = met && day >= 2 && day <= 7
	}
	return strings.Join(texts, "; "), met
}

func personaFor(opens float64) string {
	if opens > 20 {
		return "heavy"
	}
	return "typical"
}

func seeds(l *lives) (string, bool) {
	first, again := l.of("typical", variant{}), l.of("typical", variant{name: "again"})
	other := l.of("typical", variant{name: "other seeds", seed: 1_000_001})
	same, differs := assert.ObjectsAreEqual(first, again), !assert.ObjectsAreEqual(first, other)
	return fmt.Sprintf("same: %t; others: %t", same, differs), same && differs
}

func ratio(a, b *Tally) float64 { return a.PerDay.Mean() / b.PerDay.Mean() }

func wakesText(t *Tally) string {
	return fmt.Sprintf("%.1f [%d–%d]", t.PerDay.Mean(), t.PerDay.Percentile(5), t.PerDay.Percentile(95))
}

func minutesOf(d time.Duration) string { return fmt.Sprintf("%.1f min", d.Minutes()) }

// How the model behaves over a thousand days and more of each persona: with FETCHSIM_VALIDATION set, as .ci/validation does.
// What is measured is then compared with docs/model-validation.md, or written to it with UPDATE_GOLDEN=1. Without it fewer
// people live, and the same targets must be met.
func TestTheModelMeetsItsTargets(t *testing.T) {
	t.Parallel()
	whole := os.Getenv("FETCHSIM_VALIDATION") != ""
	l := &lives{t: t, people: few, known: map[string]*Tally{}}
	if whole {
		l.people = people
	}
	rows := make([]measured, 0, len(targets()))
	for _, target := range targets() {
		text, met := target.measure(l)
		t.Logf("%v %s (%s): %s", met, target.statement, target.wanted, text)
		assert.Equal(t, target.notMet == "", met, "%s: wanted %s, measured %s", target.statement, target.wanted, text)
		rows = append(rows, measured{target, text, met})
	}
	if whole {
		golden(t, "../../docs/model-validation.md", validationPage(rows, l.personas()))
		golden(t, "../../docs/images/wakes-per-hour.svg", wakesPerHour(l.personas()))
	}
}
