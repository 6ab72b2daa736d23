package scheduler

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

func TestAskingMoreOftenChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tr := drawTrial(t)
		plain := tr.lines()
		for range rapid.IntRange(1, 40).Draw(t, "splits") { // to the microsecond, between any two events
			tr.splits = append(tr.splits, vclock.Instant(rapid.Int64Range(int64(tr.config.Start), int64(tr.until)).Draw(t, "split")))
		}
		slices.Sort(tr.splits)
		assert.Equal(t, plain, tr.lines())
	})
}

func TestAskingLateLosesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tr := drawTrial(t)
		tr.events = nil
		punctual, late := New(tr.config), New(tr.config)
		tr.ask(punctual, tr.config.Start)
		tr.ask(late, tr.config.Start)
		var a, b []string
		for punctual.Next() <= tr.until {
			for _, d := range punctual.Advance(punctual.Next()) {
				a = append(a, line(d))
			}
		}
		for _, d := range late.Advance(tr.until) {
			b = append(b, line(d))
		}
		assert.Equal(t, a, b)
	})
}

func TestClosingAGateNeverBringsTheNextWakeForward(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tr := drawTrial(t)
		tr.events = slices.DeleteFunc(tr.events, func(e usagemodel.Event) bool {
			return e.Kind == usagemodel.LowPower || e.Kind == usagemodel.ThermalChange || e.Kind == usagemodel.Refresh
		})
		from := tr.config.Start + vclock.Instant(rapid.Int64Range(0, 86400e3).Draw(t, "from"))*1000
		to := from + vclock.Instant(rapid.Int64Range(0, 86400e3).Draw(t, "length"))*1000
		span := rapid.SampledFrom([][2]usagemodel.Event{
			{lowPower(true), lowPower(false)},
			{thermalTo(usagemodel.ThermalCritical), thermalTo(usagemodel.ThermalNominal)},
			{refreshTo(usagemodel.RefreshOff), refreshTo(usagemodel.RefreshOn)},
			{refreshTo(usagemodel.RefreshWifiOnly), refreshTo(usagemodel.RefreshOn)},
		}).Draw(t, "gate")
		assert.GreaterOrEqual(t, tr.between(from, to, span[0], span[1]).first(), tr.first())
	})
}

func TestALaterDateNeverGivesAnEarlierWake(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tr := drawTrial(t)
		sooner := tr.first()
		tr.earliest += time.Duration(rapid.Int64Range(0, 600).Draw(t, "later")) * time.Minute
		assert.GreaterOrEqual(t, tr.first(), sooner)
	})
}

func TestNeedFallsOnlyAtAWake(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var last int64
		drawTrial(t).play(func(d Decision, _ usagemodel.Phone) {
			need := last
			switch {
			case d.Rate != nil:
				need = d.Rate.Need
			case d.Answer != nil:
				need = d.Answer.Need
			case d.Grant != nil:
				assert.Equal(t, int64(one), d.Grant.Need)
				last = 0
				return
			}
			assert.GreaterOrEqual(t, need, last)
			last = need
		})
	})
}

func TestNoWakeBeforeTheFloor(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tr := drawTrial(t)
		gap := max(tr.earliest, 15*time.Minute)
		var last vclock.Instant // end of the last fetch, or the last submit
		switch tr.config.API {
		case Legacy:
			last = tr.config.Phone.LastUseAt
		case BGTask:
			last = tr.config.Start.Add(tr.earliest - gap)
		}
		tr.play(func(d Decision, phone usagemodel.Phone) {
			if d.Grant == nil {
				return
			}
			assert.GreaterOrEqual(t, d.At.Sub(last), gap)
			assert.Equal(t, d.At, d.At.CeilMillisecond())
			assert.False(t, phone.AppOpen)
			assert.GreaterOrEqual(t, d.At.Sub(phone.LastUseAt), 15*time.Minute)
			last = d.At
			if tr.config.API == Legacy {
				last = last.Add(tr.run.Ran)
			}
		})
	})
}

// shut says for each gate, in other words than its own, whether it is closed.
func shut(code string, p usagemodel.Phone, now vclock.Instant) bool {
	switch code {
	case "refresh_off":
		return p.Refresh == "off"
	case "never_opened":
		return !p.EverOpened
	case "force_quit":
		return p.ForceQuit
	case "before_first_unlock":
		return !p.Unlocked
	case "low_power_mode":
		return p.LowPower
	case "battery_low":
		return !(p.Plugged || p.Level > 20)
	case "thermal":
		return p.Thermal == "serious" || p.Thermal == "critical"
	case "wifi_only":
		return p.Refresh == "wifi_only" && p.Link != "wifi"
	case "foreground":
		return p.AppOpen
	case "settling":
		return p.Unlocked && passed(p.FirstUnlock, now) < 5*time.Minute
	case "just_installed":
		return passed(p.FirstOpenAt, now) < time.Hour
	case "dormant":
		return !p.AppOpen && passed(p.LastOpenAt, now) >= 72*time.Hour
	case "no_request", "too_soon":
		return true // these follow from the request; the trials of the floor hold them
	}
	return false
}

// passed is how long ago an instant was, years if it never was.
func passed(from, now vclock.Instant) time.Duration {
	if from == usagemodel.Long {
		return 1000 * 24 * time.Hour
	}
	return now.Sub(from)
}

func TestRefusalsListTheClosedGatesAndNoOther(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		closed := []string{"no_request"} // until the first answer
		drawTrial(t).play(func(d Decision, phone usagemodel.Phone) {
			switch {
			case d.Answer != nil:
				closed = d.Answer.Closed()
				assert.Equal(t, len(closed) > 0, d.Answer.Verdict == Refused)
				for _, g := range gates() {
					code := g.about().Code
					if code == "no_request" || code == "too_soon" || !g.appliesTo(Refresh) {
						continue
					}
					assert.Equal(t, shut(code, phone, d.At), slices.Contains(closed, code), "%s at %d", code, d.At)
				}
			case d.Grant != nil:
				for _, g := range gates() {
					code := g.about().Code
					if code != "no_request" && code != "too_soon" && g.appliesTo(Refresh) {
						assert.False(t, shut(code, phone, d.At), code)
					}
				}
			}
		})
	})
}

func TestGoodConditionsNeverLowerTheScore(t *testing.T) {
	t.Parallel()
	p := DefaultParams()
	links := []usagemodel.Link{usagemodel.NoLink, usagemodel.Weak, usagemodel.Cellular, usagemodel.Wifi}
	rapid.Check(t, func(t *rapid.T) {
		link := rapid.IntRange(0, 3).Draw(t, "link")
		s := situation{params: &p, phone: usagemodel.Phone{
			Link: links[link], Level: rapid.IntRange(0, 100).Draw(t, "level"),
			ScreenOn: rapid.Bool().Draw(t, "in use"), Plugged: rapid.Bool().Draw(t, "plugged"),
		}}
		before := moment{}.value(&s)
		assert.GreaterOrEqual(t, before, 0.5)
		assert.LessOrEqual(t, before, 1.5)
		better := s
		better.phone.Link = links[rapid.IntRange(link, 3).Draw(t, "better link")]
		better.phone.Level = rapid.IntRange(s.phone.Level, 100).Draw(t, "better level")
		better.phone.ScreenOn = s.phone.ScreenOn && rapid.Bool().Draw(t, "still in use")
		better.phone.Plugged = s.phone.Plugged || rapid.Bool().Draw(t, "plugged in")
		assert.GreaterOrEqual(t, moment{}.value(&better), before)
	})
}

func TestAWorseRunNeverRaisesTheAllowance(t *testing.T) {
	t.Parallel()
	p := DefaultParams()
	rapid.Check(t, func(t *rapid.T) {
		good := Run{
			Ran:   time.Duration(rapid.Int64Range(0, 30_000).Draw(t, "ran")) * time.Millisecond,
			Bytes: rapid.Int64Range(1_000, 5e6).Draw(t, "bytes"), NewData: true,
		}
		bad := good
		bad.Ran += time.Duration(rapid.Int64Range(0, 30_000).Draw(t, "slower")) * time.Millisecond
		bad.Bytes += rapid.Int64Range(0, 5e6).Draw(t, "bigger")
		bad.Killed = rapid.Bool().Draw(t, "killed")
		left := rapid.Float64Range(0.02, 1).Draw(t, "left")
		since := at(0, 0, 0)
		now := since.Add(time.Duration(rapid.Int64Range(0, 48*3600e3).Draw(t, "passed")) * time.Millisecond)
		a, b := balance{left: left}.spend(&p, since, good), balance{left: left}.spend(&p, since, bad)
		assert.GreaterOrEqual(t, a.at(&p, now), b.at(&p, now))
		assert.LessOrEqual(t, a.at(&p, now), 1.0)
		assert.GreaterOrEqual(t, a.spend(&p, now, good).left, b.spend(&p, now, good).left, "nor after the next")
	})
}

func TestPrintedScoresMakeTheMoment(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		drawTrial(t).play(func(d Decision, _ usagemodel.Phone) {
			if d.Rate == nil {
				return
			}
			r := d.Rate
			assert.InDelta(t, float64(r.Moment-500_000), float64(r.SumScores)/float64(r.Den)*1e6, 1)
			var sum float64
			for _, p := range r.Parts {
				sum += float64(p.Weight) * float64(p.Score) / 1e6
			}
			assert.InDelta(t, float64(r.SumScores), sum, 4)
			product := float64(r.Pace) / 1e6 * float64(r.Affinity) / 1e6 * float64(r.Habit) / 1e6 * float64(r.Moment) / 1e6 * float64(r.Allowance)
			assert.InDelta(t, float64(r.Rate), product, 1+0.005*product, "as far as rounded factors can tell")
		})
	})
}

func TestOnlyChangesAreTold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var rate Rate
		answer := ""
		drawTrial(t).play(func(d Decision, _ usagemodel.Phone) {
			switch {
			case d.Rate != nil:
				same := *d.Rate
				same.Need = rate.Need
				assert.NotEqual(t, rate, same)
				rate = *d.Rate
			case d.Answer != nil:
				said := line(d)
				assert.NotEqual(t, answer, said)
				answer = said
			case d.Grant != nil:
				rate = Rate{} // the next request is told its rate whether or not that is the same
			}
		})
	})
}

func TestSameSeedSameDecisions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tr := drawTrial(t)
		require.Equal(t, tr.lines(), tr.lines())
	})
}

func TestMoreOpensBringMoreWakes(t *testing.T) {
	t.Parallel()
	last := -1
	for _, opens := range []float64{0.05, 0.5, 1, 2, 5, 10, 22} {
		n := 0
		for seed := range uint64(20) {
			c := refreshConfig()
			c.Seed, c.Habits = seed, plainHabits{opens: opens}
			tr := trial{config: c, until: at(60, 0, 0), run: Run{Ran: 2 * time.Second, Bytes: 20_000}}
			n += len(tr.wakes())
		}
		assert.Greater(t, n, last, "%v opens", opens)
		last = n
	}
}
