package simulate

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// changes are the values that a field of the phone had from an instant on.
func changes(records []trace.Record, field string, from vclock.Instant) []string {
	var values []string
	for _, r := range records {
		if c, ok := r.Event.(*trace.PhoneChange); ok && c.Field == field && r.TUs >= from.Micros() {
			values = append(values, c.Value)
		}
	}
	return values
}

func acts(records []trace.Record, what trace.PersonAct, from vclock.Instant) int {
	n := 0
	for _, r := range records {
		if p, ok := r.Event.(*trace.Person); ok && p.What == what && r.TUs >= from.Micros() {
			n++
		}
	}
	return n
}

func TestWhatIsHeldStaysAsItIs(t *testing.T) {
	t.Parallel()
	noon := vclock.Instant(0).Add(12 * time.Hour)
	for _, tt := range []struct {
		name, field string
		hold        usagemodel.Event
		want        string
	}{
		{"Low Power Mode", "lpm", usagemodel.Event{Kind: usagemodel.LowPower}, "false"},
		{"the charger", "plugged", usagemodel.Event{Kind: usagemodel.Plug}, "true"},
		{"the battery", "levelPct", usagemodel.Event{Kind: usagemodel.Battery, Level: 80}, "80"},
		{"the link", "link", usagemodel.Event{Kind: usagemodel.LinkChange, Link: usagemodel.Wifi}, "wifi"},
		{"the switch", "refresh", usagemodel.Event{Kind: usagemodel.Refresh, Refresh: usagemodel.RefreshOn}, "on"},
		{"the heat", "thermal", usagemodel.Event{Kind: usagemodel.ThermalChange, Thermal: usagemodel.ThermalNominal}, "nominal"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := spec(t, "battery-poor", 3, 4)
			_, before := simulated(t, s)
			tt.hold.At = noon
			s.Hold = []usagemodel.Event{tt.hold}
			_, held := simulated(t, s)
			assert.Equal(t, []string{tt.want}, changes(held, tt.field, noon))
			same := 0 // what lies before is not touched
			for ; before[same].TUs < noon.Micros(); same++ {
				assert.Equal(t, before[same], held[same])
			}
			assert.Positive(t, same)
		})
	}
}

func TestWithoutHoldTheFieldsOfThatDayChange(t *testing.T) {
	t.Parallel()
	_, records := simulated(t, spec(t, "battery-poor", 3, 4))
	for _, field := range []string{"lpm", "plugged", "levelPct", "link"} {
		assert.Greater(t, len(changes(records, field, 0)), 1, field)
	}
}

func TestLowPowerModeHeldOffBringsItsWakesBack(t *testing.T) {
	t.Parallel()
	s := spec(t, "low-power", 1, 1)
	o, _ := simulated(t, s)
	assert.Zero(t, o.Wakes)
	s.Hold = []usagemodel.Event{{At: vclock.Instant(0).Add(-48 * time.Hour), Kind: usagemodel.LowPower}}
	o, _ = simulated(t, s)
	assert.Positive(t, o.Wakes)
}

func TestAHeldForceQuitDoesNotHappen(t *testing.T) {
	t.Parallel()
	s := spec(t, "force-quitter", 1, 6)
	_, before := simulated(t, s)
	assert.Positive(t, acts(before, trace.ForceQuits, 0))
	s.Hold = []usagemodel.Event{{Kind: usagemodel.ForceQuit}}
	_, held := simulated(t, s)
	assert.Zero(t, acts(held, trace.ForceQuits, 0))
	assert.Equal(t, acts(held, trace.Opens, 0), acts(held, trace.Closes, 0), "whoever was in the app leaves it")
}

func TestWhatThePersonDoesCannotBeHeld(t *testing.T) {
	t.Parallel()
	s := spec(t, "typical", 1, 1)
	s.Hold = []usagemodel.Event{{Kind: usagemodel.AppOpen}}
	o, err := Run(t.Context(), s)
	assert.NoError(t, err)
	if assert.NotNil(t, o.Crash) {
		assert.Equal(t, "simulate: app_open cannot be held", o.Crash.Value)
	}
}
