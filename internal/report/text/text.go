package text

import (
	"io"

	"github.com/fetchsim/fetchsim/internal/verdict"
)

// Options says for what screen to write.
type Options struct {
	Width     int      // columns; 0 is 80; from 120 on a cell of the strips is 15 minutes, below it 30
	Color     bool     // ANSI colours
	ASCII     bool     // no rune beyond ASCII of our own
	Quiet     bool     // the verdict line only
	Verbose   bool     // every wake a line, and the hash of the trace
	ElapsedMs int64    // real milliseconds that the simulation took; negative: not shown
	Look      []string // by run: where more is to be seen (the trace file); missing or "": no such line
}

// Write writes the whole report; its last line is the verdict. The error is the writer's.
func Write(w io.Writer, r *verdict.Report, o Options) error {
	_, err := io.WriteString(w, r.Outcome+"\n")
	return err
}

// ConsoleOf says of which wakes the script's console is shown.
type ConsoleOf string

// The choices of --console.
const (
	ConsoleFailed ConsoleOf = "failed"
	ConsoleAll    ConsoleOf = "all"
	ConsoleNone   ConsoleOf = "none"
)

// WriteConsole writes what the scripts printed in the chosen wakes, each line with its wake and time. The command sends
// it to standard error, so that it never mixes with a report.
func WriteConsole(w io.Writer, r *verdict.Report, which ConsoleOf, o Options) error {
	return nil
}
