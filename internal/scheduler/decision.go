package scheduler

import (
	"fmt"
	"time"

	"github.com/fetchsim/fetchsim/internal/vclock"
)

// Trigger is why iOS wakes the app.
type Trigger uint8

// The triggers.
const (
	Fetch      Trigger = iota // legacy background fetch
	Refresh                   // BGAppRefreshTask
	Processing                // BGProcessingTask
)

// String returns the trigger as traces write it.
func (t Trigger) String() string {
	switch t {
	case Fetch:
		return "fetch"
	case Refresh:
		return "refresh"
	case Processing:
		return "processing"
	}
	return "unknown"
}

// Decision is one thing that changed at an instant: exactly one of Answer, Rate and Grant is set. At one instant the rate
// comes first, then the grant, then the answer that holds from then on.
type Decision struct {
	At      vclock.Instant
	Trigger Trigger
	Request string // the identifier; empty for the legacy fetch and before the first submit

	Answer *Answer
	Rate   *Rate
	Grant  *Grant
}

// Verdict is the kind of an answer.
type Verdict uint8

// The answers that last. A granted request becomes a [Grant].
const (
	Refused Verdict = iota // a gate is closed
	NotYet                 // all gates are open and need is below 1
)

// String returns the answer as traces write it.
func (v Verdict) String() string {
	if v == NotYet {
		return "notYet"
	}
	return "refused"
}

// Reason is one gate or factor, in words.
type Reason struct {
	Code   string // "low_power_mode"; stable
	Label  Label
	Source string // where the rule comes from
	Text   string // with the numbers of that instant: "too soon (12 of 15 min)"
	// Until is when a closed gate opens by time alone, as far as is known now; Never if time alone does not open it.
	Until vclock.Instant
}

// Answer is what iOS says to a request from one instant until the next Answer for it.
type Answer struct {
	Verdict Verdict
	Need    int64 // in millionths of 1
	closed  gateSet
	lead    int // index into factors; noLead if only luck is missing
	sit     situation
}

// Closed returns the codes of all closed gates, in the order in which they are checked. The first is the refusal's reason.
func (a *Answer) Closed() []string {
	var codes []string
	for i, g := range gates() {
		if a.closed.has(i) {
			codes = append(codes, g.about().Code)
		}
	}
	return codes
}

// Reasons returns all closed gates in the order in which they are checked, with their texts; none when the answer is not
// yet.
func (a *Answer) Reasons() []Reason {
	var reasons []Reason
	for i, g := range gates() {
		if a.closed.has(i) {
			r := g.about().reason(g.text(&a.sit))
			r.Until = turnsOf(g, &a.sit)
			reasons = append(reasons, r)
		}
	}
	return reasons
}

// Lead returns the factor furthest below 1 of an answer that is not yet, or luck if none is below [Params].LeadBelow. A
// refusal's lead is its first closed gate.
func (a *Answer) Lead() Reason {
	if a.Verdict == Refused {
		return a.Reasons()[0]
	}
	if a.lead == noLead {
		return aboutLuck().reason("only luck is missing")
	}
	f := factors()[a.lead]
	return f.about().reason(f.text(&a.sit))
}

// Text is the answer in words: "Low Power Mode", or "need 0.62 of 1; you rarely open this app at 03:00". Written after
// "refused: " or "not yet: " it makes a sentence.
func (a *Answer) Text() string {
	if a.Verdict == Refused {
		return a.Lead().Text
	}
	hundredths := min((a.Need+5_000)/10_000, 99) // 1 would be a wake
	return fmt.Sprintf("need 0.%02d of 1; %s", hundredths, a.Lead().Text)
}

// Part is one weighted score of the moment, in millionths.
type Part struct {
	Name          string // "network", "device", "charger", "battery"
	Weight, Score int64
}

// Rate is how fast need grows from an instant on while no gate is closed. All are in millionths; Rate is in wakes an hour.
// A processing request knows no affinity, habit or moment: they are 1 and Parts holds zeros.
type Rate struct {
	Pace      int64
	Affinity  int64
	Habit     int64
	Moment    int64
	Parts     [conditionCount]Part
	SumScores int64
	Den       int64
	Allowance int64
	Rate      int64
	Need      int64 // at this instant
	Luck      int64
}

// Grant is a wake: iOS gives the app background time.
type Grant struct {
	Budget time.Duration // counted from Decision.At, launch included
	Early  bool          // the budget is less than the limit
	Forced bool          // not the scheduler's choice, see [Scheduler.Force]
	Need   int64         // in millionths; 1e6 unless forced
	Luck   int64         // in millionths; the wake took this much waiting
}

// Run is what became of a wake.
type Run struct {
	Trigger Trigger
	Request string // the identifier, as in the grant's Decision
	Ran     time.Duration
	Bytes   int64 // sent and received
	Killed  bool
	NewData bool // the app said newData
}
