package text

import (
	"fmt"
	"io"

	"github.com/fetchsim/fetchsim/internal/verdict"
)

// ConsoleOf says of which wakes the script's console is shown.
type ConsoleOf string

// The choices of --console.
const (
	ConsoleFailed ConsoleOf = "failed"
	ConsoleAll    ConsoleOf = "all"
	ConsoleNone   ConsoleOf = "none"
)

// failedConsoles is of how many failed wakes the console is shown unless all are asked for: they mostly say the same.
const failedConsoles = 3

// WriteConsole writes what the scripts printed in the chosen wakes, each line with its wake and time. The command sends
// it to standard error, so that it never mixes with a report.
func WriteConsole(w io.Writer, r *verdict.Report, which ConsoleOf, o Options) error {
	p := newPage(w, o)
	shown, left := 0, 0
	for _, run := range r.Runs {
		for _, wake := range run.Wakes {
			switch {
			case !shows(which, wake) || len(wake.Console)+wake.ConsoleDropped == 0:
			case which == ConsoleFailed && shown == failedConsoles:
				left++
			default:
				shown++
				p.console(run, wake, len(r.Runs) > 1)
			}
		}
	}
	if left > 0 {
		p.line(p.paint(dim, fmt.Sprintf("and the console of %s: --console all", count(left, "more failed wake"))))
	}
	if err := p.out.Flush(); err != nil {
		return fmt.Errorf("write the console: %w", err)
	}
	return nil
}

func shows(which ConsoleOf, w *verdict.Wake) bool {
	switch which {
	case ConsoleAll:
		return w.Judged
	case ConsoleFailed:
		return w.Judged && w.Worst == verdict.Error
	case ConsoleNone:
	}
	return false
}

func (p *page) console(run *verdict.Run, w *verdict.Wake, several bool) {
	lead := "console of the wake at " + moment(run, w)
	if several {
		lead += fmt.Sprintf(", %s, %s, seed %d", clean(run.Script), clean(run.Header.Profile.Name), run.Header.Seed)
	}
	p.line(p.paint(dim, lead))
	for i, l := range w.Console {
		if w.ConsoleDropped > 0 && i == len(w.Console)/2 {
			p.line(spaces(12), p.paint(dim, fmt.Sprintf("%s %s left out", p.ellipsis(), count(w.ConsoleDropped, "line"))))
		}
		p.line(fmt.Sprintf("%10s  ", short(l.AtUs)), p.paint(levelStyle(l.Level), clean(l.Text)))
	}
	if len(w.Console) == 0 {
		p.line(spaces(12), p.paint(dim, count(w.ConsoleDropped, "line")+" left out"))
	}
}

func levelStyle(level string) style {
	switch level {
	case "error":
		return red
	case "warn":
		return yellow
	case "debug":
		return dim
	default:
		return plain
	}
}
