package text

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict"
	"github.com/fetchsim/fetchsim/internal/verdict/verdicttest"
)

// sheet is a report with the screen it is written for; its golden file has its name.
type sheet struct {
	name   string
	report func(t *testing.T) *verdict.Report
	o      Options
}

func one(s func() *verdicttest.Story, reason trace.EndReason) func(*testing.T) *verdict.Report {
	return func(t *testing.T) *verdict.Report {
		t.Helper()
		return verdict.NewReport("0.1.0", []*verdict.Run{judge(t, s(), reason)})
	}
}

func several(seeds int, bad ...int) func(*testing.T) *verdict.Report {
	return func(t *testing.T) *verdict.Report {
		t.Helper()
		var runs []*verdict.Run
		for i := range seeds {
			s := verdicttest.AGoodDay()
			if contains(bad, i) {
				s = verdicttest.TheNight()
			}
			s.Header.Seed = int64(i + 1)
			s.Header.Repro = strings.Replace(s.Header.Repro, "--seed 1", fmt.Sprintf("--seed %d", i+1), 1)
			runs = append(runs, judge(t, s, trace.Complete))
		}
		return verdict.NewReport("0.1.0", runs)
	}
}

func sheets() []sheet {
	onlyWake := func() *verdicttest.Story {
		s := verdicttest.TheNight()
		s.Header.At = "0:03:12:40"
		return s
	}
	every := func() *verdicttest.Story {
		s := verdicttest.NewStory()
		s.Header.EveryUs = 30 * minute
		for i := range int64(48) {
			s.Wake(i*30*minute).Finishes(int64(800+i)*ms, "noData")
		}
		return s
	}
	scriptThrew := func() *verdicttest.Story {
		s := verdicttest.NewStory()
		s.Header.Plugin = trace.Plugin{Name: "none"}
		s.Emit(-1*hour, &trace.JSError{App: trace.App{PID: 1}, Where: "load", Name: "ReferenceError", Message: "conf is not defined", Stack: []trace.StackFrame{{Pos: trace.Pos{File: "src/background.ts", Line: 3, Column: 1}}}})
		return s
	}
	warning := func() *verdicttest.Story {
		s := verdicttest.AGoodDay()
		s.Emit(0, &trace.Excerpt{File: "src/background.ts", Line: 31, From: 30, Lines: []string{"  setTimeout(flush, 60_000);", "  BackgroundFetch.finish(taskId);", "}"}})
		s.Wake(22*hour).Calls(2*second, trace.Finish{By: "user", Answer: "accepted", Result: "newData", OpenTimers: 1, Pos: &trace.Pos{File: "src/background.ts", Line: 31, Column: 19}}).Ends(2*second, "finished")
		return s
	}
	nothing := func() *verdicttest.Story {
		s := verdicttest.NewStory()
		s.Emit(-1*hour, &trace.Launch{App: trace.App{PID: 1}, How: "cold", Why: "person"})
		return s
	}
	narrow, wide := Options{ElapsedMs: 44}, Options{ElapsedMs: 44, Width: 120}
	with := func(o Options, change func(*Options)) Options { change(&o); return o }
	color, ascii, verbose := func(o *Options) { o.Color = true }, func(o *Options) { o.ASCII = true }, func(o *Options) { o.Verbose = true }
	return []sheet{
		{"night_80", one(verdicttest.TheNight, trace.Complete), with(narrow, func(o *Options) { o.Look = []string{".fetchsim/runs/7/1.ndjson"} })},
		{"night_80_color", one(verdicttest.TheNight, trace.Complete), with(narrow, color)},
		{"night_80_ascii", one(verdicttest.TheNight, trace.Complete), with(narrow, ascii)},
		{"night_80_verbose", one(verdicttest.TheNight, trace.Complete), with(narrow, verbose)},
		{"night_120", one(verdicttest.TheNight, trace.Complete), wide},
		{"night_at", one(onlyWake, trace.Complete), narrow},
		{"night_quiet", one(verdicttest.TheNight, trace.Complete), with(narrow, func(o *Options) { o.Quiet = true })},
		{"night_interrupted", one(verdicttest.TheNight, trace.Interrupted), narrow},
		{"pass_80", one(verdicttest.AGoodDay, trace.Complete), narrow},
		{"pass_120_color", one(verdicttest.AGoodDay, trace.Complete), with(wide, color)},
		{"pass_every", one(every, trace.Complete), with(narrow, func(o *Options) { o.ElapsedMs = 1840 })},
		{"pass_warning", one(warning, trace.Complete), narrow},
		{"problems_80", one(manyProblems, trace.Complete), narrow},
		{"problems_120", one(manyProblems, trace.Complete), wide},
		{"problems_80_ascii_verbose", one(manyProblems, trace.Complete), with(with(narrow, ascii), verbose)},
		{"days_3", one(func() *verdicttest.Story { return days(3, 1) }, trace.Complete), narrow},
		{"days_30", one(func() *verdicttest.Story { return days(30, 4, 11, 12, 13, 14, 15, 16, 17, 29) }, trace.Complete), narrow},
		{"days_30_pass", one(func() *verdicttest.Story { return days(30) }, trace.Complete), narrow},
		{"never_woken", one(neverWoken, trace.Complete), with(narrow, func(o *Options) { o.Why = []string{"fetchsim why"} })},
		{"no_callback", one(nothing, trace.Complete), narrow},
		{"script_threw", one(scriptThrew, trace.ScriptError), narrow},
		{"hostile", one(hostile, trace.Complete), narrow},
		{"runs_2", several(2, 1), narrow},
		{"runs_8", several(8, 2, 5), narrow},
		{"runs_8_pass", several(8), narrow},
		{"runs_30", several(30, 2), narrow},
		{"no_runs", func(*testing.T) *verdict.Report { return verdict.NewReport("0.1.0", nil) }, narrow},
	}
}

func write(t *testing.T, r *verdict.Report, o Options) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, Write(&out, r, o))
	return out.String()
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, s := range sheets() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			got := write(t, s.report(t), s.o)
			file := filepath.Join("testdata", "golden", s.name+".txt")
			if os.Getenv("UPDATE_GOLDEN") != "" {
				require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
				require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err, "run with UPDATE_GOLDEN=1, then read the diff")
			assert.Equal(t, string(want), got)
		})
	}
}

func TestEveryGoldenHasItsTest(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "golden", "*.txt"))
	require.NoError(t, err)
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".txt")
		assert.True(t, slices.ContainsFunc(sheets(), func(s sheet) bool { return s.name == name }), "%s has no test", f)
	}
}

func sgr() *regexp.Regexp { return regexp.MustCompile("\x1b\\[[0-9;]*m") }

func TestColourOnlyAddsColour(t *testing.T) {
	t.Parallel()
	for _, s := range sheets() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			r := s.report(t)
			s.o.Color = false
			plain := write(t, r, s.o)
			s.o.Color = true
			assert.Equal(t, plain, sgr().ReplaceAllString(write(t, r, s.o), ""))
		})
	}
}

func TestNoControlCodeLeavesWithoutColour(t *testing.T) {
	t.Parallel()
	for _, s := range sheets() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			s.o.Color = false
			r := s.report(t)
			var console bytes.Buffer
			require.NoError(t, WriteConsole(&console, r, ConsoleAll, s.o))
			for _, c := range write(t, r, s.o) + console.String() {
				require.False(t, c < ' ' && c != '\n' || c >= 0x7f && c < 0xa0 || c == '\u202e', "control code %U", c)
			}
		})
	}
}

func TestLinesFitThePageAndEndWithoutBlanks(t *testing.T) {
	t.Parallel()
	for _, s := range sheets() {
		r := s.report(t)
		for _, columns := range []int{60, 80, 100, 120, 200} {
			s.o.Color, s.o.Width = false, columns
			for line := range strings.SplitSeq(write(t, r, s.o), "\n") {
				assert.Equal(t, strings.TrimRight(line, " "), line, s.name)
				command := strings.Contains(line, "fetchsim run") || strings.HasPrefix(line, "  sha256") || strings.HasPrefix(line, "  look")
				if !command {
					assert.LessOrEqual(t, width(line), columns, "%s at %d: %q", s.name, columns, line)
				}
			}
		}
	}
}

func TestASCIIIsASCII(t *testing.T) {
	t.Parallel()
	for _, s := range sheets() {
		if s.name == "hostile" || strings.HasPrefix(s.name, "problems") {
			continue // the user's own text is not ASCII there
		}
		s.o.ASCII = true
		for i, c := range write(t, s.report(t), s.o) {
			require.Less(t, c, rune(0x80), "%s at byte %d", s.name, i)
		}
	}
}

func TestTheLastLineIsTheVerdict(t *testing.T) {
	t.Parallel()
	for _, s := range sheets() {
		s.o.Color = false
		lines := strings.Split(strings.TrimSuffix(write(t, s.report(t), s.o), "\n"), "\n")
		assert.Regexp(t, `^(PASS|FAIL|STOP)  .+   exit \d+$`, lines[len(lines)-1], s.name)
	}
}

func TestAFailureOnlyPrintsCommandsThatExist(t *testing.T) {
	t.Parallel()
	for _, s := range sheets() {
		text := write(t, s.report(t), s.o)
		assert.NotContains(t, text, "report open")
	}
}

func TestConsoleOfFailedAllOrNone(t *testing.T) {
	t.Parallel()
	r := one(verdicttest.TheNight, trace.Complete)(t)
	r.Runs[0].Wakes[0].Console = []verdict.ConsoleLine{{Level: "log", Text: "all is well"}}
	text := func(which ConsoleOf) string {
		var out bytes.Buffer
		require.NoError(t, WriteConsole(&out, r, which, Options{}))
		return out.String()
	}
	assert.Empty(t, text(ConsoleNone))
	assert.Equal(t, "console of the wake at 03:12:40\n    140 ms  sync begins\n     4.2 s  slow page \uFFFD[31m1\nconsole of the wake at 22:47:05\n    140 ms  sync begins\n     4.2 s  slow page \uFFFD[31m1\n", text(ConsoleFailed))
	assert.Contains(t, text(ConsoleAll), "all is well")
}

func TestTheConsoleOfManyFailedWakesIsThatOfTheFirst(t *testing.T) {
	t.Parallel()
	r := one(func() *verdicttest.Story { return days(7, 0, 1, 2, 3, 4) }, trace.Complete)(t)
	var failed, all bytes.Buffer
	require.NoError(t, WriteConsole(&failed, r, ConsoleFailed, Options{}))
	require.NoError(t, WriteConsole(&all, r, ConsoleAll, Options{}))
	assert.Equal(t, failedConsoles, strings.Count(failed.String(), "sync begins"))
	assert.Contains(t, failed.String(), "and the console of 2 more failed wakes: --console all\n")
	assert.Equal(t, 5, strings.Count(all.String(), "sync begins"))
}

func TestALeftOutPieceOfTheConsoleIsNamed(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	w := s.Wake(9 * hour)
	for range 150 {
		w.Prints(1*second, "log", "x")
	}
	w.Killed()
	var out bytes.Buffer
	require.NoError(t, WriteConsole(&out, one(func() *verdicttest.Story { return s }, trace.Complete)(t), ConsoleFailed, Options{}))
	assert.Contains(t, out.String(), "… 50 lines left out")
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestTheWritersErrorIsGivenBack(t *testing.T) {
	t.Parallel()
	r := one(verdicttest.TheNight, trace.Complete)(t)
	require.ErrorContains(t, Write(brokenPipe{}, r, Options{}), "broken pipe")
	require.ErrorContains(t, WriteConsole(brokenPipe{}, r, ConsoleAll, Options{}), "broken pipe")
}

func TestWakesThatFinishedOnlyAfterTheWarningAreSaidToHaveFinished(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	s.Wake(9*hour).Warned(25*second).Calls(26*second, trace.Finish{By: "user", Answer: "afterExpiration", Result: "noData"}).Ends(26*second, "expired")
	s.Wake(10*hour).Finishes(2*second, "noData")
	text := write(t, one(func() *verdicttest.Story { return s }, trace.Complete)(t), Options{ElapsedMs: -1})
	assert.Contains(t, text, "PASS  2 wakes finished, 1 only after iOS's warning   24 h simulated   exit 0\n")
}

func TestAPlaceThatIsNotWhereTheWakeWaitedIsNotCalledPending(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	at := trace.Pos{File: "src/a.ts", Line: 3, Column: 3}
	w := s.Wake(9 * hour)
	w.Emit(0, &trace.Excerpt{File: at.File, Line: 3, From: 3, Lines: []string{"  BackgroundFetch.finish();"}})
	w.Calls(27*second, trace.Finish{By: "user", Answer: "accepted", Pos: &at}).
		Awaits(30*second, trace.AwaitPending{When: "kill", ID: 1, Pos: &trace.Pos{File: at.File, Line: 9, Column: 1}, On: "timer"}).Killed()
	text := write(t, one(func() *verdicttest.Story { return s }, trace.Complete)(t), Options{})
	assert.NotContains(t, text, "pending")
	assert.NotContains(t, text, "stuck at")
}

func TestAnOverviewNamesEachRunWhole(t *testing.T) {
	t.Parallel()
	r := &verdict.Report{ExitCode: verdict.ExitFailed}
	for seed := range int64(fullReports + 1) {
		run := one(verdicttest.TheNight, trace.Complete)(t).Runs[0]
		run.Header.Seed = seed + 1
		run.Script = fmt.Sprintf("src/background-%d.ts", seed)
		run.Header.Profile.Name = fmt.Sprintf("typical-%d", seed)
		r.Runs = append(r.Runs, run)
	}
	text := write(t, r, Options{})
	assert.Contains(t, text, "src/background-4.ts   typical-4   seed 5   2 of 14 wakes killed\n")
}
