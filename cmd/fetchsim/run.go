package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fetchsim/fetchsim/internal/realtime"
	"github.com/fetchsim/fetchsim/internal/report/events"
	"github.com/fetchsim/fetchsim/internal/report/jsonreport"
	"github.com/fetchsim/fetchsim/internal/report/text"
	"github.com/fetchsim/fetchsim/internal/simulate"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict"
)

func newRunCmd(a *app) *cobra.Command {
	o := defaultRunOptions()
	cmd := &cobra.Command{
		Use:   "run SCRIPT…",
		Short: "Run a script through simulated days and judge its callback",
		Long: "run lives one or more days of a person, wakes the script as iOS would, and fails when a callback does not finish\n" +
			"in time. Several scripts are separate runs.",
		Example: "  fetchsim run src/background.ts\n  fetchsim run src/background.ts -p night-shift --days 7\n" +
			"  fetchsim run src/background.ts --every 15m --reporter json=report.json --reporter text",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("name the script to run: fetchsim run src/background.ts")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.verb, o.scripts = "run", args
			return a.run(cmd.Context(), cmd, o)
		},
	}
	o.register(cmd.Flags())
	return cmd
}

// run is the verb: understand, build, simulate, judge, report.
func (a *app) run(ctx context.Context, cmd *cobra.Command, o *runOptions) error {
	if a.instead != nil {
		return a.instead(cmd, o)
	}
	watch := realtime.Start(a.clock)
	settings, jobs, err := a.plan(cmd, o)
	if err != nil {
		return err
	}
	if len(o.scripts) > 0 {
		if err := a.checkEngine(); err != nil {
			return &codeError{verdict.ExitInternal, fmt.Errorf("%w\nfetchsim cannot look into its JavaScript engine, so nothing was run."+
				" This is a bug of fetchsim. Please report it with the text above and what `fetchsim version --json` says", err)}
		}
	}
	folder, err := newFolder(o.out, a.clock.Now())
	if err != nil {
		return err
	}
	failures := simulate.Many(ctx, len(jobs), o.workers, func(ctx context.Context, k int) (stop bool, err error) {
		j := jobs[k]
		if err := j.simulate(ctx, func() (io.WriteCloser, error) { return folder.create(k) }); err != nil {
			return true, err
		}
		return o.bail && (j.run.ExitCode != verdict.ExitPass || j.differ), nil
	})
	return a.conclude(ctx, o, settings, folder, jobs, failures, watch)
}

// plan is all that a command line means: its flags understood, its scripts built, its runs listed.
func (a *app) plan(cmd *cobra.Command, o *runOptions) (*settings, []*job, error) {
	settings, err := o.understand()
	if err != nil {
		return nil, nil, err
	}
	subjects, err := o.subjects(settings)
	if err != nil {
		return nil, nil, err
	}
	return settings, o.jobs(cmd, settings, subjects, a.clock), nil
}

// conclude judges everything together, writes the reports and what is kept beside the traces.
func (a *app) conclude(ctx context.Context, o *runOptions, s *settings, folder *folder, jobs []*job, failures []error, watch realtime.Stopwatch) error {
	further := a.aftermath(ctx, o, folder, jobs, failures)
	var runs []*verdict.Run
	var ran []int
	for k, j := range jobs {
		if j.run != nil {
			runs, ran = append(runs, j.run), append(ran, k)
		}
	}
	if o.wake > 0 {
		if err := missingWake(o.wake, runs); err != nil {
			return &codeError{verdict.Gravest(append(further, verdict.ExitUsage)...), err}
		}
	}
	report := verdict.NewReport(version(), runs, further...)
	elapsedMs := elapsed(watch)
	writeErr := a.keep(folder, jobs, report, elapsedMs)
	if err := text.WriteConsole(a.stderr, report, text.ConsoleOf(o.console), a.textOptions(o, false, elapsedMs)); err != nil {
		writeErr = errors.Join(writeErr, fmt.Errorf("write the script's console: %w", err))
	}
	for _, r := range s.reporters {
		if err := a.report(r, o, folder, ran, report, elapsedMs); err != nil {
			writeErr = errors.Join(writeErr, fmt.Errorf("--reporter %s: %w", r, err))
		}
	}
	if writeErr != nil {
		fmt.Fprintf(a.stderr, "%v\n", writeErr)
		report.ExitCode = verdict.Gravest(report.ExitCode, verdict.ExitUsage)
	}
	if report.ExitCode != verdict.ExitPass {
		return &codeError{report.ExitCode, errJudged}
	}
	return nil
}

// aftermath says on standard error what went wrong beside the scripts, and returns the exit codes it means.
func (a *app) aftermath(ctx context.Context, o *runOptions, folder *folder, jobs []*job, failures []error) []verdict.ExitCode {
	var codes []verdict.ExitCode
	for _, err := range failures {
		codes = append(codes, a.exit(err))
	}
	if ctx.Err() != nil {
		codes = append(codes, interruption(ctx))
	}
	for k, j := range jobs {
		if j.outcome.Crash != nil {
			a.crashed(j.outcome.Crash.Value, j.outcome.Crash.Stack, o.out)
			codes = append(codes, verdict.ExitInternal)
		}
		if j.outcome.WriteErr != nil {
			fmt.Fprintf(a.stderr, "cannot write the trace: %v; give another folder with --out\n", j.outcome.WriteErr)
			codes = append(codes, verdict.ExitUsage)
		}
		if j.differ {
			fmt.Fprintf(a.stderr, "%s: simulated twice, the runs differ (trace %s); please report this\n", j.script, folder.tracePath(k))
			codes = append(codes, verdict.ExitNotDeterministic)
		}
	}
	return codes
}

// interruption is the exit code of a command whose context was ended by a signal.
func interruption(ctx context.Context) verdict.ExitCode {
	if errors.Is(context.Cause(ctx), errTerminated) {
		return verdict.ExitTerminated
	}
	return verdict.ExitInterrupted
}

// shownWakes is how many wakes are listed for one that there is not.
const shownWakes = 60

// missingWake answers --wake N where some run has no such wake.
func missingWake(n int, runs []*verdict.Run) error {
	for _, run := range runs {
		if n <= len(run.Wakes) || run.Partial {
			continue
		}
		if len(run.Wakes) == 0 {
			return usagef("--wake %d: there was no wake", n)
		}
		var list []string
		for _, w := range run.Wakes[:min(len(run.Wakes), shownWakes)] {
			at := w.Clock()
			if run.Header.Days > 1 {
				at = fmt.Sprintf("%d:%s", w.Day, at)
			}
			list = append(list, fmt.Sprintf("%d at %s", w.N, at))
		}
		if more := len(run.Wakes) - shownWakes; more > 0 {
			list = append(list, fmt.Sprintf("and %d more", more))
		}
		return usagef("--wake %d: there are %d wakes: %s", n, len(run.Wakes), strings.Join(list, ", "))
	}
	return nil
}

// report writes one report to where it was asked for.
func (a *app) report(r reporter, o *runOptions, folder *folder, ran []int, report *verdict.Report, elapsedMs int64) error {
	out := a.stdout
	if r.path != "" {
		file, err := os.Create(r.path)
		if err != nil {
			return err
		}
		if err := a.format(file, r, o, folder, ran, report, elapsedMs); err != nil {
			file.Close()
			return err
		}
		return file.Close()
	}
	return a.format(out, r, o, folder, ran, report, elapsedMs)
}

func (a *app) format(w io.Writer, r reporter, o *runOptions, folder *folder, ran []int, report *verdict.Report, elapsedMs int64) error {
	switch r.format {
	case "json":
		return jsonreport.Write(w, report)
	case "events":
		return writeEvents(w, folder, ran)
	}
	opts := a.textOptions(o, r.path == "", elapsedMs)
	for _, k := range ran {
		opts.Look = append(opts.Look, folder.tracePath(k))
		opts.Why = append(opts.Why, whyCommand(o, folder, len(ran), k))
	}
	return text.Write(w, report, opts)
}

func writeEvents(w io.Writer, folder *folder, ran []int) error {
	var traces []io.Reader
	for _, k := range ran {
		file, err := os.Open(folder.tracePath(k))
		if err != nil {
			return err
		}
		defer file.Close()
		traces = append(traces, file)
	}
	return events.Write(w, traces...)
}

// textOptions are how the terminal report looks where it goes.
func (a *app) textOptions(o *runOptions, toStdout bool, elapsedMs int64) text.Options {
	terminal := toStdout && a.stdoutTerminal
	opts := text.Options{ASCII: o.ascii, Quiet: o.quiet, Verbose: o.verbose, ElapsedMs: elapsedMs, Width: 80}
	if terminal {
		if w := a.columns(); w > 0 {
			opts.Width = w
		}
	}
	switch o.color {
	case "always":
		opts.Color = true
	case "auto":
		opts.Color = a.getenv("NO_COLOR") == "" && (terminal && a.getenv("TERM") != "dumb" || a.getenv("FORCE_COLOR") != "")
	}
	return opts
}

// kept is run.json: what is true of a command beside its traces.
type kept struct {
	Version   string    `json:"version"`
	Arguments []string  `json:"arguments"`
	ExitCode  int       `json:"exitCode"`
	Outcome   string    `json:"outcome"`
	RealMs    int64     `json:"realMs"`
	Runs      []keptRun `json:"runs"`
}

type keptRun struct {
	Trace        string          `json:"trace"`
	EventsSHA256 string          `json:"eventsSha256"`
	Reason       trace.EndReason `json:"reason"`
}

func (a *app) keep(folder *folder, jobs []*job, report *verdict.Report, elapsedMs int64) error {
	k := kept{Version: version(), Arguments: a.args, ExitCode: int(report.ExitCode), Outcome: report.Outcome, RealMs: elapsedMs, Runs: []keptRun{}}
	for i, j := range jobs {
		if j.run != nil {
			k.Runs = append(k.Runs, keptRun{fmt.Sprintf("%d.ndjson", i+1), j.outcome.SHA256, j.outcome.Reason})
		}
	}
	data, err := json.MarshalIndent(k, "", "  ")
	if err == nil {
		err = folder.write("run.json", append(data, '\n'))
	}
	if err == nil {
		err = folder.makeLatest()
	}
	if err != nil {
		return fmt.Errorf("keep the run: %w; give another folder with --out", err)
	}
	return nil
}
