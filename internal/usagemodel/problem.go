package usagemodel

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// ProfileError holds everything that is wrong with a profile, in order of place.
type ProfileError struct {
	Problems []Problem
}

// Error returns the problems, one a line.
func (e *ProfileError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Problem is one thing that is wrong, with its place: lines and columns count from 1.
type Problem struct {
	File         string
	Line, Column int
	Message      string
}

// String returns the problem as file:line:column: message.
func (p Problem) String() string {
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// sortProblems brings the problems of each file into the order of place. Files stay in the order they were met: what a
// file extends comes before it.
func sortProblems(problems []Problem) {
	met := make(map[string]int)
	for _, p := range problems {
		if _, ok := met[p.File]; !ok {
			met[p.File] = len(met)
		}
	}
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(met[a.File], met[b.File]), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}
