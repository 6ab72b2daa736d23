package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fetchsim/fetchsim/internal/report/why"
	"github.com/fetchsim/fetchsim/internal/suggest"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// whyOptions are the flags of why as they were typed.
type whyOptions struct {
	when string // TIME or TIME-TIME; empty: all of the run
	run  string
	out  string
	json bool
}

func newWhyCmd(a *app) *cobra.Command {
	o := &whyOptions{}
	cmd := &cobra.Command{
		Use:   "why [TIME[-TIME]]",
		Short: "Tell why the last run's app was woken or not",
		Long: "why reads the saved trace of a run and tells, stretch by stretch, what iOS answered and for what reason, with what\n" +
			"the reason rests on: documented, observed or assumed. One TIME is told in detail: every gate with its source, what\n" +
			"need was made of, and the score as iOS's own daemon logs it. Where a switch or a condition of the phone stood in\n" +
			"the way, the run is simulated again without it, and the answer says so.\n\n" +
			"TIME is HH:MM, HH:MM:SS, or either with the day before it: 2:03:12:40. Days are counted from 0. A range may cross\n" +
			"midnight.\n\n" +
			"With --json the same as one document: {schema: \"fetchsim.why/1\", runs: [{run, script, profile, os, seed, end,\n" +
			"moment: {at, phone}, unasked, lanes: [{trigger, identifier, score, stretches: [{from, to, answer: refused|notYet|granted,\n" +
			"text, gates: [{code, text, label, source, since}], lead: {code, text, label, source}, needFromE6, needToE6, wake,\n" +
			"again: [{about, held, since, simulated, whyNot, woken, was}]}]}]}]}. Names that end in E6 are\n" +
			"millionths, those that end in Us microseconds since 00:00 of day 0; moment and score are there for a single TIME.",
		Example: "  fetchsim why\n  fetchsim why 23:30-02:00\n  fetchsim why 03:12 --json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("why takes one TIME or TIME-TIME, not %q", strings.Join(args, " "))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.when = args[0]
			}
			return a.why(cmd.Context(), o)
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(&o.run, "run", "", "the run, as `ID` or ID/K for the K-th of several (default the last one)")
	cmd.Flags().StringVar(&o.out, "out", defaultOut, "the folder in which runs are kept")
	cmd.Flags().BoolVar(&o.json, "json", false, "as JSON, see above")
	return cmd
}

// whyCommand is how to ask why about the k-th of some runs, but for the time.
func whyCommand(o *runOptions, folder *folder, runs, k int) string {
	command := "fetchsim why"
	if runs > 1 {
		command += fmt.Sprintf(" --run %s/%d", folder.id, k+1)
	}
	if o.out != defaultOut {
		command += " --out " + shellQuote(o.out)
	}
	return command
}

// why is the verb: find the traces, tell them, ask what else could have been, write.
func (a *app) why(ctx context.Context, o *whyOptions) error {
	asked, err := parseWhen(o.when)
	if err != nil {
		return err
	}
	kept, err := findKept(o.out, o.run)
	if err != nil {
		return err
	}
	var accounts []*why.Account
	for _, k := range kept.traces {
		account, err := kept.tell(k, asked)
		if err != nil {
			return err
		}
		accounts = append(accounts, account)
	}
	if err := a.simulateAgain(ctx, kept, accounts); err != nil {
		return err
	}
	if o.json {
		return why.WriteJSON(a.stdout, accounts)
	}
	width := 0
	if a.stdoutTerminal {
		width = a.columns()
	}
	return why.Write(a.stdout, accounts, why.Options{Width: width})
}

// keptRuns is what one command left behind.
type keptRuns struct {
	id     string
	dir    string
	file   kept
	traces []int // which of its runs to tell, from 1
}

// findKept finds a command's runs by ID or ID/K, or the last command's.
func findKept(out, run string) (*keptRuns, error) {
	id, one, hasOne := strings.Cut(run, "/")
	if id == "" {
		data, err := os.ReadFile(filepath.Join(out, "latest"))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, usagef("no run is kept in %s yet; begin with: fetchsim run SCRIPT (or name its folder with --out)", out)
		}
		if err != nil {
			return nil, usagef("find the last run: %v", err)
		}
		id = strings.TrimSpace(string(data))
	}
	ids := keptIDs(out)
	if !slices.Contains(ids, id) {
		if len(ids) == 0 {
			return nil, usagef("no run %q in %s, nor any other; begin with: fetchsim run SCRIPT", id, out)
		}
		return nil, usagef("no run %q in %s%s; the last is %s", id, out, suggest.DidYouMean(id, ids), ids[len(ids)-1])
	}
	k := &keptRuns{id: id, dir: filepath.Join(out, "runs", id)}
	data, err := os.ReadFile(filepath.Join(k.dir, "run.json"))
	if err == nil {
		err = json.Unmarshal(data, &k.file)
	}
	if err != nil {
		return nil, usagef("read what run %s was: %v; run it again", id, err)
	}
	for _, r := range k.file.Runs {
		n, err := strconv.Atoi(strings.TrimSuffix(r.Trace, ".ndjson"))
		if err != nil {
			return nil, usagef("run %s names a trace %q that is none; run it again", id, r.Trace)
		}
		k.traces = append(k.traces, n)
	}
	if hasOne {
		return k, k.only(one)
	}
	if len(k.traces) == 0 {
		return nil, usagef("run %s left no trace; run it again", id)
	}
	return k, nil
}

// keptIDs are the commands whose runs lie in a folder, the oldest first.
func keptIDs(out string) []string {
	entries, err := os.ReadDir(filepath.Join(out, "runs"))
	if err != nil {
		return nil // there is none
	}
	var ids []string
	for _, e := range entries {
		if e.IsDir() {
			ids = append(ids, e.Name())
		}
	}
	return ids
}

// only keeps the n-th run.
func (k *keptRuns) only(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil {
		return usagef("--run %s/%s: give the number of a run, such as %s/1", k.id, text, k.id)
	}
	for _, t := range k.traces {
		if t == n {
			k.traces = []int{n}
			return nil
		}
	}
	return usagef("--run %s/%d: that command had %d runs", k.id, n, len(k.traces))
}

func (k *keptRuns) tracePath(n int) string { return filepath.Join(k.dir, fmt.Sprintf("%d.ndjson", n)) }

// tell reads the n-th trace and tells the part of it that was asked for.
func (k *keptRuns) tell(n int, asked *when) (*why.Account, error) {
	untrusted := func(err error) error {
		return usagef("%s cannot be trusted: %v; run it again", k.tracePath(n), err)
	}
	file, err := os.Open(k.tracePath(n))
	if err != nil {
		return nil, usagef("the trace of run %s is not there: %v; run it again", k.id, err)
	}
	defer file.Close()
	header, err := why.ReadHeader(file)
	if err != nil {
		return nil, untrusted(err)
	}
	if _, err := file.Seek(0, 0); err != nil {
		return nil, usagef("read %s: %v", k.tracePath(n), err)
	}
	windows, err := asked.windows(header)
	if err != nil {
		return nil, untrusted(err)
	}
	var look *why.Window
	if asked.moment() {
		look = &windows[0]
	}
	tale, err := why.Read(file, look)
	if err != nil {
		return nil, untrusted(err)
	}
	if asked.from == nil && tale.EndUs <= 0 {
		windows = []why.Window{{FromUs: tale.BeginUs, ToUs: tale.EndUs}} // it ended before day 0: all there is
	} else if err := inside(windows, tale, asked); err != nil {
		return nil, err
	}
	account := &why.Account{Run: fmt.Sprintf("%s/%d", k.id, n), Tale: tale, Windows: windows, Moment: asked.moment()}
	if len(header.Scripts) > 0 {
		account.Script = header.Scripts[0].File
	}
	return account, nil
}

// inside answers a time at which the run did not live.
func inside(windows []why.Window, tale *why.Tale, asked *when) error {
	for _, w := range windows {
		if w.FromUs < tale.EndUs && w.ToUs > tale.BeginUs {
			return nil
		}
	}
	last := tale.Header.Days - 1
	if last < 1 {
		return usagef("%s: the run was not simulated so far; it has one day", asked.text)
	}
	return usagef("%s: the run was not simulated so far; its days are 0 to %d, as in %d:03:12", asked.text, last, last)
}

// when is TIME or TIME-TIME.
type when struct {
	text     string
	from, to *moment // nil: all of the run; to is nil for a single TIME
	wraps    bool    // no day was named, and the range ends at an earlier time of day than it begins
}

func (w *when) moment() bool { return w.from != nil && w.to == nil }

// parseWhen reads what was typed.
func parseWhen(text string) (*when, error) {
	w := &when{text: text}
	if text == "" {
		return w, nil
	}
	var problems problems
	from, to, ranged := strings.Cut(text, "-")
	w.from = problems.moment("TIME", from)
	if ranged {
		w.to = problems.rangeEnd(to)
	}
	if w.from == nil || ranged && w.to == nil {
		if from == "" && ranged {
			return nil, usagef("TIME %q: give TIME or TIME-TIME, such as 23:30-02:00", text)
		}
		return nil, problems.err()
	}
	if !ranged {
		return w, nil
	}
	switch {
	case namesDay(to):
	case w.to.timeOfDay > w.from.timeOfDay:
		w.to.day = w.from.day
	default:
		w.to.day = w.from.day + 1
		w.wraps = !namesDay(from)
	}
	if w.to.day < w.from.day || w.to.day == w.from.day && w.to.timeOfDay <= w.from.timeOfDay {
		return nil, usagef("TIME %q: the range ends before it begins", text)
	}
	return w, nil
}

// rangeEnd is the end of a range, which may be 24:00.
func (p *problems) rangeEnd(text string) *moment {
	before, midnight := strings.CutSuffix(text, "24:00")
	if !midnight || before != "" && !strings.HasSuffix(before, ":") {
		return p.moment("TIME", text)
	}
	at := p.moment("TIME", before+"00:00")
	if at != nil {
		at.timeOfDay = 24 * time.Hour
	}
	return at
}

// namesDay tells a time with a day before it. Of D:HH:MM the hours have two digits, which is how HH:MM:SS is told from it.
func namesDay(text string) bool {
	first, rest, _ := strings.Cut(text, ":")
	parts := strings.Count(rest, ":") + 1
	return parts == 3 || parts == 2 && len(first) != 2
}

// windows are the parts of a run that were asked for. Of a run of one day, a night that is named without its day is both
// its ends.
func (w *when) windows(h *trace.Header) ([]why.Window, error) {
	start, err := time.Parse(time.RFC3339, h.Start)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(h.TZ)
	if err != nil {
		return nil, err
	}
	y, m, d := start.In(zone).Date()
	calendar := vclock.NewCalendar(y, m, d, zone)
	at := func(m *moment) int64 {
		if m.timeOfDay == 24*time.Hour {
			return calendar.DayStart(m.day + 1).Micros()
		}
		return calendar.At(m.day, m.timeOfDay).Micros()
	}
	end := calendar.DayStart(max(1, h.Days)).Micros()
	switch {
	case w.from == nil:
		return []why.Window{{FromUs: 0, ToUs: end}}, nil
	case w.to == nil:
		length := time.Minute
		if w.from.hasSeconds() {
			length = time.Second
		}
		return []why.Window{{FromUs: at(w.from), ToUs: at(w.from) + length.Microseconds()}}, nil
	case w.wraps && h.Days <= 1:
		return []why.Window{{FromUs: 0, ToUs: at(&moment{timeOfDay: w.to.timeOfDay})}, {FromUs: at(w.from), ToUs: end}}, nil
	}
	return []why.Window{{FromUs: at(w.from), ToUs: at(w.to)}}, nil
}

// hasSeconds tells a moment that was given to the second: DAY:HH:MM:SS.
func (m *moment) hasSeconds() bool { return strings.Count(m.text, ":") == 3 }
