package main

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/fetchsim/fetchsim/internal/bridge"
	"github.com/fetchsim/fetchsim/internal/realtime"
	"github.com/fetchsim/fetchsim/internal/scheduler"
	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/simulate"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
	"github.com/fetchsim/fetchsim/internal/verdict"
	"github.com/fetchsim/fetchsim/internal/webapi"
)

// job is one run of one script on one profile with one seed, and what came of it.
type job struct {
	spec    simulate.Spec
	script  string
	at      *moment
	twice   bool // --check-determinism
	outcome simulate.Outcome
	run     *verdict.Run // nil: not begun
	differ  bool         // the second time was another
}

// subject is a script that is ready to be run: the program and the plugin it uses.
type subject struct {
	name    string
	program *script.Program // nil: the built-in callback
	choice  *bridge.Choice
	web     *webapi.Platform
}

// subjects builds every script. All problems of all scripts are reported at once.
func (o *runOptions) subjects(s *settings) ([]subject, error) {
	if len(o.scripts) == 0 {
		return []subject{{}}, nil
	}
	var list []subject
	var failed []string
	for _, name := range o.scripts {
		program, err := script.Bundle(name, script.BundleOptions{Virtual: bridge.Virtual()})
		if err != nil {
			failed = append(failed, err.Error())
			continue
		}
		choice, err := bridge.Choose(program, bridge.Facts{OS: s.os, Device: o.device, NoProject: true}, o.plugin)
		if err != nil {
			return nil, usagef("--plugin: %v", err)
		}
		list = append(list, subject{name: name, program: program, choice: choice, web: webapi.New(program)})
	}
	if len(failed) > 0 {
		return nil, &codeError{verdict.ExitScript, fmt.Errorf("%s", strings.Join(failed, "\n"))}
	}
	return list, nil
}

// jobs are all runs of a command: scripts × profiles × seeds.
func (o *runOptions) jobs(cmd *cobra.Command, s *settings, subjects []subject, clock realtime.Clock) []*job {
	var jobs []*job
	for _, sub := range subjects {
		for i, profile := range s.profiles {
			for k := range o.runs {
				seed := o.seed + uint64(k)
				spec := o.spec(s, sub, profile, seed, clock)
				if s.recorded != nil {
					s.recorded.into(&spec)
				}
				spec.Header.Repro = repro(cmd, o, sub.name, i, seed)
				jobs = append(jobs, &job{spec: spec, script: sub.name, at: s.at, twice: o.checkDeterminism})
			}
		}
	}
	return jobs
}

func (o *runOptions) spec(s *settings, sub subject, profile *usagemodel.Profile, seed uint64, clock realtime.Clock) simulate.Spec {
	spec := simulate.Spec{
		Profile: profile, Start: s.start, Zone: s.zone, Days: o.days, Seed: seed, OS: s.os, Device: o.device,
		Every: o.every, Limit: o.limit, Budget: s.budget,
		// The project's Info.plist is not read: the plugin's documented set-up is taken for granted, and the header says so.
		PermitAll: true, FetchMode: true, ProcessingMode: true,
	}
	costs := script.DefaultCosts().Scaled(o.cpuScale)
	spec.Header = trace.Header{
		Version: version(), Network: "profile", OnlyWake: o.wake, RunawayUs: o.runaway.Microseconds(),
		CPUNsPerPoll: int64(costs.NsPerPoll), CPUNsPerJob: int64(costs.NsPerJob), Scripts: []trace.Script{},
	}
	if s.at != nil {
		spec.Header.At = s.at.text
	}
	if sub.program == nil {
		if s.os >= firstBGTask {
			spec.API = scheduler.BGTask
		}
		spec.App = simulate.Builtin{API: spec.API}
		spec.Header.Plugin = trace.Plugin{Name: "built-in callback", Version: version(), Source: "built-in", Core: "default"}
		return spec
	}
	if sub.choice.API == scheduler.BGTask.String() {
		spec.API = scheduler.BGTask
	}
	spec.Header.Plugin, spec.Header.Notes = sub.choice.Plugin, slices.Clone(sub.choice.Notes)
	for _, f := range sub.program.Files {
		spec.Header.Scripts = append(spec.Header.Scripts, trace.Script{File: f.Name, SHA256: f.SHA256})
	}
	spec.App = &simulate.JavaScript{
		Program: sub.program, Choice: sub.choice, Platform: sub.web, Mock: s.mock, Costs: costs, Runaway: o.runaway, MemoryLimit: s.memoryLimit,
		NewGuard: func() script.Guard { return realtime.NewGuard(clock, o.wallLimit) },
	}
	return spec
}

// firstBGTask is the first iOS that has BGTaskScheduler.
const firstBGTask = 13

// simulate runs the job: again with a forced wake if --at finds none, and once more if both must be alike. A panic of ours
// is this job's alone: the others go on.
func (j *job) simulate(ctx context.Context, out func() (io.WriteCloser, error)) (err error) {
	defer func() {
		if v := recover(); v != nil {
			j.outcome.Crash = &simulate.Crash{Value: fmt.Sprint(v), Stack: string(debug.Stack())}
		}
	}()
	if err := j.once(ctx, out); err != nil {
		return err
	}
	if j.at != nil && j.outcome.Reason == trace.Complete && !anyJudged(j.run) {
		force := j.instant()
		j.spec.ForceAt = &force
		if err := j.once(ctx, out); err != nil {
			return err
		}
	}
	if j.twice && j.outcome.Reason == trace.Complete {
		again := j.spec
		again.Out, again.Listen = nil, nil
		second, err := simulate.Run(ctx, again)
		if err != nil {
			return err
		}
		j.differ = second.Reason == trace.Complete && second.SHA256 != j.outcome.SHA256
	}
	return nil
}

func (j *job) once(ctx context.Context, out func() (io.WriteCloser, error)) error {
	file, err := out()
	if err != nil {
		return usagef("cannot write the trace: %v; give another folder with --out", err)
	}
	judge := verdict.NewJudge(verdict.Options{Script: j.script})
	spec := j.spec
	spec.Out, spec.Listen = file, []func(trace.Record){judge.Record}
	j.outcome, err = simulate.Run(ctx, spec)
	if closeErr := file.Close(); j.outcome.WriteErr == nil {
		j.outcome.WriteErr = closeErr
	}
	j.run = judge.Verdict()
	return err
}

func anyJudged(run *verdict.Run) bool {
	for _, w := range run.Wakes {
		if w.Judged {
			return true
		}
	}
	return false
}

// instant is the virtual instant of --at.
func (j *job) instant() vclock.Instant {
	zone := j.spec.Zone
	if zone == nil {
		zone = j.spec.Profile.Location()
	}
	c := vclock.NewCalendar(j.spec.Start.Year, j.spec.Start.Month, j.spec.Start.Day, zone)
	return c.At(j.at.day, j.at.timeOfDay)
}

// repro is the command that repeats one run: what was typed, with this script, profile and seed.
func repro(cmd *cobra.Command, o *runOptions, scriptName string, profile int, seed uint64) string {
	parts := []string{"fetchsim", o.verb}
	if o.verb == "replay" {
		parts = append(parts, o.replayed)
	}
	if scriptName != "" {
		parts = append(parts, scriptName)
	}
	if len(o.profiles) > 0 && o.profiles[profile] != o.replayed {
		parts = append(parts, "-p", o.profiles[profile])
	}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "profile", "seed", "runs", "workers", "bail", "check-determinism", "reporter", "out", "console", "quiet", "verbose",
			"ascii", "color", "at", "wake":
			return
		}
		parts = append(parts, "--"+f.Name, flagText(f))
	})
	parts = append(parts, "--seed", fmt.Sprint(seed))
	for i, p := range parts {
		parts[i] = shellQuote(p)
	}
	return strings.Join(parts, " ")
}

// flagText is a flag's value as somebody would type it: 6h, not 6h0m0s.
func flagText(f *pflag.Flag) string {
	text := f.Value.String()
	if f.Value.Type() != "duration" {
		return text
	}
	if short, ok := strings.CutSuffix(text, "m0s"); ok {
		text = short + "m"
	}
	if short, ok := strings.CutSuffix(text, "h0m"); ok {
		text = short + "h"
	}
	return text
}

// plainInShell are the characters that no shell takes apart.
const plainInShell = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=,+@%"

// shellQuote quotes what a POSIX shell would take apart.
func shellQuote(s string) string {
	if s != "" && strings.Trim(s, plainInShell) == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// elapsed is how the report shows real time.
func elapsed(w realtime.Stopwatch) int64 { return w.Elapsed().Round(time.Millisecond).Milliseconds() }
