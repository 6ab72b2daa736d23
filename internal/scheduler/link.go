package scheduler

import (
	"strings"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// linkQuality is how good a network is in iOS's eyes.
type linkQuality uint8

const (
	noLink linkQuality = iota
	weakLink
	cellularLink
	wifiLink
)

// qualityOf sorts a link, or the network preset whose name stands in its place, into the four qualities that the law
// knows. A name it does not know is a mobile network.
func qualityOf(l usagemodel.Link) linkQuality {
	switch l {
	case usagemodel.Wifi:
		return wifiLink
	case usagemodel.Cellular:
		return cellularLink
	case usagemodel.Weak, "edge", "2g", "slow-3g":
		return weakLink
	case usagemodel.NoLink, "offline":
		return noLink
	}
	if strings.HasPrefix(string(l), string(usagemodel.Wifi)) {
		return wifiLink
	}
	return cellularLink
}
