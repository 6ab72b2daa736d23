package recording

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/fetchsim/fetchsim/internal/suggest"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// term is an event as a recorded day writes it.
type term struct {
	ev     string
	kind   usagemodel.EventKind
	values []string // what may stand as its value; nil for none, or for what check says
}

// vocabulary returns all events of a recorded day. "update" stands for two kinds: its value says which.
func vocabulary() []term {
	var terms []term
	plain := []usagemodel.EventKind{
		usagemodel.ScreenOn, usagemodel.ScreenOff, usagemodel.Unlock, usagemodel.Lock, usagemodel.AppOpen, usagemodel.AppClose,
		usagemodel.ForceQuit, usagemodel.Plug, usagemodel.Unplug, usagemodel.Boot, usagemodel.Sleep, usagemodel.WakeUp,
		usagemodel.Battery, usagemodel.ZoneChange,
	}
	for _, k := range plain {
		terms = append(terms, term{ev: k.String(), kind: k})
	}
	var links []string
	for _, l := range usagemodel.Links() {
		links = append(links, string(l))
	}
	return append(terms,
		term{usagemodel.LinkChange.String(), usagemodel.LinkChange, links},
		term{usagemodel.LowPower.String(), usagemodel.LowPower, []string{"on", "off"}},
		term{usagemodel.Refresh.String(), usagemodel.Refresh, []string{"on", "off", "wifi_only"}},
		term{usagemodel.ThermalChange.String(), usagemodel.ThermalChange, []string{"nominal", "fair", "serious", "critical"}},
		term{updateWord, usagemodel.AppUpdate, []string{"app", "os"}})
}

const updateWord = "update"

// dictionary finds terms by the word of their event.
type dictionary struct {
	terms map[string]term
	names []string
	zones map[string]bool // looked up already
}

func newDictionary() *dictionary {
	d := &dictionary{terms: make(map[string]term), zones: make(map[string]bool)}
	for _, t := range vocabulary() {
		d.terms[t.ev] = t
		d.names = append(d.names, t.ev)
	}
	return d
}

// find returns the term of an event, or what is wrong with the word.
func (d *dictionary) find(ev []byte) (term, string) {
	t, ok := d.terms[string(ev)]
	if !ok {
		return t, fmt.Sprintf("unknown event %q%s", ev, suggest.DidYouMean(string(ev), d.names))
	}
	return t, ""
}

// read puts a value into the entry, or returns what is wrong with it.
func (d *dictionary) read(t term, value string, e *entry, w *words) string {
	e.kind = t.kind
	if t.values != nil {
		for _, v := range t.values {
			if v == value {
				if t.ev == updateWord && value == "os" {
					e.kind = usagemodel.OSUpdate
				}
				if t.ev != updateWord {
					e.value, _ = w.number(canonical(value))
				}
				return ""
			}
		}
		return fmt.Sprintf("%s wants %s; found %q%s", t.ev, alternatives(t.values), value, suggest.DidYouMean(value, t.values))
	}
	switch t.kind { //nolint:exhaustive // the others have no value
	case usagemodel.Battery:
		level, err := strconv.Atoi(value)
		if err != nil || level < 0 || level > 100 {
			return fmt.Sprintf("battery wants a whole number of percent from 0 to 100; found %q", value)
		}
		e.value = uint16(level)
		return ""
	case usagemodel.ZoneChange:
		if !d.zones[value] {
			if _, err := time.LoadLocation(value); err != nil || value == "" || value == "Local" {
				return fmt.Sprintf("tz wants an IANA time zone like Europe/Berlin; found %q", value)
			}
			d.zones[value] = true
		}
		return w.take(value, e)
	}
	if value != "" {
		return fmt.Sprintf("%s has no value; found %q", t.ev, value)
	}
	return ""
}

// canonical returns a link by the name that the law of waking knows it by; other values stay as they are.
func canonical(value string) string {
	switch value {
	case "lte":
		return string(usagemodel.Cellular)
	case "edge":
		return string(usagemodel.Weak)
	case "offline":
		return string(usagemodel.NoLink)
	}
	return value
}

// take numbers the value of an entry.
func (w *words) take(value string, e *entry) string {
	n, ok := w.number(value)
	e.value = n
	if !ok {
		return fmt.Sprintf("more than %d different values", maxWords)
	}
	return ""
}

// value is the value of an entry as it is written.
func (r *Recording) value(e entry) string {
	switch {
	case hasWord(e.kind):
		return r.words.list[e.value]
	case e.kind == usagemodel.Battery:
		return strconv.Itoa(int(e.value))
	case e.kind == usagemodel.AppUpdate:
		return "app"
	case e.kind == usagemodel.OSUpdate:
		return "os"
	}
	return ""
}

// hasWord reports whether the value of such an event is the number of a word.
func hasWord(k usagemodel.EventKind) bool {
	switch k { //nolint:exhaustive // the other kinds carry no word
	case usagemodel.LowPower, usagemodel.LinkChange, usagemodel.Refresh, usagemodel.ThermalChange, usagemodel.ZoneChange:
		return true
	}
	return false
}

// word is the event of an entry as it is written.
func (e entry) word() string {
	if e.kind == usagemodel.AppUpdate || e.kind == usagemodel.OSUpdate {
		return updateWord
	}
	return e.kind.String()
}

// alternatives writes "on or off", "nominal, fair, serious or critical".
func alternatives(list []string) string {
	last := len(list) - 1
	return strings.Join(list[:last], ", ") + " or " + list[last]
}
