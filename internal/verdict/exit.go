package verdict

import (
	"slices"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// ExitCode is what the command returns to the shell.
type ExitCode int

// The exit codes.
const (
	ExitPass             ExitCode = 0
	ExitFailed           ExitCode = 1
	ExitUsage            ExitCode = 2
	ExitScript           ExitCode = 3
	ExitWallLimit        ExitCode = 4
	ExitNothingRan       ExitCode = 5
	ExitNotDeterministic ExitCode = 6
	ExitThreshold        ExitCode = 7
	ExitInternal         ExitCode = 70
	ExitInterrupted      ExitCode = 130 // SIGINT
	ExitTerminated       ExitCode = 143 // SIGTERM
)

// gravity lists the exit codes from the gravest to the lightest. A run knows only that it was interrupted, the command by
// which signal: so of these two SIGTERM's wins.
func gravity() []ExitCode {
	return []ExitCode{
		ExitInternal, ExitTerminated, ExitInterrupted, ExitUsage, ExitNotDeterministic, ExitWallLimit, ExitScript,
		ExitFailed, ExitThreshold, ExitNothingRan, ExitPass,
	}
}

// Gravest returns the code that wins over all others: 70 > 143, 130 > 2 > 6 > 4 > 3 > 1 > 7 > 5 > 0. A code that it
// does not know counts as 70; of no codes at all the gravest is 0.
func Gravest(codes ...ExitCode) ExitCode {
	order := gravity()
	best := len(order) - 1
	for _, c := range codes {
		i := slices.Index(order, c)
		if i < 0 {
			return ExitInternal
		}
		best = min(best, i)
	}
	return order[best]
}

// Outcome is the name of the code in reports.
func (c ExitCode) Outcome() string {
	switch c {
	case ExitPass:
		return "passed"
	case ExitFailed:
		return "failed"
	case ExitUsage:
		return "usage"
	case ExitScript:
		return "script"
	case ExitWallLimit:
		return "wallLimit"
	case ExitNothingRan:
		return "nothingRan"
	case ExitNotDeterministic:
		return "notDeterministic"
	case ExitThreshold:
		return "threshold"
	case ExitInterrupted, ExitTerminated:
		return "interrupted"
	case ExitInternal:
		return "internal"
	}
	return "internal"
}

// exitOfEnd is the exit code that the end of a run gives by itself.
func exitOfEnd(reason trace.EndReason) ExitCode {
	switch reason {
	case trace.Complete:
		return ExitPass
	case trace.Interrupted:
		return ExitInterrupted
	case trace.WallLimit:
		return ExitWallLimit
	case trace.Bail: // another run failed first
		return ExitFailed
	case trace.ScriptError:
		return ExitScript
	case trace.Internal:
		return ExitInternal
	}
	return ExitInternal
}
