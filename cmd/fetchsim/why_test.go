package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/report/why"
	"github.com/fetchsim/fetchsim/internal/scheduler"
	"github.com/fetchsim/fetchsim/internal/simulate"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// taleOf simulates some days of a persona with the built-in callback and tells them.
func taleOf(t *testing.T, persona string, seed uint64, hold ...usagemodel.Event) *why.Tale {
	t.Helper()
	profile, err := usagemodel.Load(persona, nil)
	require.NoError(t, err)
	teller := why.NewTeller(nil)
	out, err := simulate.Run(t.Context(), simulate.Spec{
		App: simulate.Builtin{API: scheduler.BGTask}, Profile: profile, Start: simulate.Date{Year: 2026, Month: time.March, Day: 27},
		Days: 4, Seed: seed, OS: newestOS, Device: "phone", API: scheduler.BGTask, PermitAll: true, FetchMode: true,
		Limit: 30 * time.Second, Hold: hold, Listen: []func(trace.Record){teller.Record},
	})
	require.NoError(t, err)
	require.Nil(t, out.Crash)
	return teller.Tale()
}

func TestWhyLeavesNoTimeUntold(t *testing.T) {
	t.Parallel()
	for _, persona := range usagemodel.Personas() {
		t.Run(persona, func(t *testing.T) {
			t.Parallel()
			tale := taleOf(t, persona, 3)
			require.Len(t, tale.Lanes, 1)
			stretches := tale.Lanes[0].Stretches
			require.NotEmpty(t, stretches)
			for i, s := range stretches {
				if i > 0 {
					assert.Equal(t, stretches[i-1].ToUs, s.FromUs, "stretch %d follows the one before", i)
				}
				switch s.Answer {
				case why.Refused:
					require.NotEmpty(t, s.Gates)
					for _, g := range s.Gates {
						assert.LessOrEqual(t, g.SinceUs, s.FromUs)
						assert.NotEmpty(t, g.Text)
						assert.NotEmpty(t, g.Label)
						assert.NotEmpty(t, g.Source)
					}
					assert.Equal(t, s.NeedFromE6, s.NeedToE6, "need stands still while a gate is closed")
				case why.NotYet:
					assert.NotEmpty(t, s.Lead.Text)
					assert.NotEmpty(t, s.Lead.Label)
					assert.NotEmpty(t, s.Lead.Source)
					assert.LessOrEqual(t, s.NeedFromE6, s.NeedToE6)
				case why.Granted:
					assert.Equal(t, int64(1_000_000), s.NeedFromE6)
				}
			}
			assert.Equal(t, tale.EndUs, stretches[len(stretches)-1].ToUs)
		})
	}
}

func TestEveryRemedyIsAboutAGateOrFactorAndCanBeHeld(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, r := range append(scheduler.GateRules(), scheduler.FactorRules()...) {
		known[r.Code] = true
	}
	for _, r := range remedies() {
		assert.True(t, known[r.code], r.code)
		taleOf(t, "battery-poor", 1, r.event) // it does not panic
	}
}

func TestTimesAndRangesAreUnderstood(t *testing.T) {
	t.Parallel()
	const hour, minute = 3_600_000_000, 60_000_000
	day := &trace.Header{Start: "2026-03-28T00:00:00+01:00", TZ: "Europe/Berlin", Days: 1}
	days := &trace.Header{Start: "2026-03-28T00:00:00+01:00", TZ: "Europe/Berlin", Days: 3} // day 1 has 23 hours
	for _, tt := range []struct {
		name, text string
		header     *trace.Header
		want       []why.Window
	}{
		{"all of it", "", day, []why.Window{{FromUs: 0, ToUs: 24 * hour}}},
		{"a minute", "03:12", day, []why.Window{{FromUs: 3*hour + 12*minute, ToUs: 3*hour + 13*minute}}},
		{"a second", "03:12:40", day, []why.Window{{FromUs: 3*hour + 12*minute + 40e6, ToUs: 3*hour + 12*minute + 41e6}}},
		{"a range", "21:00-22:30", day, []why.Window{{FromUs: 21 * hour, ToUs: 22*hour + 30*minute}}},
		{"to midnight", "21:00-24:00", day, []why.Window{{FromUs: 21 * hour, ToUs: 24 * hour}}},
		{"a night of the only day", "23:30-02:00", day, []why.Window{{FromUs: 0, ToUs: 2 * hour}, {FromUs: 23*hour + 30*minute, ToUs: 24 * hour}}},
		{"a night of several", "23:30-01:00", days, []why.Window{{FromUs: 23*hour + 30*minute, ToUs: 25 * hour}}},
		{"a day", "2:10:00-11:00", days, []why.Window{{FromUs: 57 * hour, ToUs: 58 * hour}}},
		{"over days", "0:10:00-2:00:00", days, []why.Window{{FromUs: 10 * hour, ToUs: 47 * hour}}},
		{"when the clocks change", "1:01:00-04:00", days, []why.Window{{FromUs: 25 * hour, ToUs: 27 * hour}}},
		{"a day's end", "1:22:00-1:24:00", days, []why.Window{{FromUs: 45 * hour, ToUs: 47 * hour}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w, err := parseWhen(tt.text)
			require.NoError(t, err)
			got, err := w.windows(tt.header)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}
