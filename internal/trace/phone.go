package trace

// PhoneState is the whole state of the phone when the run begins.
type PhoneState struct {
	Screen            bool   `json:"screen"`
	Locked            bool   `json:"locked"`
	Asleep            bool   `json:"asleep"`
	Link              string `json:"link"`
	LevelPct          int    `json:"levelPct"`
	Plugged           bool   `json:"plugged"`
	LPM               bool   `json:"lpm"`
	Refresh           string `json:"refresh"`
	Thermal           string `json:"thermal"`
	UnlockedSinceBoot bool   `json:"unlockedSinceBoot"`
	Zone              string `json:"zone"`
	OffsetMin         int    `json:"offsetMin"`
}

// Kind implements [Event].
func (*PhoneState) Kind() string { return "phone.state" }

// PhoneChange is one field of the phone's state with its new value.
type PhoneChange struct {
	Field string `json:"field"` // a name of PhoneState: "screen", "link", "levelPct" …
	Value string `json:"value"` // "true", "wifi", "20"
	Cause string `json:"cause,omitempty"`
}

// Kind implements [Event].
func (*PhoneChange) Kind() string { return "phone.change" }

// PersonAct is what the person did.
type PersonAct string

// The acts that a trace knows.
const (
	Sleeps     PersonAct = "sleep"
	Wakes      PersonAct = "wake"
	Opens      PersonAct = "open"
	Closes     PersonAct = "close"
	ForceQuits PersonAct = "forceQuit"
)

// Person is one act of the person. Its kind is "person." and the act.
type Person struct {
	What PersonAct `json:"-"`
}

// Kind implements [Event].
func (p *Person) Kind() string { return "person." + string(p.What) }

// Boot is the phone starting anew.
type Boot struct {
	What string `json:"what"` // "boot"
}

// Kind implements [Event].
func (*Boot) Kind() string { return "phone.boot" }

// Update is a new version of the app or of iOS.
type Update struct {
	What string `json:"what"` // "app" or "os"
}

// Kind implements [Event].
func (*Update) Kind() string { return "app.update" }
