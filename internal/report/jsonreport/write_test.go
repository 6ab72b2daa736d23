package jsonreport

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict"
	"github.com/fetchsim/fetchsim/internal/verdict/verdicttest"
)

func judge(t testing.TB, s *verdicttest.Story, reason trace.EndReason) *verdict.Run {
	t.Helper()
	j := verdict.NewJudge(verdict.Options{})
	s.Write(trace.NewWriter(nil, j.Record), reason)
	return j.Verdict()
}

func write(t *testing.T, r *verdict.Report) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, Write(&out, r))
	return out.Bytes()
}

// odd has what the other stories lack: a warning and an error outside any wake, a request that failed, text that HTML
// and JSON would escape, a callback-style wait without a place, a wake that the run's end left open.
func odd() *verdicttest.Story {
	s := verdicttest.NewStory().Registered()
	w := s.Wake(9 * verdicttest.Hour)
	id := w.OpenFetch(verdicttest.Second, "https://a.example/?q=<b>&r=\u2028")
	w.Emit(2*verdicttest.Second, &trace.NetEnd{App: w.App(), ID: id, Error: "Network request failed", From: "mock"})
	w.Prints(verdicttest.Second, "log", "\"quoted\" \x1b[31m \U0001f389")
	w.Awaits(25*verdicttest.Second, trace.AwaitPending{When: "expiration", On: "callback", SinceUs: 9 * verdicttest.Hour})
	w.Warned(25*verdicttest.Second).
		Calls(26*verdicttest.Second, trace.Finish{By: "user", Answer: "afterExpiration", Result: "noData"}).
		Ends(26*verdicttest.Second, "expired")
	s.Emit(verdicttest.Hour, &trace.JSError{App: trace.App{PID: 1}, Where: "timer", Name: "Error", Message: "no"})
	s.Granted(23 * verdicttest.Hour)
	return s
}

func TestGolden(t *testing.T) {
	t.Parallel()
	night, day := judge(t, verdicttest.TheNight(), trace.Complete), judge(t, verdicttest.AGoodDay(), trace.Complete)
	for _, tt := range []struct {
		name   string
		report *verdict.Report
	}{
		{"night", verdict.NewReport("0.1.0", []*verdict.Run{night})},
		{"two_runs", verdict.NewReport("0.1.0", []*verdict.Run{day, night})},
		{"odd_interrupted", verdict.NewReport("0.1.0", []*verdict.Run{judge(t, odd(), trace.Interrupted)})},
		{"nothing", verdict.NewReport("0.1.0", nil)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := write(t, tt.report)
			file := filepath.Join("testdata", "golden", tt.name+".json")
			if os.Getenv("UPDATE_GOLDEN") != "" {
				require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
				require.NoError(t, os.WriteFile(file, got, 0o644))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err, "run with UPDATE_GOLDEN=1, then read the diff")
			assert.Equal(t, string(want), string(got))
		})
	}
}

func TestEveryGoldenHasItsTest(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "golden", "*"))
	require.NoError(t, err)
	for _, f := range files {
		assert.Contains(t, []string{"night.json", "two_runs.json", "odd_interrupted.json", "nothing.json"}, filepath.Base(f))
	}
}

func TestItIsOneJSONDocument(t *testing.T) {
	t.Parallel()
	out := write(t, verdict.NewReport("0.1.0", []*verdict.Run{judge(t, odd(), trace.Interrupted)}))
	dec := json.NewDecoder(bytes.NewReader(out))
	var doc map[string]any
	require.NoError(t, dec.Decode(&doc))
	_, err := dec.Token()
	require.ErrorIs(t, err, io.EOF)
	assert.Equal(t, Schema, doc["schema"])
	assert.True(t, bytes.HasSuffix(out, []byte("}\n")))
}

// TestFieldsAreThoseOfTheContract names every key that readers may rely on.
func TestFieldsAreThoseOfTheContract(t *testing.T) {
	t.Parallel()
	var doc map[string]any
	require.NoError(t, json.Unmarshal(write(t, verdict.NewReport("0.1.0", []*verdict.Run{judge(t, verdicttest.TheNight(), trace.Complete)})), &doc))
	run := doc["runs"].([]any)[0].(map[string]any)
	wake := run["wakes"].([]any)[2].(map[string]any)
	pending := wake["pending"].([]any)[0].(map[string]any)
	for _, tt := range []struct {
		of   any
		keys string
	}{
		{doc, "schema version outcome exitCode partial runs"},
		{run, "script profile os api seed days plugin start end eventsSha256 summary wakes findings thresholds"},
		{run["plugin"], "name version core source"},
		{run["summary"], "wakes finished expired killed crashed completedByOs stopped guard forced notWokenSpans finishMs ageAtOpenMs requests bytesIn bytesOut cpuMs"},
		{run["summary"].(map[string]any)["finishMs"], "p50 p90 p95 p99 max"},
		{run["summary"].(map[string]any)["ageAtOpenMs"], "p50 p90 max"},
		{wake, "n day at process launch launchMs taskId trigger forced network budgetMs outcome ranMs cpuMs expiredAtMs killCode result placeholder requests console pending checks faults repro"},
		{wake["requests"].([]any)[0], "method url status error from startMs endMs bytesIn"},
		{wake["console"].([]any)[0], "level text atMs"},
		{pending, "file line column function waitingFor abandoned forMs chain"},
		{pending["chain"].([]any)[0], "file line column function link"},
		{run["findings"].([]any)[0], "rule severity wake message position help notes related"},
		{run["findings"].([]any)[0].(map[string]any)["position"], "file line column"},
	} {
		for _, key := range strings.Fields(tt.keys) {
			assert.Contains(t, tt.of, key)
		}
		assert.Len(t, tt.of, len(strings.Fields(tt.keys)))
	}
}

func TestEqualRunsGiveEqualBytes(t *testing.T) {
	t.Parallel()
	report := func() []byte {
		return write(t, verdict.NewReport("0.1.0", []*verdict.Run{judge(t, verdicttest.TheNight(), trace.Complete), judge(t, odd(), trace.Bail)}))
	}
	first := report()
	for range 5 {
		assert.Equal(t, string(first), string(report()))
	}
}

func TestOnlyJudgedWakesAreListed(t *testing.T) {
	t.Parallel()
	s := verdicttest.TheNight()
	s.Header.OnlyWake = 3
	run := judge(t, s, trace.Complete)
	var doc struct {
		Runs []struct{ Wakes []struct{ N int } }
	}
	require.NoError(t, json.Unmarshal(write(t, verdict.NewReport("0.1.0", []*verdict.Run{run})), &doc))
	require.Len(t, doc.Runs[0].Wakes, 1)
	assert.Equal(t, 3, doc.Runs[0].Wakes[0].N)
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestTheWritersErrorIsGivenBack(t *testing.T) {
	t.Parallel()
	require.ErrorContains(t, Write(brokenPipe{}, verdict.NewReport("0.1.0", nil)), "broken pipe")
}

func BenchmarkAYear(b *testing.B) {
	s := verdicttest.NewStory().Registered()
	s.Header.Days = 365
	for i := range int64(35_040) {
		s.Wake(i*15*verdicttest.Minute).Fetch(130*verdicttest.Ms, 900*verdicttest.Ms, "https://api.example.com/items", "mock").Finishes(2*verdicttest.Second, "newData")
	}
	r := verdict.NewReport("0.1.0", []*verdict.Run{judge(b, s, trace.Complete)})
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(io.Discard, r); err != nil {
			b.Fatal(err)
		}
	}
}
