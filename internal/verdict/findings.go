package verdict

import (
	"cmp"
	"slices"
)

// rules is every rule, in the order in which one wake's findings are told: causes before their consequences.
func rules() []func(*facts) []Finding {
	return []func(*facts) []Finding{
		noCallback,
		stopped,
		neverWoken,
		outOfMemory,
		busyLoop,
		notSimulated,
		wrongSignature,
		callbackThrew,
		unhandledRejection,
		appCrashed,
		finishUnknownTask,
		finishMissing,
		finishTwice,
		finishAfterExpiration,
		finishEarly,
	}
}

// findings asks every rule, puts what they say in the order of the wakes, and says equal things of one wake once.
func findings(f *facts) []Finding {
	var all []Finding
	for _, rule := range rules() {
		all = append(all, rule(f)...)
	}
	slices.SortStableFunc(all, func(a, b Finding) int { return cmp.Compare(a.Wake, b.Wake) })
	return slices.CompactFunc(all, same)
}

func same(a, b Finding) bool {
	samePlace := a.Pos == b.Pos || a.Pos != nil && b.Pos != nil && *a.Pos == *b.Pos
	return a.Wake == b.Wake && a.Rule == b.Rule && a.Message == b.Message && samePlace
}
