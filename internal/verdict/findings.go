package verdict

import (
	"cmp"
	"slices"
)

// rules is every rule, in the order in which one wake's findings are told: causes before their consequences.
func rules() []func(*facts) []Finding {
	return []func(*facts) []Finding{
		stopped,
		neverWoken,
		outOfMemory,
		busyLoop,
		notSimulated,
		wrongSignature,
		callbackThrew,
		unhandledRejection,
		appCrashed,
		noCallback,
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
	for i := range all {
		all[i].EndedWake = f.ended(&all[i])
	}
	slices.SortStableFunc(all, func(a, b Finding) int { return cmp.Compare(a.Wake, b.Wake) })
	return slices.CompactFunc(all, same)
}

// ended tells whether a finding explains how its wake ended.
func (f *facts) ended(x *Finding) bool {
	if x.Wake < 1 || x.Wake > len(f.run.Wakes) {
		return false
	}
	w := f.run.Wakes[x.Wake-1]
	switch x.Rule {
	case RuleFinishMissing, RuleFinishAfterExpiration:
		return true
	default:
		return w.Outcome != Finished && f.cause(w) == x.Rule
	}
}

func same(a, b Finding) bool {
	samePlace := a.Pos == b.Pos || a.Pos != nil && b.Pos != nil && *a.Pos == *b.Pos
	return a.Wake == b.Wake && a.Rule == b.Rule && a.Message == b.Message && samePlace
}
