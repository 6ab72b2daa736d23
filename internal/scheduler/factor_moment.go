package scheduler

import (
	"fmt"
	"strings"
)

// moment is how good the conditions are: a weighted mean of scores, as the daemon's public log lines print it. It scales
// the habit and is never added to it, or charger, Wi-Fi and an idle phone would wake every app all night.
type moment struct{}

func (moment) about() about { return about{"moment", Observed, sourceDaemonLog} }

func (moment) value(s *situation) float64 {
	sum, den := total(scores(s))
	return s.params.MomentBase + sum/den
}

func (moment) text(s *situation) string {
	var bad []string
	for _, c := range scores(s) {
		if c.score < badScore {
			bad = append(bad, c.bad(s))
		}
	}
	if len(bad) == 0 {
		return "the conditions are poor"
	}
	return strings.Join(bad, ", ")
}

// badScore is the score below which a condition is named as a reason for waiting. Being off the charger is none.
const badScore = 0.4

// condition is one weighted score of the moment.
type condition struct {
	name          string
	weight, score float64
	bad           func(s *situation) string
}

// scores returns the conditions of the moment; each score is 0..1.
func scores(s *situation) [4]condition {
	p := s.params
	return [4]condition{
		{"network", p.NetworkWeight, networkScore(s), func(s *situation) string {
			if qualityOf(s.phone.Link) == noLink {
				return "no network"
			}
			return "weak network"
		}},
		{"device", p.DeviceWeight, choose(s.phone.ScreenOn, p.InUseScore, p.IdleScore), func(*situation) string {
			return "phone in use"
		}},
		{"charger", p.ChargerWeight, choose(s.phone.Plugged, p.PluggedScore, p.UnpluggedScore), func(*situation) string {
			return "not charging"
		}},
		{"battery", p.BatteryWeight, float64(s.phone.Level) / 100, func(s *situation) string {
			return fmt.Sprintf("battery at %d %%", s.phone.Level)
		}},
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
func total(all [4]condition) (sum, den float64) {
	for _, c := range all {
		sum += float64(c.weight * c.score)
		den += c.weight
	}
	if den == 0 {
		return 0, 1
	}
	return sum, den
}
