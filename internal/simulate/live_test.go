package simulate

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/scheduler"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// wakesOf are the instants of a run's grants, as its trace has them.
func wakesOf(t testing.TB, s Spec) []int64 {
	var at []int64
	s.Listen = append(s.Listen, func(r trace.Record) {
		if _, ok := r.Event.(*trace.Grant); ok {
			at = append(at, r.TUs)
		}
	})
	o, err := Run(context.Background(), s)
	require.NoError(t, err)
	require.Equal(t, trace.Complete, o.Reason)
	return at
}

func TestALifeHasTheWakesOfItsRun(t *testing.T) {
	t.Parallel()
	conducts := map[string]Conduct{
		"well-behaved": {}, "slow": {Takes: 28 * time.Second, Bytes: 20_000, Result: "newData"}, "killed": {Takes: time.Hour},
	}
	for _, persona := range usagemodel.Personas() {
		t.Run(persona, func(t *testing.T) {
			t.Parallel()
			for name, conduct := range conducts {
				for _, api := range []scheduler.API{scheduler.Legacy, scheduler.BGTask} {
					s := spec(t, persona, 3, 12)
					s.API, s.App = api, Builtin{API: api, Conduct: conduct}
					var got []int64
					_, err := Live(t.Context(), s, Watch{Wake: func(at vclock.Instant, _ *usagemodel.Phone) { got = append(got, at.Micros()) }})
					require.NoError(t, err)
					assert.Equal(t, wakesOf(t, s), got, "%s, %v", name, api)
				}
			}
		})
	}
}

func TestALifeTellsThePhoneAsItIs(t *testing.T) {
	t.Parallel()
	s := spec(t, "student", 1, 14)
	var phone *usagemodel.Phone
	wakes, opens := 0, 0
	_, err := Live(t.Context(), s, Watch{
		Wake: func(at vclock.Instant, p *usagemodel.Phone) {
			wakes++
			assert.False(t, p.AppOpen || p.ForceQuit || p.LowPower, "at %v", at)
		},
		Event: func(e usagemodel.Event, p *usagemodel.Phone) {
			phone = p
			if e.Kind == usagemodel.AppOpen {
				opens++
				assert.True(t, p.AppOpen)
				assert.Equal(t, e.At, p.LastOpenAt)
			}
		},
	})
	require.NoError(t, err)
	assert.NotNil(t, phone)
	assert.Positive(t, wakes)
	assert.Positive(t, opens)
}

func TestALifeEndsWhenItIsCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	wakes := 0
	s := spec(t, "typical", 1, 1_000_000)
	_, err := Live(ctx, s, Watch{Wake: func(vclock.Instant, *usagemodel.Phone) {
		if wakes++; wakes == 20 {
			cancel()
		}
	}})
	assert.ErrorIs(t, err, context.Canceled)
}

// The memory that a life holds is the same after two hundred days and after two thousand.
func TestALifeDoesNotGrowWithItsDays(t *testing.T) {
	held := func(days int) uint64 {
		var most uint64
		next := vclock.Instant(0)
		_, err := Live(t.Context(), spec(t, "typical", 1, days), Watch{Wake: func(at vclock.Instant, _ *usagemodel.Phone) {
			if at < next {
				return
			}
			next = at.Add(100 * 24 * time.Hour)
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}})
		require.NoError(t, err)
		return most
	}
	short, long := held(200), held(2000)
	assert.Less(t, long, short+256<<10)
}

// BenchmarkDeviceDay is a day of a typical person with the built-in callback, without a trace: at least 10,000 a second are
// asked for on one core.
func BenchmarkDeviceDay(b *testing.B) {
	for _, persona := range []string{"typical", "heavy"} {
		b.Run(persona, func(b *testing.B) {
			const decade = 3650 // lives of ten years: later ones would measure how Go works out time zones after 2037
			wakes := 0
			b.ReportAllocs()
			for n := 0; n < b.N; n += decade {
				s := spec(b, persona, 1, min(decade, b.N-n))
				_, err := Live(b.Context(), s, Watch{Wake: func(vclock.Instant, *usagemodel.Phone) { wakes++ }})
				require.NoError(b, err)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "days/s")
			b.ReportMetric(float64(wakes)/float64(b.N), "wakes/day")
		})
	}
}
