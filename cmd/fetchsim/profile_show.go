package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fetchsim/fetchsim/internal/fleet"
	"github.com/fetchsim/fetchsim/internal/report/text"
	"github.com/fetchsim/fetchsim/internal/scheduler"
	"github.com/fetchsim/fetchsim/internal/simulate"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/verdict"
)

// showOptions are the flags of profile show.
type showOptions struct {
	profile string
	seed    uint64
	fleet   int
	yaml    bool
	ascii   bool
	color   string
}

func newProfileShowCmd(a *app) *cobra.Command {
	o := &showOptions{}
	cmd := &cobra.Command{
		Use:   "show NAME|FILE",
		Short: "Show a profile: its numbers, a day of it, and the wakes that an app gets",
		Long: "show prints what a profile says and a simulated day of it, with the wakes that a well-behaved app gets (the built-in\n" +
			"callback: 2 s, 20 kB). With --fleet N it simulates N days of several such people instead, and shows how they spread.",
		Example: "  fetchsim profile show night-shift\n  fetchsim profile show my-day.yaml --seed 7\n  fetchsim profile show heavy --fleet 1000",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("name one profile: fetchsim profile show NAME|FILE; fetchsim profile list has the names")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.profile = args[0]
			return a.showProfile(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.Uint64Var(&o.seed, "seed", 1, "the number that fixes all chance")
	f.IntVar(&o.fleet, "fleet", 0, "simulate `N` days without a script, of people with seeds from --seed on, and show how they spread")
	f.BoolVar(&o.yaml, "yaml", false, "print the whole profile as YAML, with what it inherits, and nothing else")
	f.BoolVar(&o.ascii, "ascii", false, "nothing but ASCII")
	f.StringVar(&o.color, "color", "auto", "auto, always or never")
	return cmd
}

// mostFleetDays bounds --fleet: some minutes of simulation.
const mostFleetDays = 10_000_000

func (a *app) showProfile(ctx context.Context, o *showOptions) error {
	var problems problems
	problems.oneOf("--color", o.color, "auto", "always", "never")
	problems.checkf(o.fleet >= 0 && o.fleet <= mostFleetDays, "--fleet %d: give 1 to %d", o.fleet, mostFleetDays)
	profile, err := usagemodel.Load(o.profile, readFile)
	if err != nil {
		problems.addf("%v", err)
	}
	if err := problems.err(); err != nil {
		return err
	}
	switch {
	case o.yaml:
		_, err := fmt.Fprint(a.stdout, profile.Canonical())
		return err
	case o.fleet > 0:
		return a.showFleet(ctx, o, profile)
	}
	return a.showDay(ctx, o, profile)
}

// shownStart is day 0 of what show simulates: the Monday that run starts with.
func shownStart() simulate.Date { return simulate.Date{Year: 2026, Month: time.March, Day: 2} }

// showDay shows one day, in strips and numbers.
func (a *app) showDay(ctx context.Context, o *showOptions, profile *usagemodel.Profile) error {
	judge := verdict.NewJudge(verdict.Options{})
	seen := &dayCount{}
	spec := simulate.Spec{
		App: simulate.Builtin{API: scheduler.BGTask}, Profile: profile, Start: shownStart(), Days: 1, Seed: o.seed,
		OS: newestOS, Device: "phone", API: scheduler.BGTask, PermitAll: true, FetchMode: true, ProcessingMode: true,
		Limit: 30 * time.Second, Listen: []func(trace.Record){judge.Record, seen.record},
	}
	if _, err := simulate.Run(ctx, spec); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return &codeError{interruption(ctx), errJudged}
	}
	run := judge.Verdict()
	options := a.textOptions(&runOptions{ascii: o.ascii, color: o.color}, true, -1)
	a.showTitle(o)
	if err := text.WriteDays(a.stdout, run, options); err != nil {
		return err
	}
	rows := describe(profile)
	wakes := make([]string, len(run.Wakes))
	for i, w := range run.Wakes {
		wakes[i] = w.Clock()[:len("15:04")]
	}
	rows = append(rows, row{"this day", fmt.Sprintf("%s, %s of the app, %s", plural(seen.unlocks, "unlock"), plural(seen.opens, "open"), plural(len(wakes), "wake"))})
	if len(wakes) > 0 {
		rows = append(rows, row{"wakes", strings.Join(wakes, " ")})
	} else if why := longestReason(run.Spans); why != "" {
		rows = append(rows, row{"no wake", why})
	}
	rows = append(rows, row{"more", "fetchsim profile show " + shellQuote(o.profile) + " --fleet 1000"})
	return a.writeRows(rows, options.Width, o.ascii)
}

// longestReason is why iOS did not wake the app in the longest of the spans.
func longestReason(spans []verdict.Span) string {
	var longest verdict.Span
	for _, s := range spans {
		if from := max(s.FromUs, 0); s.ToUs-from > longest.ToUs-longest.FromUs {
			s.FromUs = from
			longest = s
		}
	}
	return longest.Text
}

// dayCount counts what the person did on day 0.
type dayCount struct{ unlocks, opens int }

func (c *dayCount) record(r trace.Record) {
	if r.TUs < 0 {
		return
	}
	switch ev := r.Event.(type) {
	case *trace.PhoneChange:
		if ev.Field == "locked" && ev.Value == "false" {
			c.unlocks++
		}
	case *trace.Person:
		if ev.What == trace.Opens {
			c.opens++
		}
	}
}

// showTitle is the first line: the profile, and what its author says of it.
func (a *app) showTitle(o *showOptions) {
	line := o.profile
	if summary := summaryOf(o.profile); summary != "" {
		line += "   " + summary
	}
	fmt.Fprintf(a.stdout, "%s\n\n", line)
}

// showFleet shows how many days of several people spread.
func (a *app) showFleet(ctx context.Context, o *showOptions, profile *usagemodel.Profile) error {
	tally, err := fleet.Simulate(ctx, fleet.Spec{
		Profile: profile, Days: o.fleet, Seed: o.seed, Start: shownStart(), OS: newestOS, API: scheduler.BGTask,
	})
	if ctx.Err() != nil {
		return &codeError{interruption(ctx), fmt.Errorf("interrupted after %s of %d", plural(tally.Days, "day"), o.fleet)}
	}
	if err != nil {
		return err
	}
	options := a.textOptions(&runOptions{ascii: o.ascii, color: o.color}, true, -1)
	a.showTitle(o)
	a.drawHours(tally, o.ascii)
	return a.writeRows(append(describe(profile), spread(tally, o.seed)...), options.Width, o.ascii)
}

// drawHours draws wakes and opens by half hour of the day, each against its own busiest.
func (a *app) drawHours(t *fleet.Tally, ascii bool) {
	fmt.Fprint(a.stdout, "       00    03    06    09    12    15    18    21    24\n")
	for _, strip := range []struct {
		name   string
		bySlot [usagemodel.Slots]int
	}{{"opens", t.OpensBySlot}, {"wakes", t.WakesBySlot}} {
		fmt.Fprintf(a.stdout, "%5s  %s\n", strip.name, bars(strip.bySlot, ascii))
	}
	fmt.Fprintln(a.stdout)
}

// bars draws a column for each half hour: a dot where nothing is, else its share of the busiest.
func bars(bySlot [usagemodel.Slots]int, ascii bool) string {
	signs := []rune("▁▂▃▄▅▆▇█")
	if ascii {
		signs = []rune("123456789")
	}
	busiest := 0
	for k := 0; k < len(bySlot); k += 2 {
		busiest = max(busiest, bySlot[k]+bySlot[k+1])
	}
	var b strings.Builder
	for k := 0; k < len(bySlot); k += 2 {
		n := bySlot[k] + bySlot[k+1]
		if n == 0 {
			b.WriteByte('.')
			continue
		}
		b.WriteRune(signs[(n*len(signs)-1)/busiest])
	}
	return b.String()
}

// spread is the distribution of a fleet in words.
func spread(t *fleet.Tally, seed uint64) []row {
	days := fmt.Sprintf("%s of %s", plural(t.Days, "day"), plural(t.People, "person"))
	if t.People > 1 {
		days = fmt.Sprintf("%s of %d people, seeds %d to %d", plural(t.Days, "day"), t.People, seed, seed+uint64(t.People)-1)
	}
	per := &t.PerDay
	rows := []row{
		{"fleet", days},
		{"opens", fmt.Sprintf("%.1f a day", float64(t.Opens)/float64(t.Days))},
		{"wakes", fmt.Sprintf("%.1f a day; 9 of 10 days have %d to %d, all %d to %d", per.Mean(), per.Percentile(5), per.Percentile(95),
			per.Percentile(0), per.Percentile(100))},
	}
	if t.Gaps.N() == 0 {
		return rows
	}
	return append(rows,
		row{"gaps", fmt.Sprintf("median %s, 9 of 10 %s to %s, longest %s", minutes(t.Gaps.Percentile(50)), minutes(t.Gaps.Percentile(5)),
			minutes(t.Gaps.Percentile(95)), minutes(t.Gaps.Percentile(100)))},
		row{"nights", fmt.Sprintf("median of the longest gap %s; %.0f %% of all wakes come while the person sleeps",
			minutes(t.Nights.Percentile(50)), 100*float64(t.Asleep)/float64(max(t.Wakes, 1)))})
}

// minutes is a length of time in words: 37 min, 2 h 05 min, 3 d 4 h.
func minutes(n int) string {
	switch {
	case n < 60:
		return fmt.Sprintf("%d min", n)
	case n < 48*60:
		return fmt.Sprintf("%d h %02d min", n/60, n%60)
	}
	return fmt.Sprintf("%d d %d h", n/(24*60), n/60%24)
}
