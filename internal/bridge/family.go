package bridge

import (
	"maps"

	"github.com/fetchsim/fetchsim/internal/bridge/cordova"
	"github.com/fetchsim/fetchsim/internal/bridge/core"
	"github.com/fetchsim/fetchsim/internal/bridge/plain"
	"github.com/fetchsim/fetchsim/internal/bridge/reactnative"
	"github.com/fetchsim/fetchsim/internal/bridge/wire"
	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/trace"
)

// Family is a platform with its plugin.
type Family struct {
	// Name is what --plugin may say: an npm package, or "default".
	Name string
	// Versions are the versions that are modelled; none for "default".
	Versions []string

	virtual map[string]string // the stand-ins for its packages: specifier to JavaScript
	// find says whether a program uses it, and in which version.
	find func(u *usage) (version string, found bool)
	// choose fills in the choice of a version.
	choose func(c *Choice, version string, u *usage)
	layers func(version string) []string
}

// Families returns all families, in the order in which Choose looks for them. The last asks for nothing.
func Families() []Family {
	return []Family{reactNativeFamily(), ionicFamily(), cordovaFamily(), plainFamily()}
}

// Virtual returns the stand-ins of all families, for script.BundleOptions.
func Virtual() map[string]string {
	all := map[string]string{}
	for _, f := range Families() {
		maps.Copy(all, f.virtual)
	}
	return all
}

func reactNativeFamily() Family {
	return Family{
		Name: reactnative.Name, Versions: []string{reactnative.Version}, virtual: reactnative.Virtual(),
		layers: func(string) []string { return reactnative.Layers() },
		find: func(u *usage) (string, bool) {
			return reactnative.Version, u.imports(reactnative.Name, "react-native")
		},
		choose: func(c *Choice, version string, u *usage) {
			c.Plugin = trace.Plugin{Name: reactnative.Name, Version: version, Source: builtIn, Core: coreModern}
			c.Platform, c.OnError, c.Globals = ReactNative, script.ReactNative, []string{"console"}
			c.assume(u.transistorIdentifiers())
			c.API = c.modernAPI()
			c.open = func(c *Choice, os *device.OS, rt *script.Runtime) Native {
				return reactnative.New(os, rt, c.facts, c.layers)
			}
		},
	}
}

// ionicFamily is Cordova with the wrapper of Ionic 2 over the plugin of its time.
func ionicFamily() Family {
	return Family{
		Name: cordova.Ionic, Versions: []string{cordova.IonicVersion}, virtual: cordova.Virtual(),
		layers: func(string) []string { return cordova.Layers(cordova.V4, true) },
		find:   func(u *usage) (string, bool) { return cordova.IonicVersion, u.imports(cordova.Ionic) },
		choose: func(c *Choice, version string, u *usage) {
			chooseCordova(c, cordova.V4, u)
			c.noteIonic(u)
		},
	}
}

func cordovaFamily() Family {
	return Family{
		Name: cordova.Plugin, Versions: cordova.Versions(), virtual: cordova.Virtual(),
		// The wrapper is there too: a script that imports it may be run over another version of the plugin.
		layers: func(version string) []string { return cordova.Layers(version, true) },
		find: func(u *usage) (string, bool) {
			if !u.imports(cordova.Plugin) && !u.usesGlobal() {
				return "", false
			}
			if u.configuresFirst() {
				return cordova.V7, true
			}
			return cordova.V5, true
		},
		choose: func(c *Choice, version string, u *usage) {
			chooseCordova(c, version, u)
			if u.imports(cordova.Ionic) {
				c.noteIonic(u)
			}
		},
	}
}

func chooseCordova(c *Choice, version string, u *usage) {
	c.Plugin = trace.Plugin{Name: cordova.Plugin, Version: version, Source: builtIn, Core: coreOld}
	c.Platform, c.OnError, c.API, c.Globals = WebView, script.WebView, legacyAPI, []string{"console"}
	if cordova.Modern(version) {
		c.Plugin.Core = coreModern
		c.assume(u.transistorIdentifiers())
		c.API = c.modernAPI()
	} else {
		c.assume(nil)
	}
	c.open = func(c *Choice, os *device.OS, rt *script.Runtime) Native {
		return cordova.New(os, rt, c.facts, version, c.layers)
	}
}

func plainFamily() Family {
	return Family{
		Name:   "default",
		layers: func(string) []string { return plain.Layers() },
		find:   func(*usage) (string, bool) { return "", true },
		choose: func(c *Choice, _ string, _ *usage) {
			c.Plugin = trace.Plugin{Name: "none", Source: builtIn, Core: "default"}
			c.Platform, c.OnError = Plain, script.WebView
			c.Globals = []string{"Date", "AbortController", "DOMException"}
			c.assume([]string{plain.Identifier})
			c.API = schedulerAPI
			if c.facts.OS < plain.FirstScheduler {
				c.API = legacyAPI
			}
			c.open = func(c *Choice, os *device.OS, rt *script.Runtime) Native {
				return plain.New(os, rt, c.facts, c.layers)
			}
		},
	}
}

// What the header says of a plugin.
const (
	builtIn    = "built-in"
	coreModern = "modern"
	coreOld    = "old"
)

// assume puts the plugin's documented set-up in the place of an Info.plist that was not found.
func (c *Choice) assume(identifiers []string) {
	if c.facts.NoProject {
		c.facts.Permitted = identifiers
	}
}

// modernAPI is what the modern core asks with: its rules L1 and L2.
func (c *Choice) modernAPI() string {
	if c.facts.Device != wire.DeviceSimulator && core.UsesScheduler(c.facts.Setup()) {
		return schedulerAPI
	}
	return legacyAPI
}

func (c *Choice) noteIonic(u *usage) {
	c.Notes = append(c.Notes, cordova.Ionic+" "+cordova.IonicVersion+" (built-in) over "+cordova.Plugin+" "+c.Plugin.Version)
	if u.usesFreePlatform() {
		c.Notes = append(c.Notes, "platform is declared nowhere in the script: it is ionic-angular's Platform")
	}
}
