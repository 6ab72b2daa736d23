package recording

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

func TestReportsOfTheRecordingsAreTheGoldenOnes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file string
		o    Options
	}{
		{"niimpy_AwareScreen_1month.csv.gz", Options{Zone: zone(t, "Europe/Helsinki")}},
		{"niimpy_AwareBattery_1month.csv.gz", Options{Zone: zone(t, "Europe/Helsinki")}},
		{"activitywatch.json", Options{Zone: zone(t, "Europe/Berlin"), App: "com.example.news"}},
		{"day.ndjson", Options{}},
		{"day.csv", Options{}},
	} {
		_, report, err := ImportFile(os.DirFS(recordings), tt.file, tt.o)
		require.NoError(t, err)
		var text strings.Builder
		require.NoError(t, report.WriteText(&text))
		golden(t, "testdata/golden/"+tt.file+".txt", text.String())
	}
}

func TestEveryGoldenReportHasItsRecording(t *testing.T) {
	t.Parallel()
	for _, dir := range []struct{ goldens, sources string }{{"testdata/golden", recordings}, {recordings + "/bad", recordings + "/bad"}} {
		files, err := filepath.Glob(dir.goldens + "/*.txt")
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			sources, err := filepath.Glob(filepath.Join(dir.sources, strings.TrimSuffix(filepath.Base(file), ".txt")+"*"))
			require.NoError(t, err)
			found := false
			for _, s := range sources {
				found = found || filepath.Ext(s) != ".txt"
			}
			assert.True(t, found, "%s belongs to no recording", file)
		}
	}
}

func TestBrokenRecordingsNameAllTheirMistakes(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(recordings + "/bad/*")
	require.NoError(t, err)
	for _, file := range files {
		if filepath.Ext(file) == ".txt" {
			continue
		}
		name := filepath.Base(file)
		_, _, err := ImportFile(os.DirFS(filepath.Dir(file)), name, Options{})
		var own *Error
		require.ErrorAs(t, err, &own, name)
		golden(t, strings.TrimSuffix(file, filepath.Ext(file))+".txt", err.Error()+"\n")
	}
}

func TestBothOfOurFormatsSayTheSame(t *testing.T) {
	t.Parallel()
	a, _, err := ImportFile(os.DirFS(recordings), "day.ndjson", Options{})
	require.NoError(t, err)
	b, _, err := ImportFile(os.DirFS(recordings), "day.csv", Options{})
	require.NoError(t, err)
	assert.Equal(t, written(t, a), written(t, b))
}

func written(t require.TestingT, r *Recording) string {
	var b bytes.Buffer
	require.NoError(t, r.Write(&b))
	return b.String()
}

func TestWhatIsWrittenIsReadBackWithNothingToRepair(t *testing.T) {
	t.Parallel()
	helsinki := zone(t, "Europe/Helsinki")
	for _, file := range []string{"niimpy_AwareScreen_1month.csv.gz", "niimpy_AwareBattery_1month.csv.gz", "day.ndjson", "activitywatch.json"} {
		rec, _, err := ImportFile(os.DirFS(recordings), file, Options{Zone: helsinki, App: "com.example.news"})
		require.NoError(t, err)
		text := written(t, rec)
		again, report := imported(t, "again.ndjson", text, Options{})
		assert.Equal(t, text, written(t, again), file)
		assert.Empty(t, report.Repaired, file)
		assert.Empty(t, report.Dropped, file)
		assert.Equal(t, rec.Days(), again.Days())
	}
}

func TestTheFormatIsKnownByTheContent(t *testing.T) {
	t.Parallel()
	day, err := os.ReadFile(recordings + "/day.ndjson")
	require.NoError(t, err)
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, err = z.Write(day)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	for _, tt := range []struct{ name, content, want string }{
		{"plain", string(day), "fetchsim NDJSON"},
		{"compressed", zipped.String(), "fetchsim NDJSON"},
		{"with a byte order mark", "\ufeff" + string(day), "fetchsim NDJSON"},
		{"with Windows line ends", strings.ReplaceAll(string(day), "\n", "\r\n"), "fetchsim NDJSON"},
		{"a bare bucket", `{"type":"afkstatus","events":[{"timestamp":"2026-03-02T06:00:00Z","duration":60,"data":{"status":"not-afk"}}]}`, "ActivityWatch export"},
		{"a list of events", `[{"timestamp":"2026-03-02T06:00:00Z","duration":60,"data":{"status":"not-afk"}}]`, "ActivityWatch export"},
		{"AWARE in milliseconds", "_id,timestamp,device_id,screen_status\n1,1488346471195,a,1\n2,1488346471205,a,0\n", "AWARE CSV"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, report := imported(t, "x", tt.content, Options{Zone: time.UTC})
			assert.Equal(t, tt.want, report.Format)
		})
	}
}

func TestWhatCannotBeImportedSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, content, want string }{
		{"empty", "", "import f: unknown format; the file is empty"},
		{"a profile", "fetchsim_profile: 1\nname: x\n", "import f: unknown format; this is a profile, which needs no import: fetchsim replay FILE"},
		{"a ZIP archive", "PK\x03\x04rest", "import f: unknown format; this is a ZIP archive; unpack it first"},
		{"prose", "Dear diary,\n", "import f: unknown format; it is no recorded day (NDJSON, CSV), ActivityWatch export, AWARE screen or battery CSV, or PowerLog"},
		{"no zone", "time,screen_status\n1488346471.195,1\n", "import f: no time zone is stated; give --tz, for example --tz Europe/Berlin"},
		{"cut JSON", `{"buckets":{"a":{"type":"afkstatus","events":[{"timestamp":"2026-03`, "no time zone"},
		{"cut gzip", "\x1f\x8b\x08", "import f: unexpected EOF"},
	} {
		_, _, err := Import("f", strings.NewReader(tt.content), Options{})
		require.Error(t, err, tt.name)
		assert.Contains(t, err.Error(), tt.want, tt.name)
	}
	_, _, err := Import("f", strings.NewReader(`{"buckets":{"a":{"type":"afkstatus","events":[{"timestamp":"2026-03`), Options{Zone: time.UTC})
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	_, _, err = Import("f", strings.NewReader("time,screen_status\nx,y\n"), Options{Zone: time.UTC})
	require.ErrorIs(t, err, ErrEmpty)
}

func TestSeveralDevicesNeedAChoice(t *testing.T) {
	t.Parallel()
	const aware = "device_id,timestamp,screen_status\nred,1488346471195,1\nblue,1488346472195,1\nred,1488346473195,0\n"
	const watch = `{"buckets":{"a":{"type":"afkstatus","hostname":"red","events":[{"timestamp":"2026-03-02T06:00:00Z","duration":60,"data":{"status":"not-afk"}}]},
		"b":{"type":"afkstatus","hostname":"blue","events":[{"timestamp":"2026-03-02T07:00:00Z","duration":60,"data":{"status":"not-afk"}}]}}}`
	for _, content := range []string{aware, watch} {
		_, _, err := Import("f", strings.NewReader(content), Options{Zone: time.UTC})
		var several *DeviceError
		require.ErrorAs(t, err, &several)
		assert.Equal(t, []string{"blue", "red"}, several.Devices)
		_, _, err = Import("f", strings.NewReader(content), Options{Zone: time.UTC, Device: "green"})
		require.ErrorContains(t, err, `there is no device "green"; choose one with --device: blue, red`)
		rec, _ := imported(t, "f", content, Options{Zone: time.UTC, Device: "red"})
		assert.Equal(t, 1, rec.Count(usagemodel.ScreenOn))
	}
}

func TestScreenAndBatteryMergeToOneRecording(t *testing.T) {
	t.Parallel()
	o := Options{Zone: zone(t, "Europe/Helsinki")}
	screen, _, err := ImportFile(os.DirFS(recordings), "niimpy_AwareScreen_1month.csv.gz", o)
	require.NoError(t, err)
	power, _, err := ImportFile(os.DirFS(recordings), "niimpy_AwareBattery_1month.csv.gz", o)
	require.NoError(t, err)
	both, err := Merge(screen, power)
	require.NoError(t, err)
	assert.Equal(t, screen.Len()+power.Len(), both.Len())
	_, err = Merge(both, screen)
	require.EqualError(t, err, "merge recordings: both recorded screen")
	again, report := imported(t, "f", written(t, both), Options{})
	assert.Equal(t, both.Len(), again.Len(), report)
}
