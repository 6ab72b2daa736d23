package text

import (
	"fmt"
	"strings"
	"time"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict"
)

// sign is the mark of a wake in the strip and in tables.
func (k ink) sign(w *verdict.Wake) string {
	if !w.Judged {
		return k.pick("·", ",")
	}
	switch w.Outcome {
	case verdict.Finished:
		switch w.Worst {
		case verdict.Error:
			return "!"
		case verdict.Warning:
			return k.pick("▲", "w")
		case verdict.Clean:
		}
		return k.pick("✓", "o")
	case verdict.Expired:
		return k.pick("◐", "e")
	case verdict.Killed:
		return k.pick("✗", "X")
	case verdict.Crashed:
		return "!"
	case verdict.Stopped, verdict.Unended:
		return k.pick("■", "s")
	case verdict.CompletedByOS:
		return k.pick("◇", "n")
	case verdict.Guard:
		return "?"
	}
	return "?"
}

// styleOf is the colour of a wake: its worst finding's.
func styleOf(w *verdict.Wake) style {
	switch {
	case !w.Judged:
		return dim
	case w.Worst == verdict.Error:
		return failed
	case w.Worst == verdict.Warning || w.Outcome == verdict.Expired:
		return warned
	case w.Outcome == verdict.Finished:
		return green
	default:
		return plain
	}
}

// linkName is the network as people call it.
func linkName(link string) string {
	switch link {
	case "wifi":
		return "Wi-Fi"
	case "lte", "3g", "4g", "5g":
		return strings.ToUpper(link)
	case "edge":
		return "EDGE"
	default:
		return clean(link)
	}
}

// linkLetter is the network in one cell of the strip.
func linkLetter(link string) string {
	switch link {
	case "", "none", "offline":
		return "."
	case "cellular":
		return "L"
	case "weak", "edge":
		return "w"
	default:
		return strings.ToUpper(string([]rune(clean(link))[0]))
	}
}

func apiName(api string) string {
	switch api {
	case "bgTaskScheduler":
		return "BGTaskScheduler"
	case "legacy":
		return "legacy fetch"
	default:
		return clean(api)
	}
}

// short is a length with one decimal, for columns: 30.0 s, 840 ms.
func short(us int64) string {
	if us < 1_000_000 {
		return fmt.Sprintf("%d ms", us/1000)
	}
	return fmt.Sprintf("%d.%d s", us/1_000_000, us/100_000%10)
}

// seconds is a length as people say it: 30 s, 2.5 s.
func seconds(us int64) string {
	if us%1_000_000 == 0 {
		return fmt.Sprintf("%d s", us/1_000_000)
	}
	return short(us)
}

// long is a length of minutes to days.
func long(us int64) string {
	switch minutes := us / 60_000_000; {
	case minutes < 1:
		return short(us)
	case minutes < 60:
		return fmt.Sprintf("%d min", minutes)
	case minutes >= 48*60 && minutes%(24*60) == 0:
		return fmt.Sprintf("%d days", minutes/(24*60))
	case minutes%60 == 0:
		return fmt.Sprintf("%d h", minutes/60)
	default:
		return fmt.Sprintf("%d h %02d min", minutes/60, minutes%60)
	}
}

// size is a number of bytes in decimal units, as networks are measured.
func size(b int64) string {
	switch {
	case b < 1000:
		return fmt.Sprintf("%d B", b)
	case b < 1_000_000:
		return fmt.Sprintf("%d.%d kB", b/1000, b/100%10)
	default:
		return fmt.Sprintf("%d.%d MB", b/1_000_000, b/100_000%10)
	}
}

// count is a number with its noun: 1 wake, 2 wakes.
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// position is a place as editors and terminals make it clickable.
func position(p trace.Pos) string {
	return fmt.Sprintf("%s:%d:%d", clean(p.File), p.Line, p.Column)
}

// moment is a wake's time of day; with several days the date stands before it.
func moment(run *verdict.Run, w *verdict.Wake) string {
	clock := clean(w.Clock())
	if run.Header.Days <= 1 {
		return clock
	}
	date, _, _ := strings.Cut(w.At, "T")
	return dayName(date) + " " + clock
}

// dayName shows 2026-03-02 as "Mon  2 Mar".
func dayName(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return clean(date)
	}
	return t.Format("Mon _2 Jan")
}
