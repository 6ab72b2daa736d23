package recording

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

func TestDayZeroIsTheFirstOfTheLastDays(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	span := func(from, to string) *Recording {
		a, err := time.ParseInLocation("2006-01-02 15:04", from, berlin)
		require.NoError(t, err)
		b, err := time.ParseInLocation("2006-01-02 15:04", to, berlin)
		require.NoError(t, err)
		return &Recording{Zone: berlin, From: a, To: b}
	}
	for _, tt := range []struct {
		name     string
		from, to string
		days     int
		want     string
		recorded int
	}{
		{"one whole day", "2026-03-02 00:00", "2026-03-03 00:00", 1, "2026-03-02", 1},
		{"the last of three", "2026-03-02 00:00", "2026-03-05 00:00", 1, "2026-03-04", 3},
		{"the last two of three", "2026-03-02 00:00", "2026-03-05 00:00", 2, "2026-03-03", 3},
		{"more than there are", "2026-03-02 00:00", "2026-03-05 00:00", 9, "2026-03-02", 3},
		{"a short last day is left out", "2026-03-02 00:00", "2026-03-05 08:00", 1, "2026-03-04", 4},
		{"a longer one is not", "2026-03-02 00:00", "2026-03-05 20:00", 1, "2026-03-05", 4},
		{"a short day is better than none", "2026-03-05 06:00", "2026-03-05 08:00", 1, "2026-03-05", 1},
		{"over the change to summer time", "2026-03-28 12:00", "2026-03-30 00:00", 1, "2026-03-29", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rec := span(tt.from, tt.to)
			assert.Equal(t, tt.want, rec.Calendar(tt.days).Start().Format("2006-01-02"))
			assert.Equal(t, tt.recorded, rec.Days())
		})
	}
}

func TestTheLastRecordedDayIsLivedAsItWas(t *testing.T) {
	t.Parallel()
	o := Options{Zone: zone(t, "Europe/Helsinki")}
	screen, _, err := ImportFile(os.DirFS(recordings), "niimpy_AwareScreen_1month.csv.gz", o)
	require.NoError(t, err)
	power, _, err := ImportFile(os.DirFS(recordings), "niimpy_AwareBattery_1month.csv.gz", o)
	require.NoError(t, err)
	rec, err := Merge(screen, power)
	require.NoError(t, err)
	for _, days := range []int{1, 7} { // seven reach back to before the change to summer time
		cal := rec.Calendar(days)
		timeline := usagemodel.NewReplay(profile(t, "typical"), rec.On(cal), 1, cal, days)
		recorded := []usagemodel.EventKind{usagemodel.ScreenOn, usagemodel.ScreenOff, usagemodel.Unlock, usagemodel.Lock, usagemodel.Plug, usagemodel.Unplug, usagemodel.Battery}
		counts := make(map[usagemodel.EventKind][]vclock.Instant)
		opened := false
		for e, ok := timeline.Next(); ok; e, ok = timeline.Next() {
			if e.At >= 0 {
				counts[e.Kind] = append(counts[e.Kind], e.At)
			}
			opened = opened || e.Kind == usagemodel.AppOpen
		}
		assert.True(t, opened, "the app, which was not recorded, is drawn")
		for _, kind := range recorded {
			var want []vclock.Instant
			for e := range rec.Events() {
				if at := cal.Instant(e.At); e.Kind == kind && at >= 0 {
					want = append(want, at)
				}
			}
			end := cal.Instant(rec.To)
			got := counts[kind]
			for len(got) > 0 && got[len(got)-1] >= end {
				got = got[:len(got)-1]
			}
			assert.Equal(t, want, got, "%s in %d days", kind, days)
		}
		_, everOpened := timeline.HistoryEnd()
		assert.True(t, everOpened, "the days before are the history")
	}
}

func TestUnknownStreamsAreSaid(t *testing.T) {
	t.Parallel()
	rec, _, err := ImportFile(os.DirFS(recordings), "day.ndjson", Options{})
	require.NoError(t, err)
	assert.Equal(t, []string{"refresh: none, from typical", "thermal: none, taken as nominal"}, rec.Unknown("typical"))
	rec, _ = imported(t, "f", day("unlock@0 lock@9"), Options{})
	assert.Equal(t, []string{
		"app: none, from heavy", "sleep: none, from heavy", "charger: none, from heavy", "battery: none, from heavy", "link: none, from heavy",
		"lpm: none, from heavy", "refresh: none, from heavy", "thermal: none, taken as nominal",
	}, rec.Unknown("heavy"))
}

func TestOpensOfOtherAppsDoNotCount(t *testing.T) {
	t.Parallel()
	const content = `{"fetchsim_recording":1,"tz":"UTC","from":"2026-03-02T00:00:00Z","to":"2026-03-03T00:00:00Z","app":"a"}
{"t":"2026-03-02T06:00:00Z","ev":"app_open","app":"a"}
{"t":"2026-03-02T06:00:01Z","ev":"app_close","app":"a"}
{"t":"2026-03-02T06:00:02Z","ev":"app_open","app":"b"}
{"t":"2026-03-02T06:00:03Z","ev":"app_close","app":"b"}
{"t":"2026-03-02T06:00:04Z","ev":"app_open"}
`
	rec, report := imported(t, "f", content, Options{})
	assert.Equal(t, "app_open@0 app_close@1 app_open@4 app_close@44", told(rec))
	assert.Equal(t, []Tally{{"events of other apps", 2, 4}}, report.Dropped)
	rec, _ = imported(t, "f", content, Options{App: "b"})
	assert.Equal(t, "app_open@0 app_close@1 app_open@2 app_close@42", told(rec))
	assert.Equal(t, "b", rec.App)
}
