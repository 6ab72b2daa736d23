package why

import "github.com/fetchsim/fetchsim/internal/trace"

// Tale is what iOS answered in one run. All instants are microseconds since 00:00 of day 0.
type Tale struct {
	Header  trace.Header
	BeginUs int64 // of the trace: the last open of the app before day 0
	EndUs   int64
	End     trace.EndReason
	Lanes   []*Lane // in the order in which the app asked
	Phone   trace.PhoneState
	AtUs    int64 // the instant at which Phone and the lanes' rates were looked at, if one was asked for
}

// Lane is the answers to one kind of request: the fetch or refresh, or one processing identifier.
type Lane struct {
	Trigger    string // fetch, refresh, processing
	Identifier string // as last submitted; empty for the legacy fetch
	Stretches  []*Stretch

	// As things stood at the tale's AtUs.
	Rate   *trace.Rate // nil if nothing was asked then, or for the beat of --every
	NeedE6 int64       // as last told
	Text   string      // of the answer that held; empty before the first
}

// Answer is what held through a stretch.
type Answer string

// The answers.
const (
	Refused Answer = "refused" // a gate was closed
	NotYet  Answer = "notYet"  // all gates were open, need was below 1
	Granted Answer = "granted" // the wake itself
)

// Stretch is a length of time in which iOS had one answer for the same reasons, or a wake.
type Stretch struct {
	FromUs, ToUs int64
	Answer       Answer
	Gates        []Gate // refused: all that were closed, the refusal's reason first
	Lead         Reason // not yet: the factor furthest below 1, or luck
	Until        string // not yet: Lead's text as it stood at last; it may name a later hour
	NeedFromE6   int64  // in millionths of 1
	NeedToE6     int64
	Wake         *Wake
	Again        []Again // what simulating again with something else told
}

// Gate is a closed gate, and since when it was closed without a break.
type Gate struct {
	Reason
	SinceUs int64
}

// Reason is a gate or factor in words, with what it rests on.
type Reason struct {
	Code, Text, Label, Source string
}

// Wake is what a granted stretch led to.
type Wake struct {
	N      int
	How    string // finished, expired, killed …; empty if the trace does not say
	Forced bool   // not the scheduler's choice
	LuckE6 int64
	Link   string
}

// Again is one other course of the run: the same from its begin, with something held from an instant on.
type Again struct {
	Codes     []string // the gates or the factor that it is about
	Words     string   // what was held: "Low Power Mode off"
	SinceUs   int64    // from when on
	Woken     bool     // whether a wake of this kind of request followed at all
	WokenUs   int64
	WasWoken  bool // the same of the run as it was
	WasUs     int64
	Forbidden string // why it could not be simulated again; empty if it was
}

// Window is a part of the run, from an instant up to another.
type Window struct{ FromUs, ToUs int64 }

// Within returns the lane's stretches that touch one of the windows.
func (l *Lane) Within(windows []Window) []*Stretch {
	var found []*Stretch
	for _, s := range l.Stretches {
		for _, w := range windows {
			if s.FromUs < w.ToUs && max(s.ToUs, s.FromUs+1) > w.FromUs {
				found = append(found, s)
				break
			}
		}
	}
	return found
}

// FirstWake is the lane's first wake at or after an instant. One that --at forced is none of iOS's.
func (l *Lane) FirstWake(fromUs int64) (atUs int64, ok bool) {
	for _, s := range l.Stretches {
		if s.Answer == Granted && !s.Wake.Forced && s.FromUs >= fromUs {
			return s.FromUs, true
		}
	}
	return 0, false
}
