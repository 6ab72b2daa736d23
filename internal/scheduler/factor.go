package scheduler

import "math"

// factor scales the rate at which need grows. Its neutral value is 1.
type factor interface {
	about() about
	value(s *situation) float64
	// text is why the factor is low, in words.
	text(s *situation) string
}

// noLead is the lead of an answer for which no factor is low.
const noLead = -1

// lead is the factor furthest below 1, or noLead if none is below the parameter leadBelow: only luck is missing then.
func lead(values [factorCount]float64, below float64) int {
	lowest, least := noLead, below
	for i, v := range values {
		if v < least {
			lowest, least = i, v
		}
	}
	return lowest
}

// micro is x in millionths. All that the law adds up or prints is in whole millionths, so that the last bits of exp and
// log, which differ between processors, decide nothing.
func micro(x float64) int64 { return int64(math.Round(x * 1e6)) }
