package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fetchsim/fetchsim/internal/report/why"
	"github.com/fetchsim/fetchsim/internal/simulate"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// againAtMost is how often a command simulates again: a day of a phone that is often refused has not more to tell.
const againAtMost = 8

// remedy is what would open a gate, or raise a factor, if it were so.
type remedy struct {
	code  string
	words string
	event usagemodel.Event
}

// remedies are the gates and factors that a switch or a condition of the phone decides. Time, habit and the app's own past
// have none.
func remedies() []remedy {
	charging := usagemodel.Event{Kind: usagemodel.Plug}
	wifi := usagemodel.Event{Kind: usagemodel.LinkChange, Link: usagemodel.Wifi}
	on := usagemodel.Event{Kind: usagemodel.Refresh, Refresh: usagemodel.RefreshOn}
	return []remedy{
		{"low_power_mode", "Low Power Mode off", usagemodel.Event{Kind: usagemodel.LowPower}},
		{"refresh_off", "Background App Refresh on", on},
		{"wifi_only", "Background App Refresh on for any network", on},
		{"battery_low", "the phone on the charger", charging},
		{"needs_power", "the phone on the charger", charging},
		{"needs_network", "Wi-Fi", wifi},
		{"thermal", "a cool phone", usagemodel.Event{Kind: usagemodel.ThermalChange, Thermal: usagemodel.ThermalNominal}},
		{"force_quit", "the app not swiped away", usagemodel.Event{Kind: usagemodel.ForceQuit}},
		{"moment", "Wi-Fi", wifi},
	}
}

// question is one stretch with what to hold in it.
type question struct {
	stretch *why.Stretch
	hold    []usagemodel.Event
	again   why.Again
}

// questions are what to simulate again for an account. One thing that held through several stretches is asked once, under
// the first of them.
func questions(lane *why.Lane, stretches []*why.Stretch) []question {
	var list []question
	asked := map[string]bool{}
	for _, s := range stretches {
		q := question{stretch: s}
		add := func(code string, sinceUs int64) {
			i := slices.IndexFunc(remedies(), func(r remedy) bool { return r.code == code })
			if i < 0 {
				return
			}
			r := remedies()[i]
			r.event.At = vclock.Instant(sinceUs)
			q.again.Codes = append(q.again.Codes, code)
			if slices.ContainsFunc(q.hold, func(e usagemodel.Event) bool { return e.Kind == r.event.Kind }) {
				return // one thing that opens two gates
			}
			if q.again.Words == "" {
				q.again.Words, q.again.SinceUs = r.words, sinceUs
			} else {
				q.again.Words, q.again.SinceUs = q.again.Words+" and "+r.words, min(sinceUs, q.again.SinceUs)
			}
			q.hold = append(q.hold, r.event)
		}
		for _, g := range s.Gates {
			add(g.Code, g.SinceUs)
		}
		if s.Answer == why.NotYet {
			add(s.Lead.Code, s.FromUs)
		}
		key := fmt.Sprint(q.again.Words, q.again.SinceUs)
		if len(q.hold) == 0 || asked[key] {
			continue
		}
		asked[key] = true
		q.again.WasUs, q.again.WasWoken = lane.FirstWake(q.again.SinceUs)
		list = append(list, q)
	}
	return list
}

// simulateAgain asks for each account what else could have been, through the path that run and replay take.
func (a *app) simulateAgain(ctx context.Context, kept *keptRuns, accounts []*why.Account) error {
	asker := asker{app: a, kept: kept}
	for i, account := range accounts {
		for _, lane := range account.Tale.Lanes {
			for _, q := range questions(lane, account.Told(lane)) {
				if asker.count == againAtMost {
					account.Unasked++
					continue
				}
				if err := asker.ask(ctx, kept.traces[i]-1, account.Tale, lane, &q); err != nil {
					return err
				}
				q.stretch.Again = append(q.stretch.Again, q.again)
			}
		}
	}
	return nil
}

// asker simulates the runs of one command again.
type asker struct {
	app   *app
	kept  *keptRuns
	count int
	ready bool
	jobs  []*job
	err   error // why they cannot be made
}

// ask answers one question, or notes why it cannot. The error is an interruption.
func (k *asker) ask(ctx context.Context, n int, tale *why.Tale, lane *why.Lane, q *question) error {
	k.count++
	if !k.ready {
		k.ready = true
		k.jobs, k.err = k.app.plannedBefore(k.kept.file.Arguments)
	}
	if k.err != nil {
		q.again.Forbidden = oneLine(k.err)
		return nil //nolint:nilerr // told in the answer
	}
	if n >= len(k.jobs) {
		q.again.Forbidden = "its command would make fewer runs today"
		return nil
	}
	spec := k.jobs[n].spec
	if changed := changedSince(&spec, &tale.Header); changed != "" {
		q.again.Forbidden = changed + " since; run it again"
		return nil
	}
	return q.simulate(ctx, spec, tale, lane)
}

// oneLine is an error within a sentence.
func oneLine(err error) string {
	text, _, _ := strings.Cut(err.Error(), "\n")
	return text
}

// changedSince says what of a run is not as it was, or nothing.
func changedSince(spec *simulate.Spec, was *trace.Header) string {
	if spec.Header.Version != was.Version {
		return "fetchsim changed from " + was.Version + " to " + spec.Header.Version
	}
	person := spec.Profile.SHA256()
	if spec.Recorded != nil {
		person = spec.RecordedAs.SHA256
	}
	if person != was.Profile.SHA256 {
		return "the days of " + was.Profile.Name + " changed"
	}
	if !slices.Equal(spec.Header.Scripts, was.Scripts) {
		return "the script changed"
	}
	return ""
}

// simulate runs the spec with the question's holds up to the lane's first wake after them.
func (q *question) simulate(ctx context.Context, spec simulate.Spec, tale *why.Tale, lane *why.Lane) error {
	spec.Out, spec.Hold, spec.ForceAt = nil, q.hold, forced(tale)
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	teller := why.NewTeller(nil)
	spec.Listen = []func(trace.Record){func(rec trace.Record) {
		teller.Record(rec)
		if g, ok := rec.Event.(*trace.Grant); ok && !g.Forced && rec.TUs >= q.again.SinceUs && g.Trigger == lane.Trigger {
			cancel()
		}
	}}
	out, err := simulate.Run(inner, spec)
	switch {
	case ctx.Err() != nil:
		return &codeError{interruption(ctx), errors.New("interrupted")}
	case err != nil:
		q.again.Forbidden = oneLine(err)
		return nil
	case out.Crash != nil:
		q.again.Forbidden = "fetchsim crashed: " + out.Crash.Value
		return nil
	}
	other := teller.Tale()
	if !slices.Equal(wakesBefore(tale, q.again.SinceUs), wakesBefore(other, q.again.SinceUs)) {
		q.again.Forbidden = "it does not come out as it did; run it again"
		return nil
	}
	for _, l := range other.Lanes {
		if l.Trigger == lane.Trigger && (l.Identifier == lane.Identifier || l.Trigger != "processing") {
			q.again.WokenUs, q.again.Woken = l.FirstWake(q.again.SinceUs)
		}
	}
	return nil
}

// forced is the wake of --at that no scheduler granted, if the run had one.
func forced(tale *why.Tale) *vclock.Instant {
	for _, l := range tale.Lanes {
		for _, s := range l.Stretches {
			if s.Wake != nil && s.Wake.Forced {
				at := vclock.Instant(s.FromUs)
				return &at
			}
		}
	}
	return nil
}

// wakesBefore are the instants of all wakes before another.
func wakesBefore(tale *why.Tale, us int64) []int64 {
	var wakes []int64
	for _, l := range tale.Lanes {
		for _, s := range l.Stretches {
			if s.Answer == why.Granted && s.FromUs < us {
				wakes = append(wakes, s.FromUs)
			}
		}
	}
	slices.SortFunc(wakes, cmp.Compare[int64])
	return wakes
}

// plannedBefore are the jobs that a command line means today, made by the verb itself.
func (a *app) plannedBefore(arguments []string) ([]*job, error) {
	var jobs []*job
	shadow := *a
	shadow.stdout, shadow.stderr = io.Discard, io.Discard
	shadow.instead = func(cmd *cobra.Command, o *runOptions) (err error) {
		_, jobs, err = a.plan(cmd, o)
		return err
	}
	root := newRootCmd(&shadow)
	root.SetArgs(arguments)
	root.SetOut(io.Discard)
	root.SetErr(io.Discard)
	if err := root.Execute(); err != nil {
		return nil, err
	}
	if len(jobs) == 0 {
		return nil, errors.New("its command line is not one of run or replay")
	}
	return jobs, nil
}
