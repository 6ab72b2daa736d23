package wire

import (
	"github.com/fetchsim/fetchsim/internal/bridge/core"
	"github.com/fetchsim/fetchsim/internal/device"
)

// Facts is what is known of the phone and the app's project before the first launch.
type Facts struct {
	OS     int    // iOS's major version
	Device string // "phone", "simulator", "no-background-fetch"
	// Permitted is Info.plist's BGTaskSchedulerPermittedIdentifiers. With NoProject no Info.plist was found: the plugin's
	// documented set-up is assumed instead.
	Permitted []string
	NoProject bool
}

// DeviceWithoutFetch is the device on which background fetch is not there at all.
const DeviceWithoutFetch = "no-background-fetch"

// Setup is what a native core looks at.
func (f Facts) Setup() core.Setup {
	return core.Setup{OS: f.OS, Permitted: f.Permitted, PermitAll: f.NoProject}
}

// Phone is iOS as a native core meets it on that device.
func (f Facts) Phone(os *device.OS) core.Phone {
	if f.Device == DeviceWithoutFetch {
		return withoutFetch{os}
	}
	return os
}

// withoutFetch is a phone that does not offer background fetch.
type withoutFetch struct{ *device.OS }

// RefreshStatus says that nobody can switch it on.
func (withoutFetch) RefreshStatus() int { return core.StatusRestricted }
