package bridge

import (
	"maps"

	"github.com/fetchsim/fetchsim/internal/bridge/plain"
	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/script"
)

// Family is a platform with its plugins.
type Family struct {
	// Name is what --plugin may say: "default", "cordova", "ionic-native", "react-native-background-fetch".
	Name string
	// Versions are the versions of the plugin that are modelled, the default first; none for "default".
	Versions []string

	virtual map[string]string // the stand-ins for its packages: specifier to JavaScript
	layer   string            // the platform's JavaScript
	open    func(c *Choice, os *device.OS, rt *script.Runtime) Native
}

// Families returns all families, in the order in which Choose tries them. The one that asks for nothing is last.
func Families() []Family {
	return []Family{
		{
			Name:  "default",
			layer: plain.Layer,
			open: func(c *Choice, os *device.OS, rt *script.Runtime) Native {
				return plain.New(os, rt, c.facts, c.code)
			},
		},
	}
}

// Virtual returns the stand-ins of all families, for script.BundleOptions.
func Virtual() map[string]string {
	all := map[string]string{}
	for _, f := range Families() {
		maps.Copy(all, f.virtual)
	}
	return all
}
