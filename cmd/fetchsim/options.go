package main

import (
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/fetchsim/fetchsim/internal/script"
)

// defaultOut is the folder in which runs are kept.
const defaultOut = ".fetchsim"

// newestOS is the newest iOS whose rules are modelled; oldestOS the first that had background fetch.
const (
	newestOS = 27
	oldestOS = 7
)

// runOptions are the flags of run and replay as they were typed.
type runOptions struct {
	verb     string
	replayed string // the file that replay was given
	scripts  []string

	profiles []string
	days     int
	start    string
	tz       string
	every    time.Duration
	at       string
	wake     int

	os     string
	plugin string
	device string
	limit  time.Duration
	budget string
	mock   string

	seed             uint64
	runs             int
	workers          int
	bail             bool
	checkDeterminism bool

	cpuScale    float64
	runaway     time.Duration
	memoryLimit string
	wallLimit   time.Duration

	reporters []string
	out       string
	console   string
	quiet     bool
	verbose   bool
	ascii     bool
	color     string
}

func defaultRunOptions() *runOptions { return &runOptions{} }

// register adds the flags in the order in which help shows them.
func (o *runOptions) register(f *pflag.FlagSet) {
	f.SortFlags = false
	f.StringArrayVarP(&o.profiles, "profile", "p", nil, "the person's day: a built-in profile or a YAML `file` (repeats; default typical)")
	f.IntVar(&o.days, "days", 1, "how many days, one after the other")
	f.StringVar(&o.start, "start", "2026-03-02", "the date of the first day")
	f.StringVar(&o.tz, "tz", "", "the time `zone`, such as Europe/Berlin (default the profile's)")
	f.DurationVar(&o.every, "every", 0, "wake on a fixed beat instead of asking iOS's scheduler, such as 15m")
	f.StringVar(&o.at, "at", "", "judge only the wake at `[DAY:]HH:MM[:SS]`; it is forced if iOS granted none then")
	f.IntVar(&o.wake, "wake", 0, "judge only the `N`-th wake")
	f.StringVar(&o.os, "os", "ios-27", "whose rules hold: ios-7 … ios-27")
	f.StringVar(&o.plugin, "plugin", "", "which plugin, as `NAME[@VERSION]` (default what the script imports)")
	f.StringVar(&o.device, "device", "phone", "phone, no-background-fetch or simulator")
	f.DurationVar(&o.limit, "limit", 30*time.Second, "the time that iOS gives a wake at most")
	f.StringVar(&o.budget, "budget", "30s", "the time that iOS grants: a length, a range such as 2s..30s, or field")
	f.StringVar(&o.mock, "mock", "", "a YAML `file` that says what servers answer")
	f.Uint64Var(&o.seed, "seed", 1, "the number that fixes all chance")
	f.IntVar(&o.runs, "runs", 1, "how many runs; run k has the seed N+k-1")
	f.IntVar(&o.workers, "workers", 0, "how many runs at a time (default the number of cores)")
	f.BoolVar(&o.bail, "bail", false, "stop at the first run that fails")
	f.BoolVar(&o.checkDeterminism, "check-determinism", false, "simulate twice and compare")
	f.Float64Var(&o.cpuScale, "cpu-scale", 1, "how slow the phone is: 2 doubles all CPU time")
	f.DurationVar(&o.runaway, "runaway", script.DefaultRunaway, "device CPU in one turn after which a script counts as endless")
	f.StringVar(&o.memoryLimit, "memory-limit", "512MiB", "memory that a script may use")
	f.DurationVar(&o.wallLimit, "wall-limit", 10*time.Second, "real time that a turn of JavaScript may take, the last guard")
	f.StringArrayVar(&o.reporters, "reporter", nil, "`NAME[=PATH]`: text, json or events (repeats; default text)")
	f.StringVar(&o.out, "out", defaultOut, "the folder in which runs are kept")
	f.StringVar(&o.console, "console", "failed", "whose console to show on standard error: failed, all or none")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "the verdict line only")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "a line for every wake")
	f.BoolVar(&o.ascii, "ascii", false, "nothing but ASCII in the report")
	f.StringVar(&o.color, "color", "auto", "auto, always or never")
}

// flagNames are all flags of a verb, for suggestions.
func flagNames(cmd *cobra.Command) []string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}
