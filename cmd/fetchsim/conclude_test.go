package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/realtime"
	"github.com/fetchsim/fetchsim/internal/simulate"
	"github.com/fetchsim/fetchsim/internal/verdict"
)

// bench is the command's own ground for a test: a folder, and what it writes.
type bench struct {
	app            *app
	stdout, stderr bytes.Buffer
	folder         *folder
	options        *runOptions
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{}
	b.app = &app{
		stdout: &b.stdout, stderr: &b.stderr, getenv: func(string) string { return "" }, clock: realtime.New(),
		columns: func() int { return 0 }, checkEngine: func() error { return nil },
	}
	b.options = &runOptions{out: filepath.Join(t.TempDir(), "kept"), console: "none", color: "never"}
	var err error
	b.folder, err = newFolder(b.options.out, b.app.clock.Now())
	require.NoError(t, err)
	return b
}

// builtin is a run of the built-in callback, for a test to spoil.
func builtin(t *testing.T) *job {
	t.Helper()
	cmd, o := &cobra.Command{}, defaultRunOptions()
	o.register(cmd.Flags())
	o.verb = "replay"
	s, err := o.understand()
	require.NoError(t, err)
	return o.jobs(cmd, s, []subject{{}}, realtime.New())[0]
}

// conclude runs the jobs one after the other, each with its own trace, and returns the exit code.
func (b *bench) conclude(t *testing.T, reports []reporter, traces func(k int) (io.WriteCloser, error), jobs ...*job) verdict.ExitCode {
	t.Helper()
	var failures []error
	for k, j := range jobs {
		if err := j.simulate(t.Context(), func() (io.WriteCloser, error) { return traces(k) }); err != nil {
			failures = append(failures, err)
		}
	}
	err := b.app.conclude(t.Context(), b.options, &settings{reporters: reports}, b.folder, jobs, failures, realtime.Start(b.app.clock))
	return b.app.exit(err)
}

// nearlyFull is a disk that takes so many bytes and no more.
type nearlyFull struct{ room int }

var errFull = errors.New("no space left on device")

func (n *nearlyFull) Write(p []byte) (int, error) {
	if len(p) > n.room {
		written := n.room
		n.room = 0
		return written, errFull
	}
	n.room -= len(p)
	return len(p), nil
}

func (n *nearlyFull) Close() error { return nil }

func TestAFullDiskIsNeverAPass(t *testing.T) {
	for _, room := range []int{0, 1, 1000, 10_000} {
		b := newBench(t)
		code := b.conclude(t, []reporter{{format: "text"}}, func(int) (io.WriteCloser, error) { return &nearlyFull{room}, nil }, builtin(t))
		assert.Equal(t, verdict.ExitUsage, code, "room for %d bytes", room)
		assert.Contains(t, b.stderr.String(), "cannot write the trace: no space left on device; give another folder with --out\n")
		assert.NotContains(t, b.stdout.String(), "PASS")
	}
}

func TestAFullDiskBehindAReportIsNeverAPass(t *testing.T) {
	b := newBench(t)
	b.app.stdout = &nearlyFull{100}
	code := b.conclude(t, []reporter{{format: "json"}}, func(k int) (io.WriteCloser, error) { return b.folder.create(k) }, builtin(t))
	assert.Equal(t, verdict.ExitUsage, code)
	assert.Contains(t, b.stderr.String(), "--reporter json: ")
	assert.Contains(t, b.stderr.String(), "no space left on device")
}

// broken is an app of ours with a bug.
type broken struct{ atLaunch bool }

func (b broken) Make(simulate.Env) device.App {
	if !b.atLaunch {
		panic("a bug of ours")
	}
	return b
}

func (broken) Launch(*device.OS) (device.Process, error) { panic("a bug of ours") }

func TestAPanicOfOursIsExit70AndTheOtherRunsAreReported(t *testing.T) {
	for name, app := range map[string]broken{"before the first event": {}, "in the run": {atLaunch: true}} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			bad, good := builtin(t), builtin(t)
			bad.spec.App = app
			code := b.conclude(t, []reporter{{format: "json"}}, func(k int) (io.WriteCloser, error) { return b.folder.create(k) }, bad, good)
			assert.Equal(t, verdict.ExitInternal, code)
			assert.Contains(t, b.stdout.String(), `"outcome": "internal"`)
			assert.Contains(t, b.stdout.String(), `"outcome":"finished"`, "the good run's wakes")
			assert.Contains(t, b.stderr.String(), "fetchsim: internal error: a bug of ours\n")

			crashes, err := filepath.Glob(filepath.Join(b.options.out, "crash-*.txt"))
			require.NoError(t, err)
			require.Len(t, crashes, 1)
			text, err := os.ReadFile(crashes[0])
			require.NoError(t, err)
			assert.Contains(t, string(text), "conclude_test.go", "the stack")
			assert.Contains(t, b.stderr.String(), crashes[0])
		})
	}
}

func TestAPanicBesideTheRunIsThatJobsAlone(t *testing.T) {
	b := newBench(t)
	code := b.conclude(t, []reporter{{format: "text"}}, func(k int) (io.WriteCloser, error) {
		if k == 0 {
			panic("a bug of ours")
		}
		return b.folder.create(k)
	}, builtin(t), builtin(t))
	assert.Equal(t, verdict.ExitInternal, code)
	assert.Contains(t, b.stdout.String(), "  wakes    22 finished\n")
}

func TestAnEngineThatIsNotTheOneWeKnowRunsNothing(t *testing.T) {
	b := newBench(t)
	b.app.checkEngine = func() error { return errors.New("self-test of the JavaScript engine: line 1 differs") }
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("a.js", []byte("export default () => 'newData'"), 0o600))
	assert.Equal(t, int(verdict.ExitInternal), b.app.main(t.Context(), []string{"run", "a.js"}))
	assert.Contains(t, b.stderr.String(), "line 1 differs")
	assert.Contains(t, b.stderr.String(), "a bug of fetchsim")
	assert.Empty(t, b.stdout.String())
	assert.NoDirExists(t, ".fetchsim")
}

func TestAnInterruptedCommandReportsWhatItHas(t *testing.T) {
	for _, tt := range []struct {
		name  string
		cause error
		want  verdict.ExitCode
	}{{"Ctrl-C", context.Canceled, verdict.ExitInterrupted}, {"SIGTERM", errTerminated, verdict.ExitTerminated}} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			ctx, cancel := context.WithCancelCause(t.Context())
			cancel(tt.cause)
			t.Chdir(t.TempDir())
			require.NoError(t, os.WriteFile("a.js", []byte("export default () => 'newData'"), 0o600))
			assert.Equal(t, int(tt.want), b.app.main(ctx, []string{"run", "a.js", "--days", "3000", "--reporter", "json"}))
			assert.Contains(t, b.stdout.String(), `"outcome": "interrupted"`)
			assert.Contains(t, b.stdout.String(), `"partial": true`)
		})
	}
}
