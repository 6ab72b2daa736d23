package script

import (
	"strings"
	"unicode/utf8"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// What an excerpt shows: some lines around the one it is about, each cut where it would fill a screen (minified code).
const (
	excerptBefore = 2
	excerptAfter  = 2
	excerptWidth  = 240 // bytes
)

// Excerpts remembers which pieces of source a run's trace holds already. The zero value holds none.
type Excerpts struct {
	shown map[fileLine]struct{}
}

type fileLine struct {
	file string
	line int
}

// first reports whether the trace has no excerpt of that line yet, and notes that it has now.
func (e *Excerpts) first(pos *trace.Pos) bool {
	at := fileLine{pos.File, pos.Line}
	if _, ok := e.shown[at]; ok {
		return false
	}
	if e.shown == nil {
		e.shown = map[fileLine]struct{}{}
	}
	e.shown[at] = struct{}{}
	return true
}

// Excerpt writes the source around a place to the trace, for reports that show it: once for each line of a run. Nothing is
// written for nil, or for a file that is not part of the program.
func (r *Runtime) Excerpt(pos *trace.Pos) {
	if pos == nil || !r.options.Excerpts.first(pos) {
		return
	}
	text, ok := r.program.Source(pos.File)
	if !ok {
		return
	}
	from, lines := linesAround(text, pos.Line)
	r.host.Emit(&trace.Excerpt{File: pos.File, Line: pos.Line, From: from, Lines: lines})
}

// linesAround returns the lines of text about a line (from 1), and the number of the first.
func linesAround(text string, line int) (from int, lines []string) {
	from = max(1, line-excerptBefore)
	n := 0
	for l := range strings.Lines(text) {
		if n++; n < from {
			continue
		}
		if n > line+excerptAfter {
			break
		}
		lines = append(lines, cutLine(strings.TrimRight(l, "\r\n")))
	}
	return from, lines
}

// cutLine is the beginning of a line that is too long to be shown.
func cutLine(line string) string {
	if len(line) <= excerptWidth {
		return line
	}
	end := excerptWidth
	for !utf8.RuneStart(line[end]) {
		end--
	}
	return line[:end] + "…"
}
