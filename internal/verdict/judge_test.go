package verdict

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict/verdicttest"
)

const (
	ms     = verdicttest.Ms
	second = verdicttest.Second
	minute = verdicttest.Minute
	hour   = verdicttest.Hour
)

// judge reads a story as a file would be read.
func judge(t *testing.T, s *verdicttest.Story, reason trace.EndReason) *Run {
	t.Helper()
	j := NewJudge(Options{})
	require.NoError(t, trace.Read(bytes.NewReader(s.Bytes(reason)), func(r trace.Record) error { j.Record(r); return nil }))
	return j.Verdict()
}

// judgeRecords hears a run live.
func judgeRecords(records []trace.Record) *Run {
	j := NewJudge(Options{})
	for _, r := range records {
		j.Record(r)
	}
	return j.Verdict()
}

// good is a run with three good wakes.
func good() *verdicttest.Story {
	s := verdicttest.NewStory().Registered()
	for _, at := range []int64{2 * hour, 9 * hour, 21 * hour} {
		s.Wake(at).Fetch(200*ms, 900*ms, "https://a.example/x", "mock").Finishes(2*second, "newData")
	}
	return s
}

func TestAGoodRunPasses(t *testing.T) {
	t.Parallel()
	run := judge(t, good(), trace.Complete)
	assert.Empty(t, run.Findings)
	assert.Equal(t, ExitPass, run.ExitCode)
	assert.False(t, run.Partial)
	assert.Empty(t, run.Broken)
	assert.Equal(t, 3, run.Summary.Finished)
	assert.Equal(t, "src/background.ts", run.Script)
	assert.Len(t, run.EventsSHA256, 64)
}

func TestAWakeIsToldWhole(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	w := s.Wake(3*hour + 12*minute + 40*second)
	w.Fetch(130*ms, 900*ms, "https://a.example/1", "placeholder")
	w.OpenFetch(1*second, "https://a.example/2")
	w.Prints(140*ms, "warn", "slow")
	w.Warned(25 * second)
	w.Killed()
	got := judge(t, s, trace.Complete).Wakes[0]
	assert.Equal(t, &Wake{
		N: 1, At: "2026-03-02T03:12:40.000+01:00", AtUs: 3*hour + 12*minute + 40*second, Judged: true, Trigger: "refresh", Network: "wifi",
		BudgetUs: 30 * second, Process: 1, Launch: "warm", LaunchUs: 120 * ms, TaskID: "react-native-background-fetch",
		Outcome: Killed, RanUs: 30 * second, CPUUs: 14 * ms, BytesIn: 2048, BytesOut: 120, Result: "none", Worst: Error,
		Expired: true, ExpiredAtUs: 25 * second, KillCode: "0x2182bad2", Placeholder: true,
		Requests: []Request{
			{Method: "GET", URL: "https://a.example/1", Status: 200, From: "placeholder", StartUs: 130 * ms, EndUs: 900 * ms, BytesIn: 2},
			{Method: "GET", URL: "https://a.example/2", Open: true, StartUs: 1 * second},
		},
		Console: []ConsoleLine{{Level: "warn", Text: "slow", AtUs: 140 * ms}},
	}, got)
}

func TestLiveAndReadRunsAreJudgedAlike(t *testing.T) {
	t.Parallel()
	s := good()
	s.Wake(22 * hour).Killed()
	assert.Equal(t, judge(t, s, trace.Complete), judgeRecords(s.Records(trace.Complete)))
}

func TestTheEndDecidesWhetherARunMayPass(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		reason trace.EndReason
		want   ExitCode
	}{
		{trace.Complete, ExitPass},
		{trace.Interrupted, ExitInterrupted},
		{trace.WallLimit, ExitWallLimit},
		{trace.Bail, ExitFailed},
		{trace.Internal, ExitInternal},
		{trace.ScriptError, ExitScript},
		{"napping", ExitInternal},
	} {
		t.Run(string(tt.reason), func(t *testing.T) {
			t.Parallel()
			run := judge(t, good(), tt.reason)
			assert.Equal(t, tt.want, run.ExitCode)
			assert.Equal(t, tt.reason != trace.Complete, run.Partial)
		})
	}
}

func TestARunWithoutItsEndIsPartialAndInternal(t *testing.T) {
	t.Parallel()
	run := judgeRecords(good().Records(""))
	assert.True(t, run.Partial)
	assert.Equal(t, ExitInternal, run.ExitCode)
}

func TestAnEmptyTraceIsBroken(t *testing.T) {
	t.Parallel()
	run := judgeRecords(nil)
	assert.NotEmpty(t, run.Broken)
	assert.Equal(t, ExitInternal, run.ExitCode)
}

func TestAFailureBeforeAnInterruptIsKeptAndTheInterruptWins(t *testing.T) {
	t.Parallel()
	s := good()
	s.Wake(22 * hour).Killed()
	run := judge(t, s, trace.Interrupted)
	assert.NotEmpty(t, run.Findings)
	assert.Equal(t, ExitInterrupted, run.ExitCode)
}

func TestBrokenTracesAreNamed(t *testing.T) {
	t.Parallel()
	records := good().Records(trace.Complete)
	without := func(kind string) []trace.Record {
		var out []trace.Record
		dropped := false
		for _, r := range records {
			if !dropped && r.Event.Kind() == kind {
				dropped = true
				continue
			}
			r.Seq = int64(len(out) + 1)
			if end, ok := r.Event.(*trace.End); ok {
				e := *end
				e.Events = r.Seq - 1
				r.Event = &e
			}
			out = append(out, r)
		}
		return out
	}
	for _, tt := range []struct {
		name    string
		records []trace.Record
		want    string
	}{
		{"no header", without("run.header"), "does not begin with run.header"},
		{"a wake without its end", without("wake.end"), "wake 1 never ends"},
		{"a wake without its grant", without("sched.grant"), "belongs to wake 1, which was not granted"},
		{"a gap", append(append([]trace.Record{}, records[:3]...), records[4:]...), "event 5 follows event 3"},
		{"twice", append(append([]trace.Record{}, records...), records[len(records)-1]), "follows run.end"},
		{"a second header", append([]trace.Record{records[0], {Seq: 2, Event: records[0].Event}}, records[2:]...), "second run.header"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			run := judgeRecords(tt.records)
			assert.Contains(t, run.Broken, tt.want)
			assert.Equal(t, ExitInternal, run.ExitCode)
			assert.True(t, run.Partial)
		})
	}
}

func TestTheGravestExitCodeWins(t *testing.T) {
	t.Parallel()
	order := []ExitCode{70, 143, 130, 2, 6, 4, 3, 1, 7, 5, 0}
	for i, grave := range order {
		for _, light := range order[i:] {
			assert.Equal(t, grave, Gravest(light, grave))
			assert.Equal(t, grave, Gravest(grave, light))
		}
	}
	assert.Equal(t, ExitPass, Gravest())
	assert.Equal(t, ExitInternal, Gravest(0, 99), "an unknown code is our bug")
}

func TestAReportTakesTheGravestRun(t *testing.T) {
	t.Parallel()
	ok, bad := judge(t, good(), trace.Complete), judge(t, good(), trace.ScriptError)
	assert.Equal(t, &Report{Version: "1", Runs: []*Run{ok}, Outcome: "passed"}, NewReport("1", []*Run{ok}))
	both := NewReport("1", []*Run{ok, bad})
	assert.Equal(t, ExitScript, both.ExitCode)
	assert.Equal(t, "script", both.Outcome)
	assert.True(t, both.Partial)
	assert.Equal(t, ExitNotDeterministic, NewReport("1", []*Run{ok, bad}, ExitNotDeterministic).ExitCode)
	assert.Equal(t, ExitNothingRan, NewReport("1", nil).ExitCode)
}
