package verdict

import "github.com/fetchsim/fetchsim/internal/trace"

// Run is one judged run: everything that a report shows of it.
type Run struct {
	Header   trace.Header    // what the run depended on
	Script   string          // the script as the user typed it
	Wakes    []*Wake         // all wakes, in order: Wakes[i].N is i+1
	Spans    []Span          // when iOS did not wake the app and why, in order of time
	Strips   []DayStrip      // one per day of the run
	Summary  Summary         // counts over the judged wakes
	Findings []Finding       // by wake (0, the run itself, first), then in the order of the rules
	Sources  []trace.Excerpt // pieces of the user's source, for [Run.Source]

	End          trace.EndReason // "" when the trace stops without one
	EventsSHA256 string          // the run's identity; "" without an end
	EndUs        int64           // the last instant of the trace, in virtual microseconds since 00:00 of day 0
	Broken       string          // why the trace cannot be trusted; "" when it can
	Partial      bool            // the run did not end with the reason "complete": it can fail but never pass
	ExitCode     ExitCode
}

// Wake is what became of one wake. Instants named *Us without another word are microseconds since 00:00 of day 0;
// lengths and offsets count from the grant, launch included.
type Wake struct {
	N        int
	Day      int    // 0-based; negative between the last open before the first day and its midnight
	At       string // wall clock, RFC 3339 with offset, to the millisecond
	AtUs     int64
	Judged   bool // false for the wakes that --at or --wake left out, and those before day 0
	Forced   bool // not the scheduler's choice
	Trigger  string
	Network  string // the link at the grant
	BudgetUs int64

	Process  int    // the n-th process of the run
	Launch   string // "cold" or "warm"; "" when the process was already running
	LaunchUs int64
	TaskID   string

	Outcome  Outcome
	RanUs    int64
	CPUUs    int64
	BytesIn  int64
	BytesOut int64
	Result   string // newData, noData, failed; none when nobody of the user's code finished
	Worst    Severity

	Expired      bool   // iOS warned the app that its time is up
	ExpiredAtUs  int64  // offset of the warning
	KillCode     string // what iOS writes: "0x2182bad2"
	KillCategory string // MetricKit's name, from iOS 27: "taskTimeout"

	Placeholder    bool // a request was answered by fetchsim's own `{}`
	OpenRequests   int  // at the finish
	OpenTimers     int  // at the finish
	Requests       []Request
	Console        []ConsoleLine // at most consoleLines: the first and the last ones
	ConsoleDropped int           // lines between them that were let go, or all of them in a very long run
	Pending        []Pending     // what the app still waited for, the likeliest culprit first
}

// Outcome is how a wake ended.
type Outcome string

// The outcomes. Unended is a wake that the trace leaves open.
const (
	Finished      Outcome = "finished"
	Expired       Outcome = "expired"
	CompletedByOS Outcome = "completedByOs"
	Killed        Outcome = "killed"
	Crashed       Outcome = "crashed"
	Stopped       Outcome = "stopped"
	Guard         Outcome = "guard"
	Unended       Outcome = "unended"
)

// Request is one request that the app started in a wake.
type Request struct {
	Method   string
	URL      string
	Status   int    // 0: no response
	Error    string // "" without one
	From     string // placeholder, mock, har, live; "" while open
	Open     bool   // it had no end when the trace ended
	StartUs  int64  // offset from the grant
	EndUs    int64  // offset from the grant; may lie beyond the wake's end
	BytesIn  int64
	BytesOut int64
}

// ConsoleLine is a line that the script wrote in a wake.
type ConsoleLine struct {
	Level string // debug, log, info, warn, error
	Text  string
	AtUs  int64 // offset from the grant
}

// Pending is one place at which the app still waited, the innermost first, with those who wait for it.
type Pending struct {
	Frame
	WaitingFor string // fetch, timer, promise, callback, bridge
	Ref        string // what exactly: a URL, a timer's delay, a bridge method
	Abandoned  bool   // nobody holds the promise's resolve any more: it can never settle
	ForUs      int64  // how long it had been waiting
	Chain      []Frame
}

// Frame is a function at a place in the user's source.
type Frame struct {
	Function string // "" for an anonymous one
	Pos      trace.Pos
	HasPos   bool
	Link     string // in a chain: how it holds the one before it: awaited, started
}

// Span is a stretch of time in which a request was pending and iOS did not wake the app for one and the same reason.
type Span struct {
	FromUs, ToUs int64
	Request      int
	Answer       string // refused, notYet
	Code         string // the first closed gate's code; for notYet the factor furthest below 1, or "luck"
	Text         string // as it stood when the span began
	Label        string // documented, observed, assumed
}

// Summary is the counts of a run over its judged wakes. Percentiles are nearest-rank: values that occurred.
type Summary struct {
	Wakes, Finished, Expired, Killed, Crashed, CompletedByOS, Stopped, Guard, Forced int

	NotWokenSpans int // spans other than the 15 minutes that iOS keeps between two wakes
	Requests      int
	BytesIn       int64
	BytesOut      int64
	CPUUs         int64
	FinishUs      Percentiles // run time of the finished wakes
	AgeAtOpenUs   Percentiles // at each open: since the last good wake or the last foreground, whichever is later
}

// Percentiles are nearest-rank over N values; all 0 when N is 0.
type Percentiles struct {
	N                       int
	P50, P90, P95, P99, Max int64
}

// CellUs is the length of one cell of a strip: 15 minutes.
const CellUs = 15 * 60 * 1_000_000

// DayStrip is a day in cells of 15 minutes from its first instant: 96, or 92 or 100 when the clocks change.
type DayStrip struct {
	Day     int
	Date    string // 2026-03-02
	StartUs int64
	Cells   []Cell
}

// Cell is a quarter of an hour.
type Cell struct {
	UsedPermille int16  // share of the time with the screen on, 0..1000
	Plugged      bool   // on the charger for at least half of it
	Clock        int16  // wall-clock minutes since midnight at its beginning
	Link         string // the link that held longest
}

// Source returns the excerpt around a line, if the trace has one.
func (r *Run) Source(pos trace.Pos) (trace.Excerpt, bool) {
	for _, e := range r.Sources {
		if e.File == pos.File && e.Line == pos.Line {
			return e, true
		}
	}
	return trace.Excerpt{}, false
}
