package scheduler

// gates is the list of all gates, in the order in which they are checked: the first closed one is the refusal's reason.
// Background App Refresh comes before the missing request, because the one is why the other could not be submitted.
func gates() [18]gate {
	return [...]gate{
		refreshOff{},
		noRequest{},
		neverOpened{},
		forceQuit{},
		beforeFirstUnlock{},
		lowPowerMode{},
		batteryLow{},
		thermal{},
		wifiOnly{},
		foreground{},
		settling{},
		justInstalled{},
		dormant{},
		tooSoon{},
		deviceInUse{},
		needsPower{},
		needsNetwork{},
		notRunSinceBoot{},
	}
}

// The places of the factors in their list.
const (
	affinityAt = iota
	habitAt
	momentAt
	allowanceAt
	factorCount
)

// factors is the list of all factors. The rate is the pace times all of them.
func factors() [factorCount]factor {
	return [factorCount]factor{
		affinityAt:  affinity{},
		habitAt:     habit{},
		momentAt:    moment{},
		allowanceAt: allowance{},
	}
}
