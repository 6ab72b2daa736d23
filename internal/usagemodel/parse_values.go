package usagemodel

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/fetchsim/fetchsim/internal/suggest"
)

// reader turns the nodes of one file into values and notes what is wrong with them. Its methods number, duration, … return
// the function that reads one value into the given place; a bad value leaves it as it was.
type reader struct {
	*source
	file string
	path []string // the keys down to the value being read
}

type field struct {
	key  string
	read func(n *yaml.Node)
}

func (r *reader) place(n *yaml.Node) place { return place{r.file, max(1, n.Line), max(1, n.Column)} }

// key is the key whose value is being read.
func (r *reader) key() string {
	if len(r.path) == 0 {
		return "profile"
	}
	return r.path[len(r.path)-1]
}

func (r *reader) bad(n *yaml.Node, format string, args ...any) {
	r.problem(r.place(n), format, args...)
}

// object reads a mapping by its fields. It returns the keys that the mapping gives.
func (r *reader) object(n *yaml.Node, fields ...field) []string {
	if n.Kind != yaml.MappingNode {
		r.bad(n, "%s wants keys and values; found %s", r.key(), describe(n))
		return nil
	}
	var given []string
	lines := make(map[string]int)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], resolve(n.Content[i+1])
		if line, twice := lines[key.Value]; twice {
			r.bad(key, "key %q stands twice; the first is in line %d", key.Value, line)
			continue
		}
		lines[key.Value] = key.Line
		at := slices.IndexFunc(fields, func(f field) bool { return f.key == key.Value && key.Kind == yaml.ScalarNode })
		if at < 0 {
			r.bad(key, "unknown key %q%s", key.Value, suggest.DidYouMean(key.Value, keysOf(fields)))
			continue
		}
		given = append(given, key.Value)
		r.path = append(r.path, key.Value)
		r.places[strings.Join(r.path, ".")] = r.place(value)
		fields[at].read(value)
		r.path = r.path[:len(r.path)-1]
	}
	return given
}

func keysOf(fields []field) []string {
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.key
	}
	return keys
}

// require notes the keys that a list's entry lacks.
func (r *reader) require(n *yaml.Node, given []string, keys ...string) bool {
	whole := n.Kind == yaml.MappingNode
	for _, key := range keys {
		if whole && !slices.Contains(given, key) {
			r.bad(n, "this entry of %s lacks %q", r.key(), key)
			whole = false
		}
	}
	return whole
}

// list reads a sequence, entry by entry.
func (r *reader) list(n *yaml.Node, entry func(n *yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		r.bad(n, "%s wants a list; found %s", r.key(), describe(n))
		return
	}
	for _, e := range n.Content {
		entry(resolve(e))
	}
}

// text returns a scalar's text, noting what was wanted if there is none.
func (r *reader) text(n *yaml.Node, want string) (string, bool) {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" || n.Value == "" {
		r.bad(n, "%s wants %s; found %s", r.key(), want, describe(n))
		return "", false
	}
	return n.Value, true
}

// number reads a plain number within lo..hi.
func (r *reader) number(to *float64, lo, hi float64) func(*yaml.Node) {
	return r.quantity(to, "", lo, hi)
}

// percent reads a share like 80% within lo..hi.
func (r *reader) percent(to *float64, lo, hi float64) func(*yaml.Node) {
	return r.quantity(to, "%", lo, hi)
}

// rate reads a change like 12%/h, at most hi.
func (r *reader) rate(to *float64, hi float64) func(*yaml.Node) { return r.quantity(to, "%/h", 0, hi) }

// quantity reads a number with the unit within lo..hi.
func (r *reader) quantity(to *float64, unit string, lo, hi float64) func(*yaml.Node) {
	return func(n *yaml.Node) {
		wanted := "a number from " + formatNumber(lo) + unit + " to " + formatNumber(hi) + unit
		text, ok := r.text(n, wanted)
		if !ok {
			return
		}
		digits, found := strings.CutSuffix(text, unit)
		digits, isPercent := strings.CutSuffix(digits, "%") // where %/h was wanted
		v, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
		switch {
		case err == nil && isPercent:
			r.bad(n, "%s %q has the wrong unit; write %s%s", r.key(), text, digits, unit)
		case err == nil && !found:
			r.bad(n, "%s %q has no unit; write %s%s", r.key(), text, digits, unit)
		case err != nil || math.IsNaN(v):
			r.bad(n, "%s wants %s; found %q", r.key(), wanted, text)
		case v < lo || v > hi:
			r.bad(n, "%s %s is out of range; give %s%s to %s%s", r.key(), text, formatNumber(lo), unit, formatNumber(hi), unit)
		default:
			*to = v + 0 // no negative zero
		}
	}
}

// wholePercent reads a share like 20% without a fraction.
func (r *reader) wholePercent(to *int, lo, hi int) func(*yaml.Node) {
	return func(n *yaml.Node) {
		v := float64(*to)
		r.percent(&v, float64(lo), float64(hi))(n)
		if v != math.Trunc(v) {
			r.bad(n, "%s %s is no whole number of percent", r.key(), n.Value)
			return
		}
		*to = int(v)
	}
}

// probability reads a chance 0..1.
func (r *reader) probability(to *float64) func(*yaml.Node) { return r.number(to, 0, 1) }

// sigma reads the spread of a lognormal length.
func (r *reader) sigma(to *float64) func(*yaml.Node) {
	const most = 4 // a spread by a factor of 50 either way
	return func(n *yaml.Node) {
		v := *to
		r.number(&v, 0, most)(n)
		if v == 0 {
			r.bad(n, "%s 0 is out of range; give a number above 0, up to %d", r.key(), most)
			return
		}
		*to = v
	}
}

// duration reads a length like 1h30m within lo..hi. unit is the usual one of such a length, for whoever left it out.
func (r *reader) duration(to *time.Duration, unit string, lo, hi time.Duration) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.text(n, "a duration like "+formatDuration(hi))
		if !ok {
			return
		}
		d, err := parseDuration(text)
		switch {
		case isNumber(text): // 0 is a duration to Go, but not to the next reader
			r.bad(n, "%s %q has no unit; write %s%s", r.key(), text, text, unit)
		case err != nil:
			r.bad(n, "%s wants a duration like %s; found %q", r.key(), formatDuration(hi), text)
		case d < lo || d > hi:
			least := formatDuration(lo)
			if lo == 0 {
				least = "0" + unit
			}
			r.bad(n, "%s %s is out of range; give %s to %s", r.key(), text, least, formatDuration(hi))
		case d%time.Millisecond != 0:
			r.bad(n, "%s %s is finer than a millisecond", r.key(), text)
		default:
			*to = d
		}
	}
}

// wholeDays reads a number of days like 21d.
func (r *reader) wholeDays(to *int, most int) func(*yaml.Node) {
	return func(n *yaml.Node) {
		d := time.Duration(*to) * day
		r.duration(&d, "d", 0, time.Duration(most)*day)(n)
		if d%day != 0 {
			r.bad(n, "%s %s is no whole number of days", r.key(), n.Value)
			return
		}
		*to = int(d / day)
	}
}

// timeOfDay reads HH:MM, 00:00 to 23:59.
func (r *reader) timeOfDay(to *time.Duration) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.text(n, `a time of day like "07:30"`)
		if !ok {
			return
		}
		t, ok := parseTimeOfDay(text)
		if !ok || t == day {
			r.bad(n, `%s wants a time of day from "00:00" to "23:59"; found %q%s`, r.key(), text, hourWithZero(text))
			return
		}
		*to = t
	}
}

// hourWithZero returns "; write …" for a time of day that lacks only its first digit.
func hourWithZero(text string) string {
	if _, ok := parseTimeOfDay("0" + text); ok {
		return fmt.Sprintf("; write %q", "0"+text)
	}
	return ""
}

// span reads HH:MM-HH:MM.
func (r *reader) span(to *Span) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.text(n, `hours like "07:30-08:30"`)
		if !ok {
			return
		}
		from, until, _ := strings.Cut(text, "-")
		a, okA := parseTimeOfDay(strings.TrimSpace(from))
		b, okB := parseTimeOfDay(strings.TrimSpace(until))
		switch {
		case !okA || !okB || a == day:
			r.bad(n, `%s wants hours like "07:30-08:30"; found %q`, r.key(), text)
		case a == b:
			r.bad(n, `%s %q is empty; a whole day is "00:00-24:00"`, r.key(), text)
		default:
			*to = Span{a, b}
		}
	}
}

// link reads the name of a link.
func (r *reader) link(to *Link) func(*yaml.Node) {
	var known []string
	for _, l := range Links() {
		known = append(known, string(l))
	}
	list := strings.Join(known, ", ")
	return func(n *yaml.Node) {
		text, ok := r.text(n, "a link: "+list)
		switch {
		case !ok:
		case !slices.Contains(known, text):
			near := suggest.DidYouMean(text, known)
			if near == "" {
				near = "; it is one of " + list
			}
			r.bad(n, "%s: there is no link %q%s", r.key(), text, near)
		default:
			*to = Link(text)
		}
	}
}

// days reads weekday or weekend.
func (r *reader) days(to *Days) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.text(n, "weekday or weekend")
		switch {
		case !ok:
		case text == Weekday.String():
			*to = OnWeekdays
		case text == Weekend.String():
			*to = OnWeekends
		default:
			r.bad(n, "%s wants weekday or weekend; found %q", r.key(), text)
		}
	}
}
