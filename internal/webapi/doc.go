// Package webapi is the world a script sees beside the language: Date, console, fetch, storage, events and the rest, as
// far as the script's family (a web view, React Native, neither) has them.
//
//	Program ─▶ New: which names does the bundle mention?
//	              │
//	              ▼ Install, once a process
//	globalThis.fetch … = getters ──first use──▶ unit: js/fetch.js + Go functions ──▶ network, storage, trace
//
// Nothing is paid for what a script never touches: a name is installed when the bundle mentions it, as a getter that
// loads its unit at the first use. Units are JavaScript of ours, compiled once, whose frames never show, over functions
// in Go. What a family lacks is missing here too; what a family has and we have no model of answers typeof as on the
// phone, and says so when it is used.
//
// It decides nothing about time or iOS: the instant, the zone and the answers of the network come from [Env]. Begin at
// [Platform.Install]; the table of names is in names.go.
package webapi
