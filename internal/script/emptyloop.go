package script

import (
	"regexp"
	"strings"

	"github.com/fetchsim/fetchsim/internal/script/engine"
)

// emptyLoop is a loop without end in which nothing happens, in the bundle. The engine has no position for it: a stop in
// it is said to be at whatever stands before it in the function.
type emptyLoop struct {
	offset       int // in the text
	line, column int // from 1
}

// emptyLoops finds them in a bundle, in order. It relies on how esbuild writes them.
func emptyLoops(text string) []emptyLoop {
	shape := regexp.MustCompile(`\b(?:for \(; ; \)|while \((?:true|1|!0)\)) ?(?:;|\{\s*\})|\bdo (?:;|\{\s*\}) ?while \((?:true|1|!0)\)`)
	var loops []emptyLoop
	for _, m := range shape.FindAllStringIndex(text, -1) {
		line := strings.Count(text[:m[0]], "\n") + 1
		column := utf16Column(text[strings.LastIndexByte(text[:m[0]], '\n')+1:m[0]], m[0])
		loops = append(loops, emptyLoop{m[0], line, column})
	}
	return loops
}

// orEmptyLoop is the frame of a stop, moved to the empty loop that follows in the same function, if one does.
func (p *Program) orEmptyLoop(f engine.Frame) engine.Frame {
	if f.Unit != programUnit || len(p.loops) == 0 {
		return f
	}
	from := offsetOf(p.text, f.Line, f.Column)
	for _, l := range p.loops {
		if l.offset < from {
			continue
		}
		if leavesBlock(p.text[from:l.offset]) {
			return f
		}
		f.Line, f.Column = l.line, l.column
		return f
	}
	return f
}

// leavesBlock tells whether a piece of code closes a brace that was opened before it.
func leavesBlock(code string) bool {
	depth := 0
	for i := range len(code) {
		switch code[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth < 0 {
				return true
			}
		}
	}
	return false
}

// offsetOf is the byte offset of a position; of one behind the end of its line, that end.
func offsetOf(text string, line, column int) int {
	offset := 0
	for n := 1; n < line; n++ {
		i := strings.IndexByte(text[offset:], '\n')
		if i < 0 {
			return len(text)
		}
		offset += i + 1
	}
	units := 1
	for i, r := range text[offset:] {
		if units >= column || r == '\n' {
			return offset + i
		}
		units++
		if r > 0xffff {
			units++
		}
	}
	return len(text)
}
