package webapi

import (
	"math"
	"time"
)

// Milliseconds of the calendar.
const (
	msPerSecond = 1000
	msPerMinute = 60 * msPerSecond
	msPerHour   = 60 * msPerMinute
	msPerDay    = 24 * msPerHour
	// maxTime is the last instant a Date can hold, ECMA-262's TimeClip.
	maxTime = 8.64e15
)

// fields are a time as the calendar writes it.
type fields struct {
	year                        int64
	month, day                  int64 // 0-based, from 1
	weekday                     int64 // from Sunday
	hour, minute, second, milli int64
}

// split writes t, in milliseconds since 1970 of whatever clock, as a date and time.
func split(t int64) fields {
	day := floorDiv(t, msPerDay)
	rest := t - day*msPerDay
	f := fields{weekday: floorMod(day+4, 7), hour: rest / msPerHour, minute: rest / msPerMinute % 60, second: rest / msPerSecond % 60, milli: rest % 1000}
	f.year, f.month, f.day = civil(day)
	return f
}

// civil is the date of a day counted from 1970-01-01, in the proleptic Gregorian calendar.
func civil(days int64) (year, month, day int64) {
	days += 719_468 // from 0000-03-01, so that leap days come last
	era := floorDiv(days, 146_097)
	of := days - era*146_097
	yoe := (of - of/1460 + of/36_524 - of/146_096) / 365
	doy := of - (365*yoe + yoe/4 - yoe/100)
	m := (5*doy + 2) / 153
	day = doy - (153*m+2)/5 + 1
	year = yoe + era*400
	if m < 10 {
		return year, m + 2, day
	}
	return year + 1, m - 10, day
}

// daysTo is the day count of the first of a month (0-based).
func daysTo(year, month int64) int64 {
	year += floorDiv(month, 12)
	month = floorMod(month, 12)
	if month < 2 {
		year--
	}
	era := floorDiv(year, 400)
	yoe := year - era*400
	doy := (153*((month+10)%12) + 2) / 5
	return era*146_097 + yoe*365 + yoe/4 - yoe/100 + doy - 719_468
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

func floorMod(a, b int64) int64 { return a - floorDiv(a, b)*b }

// makeTime is the time of the parts, NaN where one of them is none; ECMA-262's MakeDay, MakeTime and MakeDate.
func makeTime(year, month, day, hour, minute, second, ms float64) float64 {
	parts := [...]*float64{&year, &month, &day, &hour, &minute, &second, &ms}
	for _, p := range parts {
		if math.IsNaN(*p) || math.IsInf(*p, 0) {
			return math.NaN()
		}
		*p = math.Trunc(*p)
	}
	if math.Abs(year) > 400_000 || math.Abs(month) > 5_000_000 {
		return math.NaN()
	}
	days := float64(daysTo(int64(year), int64(month))) + day - 1
	t := float64(days*msPerDay) + float64(hour*msPerHour) + float64(minute*msPerMinute) + float64(second*msPerSecond) + ms
	if math.Abs(t) > maxTime+msPerDay*2 {
		return math.NaN()
	}
	return t
}

// clip is ECMA-262's TimeClip.
func clip(t float64) float64 {
	if math.IsNaN(t) || math.Abs(t) > maxTime {
		return math.NaN()
	}
	return math.Trunc(t) + 0 // no negative zero
}

// weekdays and months are the short English names that Date's texts use.
func weekday(n int64) string { return time.Weekday(n).String()[:3] }
func month(n int64) string   { return time.Month(n + 1).String()[:3] }
