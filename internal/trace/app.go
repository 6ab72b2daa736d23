package trace

// Launch is iOS starting the app's process, or resuming it.
type Launch struct {
	App
	How      string `json:"how"` // "cold" (new process) or "warm" (resumed from suspended)
	Why      string `json:"why"` // "wake" or "person"
	LaunchUs int64  `json:"launchUs"`
}

// Kind implements [Event].
func (*Launch) Kind() string { return "proc.launch" }

// Ready is a cold process having run its top level until nothing was left to do at once.
type Ready struct {
	App
	LoadCPUUs int64 `json:"loadCpuUs"`
}

// Kind implements [Event].
func (*Ready) Kind() string { return "proc.ready" }

// ProcState is the process going from one state to another: notRunning, foreground, background, suspended.
type ProcState struct {
	App
	From           string `json:"from"`
	To             string `json:"to"`
	TimersLate     int    `json:"timersLate,omitempty"`     // on resume: timers that fell due meanwhile
	RequestsBroken int    `json:"requestsBroken,omitempty"` // on resume: requests that the sleep cut off
}

// Kind implements [Event].
func (*ProcState) Kind() string { return "proc.state" }

// Exit is the end of a process.
type Exit struct {
	App
	Cause    string `json:"cause"`              // deadline, evicted, forceQuit, crash, memory, reboot, update, watchdog, guard
	Code     string `json:"code,omitempty"`     // what iOS writes: "0x2182bad2"
	Category string `json:"category,omitempty"` // MetricKit's name, from iOS 27: "taskTimeout"
}

// Kind implements [Event].
func (*Exit) Kind() string { return "proc.exit" }

// Delivered is the wake reaching, or not reaching, the user's handler.
type Delivered struct {
	App
	TaskID  string `json:"taskId"`
	Handler string `json:"handler"`        // called, held, none
	Rule    string `json:"rule,omitempty"` // the plugin's rule that held it: "L6", "L7"
}

// Kind implements [Event].
func (*Delivered) Kind() string { return "wake.delivered" }

// Expiring is iOS telling the app that its time is up.
type Expiring struct {
	App
	Heard   bool   `json:"heard"`   // the app's own code was told
	Handler string `json:"handler"` // user, default (the plugin's own), none
}

// Kind implements [Event].
func (*Expiring) Kind() string { return "wake.expiring" }

// Finish is the app's word that a task is done, and what became of it.
type Finish struct {
	App
	TaskID       string `json:"taskId"`
	Result       string `json:"result"` // newData, noData, failed, none
	Pos          *Pos   `json:"pos,omitempty"`
	By           string `json:"by"`     // user, default (the plugin's own timeout handler), native
	Answer       string `json:"answer"` // accepted, twice, unknown, noId, late, afterExpiration
	OpenRequests int    `json:"openRequests,omitempty"`
	OpenTimers   int    `json:"openTimers,omitempty"`
}

// Kind implements [Event].
func (*Finish) Kind() string { return "finish" }

// WakeEnd closes a wake. RanUs counts from the grant, launch included.
type WakeEnd struct {
	App
	How      string `json:"how"` // finished, expired, completedByOs, killed, crashed, stopped, guard
	RanUs    int64  `json:"ranUs"`
	CPUUs    int64  `json:"cpuUs"`
	BytesIn  int64  `json:"bytesIn"`
	BytesOut int64  `json:"bytesOut"`
}

// Kind implements [Event].
func (*WakeEnd) Kind() string { return "wake.end" }

// BridgeCall is the script calling the plugin's native side.
type BridgeCall struct {
	App
	Family string `json:"family"` // cordova, reactNative, default
	Method string `json:"method"`
	Args   string `json:"args"` // JSON, shortened
	Pos    *Pos   `json:"pos,omitempty"`
	Answer string `json:"answer"`         // ok, error, ignored
	Text   string `json:"text,omitempty"` // the error, or why it was ignored
	Rule   string `json:"rule,omitempty"`
}

// Kind implements [Event].
func (*BridgeCall) Kind() string { return "bridge.call" }

// BridgeEvent is the native side calling into the script.
type BridgeEvent struct {
	App
	Name   string `json:"name"` // fetch, timeout, deviceready, appState
	TaskID string `json:"taskId,omitempty"`
	How    string `json:"how"` // delivered, held, dropped
	Rule   string `json:"rule,omitempty"`
}

// Kind implements [Event].
func (*BridgeEvent) Kind() string { return "bridge.event" }

// TimerSet is a setTimeout or setInterval.
type TimerSet struct {
	App
	ID     int   `json:"id"`
	DueUs  int64 `json:"dueUs"` // the instant it is due
	Repeat bool  `json:"repeat,omitempty"`
	Pos    *Pos  `json:"pos,omitempty"`
}

// Kind implements [Event].
func (*TimerSet) Kind() string { return "timer.set" }

// TimerFire is a timer's callback being called.
type TimerFire struct {
	App
	ID     int   `json:"id"`
	LateUs int64 `json:"lateUs,omitempty"` // the app was busy or suspended when it fell due
}

// Kind implements [Event].
func (*TimerFire) Kind() string { return "timer.fire" }

// TimerClear is a clearTimeout or clearInterval of a live timer.
type TimerClear struct {
	App
	ID int `json:"id"`
}

// Kind implements [Event].
func (*TimerClear) Kind() string { return "timer.clear" }

// NetStart is a request leaving the app.
type NetStart struct {
	App
	ID       int    `json:"id"`
	Method   string `json:"method"`
	URL      string `json:"url"`
	Pos      *Pos   `json:"pos,omitempty"`
	BytesOut int64  `json:"bytesOut"`
}

// Kind implements [Event].
func (*NetStart) Kind() string { return "net.start" }

// NetEnd is a request answered, failed or aborted.
type NetEnd struct {
	App
	ID        int    `json:"id"`
	Status    int    `json:"status,omitempty"`
	Error     string `json:"error,omitempty"` // "Network request failed", "aborted"
	From      string `json:"from"`            // placeholder, mock, har, live
	NearMiss  string `json:"nearMiss,omitempty"`
	WaitUs    int64  `json:"waitUs"`    // until the first byte
	ReceiveUs int64  `json:"receiveUs"` // from the first byte to the last
	BytesIn   int64  `json:"bytesIn"`
}

// Kind implements [Event].
func (*NetEnd) Kind() string { return "net.end" }

// AwaitPending is one suspended async function: written at the expiration, the kill, a finish with work open, and the end
// of a launch that hangs. It also stands for a callback-style wait that no async function awaits (then ID is 0).
type AwaitPending struct {
	App
	When      string `json:"when"` // expiration, kill, finish, launch
	ID        int    `json:"id"`
	Parent    int    `json:"parent,omitempty"` // the ID of the function that awaits this one
	Link      string `json:"link"`             // how the parent holds it: awaited, started; none without a parent
	Function  string `json:"function"`
	Pos       *Pos   `json:"pos,omitempty"`
	On        string `json:"on"`            // promise, timer, fetch, bridge, callback, function (it waits for another of these)
	Ref       string `json:"ref,omitempty"` // what exactly: a URL, a timer's delay, a bridge method
	Abandoned bool   `json:"abandoned,omitempty"`
	SinceUs   int64  `json:"sinceUs"` // when what it waits for was made
}

// Kind implements [Event].
func (*AwaitPending) Kind() string { return "await.pending" }

// Console is a line the script wrote.
type Console struct {
	App
	Level string `json:"level"` // debug, log, info, warn, error
	Text  string `json:"text"`
	Pos   *Pos   `json:"pos,omitempty"`
}

// Kind implements [Event].
func (*Console) Kind() string { return "console" }

// JSError is an exception that reached the top of a turn.
type JSError struct {
	App
	Where           string       `json:"where"` // load, callback, timeout, timer, request, bridge, event, rejection
	Name            string       `json:"name"`
	Message         string       `json:"message"`
	Stack           []StackFrame `json:"stack,omitempty"`
	ReadPlaceholder bool         `json:"readPlaceholder,omitempty"`
	SignatureOf     string       `json:"signatureOf,omitempty"` // the plugin method whose own argument check threw it
}

// Kind implements [Event].
func (*JSError) Kind() string { return "js.error" }

// StackFrame is one line of a stack, innermost first.
type StackFrame struct {
	Function string `json:"function"`
	Pos      Pos    `json:"pos"`
}

// CPU is a turn of JavaScript that took 10 ms of device time or more.
type CPU struct {
	App
	Us    int64 `json:"us"`
	Polls int64 `json:"polls"`
}

// Kind implements [Event].
func (*CPU) Kind() string { return "cpu" }

// Runaway is a script that never gave the thread back.
type Runaway struct {
	App
	Us    int64 `json:"us"` // device CPU used in the turn when it was stopped
	Pos   *Pos  `json:"pos,omitempty"`
	Exact bool  `json:"exact"` // the position is the loop's own
}

// Kind implements [Event].
func (*Runaway) Kind() string { return "cpu.runaway" }

// MemoryLimit is the script meeting --memory-limit, whether or not it caught the error.
type MemoryLimit struct {
	App
	Bytes int64 `json:"bytes"`
	Pos   *Pos  `json:"pos,omitempty"`
}

// Kind implements [Event].
func (*MemoryLimit) Kind() string { return "memory.limit" }

// APIMissing is a call of something that fetchsim has no model of.
type APIMissing struct {
	App
	Name string `json:"name"`
	Pos  *Pos   `json:"pos,omitempty"`
}

// Kind implements [Event].
func (*APIMissing) Kind() string { return "api.missing" }

// Storage is a write to what survives a kill.
type Storage struct {
	App
	Op    string `json:"op"` // set, remove, clear
	Key   string `json:"key,omitempty"`
	Bytes int64  `json:"bytes"`
}

// Kind implements [Event].
func (*Storage) Kind() string { return "storage" }
