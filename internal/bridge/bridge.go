package bridge

import (
	"slices"

	"github.com/fetchsim/fetchsim/internal/bridge/wire"
	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
)

// Native is the compiled half of one process of the app: its platform and its plugin. device.Process's calls are handed on
// to it in the same turn of the phone; it calls script.Runtime.Turn for JavaScript by itself.
type Native interface {
	// Install puts the platform's globals in place: after the web APIs, before script.Runtime.Load.
	Install() error
	// Loaded tells that the program's top level is through. Cordova fires deviceready now.
	Loaded()
	// Deliver hands over a wake's task; Expire warns that its time is up.
	Deliver(device.Task)
	Expire(device.Task)
	// AppState tells that the app came to the screen or left it.
	AppState(foreground bool)
	// Resume tells that the process was frozen and goes on.
	Resume()
}

// Facts is what is known of the phone and the app's project before the first launch.
type Facts = wire.Facts

// Choice is the plugin that a script is run with. Choose makes it; it may be shared by goroutines.
type Choice struct {
	Family string       // a Family's name
	Plugin trace.Plugin // as the header shows it
	API    string       // what the plugin asks iOS with: "legacy" or "bgTaskScheduler"
	Notes  []string     // what was assumed, in plain words, for the header
	// Platform is whose web APIs the script sees.
	Platform Platform
	// Globals are web APIs that the plugin itself uses, whether or not the script mentions them.
	Globals []string
	// OnError is what an error that nobody catches does to the app.
	OnError script.ErrorPolicy

	facts  Facts
	layers []engine.Bytecode // the platform layer, compiled
	open   func(c *Choice, os *device.OS, rt *script.Runtime) Native
}

// Platform is whose web APIs a script sees.
type Platform string

// The platforms.
const (
	Plain       Platform = "plain"       // no plugin: export default
	WebView     Platform = "webView"     // Cordova, Ionic
	ReactNative Platform = "reactNative" //
)

// The values of Choice.API.
const (
	legacyAPI    = "legacy"
	schedulerAPI = "bgTaskScheduler"
)

// Permitted is Info.plist's BGTaskSchedulerPermittedIdentifiers, found or assumed.
func (c *Choice) Permitted() []string { return slices.Clone(c.facts.Permitted) }

// Units is the JavaScript of the platform layer, which each process runs.
func (c *Choice) Units() []engine.Bytecode { return slices.Clone(c.layers) }

// NewNative returns the native side of a process that has just been launched. Its JavaScript has run nothing yet.
func (c *Choice) NewNative(os *device.OS, rt *script.Runtime) Native { return c.open(c, os, rt) }
