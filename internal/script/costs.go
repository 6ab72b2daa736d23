package script

import (
	"math"
	"time"
)

// Costs is what code costs in device time, in nanoseconds. Each of them is assumed.
type Costs struct {
	NsPerPoll     float64 // 10,000 jumps or calls: a for loop jumps twice each time round
	NsPerJob      float64 // a promise reaction or microtask, and the start of a turn
	NsPerJSONByte float64 // of JSON.parse and JSON.stringify, which the engine does not count
}

// DefaultCosts are the costs at scale 1. Assumed: an older phone's interpreter, without a JIT, does some 10 million jumps
// or calls a second, 50,000 jobs, and 100 MB of JSON.
func DefaultCosts() Costs { return Costs{NsPerPoll: 1e6, NsPerJob: 20_000, NsPerJSONByte: 10} }

// Scaled returns the costs times a factor (--cpu-scale).
func (c Costs) Scaled(factor float64) Costs {
	return Costs{c.NsPerPoll * factor, c.NsPerJob * factor, c.NsPerJSONByte * factor}
}

// DefaultRunaway is the device CPU in one turn after which a script counts as endless. Assumed: no callback that is meant
// to end computes for two seconds without a pause.
const DefaultRunaway = 2 * time.Second

// fixedCosts are costs in whole nanoseconds, but for a byte of JSON: in millionths of one.
type fixedCosts struct {
	poll, job  int64
	jsonMicros int64
}

func (c Costs) fixed() fixedCosts {
	return fixedCosts{int64(math.Round(c.NsPerPoll)), int64(math.Round(c.NsPerJob)), int64(math.Round(c.NsPerJSONByte * 1e6))}
}

// json is the cost of n bytes in nanoseconds.
func (c fixedCosts) json(n int) int64 { return int64(n) * c.jsonMicros / 1e6 }
