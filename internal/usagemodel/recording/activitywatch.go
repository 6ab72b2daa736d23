package recording

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

func isActivityWatch(head []byte) bool {
	start := bytes.TrimLeft(head, " \t\r\n")
	if !bytes.HasPrefix(start, []byte("{")) && !bytes.HasPrefix(start, []byte("[")) {
		return false
	}
	return bytes.Contains(start, []byte(`"buckets"`)) || bytes.Contains(start, []byte(`"events"`)) ||
		(bytes.Contains(start, []byte(`"timestamp"`)) && bytes.Contains(start, []byte(`"duration"`)))
}

// bucketKind is what a bucket's spans are about.
type bucketKind uint8

const (
	otherBucket   bucketKind = iota
	afkBucket                // the person is there, or away from the keyboard
	windowBucket             // which app is on screen
	unlocksBucket            // when the phone was unlocked
)

// bucketOf knows a bucket by its type, or, where that is not said before the events, by its id.
func bucketOf(kind, id string) bucketKind {
	switch {
	case kind == "afkstatus" || (kind == "" && strings.HasPrefix(id, "aw-watcher-afk")):
		return afkBucket
	case kind == "os.lockscreen.unlocks" || (kind == "" && strings.Contains(id, "unlock")):
		return unlocksBucket
	case kind == "currentwindow" || (kind == "" && (strings.HasPrefix(id, "aw-watcher-window") || strings.HasPrefix(id, "aw-watcher-android"))):
		return windowBucket
	}
	return otherBucket
}

// awEvent is one span of a bucket. What else it says is passed over.
type awEvent struct {
	timestamp, status, app, pack []byte
	duration                     float64 // seconds; 0 if none is said
}

// awEventOf reads an event; what is not as it should be is left empty.
func (a *activityWatch) awEventOf(text []byte) awEvent {
	var e awEvent
	s := scanner{text: text}
	a.fields = s.fields(a.fields[:0])
	for _, f := range a.fields {
		switch {
		case string(f.key) == "timestamp" && f.isText:
			e.timestamp = f.text
		case string(f.key) == "duration" && !f.isText:
			if v, err := strconv.ParseFloat(string(f.text), 64); err == nil {
				e.duration = v
			}
		case string(f.key) == "data" && bytes.HasPrefix(f.text, []byte("{")) && !f.isText:
			s := scanner{text: f.text}
			a.data = s.fields(a.data[:0])
		}
	}
	for _, f := range a.data {
		switch {
		case !f.isText:
		case string(f.key) == "status":
			e.status = f.text
		case string(f.key) == "app":
			e.app = f.text
		case string(f.key) == "package":
			e.pack = f.text
		}
	}
	a.data = a.data[:0]
	return e
}

// activityWatch reads the buckets of one device.
type activityWatch struct {
	*intake
	dec          *json.Decoder
	app          string
	device       string
	chosen       bool
	hosts        map[string]bool
	raw          json.RawMessage // the event being read
	fields, data []field
	here         spans // the person is there
	apps         spans // some app is on screen
	chosenApp,
	unlocked spans
	opens map[string]*int // by app
}

// maxApps bounds how many apps of one file are counted.
const maxApps = 2000

// readActivityWatch reads an export of all buckets, of one bucket, or a bare list of events.
func readActivityWatch(f *file) (*Recording, error) {
	if f.options.Zone == nil {
		return nil, ErrNoZone
	}
	a := &activityWatch{
		intake: newIntake(f.report), dec: json.NewDecoder(f.r), app: f.options.App, device: f.options.Device, chosen: f.options.Device != "",
		hosts: make(map[string]bool), opens: make(map[string]*int),
	}
	if err := a.top(); err != nil {
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			return nil, fmt.Errorf("this is not JSON at byte %d: %w", syntax.Offset, err)
		}
		return nil, err
	}
	hosts := slices.Sorted(maps.Keys(a.hosts))
	if len(hosts) > 1 && !a.chosen {
		return nil, &DeviceError{Devices: hosts}
	}
	if a.chosen && !a.hosts[a.device] && len(hosts) > 0 {
		return nil, &DeviceError{Asked: a.device, Devices: hosts}
	}
	a.tell()
	rec, err := a.recording(f.options.Zone)
	if err != nil {
		return nil, err
	}
	rec.Source, rec.App = "activitywatch", a.app
	return rec, nil
}

// top reads {"buckets": {id: bucket}}, a bucket, or a list of events.
func (a *activityWatch) top() error {
	token, err := a.dec.Token()
	if err != nil {
		return err
	}
	if token == json.Delim('[') {
		return a.events(otherBucket, true, "")
	}
	return a.bucketBody("", "", func(key string) (bool, error) {
		if key != "buckets" {
			return false, nil
		}
		if token, err := a.dec.Token(); err != nil || token != json.Delim('{') {
			return true, errors.Join(err, a.unless(err, "buckets"))
		}
		for a.dec.More() {
			id, err := a.key()
			if err != nil {
				return true, err
			}
			if token, err := a.dec.Token(); err != nil || token != json.Delim('{') {
				return true, errors.Join(err, a.unless(err, "a bucket"))
			}
			if err := a.bucketBody(id, "", nil); err != nil {
				return true, err
			}
		}
		_, err := a.dec.Token()
		return true, err
	})
}

// unless says that something is no object, where reading it went well.
func (a *activityWatch) unless(err error, what string) error {
	if err != nil {
		return nil //nolint:nilerr // the caller returns it
	}
	return fmt.Errorf("%s should be an object at byte %d", what, a.dec.InputOffset())
}

func (a *activityWatch) key() (string, error) {
	token, err := a.dec.Token()
	key, _ := token.(string)
	return key, err
}

// bucketBody reads the rest of an object up to its end, as a bucket. more may take a key for itself.
func (a *activityWatch) bucketBody(id, kind string, more func(key string) (bool, error)) error {
	host := ""
	for a.dec.More() {
		key, err := a.key()
		if err != nil {
			return err
		}
		if more != nil {
			if taken, err := more(key); err != nil || taken {
				if err != nil {
					return err
				}
				continue
			}
		}
		var value any // a text, or nothing of use
		switch key {
		case "events":
			token, err := a.dec.Token()
			if err != nil {
				return err
			}
			if token == nil { // null
				continue
			}
			if token != json.Delim('[') {
				return a.unless(nil, "events")
			}
			ours := a.isOurs(host)
			if err := a.events(bucketOf(kind, id), ours, bucketName(id, kind)); err != nil {
				return err
			}
			continue
		case "type", "id", "hostname":
			if err := a.dec.Decode(&value); err != nil {
				return err
			}
			said, _ := value.(string)
			switch key {
			case "type":
				kind = said
			case "id":
				id = said
			default:
				host = said
			}
		default:
			var skipped json.RawMessage
			if err := a.dec.Decode(&skipped); err != nil {
				return err
			}
		}
	}
	_, err := a.dec.Token()
	return err
}

func bucketName(id, kind string) string {
	if kind == "" {
		return id
	}
	return kind
}

// isOurs reports whether a bucket is of the chosen device, which is the first if none was chosen.
func (a *activityWatch) isOurs(host string) bool {
	if host == "" || host == "unknown" {
		return true
	}
	if len(a.hosts) < maxDevices {
		a.hosts[host] = true
	}
	if a.device == "" {
		a.device = host
	}
	return host == a.device
}

// events reads a list of spans to its end.
func (a *activityWatch) events(kind bucketKind, ours bool, name string) error {
	for a.dec.More() {
		a.report.Read++
		if err := a.dec.Decode(&a.raw); err != nil {
			return err
		}
		if a.raw[0] != '{' {
			a.drop("events that cannot be read")
			continue
		}
		e := a.awEventOf(a.raw)
		switch {
		case !ours:
			a.drop("events of other devices")
		case kind == otherBucket && name == "" && len(e.status) > 0:
			a.span(afkBucket, &e)
		case kind == otherBucket && name == "" && len(e.app)+len(e.pack) > 0:
			a.span(windowBucket, &e)
		case kind == otherBucket:
			a.drop("events in buckets of no use here")
		default:
			a.span(kind, &e)
		}
	}
	_, err := a.dec.Token()
	return err
}

func (a *activityWatch) drop(what string) { a.report.dropped(what, uint32(a.report.Read)) }

// span takes one span.
func (a *activityWatch) span(kind bucketKind, e *awEvent) {
	begin, err := time.Parse(time.RFC3339, string(e.timestamp))
	if err != nil {
		a.drop("events that cannot be read")
		return
	}
	length := e.duration
	from := begin.UnixMilli()
	switch {
	case from < earliest || from >= latest || length > 1e9:
		a.drop("events at an impossible time")
		return
	case kind == unlocksBucket:
		a.unlocked.add(from, from+assumedUse.Milliseconds(), a.report.Read)
		return
	case length <= 0:
		a.drop("events without any length")
		return
	}
	to := from + int64(length*1000)
	if kind == afkBucket {
		if string(e.status) == "not-afk" {
			a.here.add(from, to, a.report.Read)
		}
		return
	}
	if length > longestUse.Seconds() {
		a.drop("uses of an app of more than 12 h")
		return
	}
	a.apps.add(from, to, a.report.Read)
	name := e.pack
	if len(name) == 0 {
		name = e.app
	}
	if n, ok := a.opens[string(name)]; ok {
		*n++
	} else if len(a.opens) < maxApps {
		one := 1
		a.opens[string(name)] = &one
	}
	if a.app != "" && (a.app == string(e.pack) || a.app == string(e.app)) {
		a.chosenApp.add(from, to, a.report.Read)
	}
}

// tell turns the spans into events: the phone is used while the person is there, else while any app is on screen, else
// for a moment at each unlock.
func (a *activityWatch) tell() {
	use := &a.here
	switch {
	case len(a.here.list) > 0:
	case len(a.apps.list) > 0:
		use = &a.apps
	default:
		use = &a.unlocked
		if n := len(use.list); n > 0 {
			a.report.note("only unlocks are known; each is taken as a use of %s", assumedUse)
		}
	}
	used := use.join()
	for _, s := range used { // the order at one instant: lit, opened, closed, dark
		a.add(s.from, usagemodel.ScreenOn, 0, s.line)
		a.add(s.from, usagemodel.Unlock, 0, s.line)
	}
	for _, s := range a.chosenApp.join() {
		a.add(s.from, usagemodel.AppOpen, 0, s.line)
		a.add(s.to, usagemodel.AppClose, 0, s.line)
	}
	for _, s := range used {
		a.add(s.to, usagemodel.ScreenOff, 0, s.line)
		a.add(s.to, usagemodel.Lock, 0, s.line)
	}
	opens := make(map[string]int, len(a.opens))
	for name, n := range a.opens {
		opens[name] = *n
	}
	a.report.apps(a.app, opens)
}

// apps notes which apps the file knows, if none of them was chosen or the chosen one is not there.
func (r *ImportReport) apps(chosen string, opens map[string]int) {
	if len(opens) == 0 || (chosen != "" && opens[chosen] > 0) {
		return
	}
	names := slices.SortedFunc(maps.Keys(opens), func(a, b string) int {
		if opens[a] != opens[b] {
			return opens[b] - opens[a]
		}
		return strings.Compare(a, b)
	})
	const most = 5
	more := ""
	if len(names) > most {
		names, more = names[:most], fmt.Sprintf(" and %d more", len(names)-most)
	}
	if chosen != "" {
		r.note("the app %s is not in this file; most used are %s%s", chosen, strings.Join(names, ", "), more)
		return
	}
	r.note("no app was chosen; with --app one of %s%s its opens are taken, too", strings.Join(names, ", "), more)
}
