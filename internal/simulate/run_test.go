package simulate

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/scheduler"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

func spec(t testing.TB, profile string, seed uint64, days int) Spec {
	p, err := usagemodel.Load(profile, nil)
	require.NoError(t, err)
	return Spec{
		App: Builtin{API: scheduler.BGTask}, Profile: p, Start: Date{2026, time.March, 2}, Days: days, Seed: seed, OS: 26,
		Device: "phone", API: scheduler.BGTask, Permitted: []string{DefaultIdentifier}, FetchMode: true, Limit: 30 * time.Second,
	}
}

// simulated runs a spec and reads its trace back, so that every test also checks the trace.
func simulated(t testing.TB, s Spec) (Outcome, []trace.Record) {
	var out bytes.Buffer
	s.Out = &out
	o, err := Run(context.Background(), s)
	require.NoError(t, err)
	require.NoError(t, o.WriteErr)
	if o.Crash != nil {
		t.Fatalf("%s\n%s", o.Crash.Value, o.Crash.Stack)
	}
	var records []trace.Record
	require.NoError(t, trace.Read(&out, func(r trace.Record) error { records = append(records, r); return nil }))
	return o, records
}

func TestATypicalDayHasItsWakes(t *testing.T) {
	for _, api := range []scheduler.API{scheduler.Legacy, scheduler.BGTask} {
		total := 0
		for seed := range uint64(8) {
			s := spec(t, "typical", seed, 7)
			s.API, s.App = api, Builtin{API: api}
			o, records := simulated(t, s)
			assert.Equal(t, trace.Complete, o.Reason)
			ends := 0
			for _, r := range records {
				if e, ok := r.Event.(*trace.WakeEnd); ok {
					ends++
					assert.Equal(t, "finished", e.How)
				}
			}
			assert.Equal(t, o.Wakes, ends)
			total += o.Wakes
		}
		assert.InDelta(t, 15, float64(total)/56, 4, "wakes a day, %v", api)
	}
}

func TestEqualSpecsLeaveEqualTraces(t *testing.T) {
	a, _ := simulated(t, spec(t, "typical", 7, 2))
	b, _ := simulated(t, spec(t, "typical", 7, 2))
	c, _ := simulated(t, spec(t, "typical", 8, 2))
	assert.Equal(t, a.SHA256, b.SHA256)
	assert.NotEqual(t, a.SHA256, c.SHA256)
}

func TestABeatWakesOnTime(t *testing.T) {
	s := spec(t, "typical", 1, 1)
	s.Every = 15 * time.Minute
	o, _ := simulated(t, s)
	assert.Equal(t, 96, o.Wakes)
}

func TestACancelledRunIsPartial(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	o, err := Run(ctx, spec(t, "typical", 1, 1))
	require.NoError(t, err)
	assert.Equal(t, trace.Interrupted, o.Reason)
}

func BenchmarkDay(b *testing.B) {
	s := spec(b, "typical", 1, 1)
	for b.Loop() {
		if _, err := Run(context.Background(), s); err != nil {
			b.Fatal(err)
		}
	}
}
