package usagemodel

import (
	"slices"
	"time"

	"go.yaml.in/yaml/v3"
)

func (r *reader) charging(n *yaml.Node, to *[]Charge) {
	*to = entries(r, n, func(n *yaml.Node, c *Charge) bool {
		given := r.object(n,
			field{"before_sleep", r.duration(&c.BeforeSleep, "m", 0, 6*time.Hour)},
			field{"until", func(n *yaml.Node) {
				if text, ok := r.text(n, "wake"); ok && text != "wake" {
					r.bad(n, "until wants wake; found %q", text)
				}
				c.UntilWake = true
			}},
			field{"at", r.timeOfDay(&c.At)},
			field{"for", r.duration(&c.For, "m", time.Minute, day)},
			field{"sd", r.duration(&c.SD, "m", 0, maxSD)},
			field{"p", r.probability(&c.P)},
			field{"days", r.days(&c.Days)})
		if c.UntilWake || slices.Contains(given, "before_sleep") {
			return r.require(n, given, "before_sleep", "until", "p") && r.exclude(n, given, "at", "for")
		}
		return r.require(n, given, "at", "for", "p")
	})
}

// exclude notes keys that do not go with the others of a list's entry.
func (r *reader) exclude(n *yaml.Node, given []string, keys ...string) bool {
	for _, key := range keys {
		if slices.Contains(given, key) {
			r.bad(n, "%q does not go with before_sleep; make two entries of it", key)
			return false
		}
	}
	return true
}

func (r *reader) battery(n *yaml.Node, to *BatteryRates) {
	r.object(n,
		field{"start", r.percent(&to.Start, emptyLevel, fullLevel)},
		field{"drain_idle", r.rate(&to.DrainIdle, maxRate)},
		field{"drain_screen", r.rate(&to.DrainScreen, maxRate)},
		field{"charge", r.rate(&to.Charge, maxRate)},
		field{"charge_above_80", r.rate(&to.ChargeAbove80, maxRate)})
}

func (r *reader) network(n *yaml.Node, to *[]NetworkBlock) {
	*to = entries(r, n, func(n *yaml.Node, b *NetworkBlock) bool {
		b.P = 1
		given := r.object(n,
			field{"at", r.span(&b.Span)},
			field{"days", r.days(&b.Days)},
			field{"link", r.link(&b.Link)},
			field{"p", r.probability(&b.P)},
			field{"else", r.link(&b.Else)},
			field{"outages_per_hour", r.number(&b.OutagesPerHour, 0, 60)},
			field{"outage", r.duration(&b.Outage, "s", time.Second, 12*time.Hour)})
		whole := r.require(n, given, "at", "link")
		if b.OutagesPerHour > 0 {
			whole = r.require(n, given, "outage") && whole
		}
		return whole
	})
}

func (r *reader) lowPower(n *yaml.Node, to *LowPowerRule) {
	if n.Kind == yaml.ScalarNode {
		switch n.Value {
		case "on", "true":
			to.Always, to.Never = true, false
		case "off", "false":
			to.Always, to.Never = false, true
		default:
			r.bad(n, "low_power_mode wants on, off or ask_below, accept and off_above; found %s", describe(n))
		}
		return
	}
	to.Always, to.Never = false, false
	r.object(n,
		field{"ask_below", r.wholePercent(&to.AskBelow, 5, 95)},
		field{"accept", r.probability(&to.Accept)},
		field{"off_above", r.wholePercent(&to.OffAbove, 6, 100)})
}

// refresh reads the switch. YAML 1.1 tools write on and off as booleans, so those are understood too.
func (r *reader) refresh(to *RefreshSetting) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.text(n, "on, off or wifi_only")
		if !ok {
			return
		}
		switch text {
		case "on", "true":
			*to = RefreshOn
		case "off", "false":
			*to = RefreshOff
		case "wifi_only":
			*to = RefreshWifiOnly
		default:
			r.bad(n, "%s wants on, off or wifi_only; found %q", r.key(), text)
		}
	}
}
