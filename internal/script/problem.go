package script

import (
	"fmt"
	"strings"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// BuildError holds everything that keeps a script from being built, at once.
type BuildError struct {
	Problems []Problem // at least one, in the order of files and lines
}

// Problem is one thing that is wrong, and what to do about it.
type Problem struct {
	Pos  trace.Pos // Line is 0 where it is about the whole file
	Text string
	Hint string // may be empty
}

// Error is one line for each problem, its hint on the next, indented.
func (e *BuildError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// String is "file:line:column: what is wrong", and the hint on a second line.
func (p Problem) String() string {
	text := p.Text
	switch {
	case p.Pos.File != "" && p.Pos.Line > 0:
		text = fmt.Sprintf("%s:%d:%d: %s", p.Pos.File, p.Pos.Line, p.Pos.Column, p.Text)
	case p.Pos.File != "":
		text = p.Pos.File + ": " + p.Text
	}
	if p.Hint != "" {
		text += "\n  " + p.Hint
	}
	return text
}
