package usagemodel

import "github.com/fetchsim/fetchsim/internal/vclock"

// EventKind says what changed. Its text is the name used in recorded days and in the trace.
type EventKind uint8

// The kinds of event, in the words of a recorded day.
const (
	ScreenOn EventKind = iota
	ScreenOff
	Unlock
	Lock
	AppOpen
	AppClose
	ForceQuit
	Plug
	Unplug
	Boot
	Sleep      // the person falls asleep
	WakeUp     // the person gets up
	Battery    // Event.Level holds the new level
	LinkChange // Event.Link
	LowPower   // Event.On
	Refresh    // Event.Refresh
	ThermalChange
	ZoneChange // Event.Zone, an IANA name
	AppUpdate
	OSUpdate
)

// String returns the kind as a recorded day writes it.
func (k EventKind) String() string {
	names := [...]string{
		"screen_on", "screen_off", "unlock", "lock", "app_open", "app_close", "force_quit", "plug", "unplug", "boot",
		"sleep", "wake", "battery", "link", "lpm", "refresh", "thermal", "tz", "app_update", "os_update",
	}
	if int(k) >= len(names) {
		return "unknown"
	}
	return names[k]
}

// Link is what the phone reaches the network by.
type Link string

// The links of the law of waking; see [Links] for the network presets that may stand for them.
const (
	Wifi     Link = "wifi"
	Cellular Link = "cellular"
	Weak     Link = "weak"
	NoLink   Link = "none"
)

// Links are the names that a link may have where one is read: those of the law, and the network presets that have the same
// figures. That each of them is a link of the network is held by a test of the room that joins the two.
func Links() []Link { return []Link{Wifi, Cellular, Weak, NoLink, "lte", "edge", "offline"} }

// RefreshSetting is the phone's Background App Refresh switch.
type RefreshSetting string

// The positions of the switch.
const (
	RefreshOn       RefreshSetting = "on"
	RefreshOff      RefreshSetting = "off"
	RefreshWifiOnly RefreshSetting = "wifi_only"
)

// Thermal is iOS's thermal state.
type Thermal string

// The thermal states of ProcessInfo.
const (
	ThermalNominal  Thermal = "nominal"
	ThermalFair     Thermal = "fair"
	ThermalSerious  Thermal = "serious"
	ThermalCritical Thermal = "critical"
)

// Event is one change of the person or the surroundings. Which of the value fields holds something follows from Kind.
type Event struct {
	At      vclock.Instant // a whole millisecond
	Kind    EventKind
	Level   int  // battery, percent 0..100
	On      bool // Low Power Mode
	Link    Link
	Refresh RefreshSetting
	Thermal Thermal
	Zone    string
	Cause   string // why, where there is more than one way: "asked at 20 %", "outage"; may be empty
}
