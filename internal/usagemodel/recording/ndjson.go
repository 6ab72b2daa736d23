package recording

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"github.com/fetchsim/fetchsim/internal/suggest"
)

func isNDJSON(head []byte) bool {
	line := firstLine(head)
	if !bytes.HasPrefix(line, []byte("{")) {
		return false
	}
	return bytes.Contains(line, []byte(versionKey)) || (bytes.Contains(line, []byte(`"t"`)) && bytes.Contains(line, []byte(`"ev"`)))
}

// readNDJSON reads a recorded day: a header line, then one event a line.
func readNDJSON(f *file) (*Recording, error) {
	o, l := newOwnReader(f), newLines(f.r)
	var fields []field
	started := false
	for {
		line, err := l.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if l.tooLong {
			o.add(l.number, 1, "the line has more than %d bytes", maxLine)
			continue
		}
		var ok bool
		if fields, ok = o.object(l.number, line, fields[:0]); !ok {
			started = true
			continue
		}
		if !started {
			started = true
			if !slices.ContainsFunc(fields, func(f field) bool { return string(f.key) == "ev" }) {
				o.header(l.number, fields, func(int) int { return l.number })
				continue
			}
			o.add(l.number, 1, `the header is missing; begin with {"%s":%s,"tz":…,"from":…,"to":…}`, versionKey, version)
		}
		o.jsonEvent(l.number, fields)
	}
	return o.finish()
}

// jsonEvent picks the fields of an event.
func (o *ownReader) jsonEvent(line int, fields []field) {
	var t, ev, app, value field
	for _, f := range fields {
		switch string(f.key) {
		case "t":
			t = f
		case "ev":
			ev = f
		case "app":
			app = f
		case "value":
			value = f
		default:
			if !isExtra(f.key) {
				o.add(line, f.at, "unknown key %q%s", f.key, suggest.DidYouMean(string(f.key), []string{"t", "ev", "app", "value"}))
			}
			continue
		}
		if !f.isText && string(f.key) != "value" {
			o.add(line, f.column, "%s wants a text; found %s", f.key, f.text)
			return
		}
	}
	o.event(line, t, ev, app, value)
}

// object reads a flat JSON object. Its values are texts, unescaped, or as they stand.
func (o *ownReader) object(line int, text []byte, fields []field) ([]field, bool) {
	if !json.Valid(text) {
		column, message := len(text), "it ends too early"
		var any json.RawMessage
		if err, ok := errors.AsType[*json.SyntaxError](json.Unmarshal(text, &any)); ok {
			column, message = max(1, int(err.Offset)), err.Error()
		}
		o.add(line, column, "this is not JSON: %s", message)
		return nil, false
	}
	s := scanner{text: text}
	s.space()
	if s.peek() != '{' {
		o.add(line, s.at+1, "a line is an object like {\"t\":…,\"ev\":…}")
		return nil, false
	}
	return s.fields(fields), true
}
