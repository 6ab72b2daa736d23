package verdict

import (
	"fmt"
	"strconv"
	"strings"
)

// selectWakes marks the wakes that are judged: all, or the one that --at or --wake names.
func selectWakes(run *Run) {
	h := &run.Header
	for _, w := range run.Wakes {
		switch {
		case h.OnlyWake != 0:
			w.Judged = w.N == h.OnlyWake
		case h.At != "":
			w.Judged = w.Forced || grantedAt(w, h.At)
		default:
			w.Judged = true
		}
	}
}

// grantedAt tells whether a wake was granted at an instant as the header has it, DAY:HH:MM or DAY:HH:MM:SS; without
// seconds, any of the minute.
func grantedAt(w *Wake, at string) bool {
	day, clockAsked, _ := strings.Cut(at, ":")
	if n, err := strconv.Atoi(day); err != nil || n != w.Day {
		return false
	}
	_, clock, ok := strings.Cut(w.At, "T")
	return ok && strings.HasPrefix(clock, clockAsked)
}

// Clock is the wall-clock time of the grant, HH:MM:SS.
func (w *Wake) Clock() string {
	_, clock, _ := strings.Cut(w.At, "T")
	return clock[:min(len(clock), len("15:04:05"))]
}

// Repro is the command that repeats the run and judges this wake only, ready for a shell. It is empty when the trace
// names no command.
func (r *Run) Repro(w *Wake) string {
	if r.Header.Repro == "" {
		return ""
	}
	at := w.Clock()
	if r.Header.Days > 1 {
		at = fmt.Sprintf("%d:%s", w.Day, at)
	}
	return r.Header.Repro + " --at " + at
}
