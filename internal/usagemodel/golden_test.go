package usagemodel

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fetchsim/fetchsim/internal/vclock"
)

func TestFirstDayOfTypicalIsTheGoldenOne(t *testing.T) {
	t.Parallel()
	p := loaded(t, "typical")
	cal := calendarOf(t, p)
	var text strings.Builder
	for _, e := range sinceDayZero(live(t, p, 1, 1)) {
		text.WriteString(eventText(cal, e) + "\n")
	}
	golden(t, "testdata/golden/typical_seed1_day0.txt", text.String())
}

// eventText writes an event for a reader.
func eventText(cal vclock.Calendar, e Event) string {
	words := []string{cal.Wall(e.At).Format("15:04:05.000"), e.Kind.String()}
	switch e.Kind {
	case Battery:
		words = append(words, fmt.Sprint(e.Level))
	case LinkChange:
		words = append(words, string(e.Link))
	case LowPower:
		words = append(words, fmt.Sprint(e.On))
	}
	if e.Cause != "" {
		words = append(words, "("+e.Cause+")")
	}
	return strings.Join(words, " ")
}
