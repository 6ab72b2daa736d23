// Package cordova is Cordova with cordova-plugin-background-fetch, and ionic-native 2 over it.
//
//	window.BackgroundFetch ─▶ plugin_*.js ─▶ cordova.exec ─▶ Native (Go) ─┬▶ oldPlugin ─▶ core.Old       4.0.4, 5.6.0
//	       ▲                                    ▲                         └▶ newPlugin ─▶ core.Modern    7.2.4
//	ionic.js                                    └── answers and events, each in a later turn
//
// platform.js is cordova.js: modules, exec, the sticky deviceready. A plugin's global exists from deviceready on, which is
// fired when the program's top level is through. plugin_*.js are stand-ins for the plugin's versions, ionic.js for the
// packages ionic-native 2.9.0 and ionic-angular. Begin at [Native.Install].
package cordova
