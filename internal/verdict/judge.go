package verdict

import "github.com/fetchsim/fetchsim/internal/trace"

// Options says how to judge.
type Options struct {
	// Script is the name of the run's script as the user typed it; "" takes the trace's first script.
	Script string
}

// Judge gathers the facts of one run. It keeps no event beyond the call, so it may listen to a live [trace.Writer].
type Judge struct {
	options Options
	run     Run
}

// NewJudge returns a judge that has heard nothing.
func NewJudge(o Options) *Judge { return &Judge{options: o} }

// Record takes the next record of the trace. It never fails: a record that cannot follow makes the run broken.
func (j *Judge) Record(rec trace.Record) { j.run.EndUs = rec.TUs }

// Verdict closes the case. Call it once, after the last record.
func (j *Judge) Verdict() *Run { return &j.run }
