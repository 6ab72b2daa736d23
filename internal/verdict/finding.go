package verdict

import "github.com/fetchsim/fetchsim/internal/trace"

// Severity says whether a finding fails the run.
type Severity string

// The severities. Clean is that of a wake without findings.
const (
	Clean   Severity = ""
	Warning Severity = "warning"
	Error   Severity = "error"
)

// Rule is the stable name of a kind of finding.
type Rule string

// The rules.
const (
	RuleOutOfMemory           Rule = "out-of-memory"
	RuleBusyLoop              Rule = "busy-loop"
	RuleWrongSignature        Rule = "wrong-signature"
	RuleCallbackThrew         Rule = "callback-threw"
	RuleUnhandledRejection    Rule = "unhandled-rejection"
	RuleAppCrashed            Rule = "app-crashed"
	RuleNotSimulated          Rule = "not-simulated"
	RuleFinishUnknownTask     Rule = "finish-unknown-task"
	RuleFinishTwice           Rule = "finish-twice"
	RuleFinishMissing         Rule = "finish-missing"
	RuleFinishAfterExpiration Rule = "finish-after-expiration"
	RuleFinishEarly           Rule = "finish-early"
	RuleNoCallback            Rule = "no-callback"
	RuleStopped               Rule = "stopped"
	RuleNeverWoken            Rule = "never-woken"
)

// Finding is one judged fact. Message says what happened without values that differ from wake to wake, so that equal
// findings of several wakes can be shown as one.
type Finding struct {
	Rule       Rule
	Severity   Severity
	Wake       int // 0: the run itself, or code outside any wake
	Message    string
	Pos        *trace.Pos // nil when no line of the user's can be named
	Notes      []string
	EndedWake  bool   // it explains how its wake ended; else the wake's outcome has another reason
	Suggestion string // what to do, in a phrase; "" when nothing general can be said
	Related    []Related
}

// Related is another place that belongs to a finding.
type Related struct {
	Text string // how it belongs: "awaited by syncAll"
	Pos  trace.Pos
}

// Exit is the exit code that the finding alone would give: warnings pass.
func (f *Finding) Exit() ExitCode {
	if f.Severity != Error {
		return ExitPass
	}
	switch f.Rule {
	case RuleNoCallback, RuleStopped, RuleNeverWoken:
		return ExitNothingRan
	default:
		return ExitFailed
	}
}
