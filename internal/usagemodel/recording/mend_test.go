package recording

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// day writes a recorded day of ours from words like "unlock@5" or "battery=20@7": seconds since 06:00.
func day(events string) string {
	var b strings.Builder
	b.WriteString(`{"fetchsim_recording":1,"tz":"UTC","from":"2026-03-02T00:00:00Z","to":"2026-03-05T00:00:00Z"}` + "\n")
	for word := range strings.FieldsSeq(events) {
		name, at, _ := strings.Cut(word, "@")
		name, value, valued := strings.Cut(name, "=")
		seconds, _ := time.ParseDuration(at + "s")
		fmt.Fprintf(&b, `{"t":"%s","ev":"%s"`, time.Date(2026, 3, 2, 6, 0, 0, 0, time.UTC).Add(seconds).Format(timeLayout), name)
		if valued {
			fmt.Fprintf(&b, `,"value":"%s"`, value)
		}
		b.WriteString("}\n")
	}
	return b.String()
}

func TestDirtyStatesAreMended(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, given, want, report string }{
		{"clean", "screen_on@0 unlock@1 app_open@2 app_close@3 screen_off@4 lock@5", "screen_on@0 unlock@1 app_open@2 app_close@3 screen_off@4 lock@5", ""},
		{"a repeat", "plug@0 plug@5 unplug@9", "plug@0 unplug@9", "1 repeats of a state (3)"},
		{"a repeated level", "battery=50@0 battery=50@1 battery=49@2 battery=50@3", "battery=50@0 battery=49@2 battery=50@3", "1 repeats of a state (3)"},
		{"an unlock said twice", "unlock@0 unlock@0.5 lock@9", "unlock@0 lock@9", "1 repeats of a state (3)"},
		{"a lock missing", "unlock@0 unlock@60 lock@70", "unlock@0 lock@1m0 unlock@1m0 lock@1m10", "1 lock missing; locked at the next unlock (3)"},
		{
			"a lock missing, seen dark",
			"screen_on@0 unlock@0 screen_off@9 screen_on@60 unlock@60 screen_off@70 lock@70",
			"screen_on@0 unlock@0 screen_off@9 screen_on@1m0 lock@1m0 unlock@1m0 screen_off@1m10 lock@1m10",
			"1 lock missing; locked at the next unlock (6)",
		},
		{"a screen_off missing", "screen_on@0 lock@5 screen_on@60 screen_off@70", "screen_on@0 screen_off@5 lock@5 screen_on@1m0 screen_off@1m10", "1 screen_off missing; dark at the lock (3)"},
		{"a close missing", "unlock@0 app_open@1 lock@5 unlock@9 app_open@9 app_close@10 lock@11", "unlock@0 app_open@1 app_close@5 lock@5 unlock@9 app_open@9 app_close@10 lock@11", "1 app_open without app_close; closed at the lock (3)"},
		{"a close missing, no locks told", "screen_on@0 app_open@1 screen_off@5", "screen_on@0 app_open@1 app_close@5 screen_off@5", "1 app_open without app_close; closed at the lock (3)"},
		{"a close just after the lock", "unlock@0 app_open@1 lock@5 app_close@5", "unlock@0 app_open@1 lock@5 app_close@5", ""},
		{"swiped away while open", "app_open@0 force_quit@5 app_close@5 app_open@9", "app_open@0 force_quit@5 app_open@9 app_close@49", "1 uses of which only the begin is told; the usual length is taken (0), 1 repeats of a state (4)"},
		{"a boot while in use", "screen_on@0 unlock@0 app_open@1 boot@9 screen_on@20", "screen_on@0 unlock@0 app_open@1 app_close@9 screen_off@9 lock@9 boot@9 screen_on@20 screen_off@1m9", "1 uses until a boot; ended there (5), 1 uses of which only the begin is told; the usual length is taken (0)"},
		{"a boot said twice", "boot@0 boot@1 boot@100", "boot@0 boot@1m40", "1 repeats of a state (3)"},
		{"only opens are told", "app_open@0 app_open@10 plug@20 app_open@100", "app_open@0 app_close@10 app_open@10 plug@20 app_close@50 app_open@1m40 app_close@2m20", "3 uses of which only the begin is told; the usual length is taken (0)"},
		{"only unlocks are told", "unlock@0 unlock@0.5 app_open@1 unlock@100", "unlock@0 app_open@1 app_close@41 lock@49 unlock@1m40 lock@2m29", "3 uses of which only the begin is told; the usual length is taken (0), 1 repeats of a state (3)"},
		{"updates are no states", "update=app@0 update=app@1", "app_update=app@0 app_update=app@1", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rec, report := imported(t, "day.ndjson", day(tt.given), Options{})
			assert.Equal(t, tt.want, told(rec))
			assert.Equal(t, tt.report, tallies(report))
		})
	}
}

func tallies(r *ImportReport) string {
	var all []string
	for _, t := range append(r.Repaired, r.Dropped...) {
		all = append(all, fmt.Sprintf("%d %s (%d)", t.Count, t.What, t.First))
	}
	return strings.Join(all, ", ")
}

// aware writes a screen table of AWARE: "1@0 3@2" is a screen_on and, two seconds later, an unlock.
func awareScreen(events string) string {
	var b strings.Builder
	b.WriteString("time,screen_status\n")
	for word := range strings.FieldsSeq(events) {
		status, at, _ := strings.Cut(word, "@")
		seconds, err := time.ParseDuration(at + "s")
		if err != nil {
			b.WriteString(word + "\n")
			continue
		}
		fmt.Fprintf(&b, "%.3f,%s\n", 1488346000+seconds.Seconds(), status)
	}
	return b.String()
}

func TestForeignFilesAreTakenWithTheirDirt(t *testing.T) {
	t.Parallel()
	const week = "604800"
	for _, tt := range []struct{ name, given, want, report string }{
		{"out of order", "1@0 0@9 3@2", "screen_on@0 unlock@2 screen_off@9", "1 events out of order; sorted in (4)"},
		{"broken lines", "1@0 rubbish ,, 7@3 0@9", "screen_on@0 screen_off@9", "3 lines that cannot be read (3)"},
		{"a clock that was never set", "0@-1488346000 1@0 0@9", "screen_on@0 screen_off@9", "1 events at an impossible time (2)"},
		{"a clock set wrong by years", "1@-300000000 0@-299999999 1@0 3@1 0@9", "screen_on@0 unlock@1 screen_off@9", "2 events half a year or more from all others; the clock was wrong (2)"},
		{
			"on through a week's silence", "1@0 3@1 1@" + week + " 0@604809",
			"screen_on@0 unlock@1 screen_off@1 lock@1 screen_on@168h0m0 screen_off@168h0m9",
			"1 uses at the begin of a day's silence; ended there (0)",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rec, report := imported(t, "screen.csv", awareScreen(tt.given), Options{Zone: time.UTC})
			assert.Equal(t, tt.want, told(rec))
			assert.Equal(t, tt.report, tallies(report))
		})
	}
}

func TestAwareBatteryTellsChargerLevelsAndBoots(t *testing.T) {
	t.Parallel()
	const table = `time,battery_level,battery_status,battery_health,battery_adaptor
1490046000,25,3,2,0
1490046100,25,2,2,0
1490046200,26,5,2,1
1490046300,26,3,2,2
1490046400,26,3,2,0
1490046410,26,-1,2,0
1490046500,26,3,2,0
1490046505,26,-3,2,0
1490046506,26,-3,2,0
1490047000,24,-1,2,0
1490047100,24,3,2,0
1490047200,24,3,2,0
1490047300,24,3,2,0
1490047400,24,3,2,0
1490047500,24,3,2,0
`
	rec, report := imported(t, "battery.csv", table, Options{Zone: time.UTC})
	assert.Equal(t, "unplug@0 battery=25@0 plug@1m40 battery=26@3m20 unplug@6m40 boot@8m25 battery=24@16m40 boot@18m20", told(rec))
	assert.Contains(t, report.Repaired, Tally{"boot missing after a shutdown", 1, 12})
}

func TestNoOrderOfTheLinesChangesWhatHappened(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var lines []string
		at := 1488346000.0
		for range rapid.IntRange(1, 60).Draw(rt, "rows") {
			at += rapid.Float64Range(0.01, 9000).Draw(rt, "gap")
			lines = append(lines, fmt.Sprintf("%.3f,%d", at, rapid.IntRange(0, 3).Draw(rt, "status")))
		}
		const header = "time,screen_status\n"
		want, _, err := Import("f", strings.NewReader(header+strings.Join(lines, "\n")), Options{Zone: time.UTC})
		if err != nil {
			rt.Skip("all of it is dropped")
		}
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "shuffle"), 1))
		rng.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		got, _, err := Import("f", strings.NewReader(header+strings.Join(lines, "\n")), Options{Zone: time.UTC})
		require.NoError(rt, err)
		require.Equal(rt, written(rt, want), written(rt, got))
	})
}

func TestMendingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	names := []string{"screen_on", "screen_off", "unlock", "lock", "app_open", "app_close", "force_quit", "boot", "plug", "unplug"}
	rapid.Check(t, func(rt *rapid.T) {
		var words []string
		at := 0.0
		for range rapid.IntRange(1, 40).Draw(rt, "events") {
			at += float64(rapid.IntRange(0, 300).Draw(rt, "gap")) / 2
			words = append(words, fmt.Sprintf("%s@%g", rapid.SampledFrom(names).Draw(rt, "event"), at))
		}
		once, _, err := Import("f", strings.NewReader(day(strings.Join(words, " "))), Options{})
		require.NoError(rt, err)
		text := written(rt, once)
		twice, report, err := Import("f", strings.NewReader(text), Options{})
		require.NoError(rt, err)
		require.Equal(rt, text, written(rt, twice))
		require.Empty(rt, report.Repaired)
		require.Empty(rt, report.Dropped)
	})
}

func TestCompactingDropsOnlyTheInsideOfARow(t *testing.T) {
	t.Parallel()
	in := newIntake(&ImportReport{})
	for i := range 10 {
		in.add(1488346000000+int64(i)*1000, usagemodel.Plug, 0, i+1)
	}
	in.compact()
	assert.Len(t, in.entries, 2)
	in.add(1488346004500, usagemodel.Unplug, 0, 11)
	rec, err := in.recording(time.UTC)
	require.NoError(t, err)
	assert.Equal(t, "plug@0 unplug@4.5 plug@9", told(rec))
}
