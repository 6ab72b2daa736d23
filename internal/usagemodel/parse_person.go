package usagemodel

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/fetchsim/fetchsim/internal/suggest"
)

// The ranges of a profile, wide enough for every person and narrow enough that a slip of the pen is seen.
const (
	formatVersion = 1
	maxHistory    = 365 // days
	maxUnlocks    = 1000
	maxWeight     = 1e6
	maxEntries    = 100 // of a list
	maxSD         = 4 * time.Hour
	maxSession    = 2 * time.Hour
	maxTau        = 12 * time.Hour
	maxRate       = 1000 // percent an hour
	minSleep      = 2 * time.Hour
	maxSleep      = 16 * time.Hour
)

// profile reads a file's outermost mapping over what p holds already.
func (r *reader) profile(n *yaml.Node, p *Profile) {
	given := r.object(n,
		field{"fetchsim_profile", r.version},
		field{"name", r.name(&p.Name)},
		field{"extends", func(*yaml.Node) {}}, // was read before this file's other keys
		field{"tz", r.zone(p)},
		field{"history", r.wholeDays(&p.History, maxHistory)},
		field{"days", r.week(&p.Weekend)},
		field{"phone", func(n *yaml.Node) { r.phone(n, &p.Phone) }},
		field{"sleep", func(n *yaml.Node) { r.sleep(n, &p.Sleep) }},
		field{"app", func(n *yaml.Node) { r.app(n, &p.App) }},
		field{"charging", func(n *yaml.Node) { r.charging(n, &p.Charging) }},
		field{"battery", func(n *yaml.Node) { r.battery(n, &p.Battery) }},
		field{"network", func(n *yaml.Node) { r.network(n, &p.Network) }},
		field{"low_power_mode", func(n *yaml.Node) { r.lowPower(n, &p.LowPower) }},
		field{"background_refresh", r.refresh(&p.Refresh)},
		field{"travel", func(n *yaml.Node) { r.bad(n, "travel is not simulated yet; leave it out, the person stays in tz") }},
	)
	for _, key := range []string{"fetchsim_profile", "name"} {
		if !slices.Contains(given, key) {
			r.bad(n, "the profile lacks %q", key)
		}
	}
}

func (r *reader) version(n *yaml.Node) {
	if n.Kind != yaml.ScalarNode || n.Value != strconv.Itoa(formatVersion) {
		r.bad(n, "fetchsim_profile %s is not known here; this version reads %d", describe(n), formatVersion)
	}
}

func (r *reader) name(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.text(n, "a name like night-shift")
		if ok && !isKebab(text) {
			r.bad(n, "name %q: write lower-case letters, digits and single hyphens, like night-shift", text)
			return
		}
		*to = text
	}
}

func (r *reader) zone(p *Profile) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.text(n, "an IANA zone like Europe/Berlin")
		if !ok {
			return
		}
		location, err := time.LoadLocation(text)
		ofThisMachine := text == "Local" || text == "localtime" // not the same everywhere
		if err != nil || ofThisMachine {
			r.bad(n, "tz %q is no IANA zone; write one like Europe/Berlin", text)
			return
		}
		p.Zone, p.location = text, location
	}
}

// week reads which days of the week are weekday and weekend. A list that is left out holds the days the other does not name.
func (r *reader) week(to *[7]bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		named := map[DayType]*[7]bool{}
		list := func(t DayType) field {
			return field{t.String(), func(n *yaml.Node) { named[t] = r.daysOfWeek(n) }}
		}
		r.object(n, list(Weekday), list(Weekend))
		weekdays, weekend := named[Weekday], named[Weekend]
		if weekend != nil {
			*to = *weekend
		} else if weekdays != nil {
			for d, is := range weekdays {
				to[d] = !is
			}
		}
		if weekdays == nil || weekend == nil {
			return
		}
		for d, name := range daysOfWeek() {
			switch {
			case weekdays[d] && weekend[d]:
				r.bad(n, "%s is both weekday and weekend", name)
			case !weekdays[d] && !weekend[d]:
				r.bad(n, "%s is neither weekday nor weekend", name)
			}
		}
	}
}

// daysOfWeek returns the names by time.Weekday.
func daysOfWeek() []string { return []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} }

func (r *reader) daysOfWeek(n *yaml.Node) *[7]bool {
	var set [7]bool
	r.list(n, func(n *yaml.Node) {
		text, ok := r.text(n, "days like mon")
		if !ok {
			return
		}
		d := slices.Index(daysOfWeek(), text)
		if d < 0 {
			r.bad(n, "%q is no day of the week%s", text, suggest.DidYouMean(text, daysOfWeek()))
			return
		}
		set[d] = true
	})
	return &set
}

func (r *reader) phone(n *yaml.Node, to *PhoneUse) {
	r.object(n,
		field{"unlocks_per_day", r.number(&to.UnlocksPerDay, 0, maxUnlocks)},
		field{"curve", func(n *yaml.Node) {
			r.object(n,
				field{Weekday.String(), r.curve(&to.Curve[Weekday], populationCurve(Weekday))},
				field{Weekend.String(), r.curve(&to.Curve[Weekend], populationCurve(Weekend))})
		}},
		field{"burst", func(n *yaml.Node) {
			r.object(n, field{"branching", r.branching(&to.Branching)}, field{"tau", r.tau(&to.Tau)})
		}},
		field{"session", func(n *yaml.Node) {
			r.object(n,
				field{"median", r.duration(&to.Session.Median, "s", time.Second, maxSession)},
				field{"sigma", r.sigma(&to.Session.Sigma)},
				field{"max", r.duration(&to.Session.Max, "s", time.Second, maxSession)})
		}},
	)
}

// curve reads the word population or a weight for each hour.
func (r *reader) curve(to *[24]float64, population [24]float64) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode && n.Value == "population" {
			*to = population
			return
		}
		if n.Kind != yaml.SequenceNode || len(n.Content) != len(to) {
			r.bad(n, "%s wants population or 24 numbers, one an hour; found %s", r.key(), describeLength(n))
			return
		}
		var weights [24]float64
		sum := 0.0
		for h, e := range n.Content {
			r.number(&weights[h], 0, maxWeight)(resolve(e))
			sum += weights[h]
		}
		if sum == 0 {
			r.bad(n, "%s has no hour above 0", r.key())
			return
		}
		*to = weights
	}
}

func describeLength(n *yaml.Node) string {
	if n.Kind == yaml.SequenceNode {
		return "a list of " + strconv.Itoa(len(n.Content))
	}
	return describe(n)
}

func (r *reader) branching(to *[2]float64) func(*yaml.Node) {
	return r.pair(func(first, second *yaml.Node) {
		both := *to
		r.number(&both[0], 0, 1)(first)
		r.number(&both[1], 0, 1)(second)
		if both[0]+both[1] >= 1 {
			r.bad(first, "branching adds up to %s; it must stay below 1, or bursts never end", formatNumber(both[0]+both[1]))
			return
		}
		*to = both
	})
}

func (r *reader) tau(to *[2]time.Duration) func(*yaml.Node) {
	return r.pair(func(first, second *yaml.Node) {
		r.duration(&to[0], "m", time.Second, maxTau)(first)
		r.duration(&to[1], "m", time.Second, maxTau)(second)
	})
}

// pair reads a list of two.
func (r *reader) pair(read func(first, second *yaml.Node)) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.SequenceNode || len(n.Content) != 2 {
			r.bad(n, "%s wants a list of 2; found %s", r.key(), describeLength(n))
			return
		}
		read(resolve(n.Content[0]), resolve(n.Content[1]))
	}
}

func (r *reader) sleep(n *yaml.Node, to *SleepHours) {
	const most = 49 // with which a use while asleep is as likely as awake
	night := func(t DayType) field {
		return field{t.String(), func(n *yaml.Node) {
			r.object(n,
				field{"onset", r.timeOfDay(&to.Night[t].Onset)},
				field{"wake", r.timeOfDay(&to.Night[t].Wake)},
				field{"sd", r.duration(&to.Night[t].SD, "m", 0, maxSD)})
		}}
	}
	r.object(n, night(Weekday), night(Weekend), field{"interruptions", r.number(&to.Interruptions, 0, most)})
}

func (r *reader) app(n *yaml.Node, to *AppUse) {
	r.object(n,
		field{"opens_per_day", r.opens(&to.Opens)},
		field{"base", r.number(&to.Base, 0, maxWeight)},
		field{"session", func(n *yaml.Node) {
			r.object(n,
				field{"median", r.duration(&to.Session.Median, "s", time.Second, maxSession)},
				field{"sigma", r.sigma(&to.Session.Sigma)})
		}},
		field{"force_quit_per_day", r.number(&to.ForceQuitPerDay, 0, 100)},
		field{"windows", func(n *yaml.Node) {
			to.Windows = entries(r, n, func(n *yaml.Node, w *Window) bool {
				return r.require(n, r.object(n,
					field{"at", r.span(&w.Span)},
					field{"weight", r.number(&w.Weight, 0, maxWeight)}), "at", "weight")
			})
		}},
	)
}

// entries reads a list that takes the place of the inherited one.
func entries[T any](r *reader, n *yaml.Node, read func(n *yaml.Node, to *T) bool) []T {
	all := []T{}
	r.list(n, func(n *yaml.Node) {
		var one T
		if read(n, &one) {
			all = append(all, one)
		}
	})
	if len(all) > maxEntries {
		r.bad(n, "%s has %d entries; at most %d are simulated", r.key(), len(all), maxEntries)
	}
	return all
}

// opens reads one mean for all days, or a list of means for ranges of days.
func (r *reader) opens(to *[]Opens) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.SequenceNode {
			all := Opens{From: 1}
			r.number(&all.Mean, 0, maxUnlocks)(n)
			*to = []Opens{all}
			return
		}
		*to = entries(r, n, func(n *yaml.Node, o *Opens) bool {
			return r.require(n, r.object(n,
				field{"days", r.dayRange(o)},
				field{"mean", r.number(&o.Mean, 0, maxUnlocks)}), "days", "mean")
		})
		for i, o := range *to {
			if i > 0 && ((*to)[i-1].To == 0 || (*to)[i-1].To >= o.From) {
				r.bad(n.Content[min(i, len(n.Content)-1)], "the days of this entry begin before those of the one above end")
			}
		}
	}
}

// dayRange reads 3, 1-7 or 8-.
func (r *reader) dayRange(o *Opens) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.text(n, "days like 1-7, or 8- for all from the eighth on")
		if !ok {
			return
		}
		from, until, isRange := strings.Cut(text, "-")
		first, err := strconv.ParseUint(from, 10, 16)
		last, errLast := first, error(nil)
		if isRange {
			last = 0
			if until != "" {
				last, errLast = strconv.ParseUint(until, 10, 16)
			}
		}
		if err != nil || errLast != nil || first < 1 || (last != 0 && last < first) || (until != "" && last == 0) {
			r.bad(n, "%s wants days like 1-7, or 8- for all from the eighth on; found %q", r.key(), text)
			return
		}
		o.From, o.To = int(first), int(last)
	}
}
