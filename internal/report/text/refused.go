package text

import (
	"fmt"
	"slices"

	"github.com/fetchsim/fetchsim/internal/verdict"
)

// refusedAt is when iOS refused a pending request longest, as `fetchsim why` takes it; empty if it did not. That an app is
// open, asks for nothing or was woken just now needs no explanation.
func refusedAt(run *verdict.Run) string {
	var longest verdict.Span
	for _, s := range run.Spans {
		told := s.Answer == "refused" && !slices.Contains([]string{"too_soon", "foreground", "no_request"}, s.Code)
		if told && s.ToUs-s.FromUs > longest.ToUs-longest.FromUs {
			longest = s
		}
	}
	if longest.ToUs == 0 {
		return ""
	}
	const minuteUs = 60_000_000
	return dayClock(run, longest.FromUs) + "-" + dayClock(run, (longest.ToUs+minuteUs-1)/minuteUs*minuteUs)
}

// dayClock is an instant of the run as HH:MM, the day before it if there are several. The end of the last day is 24:00.
func dayClock(run *verdict.Run, us int64) string {
	day := 0
	for day+1 < len(run.Strips) && run.Strips[day+1].StartUs <= us {
		day++
	}
	if day >= len(run.Strips) {
		return "00:00"
	}
	minutes := 24 * 60
	strip := &run.Strips[day]
	if cell := int((us - strip.StartUs) / verdict.CellUs); cell < len(strip.Cells) {
		minutes = int(strip.Cells[cell].Clock) + int((us-strip.StartUs)%verdict.CellUs/60_000_000)
	}
	clock := fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
	if run.Header.Days > 1 {
		return fmt.Sprintf("%d:%s", day, clock)
	}
	return clock
}
