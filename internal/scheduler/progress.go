package scheduler

import (
	"fmt"
	"time"
)

// progress writes how much of a wait is over, in the largest unit that both need: "12 of 15 min", "3 of 72 h".
func progress(passed, whole time.Duration) string {
	passed = max(0, min(passed, whole))
	unit, name := time.Minute, "min"
	switch {
	case whole < 2*time.Minute:
		unit, name = time.Second, "s"
	case whole >= 6*time.Hour:
		unit, name = time.Hour, "h"
	}
	return fmt.Sprintf("%d of %d %s", passed/unit, (whole+unit-1)/unit, name)
}
