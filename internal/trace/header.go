package trace

// SchemaVersion is the number in Header.Schema; it changes only when a reader of the old form would be misled.
const SchemaVersion = 1

// Header opens every trace: all that the run depended on.
type Header struct {
	Schema       int      `json:"schema"`
	Version      string   `json:"version"` // of fetchsim
	OS           string   `json:"os"`      // "ios-26"
	API          string   `json:"api"`     // "legacy" or "bgTaskScheduler"
	Device       string   `json:"device"`  // "phone", "no-background-fetch", "simulator"
	Seed         int64    `json:"seed"`
	Start        string   `json:"start"` // 00:00 of day 0, RFC 3339 with offset
	End          string   `json:"end"`   // 24:00 of the last day
	TZ           string   `json:"tz"`
	Days         int      `json:"days"`
	Profile      Profile  `json:"profile"`
	Scripts      []Script `json:"scripts"`
	Plugin       Plugin   `json:"plugin"`
	Network      string   `json:"network"` // "profile"
	EveryUs      int64    `json:"everyUs,omitempty"`
	At           string   `json:"at,omitempty"`       // the one instant judged
	OnlyWake     int      `json:"onlyWake,omitempty"` // the one wake judged
	LimitUs      int64    `json:"limitUs"`            // the most any budget may be
	Budget       string   `json:"budget"`             // "30s", "field"
	CPUNsPerPoll int64    `json:"cpuNsPerPoll"`       // device time per 10,000 back-edges or calls
	CPUNsPerJob  int64    `json:"cpuNsPerJob"`        // device time per microtask
	RunawayUs    int64    `json:"runawayUs"`          // device CPU in one turn after which a script counts as endless
	Notes        []string `json:"notes,omitempty"`    // what was assumed, in plain words
	Repro        string   `json:"repro"`              // the command that repeats this run, without --at
}

// Kind implements [Event].
func (*Header) Kind() string { return "run.header" }

// Profile names the person's day.
type Profile struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// Script is one file of the user's that went into the bundle.
type Script struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
}

// Plugin says whose background-fetch code ran.
type Plugin struct {
	Name    string `json:"name"`    // "react-native-background-fetch"; "none" for export default
	Version string `json:"version"` // "4.2.8"
	Source  string `json:"source"`  // "node_modules" or "built-in"
	Core    string `json:"core"`    // the native core: "modern", "middle", "old", "default"
}

// EndReason says why a run stopped.
type EndReason string

// The reasons. Every one but Complete makes the run partial: it can fail but never pass.
const (
	Complete    EndReason = "complete"
	Interrupted EndReason = "interrupted"
	WallLimit   EndReason = "wallLimit"
	Bail        EndReason = "bail"
	Internal    EndReason = "internal"
	ScriptError EndReason = "script" // the script did not survive its first launch
)

// End closes every trace. Its own line is not part of the hash.
type End struct {
	Reason EndReason `json:"reason"`
	Events int64     `json:"events"` // lines before this one
	SHA256 string    `json:"sha256"` // of the bytes before this line
}

// Kind implements [Event].
func (*End) Kind() string { return "run.end" }

// GuardStop is the real-time guard (--wall-limit) stopping a script that held its thread for too long.
type GuardStop struct {
	App
	LimitMs int64 `json:"limitMs"` // real milliseconds allowed per turn
	Pos     *Pos  `json:"pos,omitempty"`
}

// Kind implements [Event].
func (*GuardStop) Kind() string { return "guard.stop" }

// Excerpt is a piece of the user's source around a line that a report shows, once per file and line.
type Excerpt struct {
	File  string   `json:"file"`
	Line  int      `json:"line"` // the line it is about
	From  int      `json:"from"` // the number of the first line
	Lines []string `json:"lines"`
}

// Kind implements [Event].
func (*Excerpt) Kind() string { return "source.excerpt" }
