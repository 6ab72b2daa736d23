package trace

// Event is one thing that happened; its concrete types are the structs of this package, always as pointers.
type Event interface {
	// Kind is the event's name in the trace, such as "wake.end".
	Kind() string
}

// Record is an event with its place in the run.
type Record struct {
	TUs   int64 // virtual microseconds since 00:00 of day 0; negative before it
	Seq   int64 // 1, 2, 3 … without a gap
	Event Event
}

// Pos is a place in the user's own source: the file as the user named it, line and column from 1.
type Pos struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// App says which process and wake an event belongs to. Events of the app embed it.
type App struct {
	PID  int `json:"pid"`            // the n-th process of the run
	Wake int `json:"wake,omitempty"` // the n-th wake; 0 outside one
}

// In returns itself, so that readers can ask any event of the app where it belongs.
func (a App) In() App { return a }

// newEvent returns an empty event of a kind, for reading; nil for an unknown one.
func newEvent(kind string) Event {
	switch kind {
	case "run.header":
		return &Header{}
	case "run.end":
		return &End{}
	case "phone.state":
		return &PhoneState{}
	case "phone.change":
		return &PhoneChange{}
	case "phone.boot":
		return &Boot{}
	case "app.update":
		return &Update{}
	case "person.sleep", "person.wake", "person.open", "person.close", "person.forceQuit":
		return &Person{What: PersonAct(kind[len("person."):])}
	case "request.submit":
		return &RequestSubmit{}
	case "request.cancel":
		return &RequestCancel{}
	case "request.spent":
		return &RequestSpent{}
	case "sched.answer":
		return &Answer{}
	case "sched.rate":
		return &Rate{}
	case "sched.grant":
		return &Grant{}
	}
	return newAppEvent(kind)
}

func newAppEvent(kind string) Event {
	switch kind {
	case "proc.launch":
		return &Launch{}
	case "proc.ready":
		return &Ready{}
	case "proc.state":
		return &ProcState{}
	case "proc.exit":
		return &Exit{}
	case "wake.delivered":
		return &Delivered{}
	case "wake.expiring":
		return &Expiring{}
	case "wake.end":
		return &WakeEnd{}
	case "finish":
		return &Finish{}
	case "bridge.call":
		return &BridgeCall{}
	case "bridge.event":
		return &BridgeEvent{}
	case "timer.set":
		return &TimerSet{}
	case "timer.fire":
		return &TimerFire{}
	case "timer.clear":
		return &TimerClear{}
	case "net.start":
		return &NetStart{}
	case "net.end":
		return &NetEnd{}
	case "await.pending":
		return &AwaitPending{}
	case "console":
		return &Console{}
	case "js.error":
		return &JSError{}
	case "cpu":
		return &CPU{}
	case "cpu.runaway":
		return &Runaway{}
	case "memory.limit":
		return &MemoryLimit{}
	case "api.missing":
		return &APIMissing{}
	case "storage":
		return &Storage{}
	case "source.excerpt":
		return &Excerpt{}
	case "guard.stop":
		return &GuardStop{}
	}
	return nil
}
