package verdict

import (
	"fmt"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// Options says how to judge.
type Options struct {
	// Script is the name of the run's script as the user typed it; "" takes the trace's first script.
	Script string
}

// Judge gathers the facts of one run. It keeps no event beyond the call, so it may listen to a live [trace.Writer].
type Judge struct {
	options Options
	run     Run
	last    trace.Record // the record before; only its place and its kind's presence are used
	ended   bool

	wakes  wakeBook
	facts  facts
	spans  spanBook
	strips stripBook
	ages   ageBook
}

// NewJudge returns a judge that has heard nothing.
func NewJudge(o Options) *Judge {
	j := &Judge{options: o}
	j.wakes.init()
	j.facts.init()
	j.spans.init()
	return j
}

// Record takes the next record of the trace. It never fails: a record that cannot follow makes the run broken.
func (j *Judge) Record(rec trace.Record) {
	j.checkOrder(rec)
	j.last = trace.Record{TUs: rec.TUs, Seq: rec.Seq, Event: rec.Event}
	j.run.EndUs = max(j.run.EndUs, rec.TUs)
	if j.run.Broken != "" {
		return // what follows cannot be placed; what was heard before stays and can still fail
	}
	switch ev := rec.Event.(type) {
	case *trace.Header:
		j.header(ev)
	case *trace.End:
		j.end(rec, ev)
	case *trace.Excerpt:
		if _, known := j.run.Source(trace.Pos{File: ev.File, Line: ev.Line}); !known {
			j.run.Sources = append(j.run.Sources, *ev)
		}
	default:
		j.wakes.record(j, rec)
		j.facts.record(rec)
		j.spans.record(rec)
		j.strips.record(rec)
		j.ages.record(rec)
	}
}

// Distrust takes the error of a reader that gave up on the trace: the run is broken then, whatever was heard of it.
func (j *Judge) Distrust(err error) {
	if err != nil {
		j.broken("%v", err)
	}
}

// Verdict closes the case. Call it once, after the last record.
func (j *Judge) Verdict() *Run {
	run := &j.run
	j.wakes.closeAll()
	run.Wakes = j.wakes.list
	j.checkEnd()
	run.Partial = run.End != trace.Complete || run.Broken != ""
	selectWakes(run)
	run.Spans = j.spans.close(run.EndUs)
	run.Strips = j.strips.close(run.EndUs)
	j.facts.run = run
	run.Findings = findings(&j.facts)
	markWorst(run)
	run.Summary = summarize(run, j.ages.ages)
	run.ExitCode = exitOf(run, &j.facts)
	return run
}

func (j *Judge) header(h *trace.Header) {
	j.run.Header = *h
	j.run.Script = j.options.Script
	if j.run.Script == "" && len(h.Scripts) > 0 {
		j.run.Script = h.Scripts[0].File
	}
	j.strips.begin(h)
}

func (j *Judge) end(rec trace.Record, end *trace.End) {
	j.ended = true
	j.run.End = end.Reason
	j.run.EventsSHA256 = end.SHA256
	if end.Events != rec.Seq-1 {
		j.broken("run.end counts %d events, there are %d", end.Events, rec.Seq-1)
	}
}

// checkOrder holds the promises of a trace's order: a header first and only there, no gap, no way back, nothing after
// the end.
func (j *Judge) checkOrder(rec trace.Record) {
	_, isHeader := rec.Event.(*trace.Header)
	first := j.last.Event == nil
	switch {
	case first && !isHeader:
		j.broken("it does not begin with run.header")
	case !first && isHeader:
		j.broken("it has a second run.header at event %d", rec.Seq)
	case j.ended:
		j.broken("event %d follows run.end", rec.Seq)
	case rec.Seq != j.last.Seq+1:
		j.broken("event %d follows event %d", rec.Seq, j.last.Seq)
	case !first && rec.TUs < j.last.TUs:
		j.broken("time goes back at event %d", rec.Seq)
	}
}

// checkEnd looks for what a complete run cannot lack.
func (j *Judge) checkEnd() {
	if j.last.Event == nil {
		j.broken("it is empty")
	}
	if j.run.End != trace.Complete {
		return
	}
	for _, w := range j.run.Wakes {
		if w.Outcome == Unended {
			j.broken("wake %d never ends", w.N)
			return
		}
	}
}

// broken notes why the trace cannot be trusted; the first reason stays.
func (j *Judge) broken(format string, args ...any) {
	if j.run.Broken == "" {
		j.run.Broken = fmt.Sprintf("the trace is broken: "+format, args...)
	}
}

// exitOf is the exit code of a run: the gravest of its end, its findings and its integrity. It is never 0 for a run that
// is partial or had no wake to judge.
func exitOf(run *Run, f *facts) ExitCode {
	end := exitOfEnd(run.End)
	codes := make([]ExitCode, 0, 8)
	for i := range run.Findings {
		finding := &run.Findings[i]
		if finding.Rule == RuleWrongSignature && end == ExitScript {
			end = ExitFailed // the plugin's own argument check ended the first launch: the script itself is sound
		}
		codes = append(codes, finding.Exit())
	}
	codes = append(codes, end)
	if run.Broken != "" {
		codes = append(codes, ExitInternal)
	}
	if f.guarded {
		codes = append(codes, ExitWallLimit)
	}
	if run.Summary.Wakes == 0 {
		codes = append(codes, ExitNothingRan)
	}
	return Gravest(codes...)
}

// markWorst writes the worst severity of its findings onto each wake.
func markWorst(run *Run) {
	for i := range run.Findings {
		f := &run.Findings[i]
		if f.Wake < 1 || f.Wake > len(run.Wakes) {
			continue
		}
		if w := run.Wakes[f.Wake-1]; w.Worst != Error {
			w.Worst = f.Severity
		}
	}
}
