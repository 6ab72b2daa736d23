package usagemodel

// Stream is one thing about the person or the phone that a recording either followed or knows nothing of. A stream has
// one state at a time; its events change it.
type Stream uint8

// The streams, in the order in which a phone that is picked up changes them.
const (
	ScreenStream Stream = iota
	LockStream
	AppStream // with force_quit, which changes no state of it
	SleepStream
	ChargerStream
	BatteryStream
	LinkStream
	LowPowerStream
	RefreshStream
	ThermalStream
)

// streams is how many there are.
const streams = int(ThermalStream) + 1

// String names the stream as reports do.
func (s Stream) String() string {
	names := [streams]string{"screen", "lock", "app", "sleep", "charger", "battery", "link", "lpm", "refresh", "thermal"}
	if int(s) >= streams {
		return "unknown"
	}
	return names[s]
}

// Streams returns all streams in order.
func Streams() []Stream {
	all := make([]Stream, streams)
	for i := range all {
		all[i] = Stream(i)
	}
	return all
}

// Stream returns the stream that events of this kind belong to. A boot, an update and a change of time zone belong to
// none: they happen, and without a recording they do not.
func (k EventKind) Stream() (Stream, bool) {
	switch k {
	case ScreenOn, ScreenOff:
		return ScreenStream, true
	case Unlock, Lock:
		return LockStream, true
	case AppOpen, AppClose, ForceQuit:
		return AppStream, true
	case Sleep, WakeUp:
		return SleepStream, true
	case Plug, Unplug:
		return ChargerStream, true
	case Battery:
		return BatteryStream, true
	case LinkChange:
		return LinkStream, true
	case LowPower:
		return LowPowerStream, true
	case Refresh:
		return RefreshStream, true
	case ThermalChange:
		return ThermalStream, true
	case Boot, ZoneChange, AppUpdate, OSUpdate:
		return 0, false
	default:
		return 0, false
	}
}
