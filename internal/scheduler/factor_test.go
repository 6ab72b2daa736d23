package scheduler

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// goodMoment is a situation in which each factor has a value of its own, none of them 1.
func goodMoment(p *Params) situation {
	s := situation{
		now: at(10, 0, 0), phone: usedPhone(), params: p, trigger: Refresh,
		opensPerDay: 6, habit: 1.3, hour: 3, allowance: 0.9,
	}
	s.phone.Level = 62
	return s
}

func TestFactorsScaleTheRate(t *testing.T) {
	t.Parallel()
	s := New(refreshConfig())
	s.sit = goodMoment(&s.params)
	s.refresh.workOutRefresh(&s.sit, &s.factors)
	whole := s.refresh.rate.Rate
	moment := 0.5 + 16.46/19.4
	assert.InDelta(t, 1.44*1.3*moment*0.9*1e6, float64(whole), 1)

	for _, tt := range []struct {
		name   string
		change func(s *situation)
		want   float64 // of the rate before
	}{
		{"affinity: half the opens, a quarter", func(s *situation) { s.opensPerDay /= 2 }, 0.25},
		{"habit: half as usual, half", func(s *situation) { s.habit /= 2 }, 0.5},
		{"moment: screen on", func(s *situation) { s.phone.ScreenOn = true }, (moment - 3.75/19.4) / moment},
		{"allowance: half left, half", func(s *situation) { s.allowance /= 2 }, 0.5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := New(refreshConfig())
			s.sit = goodMoment(&s.params)
			tt.change(&s.sit)
			s.refresh.workOutRefresh(&s.sit, &s.factors)
			assert.InDelta(t, tt.want, float64(s.refresh.rate.Rate)/float64(whole), 2e-6)
		})
	}
}

func TestFactorsAreListedInTheirOrder(t *testing.T) {
	t.Parallel()
	var codes []string
	for _, f := range factors() {
		codes = append(codes, f.about().Code)
	}
	assert.Equal(t, []string{"affinity", "habit", "moment", "allowance"}, codes)
}

func TestTheFactorFurthestBelowOneIsNamed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(s *situation)
		want   string
	}{
		{"all good", func(*situation) {}, "only luck is missing"},
		{"all at 0.8 and above", func(s *situation) { s.allowance, s.habit = 0.8, 0.9 }, "only luck is missing"},
		{"seldom opened", func(s *situation) { s.opensPerDay, s.habit = 0.4, 0.5 }, "you open this app 0.4 times a day"},
		{"night", func(s *situation) { s.habit, s.allowance = 0.01, 0.5 }, "you rarely open this app at 03:00"},
		{"offline, in use", func(s *situation) {
			s.phone.Link, s.phone.ScreenOn = usagemodel.NoLink, true
		}, "no network, phone in use"},
		{"weak network, in use, battery low", func(s *situation) {
			s.phone.Link, s.phone.ScreenOn, s.phone.Level = usagemodel.Weak, true, 22
			s.params = &Params{NetworkWeight: 1, DeviceWeight: 1, BatteryWeight: 1, WeakScore: 0.1, InUseScore: 0.1, UnpluggedScore: 0.4, MomentBase: 0.5, Usual: 5, LeadBelow: 0.8}
		}, "weak network, phone in use, battery at 22 %"},
		{"weak in sum, bad in nothing", func(s *situation) {
			s.params = &Params{NetworkWeight: 1, WifiScore: 0.4, IdleScore: 1, PluggedScore: 1, UnpluggedScore: 1, Usual: 5, LeadBelow: 0.8}
		}, "the conditions are poor"},
		{"charging is all that counts", func(s *situation) {
			s.params = &Params{ChargerWeight: 1, WifiScore: 1, IdleScore: 1, MomentBase: 0.5, Usual: 5, LeadBelow: 0.8}
		}, "not charging"},
		{"slow runs", func(s *situation) {
			s.allowance, s.lastRuns = 0.3, runStats{runs: 2, ran: 56 * time.Second, bytes: 10_000}
		}, "its last runs took 28 s each"},
		{"hungry runs", func(s *situation) {
			s.allowance, s.lastRuns = 0.3, runStats{runs: 2, ran: 4 * time.Second, bytes: 1_000_000}
		}, "its last runs moved 500 kB each"},
		{"killed runs", func(s *situation) {
			s.allowance, s.lastRuns = 0.3, runStats{runs: 4, killed: 3}
		}, "3 of its last 4 runs were killed"},
		{"no run known", func(s *situation) { s.allowance = 0.3 }, "its allowance is used up"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := New(refreshConfig())
			s.sit = goodMoment(&s.params)
			tt.change(&s.sit)
			s.refresh.workOutRefresh(&s.sit, &s.factors)
			a := Answer{Verdict: NotYet, Need: 616_000, lead: s.refresh.lead, sit: s.sit}
			assert.Equal(t, "need 0.62 of 1; "+tt.want, a.Text())
		})
	}
}

func TestNeedIsNeverPrintedAsWhole(t *testing.T) {
	t.Parallel()
	a := Answer{Verdict: NotYet, Need: 999_999, lead: noLead}
	assert.Equal(t, "need 0.99 of 1; only luck is missing", a.Text())
}

func TestScoresOfTheMoment(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(p *usagemodel.Phone)
		want   float64 // sum of scores
	}{
		{"Wi-Fi, idle, unplugged, 62 %", func(*usagemodel.Phone) {}, 8.4 + 5 + 1.2 + 1.86},
		{"cellular", func(p *usagemodel.Phone) { p.Link = usagemodel.Cellular }, 5.88 + 5 + 1.2 + 1.86},
		{"a preset is a mobile network", func(p *usagemodel.Phone) { p.Link = "lte" }, 5.88 + 5 + 1.2 + 1.86},
		{"edge is weak", func(p *usagemodel.Phone) { p.Link = "edge" }, 2.52 + 5 + 1.2 + 1.86},
		{"offline", func(p *usagemodel.Phone) { p.Link = "offline" }, 5 + 1.2 + 1.86},
		{"in use", func(p *usagemodel.Phone) { p.ScreenOn = true }, 8.4 + 1.25 + 1.2 + 1.86},
		{"plugged in", func(p *usagemodel.Phone) { p.Plugged = true }, 8.4 + 5 + 3 + 1.86},
		{"full", func(p *usagemodel.Phone) { p.Level = 100 }, 8.4 + 5 + 1.2 + 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := DefaultParams()
			s := goodMoment(&p)
			tt.change(&s.phone)
			all := scores(&s)
			sum, den := total(&p, &all)
			assert.InDelta(t, tt.want, sum, 1e-9)
			assert.InDelta(t, 19.4, den, 1e-9)
		})
	}
	t.Run("weightless", func(t *testing.T) {
		t.Parallel()
		s := goodMoment(&Params{MomentBase: 0.5})
		assert.InDelta(t, 0.5, moment{}.value(&s), 0)
	})
}

func TestCostsOfARun(t *testing.T) {
	t.Parallel()
	p := DefaultParams()
	for _, tt := range []struct {
		name string
		run  Run
		want float64
	}{
		{"nothing", Run{}, 0},
		{"30 s", Run{Ran: 30 * time.Second}, 0.03},
		{"100 kB", Run{Bytes: 100_000}, 0.01},
		{"killed", Run{Killed: true}, 0.10},
		{"newData with 999 B", Run{NewData: true, Bytes: 999}, 0.01 + 0.01*0.00999},
		{"newData with 1 kB", Run{NewData: true, Bytes: 1000}, 0.0001},
	} {
		assert.InDelta(t, tt.want, cost(&p, tt.run), 1e-12, tt.name)
	}
	left := balance{left: 0.05}.spend(&p, 0, Run{Killed: true})
	assert.InDelta(t, 0.02, left.left, 0, "an app is never forgotten for good")
}

func TestEveryParameterIsLabelledAndSettable(t *testing.T) {
	t.Parallel()
	var p Params
	names := map[string]bool{}
	for _, row := range Parameters() {
		assert.NotEmpty(t, row.Name)
		assert.False(t, names[row.Name], "%s twice", row.Name)
		names[row.Name] = true
		assert.NotEmpty(t, row.Source, row.Name)
		assert.NotEmpty(t, row.Reason, row.Name)
		assert.Contains(t, []Label{Documented, DocumentedNotes, Observed, Assumed}, row.Label, row.Name)
		before := p
		require.NoError(t, p.Set(row.Name, row.Default+1))
		assert.NotEqual(t, before, p, "%s sets nothing", row.Name)
		require.NoError(t, p.Set(row.Name, row.Default))
	}
	assert.Equal(t, DefaultParams(), p)
	assert.EqualError(t, p.Set("pase", 1), `no parameter "pase"`)
}
