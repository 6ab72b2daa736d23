package network

import (
	"fmt"
	"strings"
)

// Problem is one thing wrong in a mock file.
type Problem struct {
	File         string // as the user typed it
	Line, Column int    // from 1; 0 when the problem has no place
	Text         string // what is wrong; what to do
}

func (p Problem) String() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Text)
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Text)
}

// MockError is everything wrong in a mock file.
type MockError struct{ Problems []Problem }

func (e *MockError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}
