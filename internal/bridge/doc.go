// Package bridge knows the plugins that bring background fetch to JavaScript, and which of them a script uses.
//
//	script's imports, globals, --plugin ──Choose──▶ Choice ──NewNative──▶ Native   one per process
//	                                                                        │
//	iOS ── Deliver, Expire ──▶ core (Go: what the Objective-C does) ◀── calls, events ──▶ the script's JavaScript
//
// A family is a platform with its plugins: the JavaScript that the platform puts there before the app (Cordova's exec, React
// Native's NativeModules), stand-ins for the packages that the script imports, and a native side that answers. It decides
// what a plugin answers and when its callbacks run. It knows nothing of why iOS wakes the app, and judges nothing: what
// happened is written to the trace. Begin at [Choose]; each family is one folder, the native cores are in core.
package bridge
