package recording

import (
	"bytes"
	"errors"
	"io"

	"github.com/fetchsim/fetchsim/internal/suggest"
)

func isCSV(head []byte) bool {
	line := firstLine(head)
	if rest, ok := bytes.CutPrefix(line, []byte("#")); ok {
		return bytes.Contains(rest, []byte("="))
	}
	cells := split(line, nil)
	return len(cells) > 1 && (columnOf(cells, "t") >= 0 || columnOf(cells, "ev") >= 0)
}

// columnOf returns which column of a table's first line has the name, -1 if none.
func columnOf(cells []cell, name string) int {
	for i, c := range cells {
		if string(c.text) == name {
			return i
		}
	}
	return -1
}

// readCSV reads a recorded day as a table:
//
//	# fetchsim_recording=1
//	# tz=Europe/Berlin
//	# from=2026-03-02T00:00:00+01:00
//	# to=2026-03-03T00:00:00+01:00
//	t,ev,app,value
//	2026-03-02T06:41:22+01:00,app_open,com.example.news,
func readCSV(f *file) (*Recording, error) {
	o, l := newOwnReader(f), newLines(f.r)
	var header []field
	var lineOf []int
	var cells []cell
	var columns [4]int // of t, ev, app, value
	headed := false
	for {
		line, err := l.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		switch {
		case len(bytes.TrimSpace(line)) == 0:
		case l.tooLong:
			o.add(l.number, 1, "the line has more than %d bytes", maxLine)
		case line[0] == '#' && !headed:
			if f, ok := setting(line); ok {
				header, lineOf = append(header, f), append(lineOf, l.number)
			}
		case line[0] == '#':
		case !headed:
			headed = true
			o.settings(header, lineOf)
			cells = split(line, cells)
			columns = o.columns(l.number, cells)
		default:
			cells = split(line, cells)
			o.row(l.number, cells, columns)
		}
	}
	if !headed {
		o.settings(header, lineOf)
		o.add(max(1, l.number), 1, "the line t,ev,app,value is missing")
	}
	return o.finish()
}

// settings reads the header's lines.
func (o *ownReader) settings(header []field, lineOf []int) {
	if len(header) > 0 {
		o.header(1, header, func(i int) int { return lineOf[i] })
		return
	}
	o.add(1, 1, "the header is missing; begin with the lines # %s=%s, # tz=…, # from=…, # to=…", versionKey, version)
}

// setting reads "# key=value". A comment that is none is passed over.
func setting(line []byte) (field, bool) {
	key, value, ok := bytes.Cut(line[1:], []byte("="))
	key = bytes.TrimSpace(key)
	if !ok || len(key) == 0 || bytes.ContainsAny(key, " \t") {
		return field{}, false
	}
	column := len(line) - len(bytes.TrimLeft(value, " \t")) + 1
	at := bytes.Index(line, key) + 1
	return field{bytes.Clone(key), bytes.Clone(bytes.TrimSpace(value)), at, column, true}, true
}

// columns finds where the table has what; -1 for a column it lacks.
func (o *ownReader) columns(line int, cells []cell) [4]int {
	names := []string{"t", "ev", "app", "value"}
	columns := [4]int{-1, -1, -1, -1}
	for i, c := range cells {
		found := false
		for n, name := range names {
			if string(c.text) == name {
				columns[n], found = i, true
			}
		}
		if !found && !isExtra(c.text) {
			o.add(line, c.column, "unknown column %q%s", c.text, suggest.DidYouMean(string(c.text), names))
		}
	}
	for n, name := range names[:2] {
		if columns[n] < 0 {
			o.add(line, 1, "the column %q is missing", name)
		}
	}
	return columns
}

// row reads one event.
func (o *ownReader) row(line int, cells []cell, columns [4]int) {
	if columns[0] < 0 || columns[1] < 0 {
		return // said already
	}
	var fields [4]field
	for n, i := range columns {
		if i >= 0 && i < len(cells) && len(cells[i].text) > 0 {
			fields[n] = field{key: cells[i].text, text: cells[i].text, column: cells[i].column, isText: true}
		}
	}
	o.event(line, fields[0], fields[1], fields[2], fields[3])
}
