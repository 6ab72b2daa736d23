package usagemodel

import "github.com/fetchsim/fetchsim/internal/vclock"

// Phone is the state of the person's phone at one instant: all events up to it, folded.
type Phone struct {
	ScreenOn    bool
	ScreenOffAt vclock.Instant // when the screen last went off
	Locked      bool
	Asleep      bool // the person, not the phone
	AppOpen     bool // this app is on screen
	ForceQuit   bool // swiped away and not opened since
	EverOpened  bool // since install and since the last update
	FirstOpenAt vclock.Instant
	LastOpenAt  vclock.Instant
	LastUseAt   vclock.Instant // the last moment the app was on screen; with AppOpen it is still going on
	Plugged     bool
	Level       int // percent
	Link        Link
	LowPower    bool
	Refresh     RefreshSetting
	Thermal     Thermal
	BootAt      vclock.Instant // Long if before the history
	Unlocked    bool           // since the last boot
	FirstUnlock vclock.Instant // the first unlock after the last boot
	Zone        string
}

// Long is an instant before every history: "a long time ago".
const Long = -vclock.Never

// NewPhone returns a phone that was booted long ago, lies locked with the screen off, full, on Wi-Fi, and on which the
// app was never opened.
func NewPhone() Phone {
	return Phone{
		ScreenOffAt: Long, FirstOpenAt: Long, LastOpenAt: Long, LastUseAt: Long, BootAt: Long, FirstUnlock: Long,
		Locked: true, Unlocked: true, Level: 100, Link: Wifi, Refresh: RefreshOn, Thermal: ThermalNominal,
	}
}

// Apply folds one event in. Events come in order of time.
func (p *Phone) Apply(e Event) {
	switch e.Kind {
	case ScreenOn:
		p.ScreenOn = true
	case ScreenOff:
		p.ScreenOn, p.ScreenOffAt = false, e.At
	case Unlock:
		p.Locked = false
		if !p.Unlocked {
			p.Unlocked, p.FirstUnlock = true, e.At
		}
	case Lock:
		p.Locked = true
	case AppOpen:
		if p.FirstOpenAt == Long {
			p.FirstOpenAt = e.At
		}
		p.AppOpen, p.EverOpened, p.ForceQuit = true, true, false
		p.LastOpenAt, p.LastUseAt = e.At, e.At
	case AppClose:
		p.leaveApp(e.At)
	case ForceQuit:
		p.leaveApp(e.At)
		p.ForceQuit = true
	case Plug:
		p.Plugged = true
	case Unplug:
		p.Plugged = false
	case Boot:
		p.leaveApp(e.At)
		p.BootAt, p.Unlocked, p.Locked = e.At, false, true
	case Sleep:
		p.Asleep = true
	case WakeUp:
		p.Asleep = false
	case Battery:
		p.Level = e.Level
	case LinkChange:
		p.Link = e.Link
	case LowPower:
		p.LowPower = e.On
	case Refresh:
		p.Refresh = e.Refresh
	case ThermalChange:
		p.Thermal = e.Thermal
	case ZoneChange:
		p.Zone = e.Zone
	case AppUpdate, OSUpdate:
		p.EverOpened = false
	}
}

// leaveApp takes the app off the screen, if it was on it.
func (p *Phone) leaveApp(now vclock.Instant) {
	if p.AppOpen {
		p.AppOpen, p.LastUseAt = false, now
	}
}
