// Package reactnative is React Native with react-native-background-fetch 4.
//
//	import BackgroundFetch ─▶ plugin.js ─▶ NativeModules.RNBackgroundFetch ─▶ Native (Go) ─▶ core.Modern
//	                              ▲                                             │
//	                              └── NativeEventEmitter "fetch" {taskId, timeout} ◀
//
// platform.js is React Native as far as code without a screen uses it; what it lacks is named in the trace when it is used.
// plugin.js is a stand-in with the surface of version 4.2.8. Begin at [Native.Install].
package reactnative
