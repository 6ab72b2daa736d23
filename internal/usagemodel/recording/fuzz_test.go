package recording

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// fuzz holds that any file of a format either has an error, or becomes a recording that is in order, that is read back
// from what it writes, and whose last day can be lived.
func fuzz(f *testing.F, is func(head []byte) bool, read func(f *file) (*Recording, error)) {
	typical := profile(f, "typical")
	typical.History = 1
	f.Fuzz(func(t *testing.T, data []byte) {
		if !is(data[:min(len(data), headLength)]) {
			return
		}
		r, err := plain(bytes.NewReader(data))
		if err != nil {
			return
		}
		rec, err := read(&file{"fuzz", r, Options{Zone: time.UTC, App: "com.example.news"}, &ImportReport{}})
		if own, ok := errors.AsType[*Error](err); ok {
			for _, p := range own.Problems {
				assert.Positive(t, p.Line)
				assert.Positive(t, p.Column)
			}
		}
		if err != nil {
			return
		}
		text := written(t, rec)
		again, report, err := Import("again", bytes.NewReader([]byte(text)), Options{})
		require.NoError(t, err, text)
		require.Equal(t, text, written(t, again))
		require.Empty(t, report.Repaired)
		require.Empty(t, report.Dropped)
		calendar := rec.Calendar(1)
		timeline := usagemodel.NewReplay(typical, rec.On(calendar), 1, calendar, 1)
		last := vclock.Instant(usagemodel.Long)
		for e, ok := timeline.Next(); ok; e, ok = timeline.Next() {
			require.GreaterOrEqual(t, e.At, last)
			last = e.At
		}
	})
}

// seeds adds the repository's recordings of a form.
func seeds(f *testing.F, patterns ...string) {
	for _, pattern := range patterns {
		files, err := filepath.Glob(filepath.Join(recordings, pattern))
		require.NoError(f, err)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(f, err)
			f.Add(data[:min(len(data), 4000)])
		}
	}
}

func FuzzNDJSON(f *testing.F) {
	seeds(f, "*.ndjson", "bad/*.ndjson")
	f.Add([]byte(day("screen_on@0 unlock@0 unlock@9 app_open@9 lock@20 boot@30 tz=Asia/Tokyo@40 lpm=on@50 refresh=off@60 thermal=fair@70 link=lte@80 update=os@90")))
	fuzz(f, isNDJSON, readNDJSON)
}

func FuzzCSV(f *testing.F) {
	seeds(f, "*.csv", "bad/*.csv")
	fuzz(f, isCSV, readCSV)
}

func FuzzAware(f *testing.F) {
	f.Add([]byte(awareScreen("1@0 3@2 0@9 2@9 1@100 3@100 1@-300000000")))
	f.Add([]byte("_id,timestamp,device_id,battery_level,battery_scale,battery_status,battery_adaptor\n1,1490046000000,a,50,200,2,1\n2,1490046400000,a,49,200,-1,0\n3,1490046500000,a,49,200,-3,0\n"))
	fuzz(f, isAware, readAware)
}

func FuzzActivityWatch(f *testing.F) {
	seeds(f, "activitywatch.json")
	f.Add([]byte(`[{"timestamp":"2026-03-02T06:00:00Z","duration":60,"data":{"status":"not-afk"}}]`))
	f.Add([]byte(`{"events":[{"timestamp":"2026-03-02T06:00:00+02:00","duration":0.5,"data":{"app":"com.example.news"}}],"type":"currentwindow"}`))
	f.Add([]byte(`{"buckets":{"a":{"type":"os.lockscreen.unlocks","events":[{"timestamp":"2026-03-02T06:00:00Z","duration":0,"data":{}}]}}}`))
	fuzz(f, isActivityWatch, readActivityWatch)
}

func FuzzPowerLog(f *testing.F) {
	f.Add([]byte(database(f, append([]string{"PRAGMA page_size = 512"}, morning()...)...)))
	fuzz(f, isSQLite, readPowerLog)
}
