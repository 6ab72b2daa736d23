package simulate

import (
	"io"
	"time"

	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/scheduler"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// Spec is everything that a run depends on: equal specs leave equal traces.
type Spec struct {
	App     AppMaker
	Profile *usagemodel.Profile
	// Recorded are days that were recorded on a real phone, on the calendar of Start and Zone; what they do not tell is
	// drawn from the profile. Nil: all is.
	Recorded   *usagemodel.Recorded
	RecordedAs trace.Profile  // how the header names the recording
	Start      Date           // day 0
	Zone       *time.Location // nil: the profile's
	Days       int            // at least 1
	Seed       uint64
	OS         int    // iOS's major version
	Device     string // a value of trace.Header.Device
	API        scheduler.API
	// Permitted, FetchMode and ProcessingMode are what the app's Info.plist says; PermitAll that there is none.
	Permitted      []string
	PermitAll      bool
	FetchMode      bool
	ProcessingMode bool

	Every   time.Duration // 0: iOS's scheduler decides; else wakes on this beat
	Limit   time.Duration // the most any budget may be
	Budget  scheduler.Budget
	ForceAt *vclock.Instant // a wake that no scheduler granted, see --at
	// Hold asks "what if": from each event's instant on (or the run's begin, if that is later) what it changes stays as it
	// says. A held Plug, Battery, LinkChange, LowPower, Refresh or ThermalChange happens there and later ones of its kind
	// are not heard; a held ForceQuit keeps the app from being swiped away, and happens never. Other kinds panic.
	Hold   []usagemodel.Event
	Header trace.Header // the fields that the run does not know itself: version, scripts, plugin, notes, repro …
	Out    io.Writer    // the trace; nil: only the listeners hear it
	Listen []func(trace.Record)
}

// Date is a day of the calendar.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// AppMaker makes the app that a run is about.
type AppMaker interface {
	// Make returns the app for one run. It is called once, before the first event.
	Make(env Env) device.App
}

// Env is what an app may know of the world around its phone.
type Env struct {
	Seed     uint64
	Calendar vclock.Calendar
	Now      func() vclock.Instant
	// Link is the network at this instant.
	Link func() usagemodel.Link
	// Interrupted tells that the run is to be left as it stands.
	Interrupted func() bool
	// Device is the kind of device: "phone", "no-background-fetch", "simulator".
	Device string
}

// Outcome is how a run went, beside its trace.
type Outcome struct {
	Reason   trace.EndReason
	SHA256   string
	Wakes    int
	WriteErr error // the trace could not be written whole
	Crash    *Crash
}

// Crash is a panic of ours during a run.
type Crash struct {
	Value string
	Stack string
}
