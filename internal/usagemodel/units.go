package usagemodel

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// day is the length of a day on which the clocks are not changed.
const day = 24 * time.Hour

// parseDuration reads what time.ParseDuration reads, and whole days before it: 21d, 1d12h.
func parseDuration(text string) (time.Duration, error) {
	days, rest, found := strings.Cut(text, "d")
	if !found {
		return time.ParseDuration(text)
	}
	const most = 100_000 // far from overflow
	n, err := strconv.ParseUint(days, 10, 32)
	if err != nil || n > most {
		return 0, fmt.Errorf("no duration: %q", text)
	}
	var part time.Duration
	if rest != "" {
		if part, err = time.ParseDuration(rest); err != nil || part < 0 {
			return 0, fmt.Errorf("no duration: %q", text)
		}
	}
	total := time.Duration(n)*day + part
	if total < 0 {
		return 0, fmt.Errorf("no duration: %q", text)
	}
	return total, nil
}

// formatDuration writes a duration as a profile does: 21d, 1h30m, 90s is 1m30s.
func formatDuration(d time.Duration) string {
	if d >= day && d%day == 0 {
		return strconv.FormatInt(int64(d/day), 10) + "d"
	}
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func isNumber(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil
}

// formatNumber writes a number in the fewest digits that read back to it.
func formatNumber(v float64) string {
	if v == 0 || (v >= 1e-6 && v < 1e15) {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// parseTimeOfDay reads HH:MM, 00:00 to 24:00.
func parseTimeOfDay(text string) (time.Duration, bool) {
	if len(text) != 5 || text[2] != ':' {
		return 0, false
	}
	h, errH := strconv.ParseUint(text[:2], 10, 8)
	m, errM := strconv.ParseUint(text[3:], 10, 8)
	t := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
	return t, errH == nil && errM == nil && m < 60 && t <= day
}

func formatTimeOfDay(t time.Duration) string {
	return fmt.Sprintf("%02d:%02d", t/time.Hour, t%time.Hour/time.Minute)
}

// maxWord is the longest name, in bytes.
const maxWord = 64

// isKebab reports whether a name is lower-case words joined by single hyphens.
func isKebab(name string) bool {
	if name == "" || len(name) > maxWord {
		return false
	}
	hyphen := true // as if before the first letter
	for _, c := range name {
		switch {
		case c == '-' && hyphen:
			return false
		case c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9'):
			return false
		}
		hyphen = c == '-'
	}
	return !hyphen
}
