package script

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync/atomic"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// sourceMap finds the place in the sources that a place in the bundle came from. It is read once; places are made when
// they are first asked for, and are the same pointer from then on, for any number of goroutines.
type sourceMap struct {
	sources []source
	lines   []int32 // for each generated line, the index of its first segment; one more at the end
	segs    []segment
	made    []atomic.Pointer[place] // parallel to segs
}

// source is one file or module of the bundle.
type source struct {
	name   string // as it is shown
	origin origin
	text   string
}

// origin says whose code a source is.
type origin uint8

const (
	ofUser    origin = iota // a file of the user's own
	ofPackage               // a file in node_modules
	ofUs                    // a virtual module
)

// segment begins at a column of the bundle, and says where the text from there on comes from. All numbers are from 0.
type segment struct {
	generated    int32 // column
	source       int32
	line, column int32
}

// place is a position in a source.
type place struct {
	pos    trace.Pos
	origin origin
}

// rawSourceMap is the JSON of a source map, version 3.
type rawSourceMap struct {
	Version        int      `json:"version"`
	Sources        []string `json:"sources"`
	SourcesContent []string `json:"sourcesContent"`
	Mappings       string   `json:"mappings"`
}

// readSourceMap reads a source map. show gives the name and origin of each source.
func readSourceMap(data []byte, show func(path string) (name string, from origin)) (*sourceMap, error) {
	var raw rawSourceMap
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, fmt.Errorf("read source map: %w", err)
	}
	m := &sourceMap{}
	for i, path := range raw.Sources {
		s := source{}
		s.name, s.origin = show(path)
		if i < len(raw.SourcesContent) {
			s.text = raw.SourcesContent[i]
		}
		m.sources = append(m.sources, s)
	}
	if err := m.readMappings(raw.Mappings); err != nil {
		return nil, fmt.Errorf("read source map: %w", err)
	}
	m.made = newPlaces(len(m.segs))
	return m, nil
}

// readMappings reads lines of segments: ";" ends a line, "," a segment; each is one, four or five numbers, most of them
// the difference to the one before.
func (m *sourceMap) readMappings(mappings string) error {
	m.segs = make([]segment, 0, strings.Count(mappings, ",")+strings.Count(mappings, ";")+1)
	var at segment
	for line := range strings.SplitSeq(mappings, ";") {
		m.lines = append(m.lines, int32(len(m.segs)))
		at.generated = 0
		for line != "" {
			var text string
			text, line, _ = strings.Cut(line, ",")
			fields, n, err := readSegment(text)
			if err != nil {
				return err
			}
			at.generated += fields[0]
			if n < 4 {
				continue
			}
			at.source += fields[1]
			at.line += fields[2]
			at.column += fields[3]
			if at.generated < 0 || at.line < 0 || at.column < 0 || at.source < 0 || int(at.source) >= len(m.sources) {
				return errors.New("a segment points outside the sources")
			}
			m.segs = append(m.segs, at)
		}
		last := m.segs[m.lines[len(m.lines)-1]:]
		if !slices.IsSortedFunc(last, func(a, b segment) int { return int(a.generated) - int(b.generated) }) {
			return errors.New("the segments of a line are out of order")
		}
	}
	m.lines = append(m.lines, int32(len(m.segs)))
	return nil
}

// readSegment reads the numbers of one segment: base 64 digits of five bits, least first, the sixth saying that more
// follow; the lowest bit of a number is its sign.
func readSegment(text string) (fields [5]int32, n int, err error) {
	var number, shift uint
	for i := range len(text) {
		digit := strings.IndexByte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", text[i])
		if digit < 0 || shift > 30 || n == len(fields) {
			return fields, n, fmt.Errorf("bad segment %q", text)
		}
		number |= uint(digit&31) << shift
		shift += 5
		if digit&32 != 0 {
			continue
		}
		value := int64(number >> 1)
		if number&1 != 0 {
			value = -value
		}
		fields[n] = int32(value)
		n++
		number, shift = 0, 0
	}
	if shift != 0 || n == 0 {
		return fields, n, fmt.Errorf("bad segment %q", text)
	}
	return fields, n, nil
}

// at is the place of the last segment at or before a place in the bundle, on the same line; nil where there is none, as in
// the bundler's own helpers. For a call, whose place is its parenthesis, that is the callee's last name: the awaited
// expression; for one whose result is returned at once it is what follows the return. line and column are from 1, the column in UTF-16 units, in and out.
func (m *sourceMap) at(line, column int) *place {
	if line < 1 || line >= len(m.lines) {
		return nil
	}
	first, end := int(m.lines[line-1]), int(m.lines[line])
	i := first + sort.Search(end-first, func(i int) bool { return int(m.segs[first+i].generated) >= column }) - 1
	if i < first {
		return nil
	}
	if p := m.made[i].Load(); p != nil {
		return p
	}
	seg := m.segs[i]
	src := &m.sources[seg.source]
	p := &place{origin: src.origin, pos: trace.Pos{File: src.name, Line: int(seg.line) + 1, Column: int(seg.column) + 1}}
	p.pos.Column += returnLength(src.text[offsetOf(src.text, p.pos.Line, p.pos.Column):])
	if !m.made[i].CompareAndSwap(nil, p) {
		return m.made[i].Load()
	}
	return p
}

// returnLength is the length of "return " at the beginning of a piece of code, when what is returned follows on the same
// line: the engine says of a call there that it stands at the return.
func returnLength(code string) int {
	rest, ok := strings.CutPrefix(code, "return")
	value := strings.TrimLeft(rest, " \t")
	if !ok || value == rest || value == "" || strings.HasPrefix(value, "//") || strings.HasPrefix(value, "/*") ||
		strings.ContainsRune("\r\n;}", rune(value[0])) {
		return 0
	}
	return len(code) - len(value)
}

// text is the text of a source.
func (m *sourceMap) text(file string) (text string, ok bool) {
	for _, s := range m.sources {
		if s.name == file {
			return s.text, true
		}
	}
	return "", false
}

func newPlaces(n int) []atomic.Pointer[place] { return make([]atomic.Pointer[place], n) }
