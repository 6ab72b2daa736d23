package script

import (
	"math"
	"time"
)

// Costs is what code costs in device time, in nanoseconds. Each of them is assumed: an older phone's interpreter.
type Costs struct {
	NsPerPoll     float64 // 10,000 loops or calls
	NsPerJob      float64 // a promise reaction or microtask, and the start of a turn
	NsPerJSONByte float64 // of JSON.parse and JSON.stringify, which the engine does not count
}

// DefaultCosts are the costs at scale 1. Assumed: an interpreter without a JIT, as WKWebView's and Hermes' are for code
// that has just been loaded, does some 10 million loops or calls a second and 100 MB of JSON.
func DefaultCosts() Costs { return Costs{NsPerPoll: 1e6, NsPerJob: 20_000, NsPerJSONByte: 10} }

// Scaled returns the costs times a factor (--cpu-scale).
func (c Costs) Scaled(factor float64) Costs {
	return Costs{c.NsPerPoll * factor, c.NsPerJob * factor, c.NsPerJSONByte * factor}
}

// DefaultRunaway is the device CPU in one turn after which a script counts as endless. Assumed: no callback that is meant
// to end computes for two seconds without a pause.
const DefaultRunaway = 2 * time.Second

// fixed is a cost in whole nanoseconds.
func fixed(ns float64) int64 { return int64(math.Round(ns)) }
