package verdict

import "slices"

// Report is all runs of one command with their common verdict: what every reporter reads.
type Report struct {
	Version  string // of fetchsim
	Runs     []*Run
	ExitCode ExitCode
	Outcome  string // the name of ExitCode
	Partial  bool   // at least one run is
}

// NewReport joins judged runs; the gravest exit code wins. Further codes are what the command knows beside the traces:
// that it was interrupted, or that a self-check found another hash.
func NewReport(version string, runs []*Run, further ...ExitCode) *Report {
	r := &Report{Version: version, Runs: runs}
	codes := slices.Clone(further)
	for _, run := range runs {
		codes = append(codes, run.ExitCode)
		r.Partial = r.Partial || run.Partial
	}
	if len(runs) == 0 {
		codes = append(codes, ExitNothingRan)
	}
	r.ExitCode = Gravest(codes...)
	r.Outcome = r.ExitCode.Outcome()
	return r
}
