package wire

import (
	"github.com/fetchsim/fetchsim/internal/bridge/core"
	"github.com/fetchsim/fetchsim/internal/device"
)

// Facts is what is known of the phone and the app's project before the first launch.
type Facts struct {
	OS     int    // iOS's major version
	Device string // "phone", "simulator", "no-background-fetch"
	// Permitted is Info.plist's BGTaskSchedulerPermittedIdentifiers. With NoProject no Info.plist was found: Choose puts
	// what the plugin's documentation asks for in its place.
	Permitted []string
	NoProject bool
}

// The devices that are no ordinary phone.
const (
	DeviceWithoutFetch = "no-background-fetch" // background fetch is not there at all
	DeviceSimulator    = "simulator"           // Xcode's: BGTaskScheduler is unavailable
)

// Setup is what a native core looks at.
func (f Facts) Setup() core.Setup {
	return core.Setup{OS: f.OS, Permitted: f.Permitted}
}

// Phone is iOS as a native core meets it on that device.
func (f Facts) Phone(os *device.OS) core.Phone {
	if f.Device == DeviceWithoutFetch {
		return withoutFetch{phone{os}}
	}
	return phone{os}
}

// phone gives the errors of BGTaskScheduler their numbers.
type phone struct{ *device.OS }

// Submit asks BGTaskScheduler for a wake. What answers for iOS names its errors as Apple does.
func (p phone) Submit(r device.Request) error {
	err := p.OS.Submit(r)
	if err == nil {
		return nil
	}
	return core.SchedulerErrorNamed(err.Error())
}

// withoutFetch is a phone that does not offer background fetch.
type withoutFetch struct{ phone }

// RefreshStatus says that nobody can switch it on.
func (withoutFetch) RefreshStatus() int { return core.StatusRestricted }
