package webapi

import (
	_ "embed"
	"fmt"
	"strings"
	"time"
)

//go:embed zonenames.txt
var zoneNames string

// zone answers questions about local time in one time zone, and remembers the stretch of equal offset it last looked at.
type zone struct {
	loc        *time.Location
	start, end int64 // milliseconds since 1970 between which offset holds: start <= t < end
	offset     int64 // milliseconds east of UTC
}

// forever bounds a stretch that has no beginning or no end.
const forever = int64(1) << 62

// offsetAt is the offset from UTC, in milliseconds, at the instant t (milliseconds since 1970).
func (z *zone) offsetAt(t int64) int64 {
	if t < z.start || t >= z.end {
		z.look(t)
	}
	return z.offset
}

// look moves to the stretch that holds t.
func (z *zone) look(t int64) {
	at := time.UnixMilli(t).In(z.loc)
	_, seconds := at.Zone()
	start, end := at.ZoneBounds()
	z.offset, z.start, z.end = int64(seconds)*1000, -forever, forever
	if !start.IsZero() {
		z.start = start.UnixMilli()
	}
	if !end.IsZero() {
		z.end = end.UnixMilli()
	}
	// Go takes the last day of a leap year after 2037 for the next year's: such bounds do not hold t. Look again each time.
	if t < z.start || t >= z.end {
		z.start, z.end = t, t+1
	}
}

// toUTC is the instant at which the local clock shows local (milliseconds as if it were UTC). A time that the clock skips
// or shows twice is taken by the offset before the change: ECMA-262, LocalTime and UTC.
func (z *zone) toUTC(local int64) int64 {
	offset := z.offsetAt(local - z.offset)
	if u := local - offset; u >= z.start && u < z.end {
		if z.start == -forever {
			return u
		}
		// Shown already before the last change?
		start := z.start
		if v := local - z.offsetAt(start-1); v < start {
			return v
		}
		return u
	}
	// The guess fell across a change, or into the gap of one.
	later := z.start
	if local-offset >= z.end {
		later = z.end
	}
	after := local - z.offsetAt(later)
	before := local - z.offsetAt(later-1)
	if before >= later && after >= later {
		return after
	}
	return before
}

// name is the long English name of the zone while it has that offset, as ICU gives it: "Central European Summer Time",
// or "GMT+03:00" where it has none.
func (z *zone) name(offset int64) string {
	id := z.loc.String()
	if i := strings.Index(zoneNames, " "+id+" "); i >= 0 {
		line := zoneNames[strings.LastIndexByte(zoneNames[:i], '\n')+1:]
		names, _, _ := strings.Cut(line, "|")
		for names != "" {
			var one string
			one, names, _ = strings.Cut(names, ";")
			minutes, text, _ := strings.Cut(one, "=")
			if minutes == fmt.Sprint(offset/60_000) {
				return text
			}
		}
	}
	if offset == 0 && (id == "UTC" || id == "") {
		return "Coordinated Universal Time"
	}
	return "GMT" + signed(offset, ":")
}

// signed writes an offset as +hh:mm with a separator of choice.
func signed(offset int64, separator string) string {
	sign, minutes := '+', offset/60_000
	if minutes < 0 {
		sign, minutes = '-', -minutes
	}
	return fmt.Sprintf("%c%02d%s%02d", sign, minutes/60, separator, minutes%60)
}
