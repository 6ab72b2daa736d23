package recording

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Error holds everything that is wrong with a recording of our own formats, in order of place.
type Error struct {
	Problems []Problem
	More     int // how many further problems there are: only the first hundred are kept
}

// Error returns the problems, one a line.
func (e *Error) Error() string {
	lines := make([]string, len(e.Problems), len(e.Problems)+1)
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	if e.More > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", e.More))
	}
	return strings.Join(lines, "\n")
}

// Problem is one thing that is wrong, with its place: lines and columns (in bytes) count from 1.
type Problem struct {
	File         string
	Line, Column int
	Message      string
}

// String returns the problem as file:line:column: message.
func (p Problem) String() string {
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// The ways in which a file cannot be imported although nothing is wrong with a line of it.
var (
	// ErrUnknownFormat says that the content is none of the formats.
	ErrUnknownFormat = errors.New("unknown format")
	// ErrNoZone says that a file states no time zone, so that its days cannot be told apart, and none was given.
	ErrNoZone = errors.New("no time zone is stated")
	// ErrEmpty says that nothing usable was found.
	ErrEmpty = errors.New("nothing was recorded")
)

// DeviceError says that a file holds several devices and which one was meant is not clear.
type DeviceError struct {
	Asked   string // the device that was asked for and is not there; empty if none was
	Devices []string
}

// Error names the devices.
func (e *DeviceError) Error() string {
	list := strings.Join(e.Devices, ", ")
	if e.Asked != "" {
		return fmt.Sprintf("there is no device %q; choose one with --device: %s", e.Asked, list)
	}
	return fmt.Sprintf("%d devices are in this file; choose one with --device: %s", len(e.Devices), list)
}

// problems collects what is wrong with one file.
type problems struct {
	file string
	err  Error
}

const maxProblems = 100

func (p *problems) add(line, column int, format string, args ...any) {
	if len(p.err.Problems) == maxProblems {
		p.err.More++
		return
	}
	p.err.Problems = append(p.err.Problems, Problem{p.file, line, column, fmt.Sprintf(format, args...)})
}

// result is the error, nil if nothing is wrong.
func (p *problems) result() error {
	if len(p.err.Problems) == 0 {
		return nil
	}
	slices.SortStableFunc(p.err.Problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return &p.err
}
