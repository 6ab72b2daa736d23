package scheduler

import (
	"fmt"
	"strings"
)

// moment is how good the conditions are: a weighted mean of scores, as the daemon's public log lines print it. It scales
// the habit and is never added to it, or charger, Wi-Fi and an idle phone would wake every app all night.
type moment struct{}

func (moment) about() about {
	return about{
		"moment", "how good the conditions are: momentBase + the mean of network, device, charger and battery, by their weights",
		Observed, sourceDaemonLog,
	}
}

func (moment) value(s *situation) float64 {
	all := scores(s)
	sum, den := total(s.params, &all)
	return s.params.MomentBase + sum/den
}

func (moment) text(s *situation) string {
	var bad []string
	for i, score := range scores(s) {
		if score < badScore {
			bad = append(bad, badCondition(s, i))
		}
	}
	if len(bad) == 0 {
		return "the conditions are poor"
	}
	return strings.Join(bad, ", ")
}

// badScore is the score below which a condition is named as a reason for waiting. Being off the charger is none.
const badScore = 0.4

// The conditions of the moment.
const (
	network = iota
	device
	charger
	level
	conditionCount
)

// conditionName is a condition as traces write it.
func conditionName(condition int) string {
	return [conditionCount]string{network: "network", device: "device", charger: "charger", level: "battery"}[condition]
}

func badCondition(s *situation, condition int) string {
	switch condition {
	case network:
		if qualityOf(s.phone.Link) == noLink {
			return "no network"
		}
		return "weak network"
	case device:
		return "phone in use"
	case charger:
		return "not charging"
	}
	return fmt.Sprintf("battery at %d %%", s.phone.Level)
}

// weights are what the conditions count.
func weights(p *Params) [conditionCount]float64 {
	return [conditionCount]float64{
		network: p.NetworkWeight, device: p.DeviceWeight, charger: p.ChargerWeight, level: p.BatteryWeight,
	}
}

// scores are how good the conditions are, each 0..1.
func scores(s *situation) [conditionCount]float64 {
	p := s.params
	return [conditionCount]float64{
		network: networkScore(s),
		device:  choose(s.phone.ScreenOn, p.InUseScore, p.IdleScore),
		charger: choose(s.phone.Plugged, p.PluggedScore, p.UnpluggedScore),
		level:   float64(s.phone.Level) / 100,
	}
}

func networkScore(s *situation) float64 {
	switch qualityOf(s.phone.Link) {
	case wifiLink:
		return s.params.WifiScore
	case cellularLink:
		return s.params.CellularScore
	case weakLink:
		return s.params.WeakScore
	case noLink:
	}
	return s.params.NoLinkScore
}

func choose(which bool, yes, no float64) float64 {
	if which {
		return yes
	}
	return no
}

// total is the weighted sum of the scores and the sum of the weights, which is 1 if all weigh nothing.
func total(p *Params, scores *[conditionCount]float64) (sum, den float64) {
	for i, w := range weights(p) {
		sum += float64(w * scores[i])
		den += w
	}
	if den == 0 {
		return 0, 1
	}
	return sum, den
}
