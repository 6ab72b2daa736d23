package recording

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/fetchsim/fetchsim/internal/suggest"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// version is the version of our formats, as the header says it.
const version = "1"

// versionKey is the header's first key; a file is known by it.
const versionKey = "fetchsim_recording"

// field is one named value of a line of ours.
type field struct {
	key    []byte
	text   []byte
	at     int // the column of the key, in bytes from 1
	column int // that of the value
	isText bool
}

// ownReader checks the lines of a recorded day of ours, whichever way they are written, and collects all mistakes.
type ownReader struct {
	problems
	options Options
	report  *ImportReport
	dict    *dictionary
	rec     Recording
	app     string // whose opens are kept; empty: all
	seen    string // the last app of an event, where all are kept
	mixed   bool   // there was another
	headed  bool   // the header is whole: times can be checked against it
	last    int64
	lastAt  int // its line
}

func newOwnReader(f *file) *ownReader {
	return &ownReader{
		problems: problems{file: f.name}, options: f.options, report: f.report, dict: newDictionary(), last: -1 << 62,
		rec: Recording{Zone: time.UTC}, // until the header says more: lines are checked even if there is none
	}
}

// isExtra tells the keys and events that are passed over.
func isExtra(word []byte) bool { return bytes.HasPrefix(word, []byte("x_")) }

// header reads what the file says about itself. line is where the header begins.
func (o *ownReader) header(line int, fields []field, lineOf func(i int) int) {
	keys := []string{versionKey, "tz", "from", "to", "app", "source"}
	given := make(map[string]field)
	lines := make(map[string]int)
	bad := false
	fail := func(line, column int, format string, args ...any) {
		bad = true
		o.add(line, column, format, args...)
	}
	for i, f := range fields {
		key, at := string(f.key), lineOf(i)
		switch {
		case isExtra(f.key):
		case !slices.Contains(keys, key):
			fail(at, f.at, "unknown key %q%s", key, suggest.DidYouMean(key, keys))
		case given[key].key != nil:
			fail(at, f.at, "key %q stands twice", key)
		case !f.isText && key != versionKey:
			fail(at, f.column, "%s wants a text; found %s", key, f.text)
			given[key] = f
		default:
			given[key], lines[key] = f, at
		}
	}
	for _, key := range []string{versionKey, "tz", "from", "to"} {
		if given[key].key == nil {
			fail(line, 1, "the header lacks %q", key)
		}
	}
	if v := given[versionKey]; v.key != nil && string(v.text) != version {
		fail(lines[versionKey], v.column, "%s %q is not known here; this fetchsim reads %s", versionKey, v.text, version)
	}
	zone := o.options.Zone
	if tz := given["tz"]; tz.key != nil && lines["tz"] > 0 {
		own, err := time.LoadLocation(string(tz.text))
		if err != nil || len(tz.text) == 0 || string(tz.text) == "Local" {
			fail(lines["tz"], tz.column, "tz wants an IANA time zone like Europe/Berlin; found %q", tz.text)
		} else if zone == nil {
			zone = own
		}
	}
	if zone != nil {
		o.rec.Zone = zone
	}
	for _, bound := range []struct {
		key string
		to  *time.Time
	}{{"from", &o.rec.From}, {"to", &o.rec.To}} {
		if f := given[bound.key]; f.key != nil && lines[bound.key] > 0 {
			at, wrong := o.instant(f.text)
			if wrong != "" {
				fail(lines[bound.key], f.column, "%s %s", bound.key, wrong)
			}
			*bound.to = time.UnixMilli(at).In(o.rec.Zone)
		}
	}
	if to := given["to"]; !bad && !o.rec.To.After(o.rec.From) {
		fail(lines["to"], to.column, "to %s is not after from %s", o.clock(o.rec.To), o.clock(o.rec.From))
	}
	o.rec.App, o.rec.Source = string(given["app"].text), string(given["source"].text)
	if o.app = o.options.App; o.app != "" {
		o.rec.App = o.app
	}
	o.app = o.rec.App
	o.headed = !bad
}

func (o *ownReader) clock(t time.Time) string { return t.In(o.rec.Zone).Format(time.RFC3339Nano) }

// instant reads a time with an offset, in milliseconds since 1970, or says what is wrong with it.
func (o *ownReader) instant(text []byte) (int64, string) {
	t, err := time.Parse(time.RFC3339, string(text))
	if err == nil {
		if ms := t.UnixMilli(); ms >= earliest && ms < latest {
			return ms, ""
		}
		return 0, fmt.Sprintf("%q is not between 2000 and 2099", text)
	}
	if local, err := time.ParseInLocation("2006-01-02T15:04:05", string(text), o.rec.Zone); err == nil {
		return 0, fmt.Sprintf("%q has no offset; write %s", text, local.Format(time.RFC3339Nano))
	}
	return 0, fmt.Sprintf("wants a time like 2026-03-02T06:41:22+01:00; found %q", text)
}

// event reads one line below the header.
func (o *ownReader) event(line int, t, ev, app, value field) {
	o.report.Read++
	if t.key == nil || ev.key == nil {
		key := "t"
		if t.key != nil {
			key = "ev"
		}
		o.add(line, 1, "the event lacks %q", key)
		return
	}
	e := entry{line: uint32(line)}
	at, wrong := o.instant(t.text)
	if wrong != "" {
		o.add(line, t.column, "t %s", wrong)
	} else {
		e.at = at
		o.place(line, t, at)
	}
	if isExtra(ev.text) {
		o.report.dropped("x_ events, passed over", e.line)
		return
	}
	term, wrong := o.dict.find(ev.text)
	if wrong != "" {
		o.add(line, ev.column, "%s", wrong)
		return
	}
	column := value.column
	if value.key == nil {
		column = ev.column
	}
	if wrong := o.dict.read(term, string(value.text), &e, &o.rec.words); wrong != "" {
		o.add(line, column, "%s", wrong)
		return
	}
	stream, _ := e.kind.Stream()
	if stream == usagemodel.AppStream && len(app.text) > 0 && o.app != "" && string(app.text) != o.app {
		o.report.dropped("events of other apps", e.line)
		return
	}
	if o.app == "" && len(app.text) > 0 {
		o.mixed = o.mixed || (o.seen != "" && o.seen != string(app.text))
		o.seen = string(app.text)
	}
	if len(o.err.Problems) == 0 {
		o.rec.entries = append(o.rec.entries, e)
	}
}

// place checks that an event follows the one before it, within the file's bounds.
func (o *ownReader) place(line int, t field, at int64) {
	if at < o.last {
		o.add(line, t.column, "out of order: %s is before %s in line %d", o.clock(time.UnixMilli(at)), o.clock(time.UnixMilli(o.last)), o.lastAt)
		return
	}
	o.last, o.lastAt = at, line
	if o.headed && (at < o.rec.From.UnixMilli() || at >= o.rec.To.UnixMilli()) {
		o.add(line, t.column, "%s is outside of %s to %s", t.text, o.clock(o.rec.From), o.clock(o.rec.To))
	}
}

// finish returns the recording, or all mistakes.
func (o *ownReader) finish() (*Recording, error) {
	if err := o.result(); err != nil {
		return nil, err
	}
	if o.mixed {
		o.report.note("opens of several apps count as one; choose one with --app")
	}
	m := mender{in: o.rec.entries, report: o.report, zone: o.rec.Zone, end: o.rec.To.UnixMilli()}
	o.rec.entries = m.mend()
	return &o.rec, nil
}
