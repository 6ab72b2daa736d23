package cordova

import (
	_ "embed" // the platform layer

	"github.com/fetchsim/fetchsim/internal/bridge/wire"
)

// Plugin is the npm package, and Ionic the wrapper over it with the version that is modelled.
const (
	Plugin       = "cordova-plugin-background-fetch"
	Ionic        = "ionic-native"
	IonicVersion = "2.9.0"
	ionicAngular = "ionic-angular"
)

// The versions of the plugin that are modelled.
const (
	V4 = "4.0.4"
	V5 = "5.6.0"
	V7 = "7.2.4"
)

// Versions are the versions of the plugin that are modelled.
func Versions() []string { return []string{V4, V5, V7} }

//go:embed platform.js
var platform string

//go:embed plugin_4_0_4.js
var plugin404 string

//go:embed plugin_5_6_0.js
var plugin560 string

//go:embed plugin_7_2_4.js
var plugin724 string

//go:embed ionic.js
var ionic string

// Layers are the JavaScript of this family, to be compiled once and run in this order.
func Layers(version string, withIonic bool) []string {
	layers := []string{platform}
	switch version {
	case V4:
		layers = append(layers, plugin404)
	case V5:
		layers = append(layers, plugin560)
	case V7:
		layers = append(layers, plugin724)
	}
	if withIonic {
		layers = append(layers, ionic)
	}
	return layers
}

// Virtual is the stand-ins for the packages that a script imports.
func Virtual() map[string]string { return wire.Modules(Plugin, Ionic, ionicAngular) }

// Modern tells whether that version has the modern core.
func Modern(version string) bool { return version == V7 }
