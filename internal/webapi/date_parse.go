package webapi

import (
	"math"
	"strings"
)

// parseDate reads what Date.parse reads: the format of ECMA-262, else whatever V8's old parser makes sense of
// ("Mon, 2 Mar 2026 10:00:00 GMT", "3/2/2026 10:00 PM"). The result is in milliseconds since 1970: of the local clock
// where isLocal.
func parseDate(text string) (t float64, isLocal, ok bool) {
	p := dateParser{text: text, zone: noZone}
	if t, isLocal, done := p.iso(); done {
		return t, isLocal, !math.IsNaN(t)
	}
	t, isLocal, ok = p.legacy()
	return t, isLocal, ok && !math.IsNaN(t)
}

// noZone is an offset that was not given.
const noZone = math.MinInt32

// dateParser reads a date from text, of which next is the rest's start.
type dateParser struct {
	text   string
	next   int
	days   []int64 // numbers that are no time, at most three
	named  int64   // month by name, from 1; 0 none
	clock  []int64 // hour, minute, second, millisecond as far as given
	half   int64   // hours that AM and PM add; -1 none
	zone   int64   // minutes east of UTC, or noZone
	signed int64   // the sign of an offset of which the minutes are still to come; 0 none
	number bool    // a number was read
}

func (p *dateParser) rest() string { return p.text[p.next:] }

func (p *dateParser) skip(c byte) bool {
	if p.next < len(p.text) && p.text[p.next] == c {
		p.next++
		return true
	}
	return false
}

// digits reads exactly n digits.
func (p *dateParser) digits(n int) (v int64, ok bool) {
	if len(p.rest()) < n {
		return 0, false
	}
	for _, c := range []byte(p.rest()[:n]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = v*10 + int64(c-'0')
	}
	p.next += n
	return v, true
}

// iso reads the format of ECMA-262. done is false when the text is none of it: then nothing was read.
func (p *dateParser) iso() (t float64, isLocal, done bool) {
	defer func() {
		if !done {
			p.next = 0
		}
	}()
	year, ok := p.isoYear()
	if !ok {
		return 0, false, false
	}
	month, day := int64(1), int64(1)
	if p.skip('-') {
		if month, ok = p.digits(2); !ok || month < 1 || month > 12 {
			return 0, false, false
		}
		if p.skip('-') {
			if day, ok = p.digits(2); !ok || day < 1 || day > 31 {
				return 0, false, false
			}
		}
	}
	if p.rest() == "" {
		return makeTime(float64(year), float64(month-1), float64(day), 0, 0, 0, 0), false, true
	}
	if !p.skip('T') && !p.skip('t') {
		return 0, false, false
	}
	ms, zone, ok := p.isoTime()
	if !ok {
		return math.NaN(), false, true
	}
	t = makeTime(float64(year), float64(month-1), float64(day), 0, 0, 0, 0) + ms
	if zone == noZone {
		return t, true, true
	}
	return t - float64(zone*msPerMinute), false, true
}

func (p *dateParser) isoYear() (int64, bool) {
	sign := int64(1)
	switch {
	case p.skip('+'):
	case p.skip('-'):
		sign = -1
	default:
		return p.digits(4)
	}
	year, ok := p.digits(6)
	return sign * year, ok && (sign > 0 || year > 0)
}

// isoTime reads what follows the T, to the end.
func (p *dateParser) isoTime() (ms float64, zone int64, ok bool) {
	hour, ok := p.digits(2)
	if !ok || !p.skip(':') {
		return 0, 0, false
	}
	minute, ok := p.digits(2)
	if !ok {
		return 0, 0, false
	}
	second, milli := int64(0), int64(0)
	if p.skip(':') {
		if second, ok = p.digits(2); !ok {
			return 0, 0, false
		}
		if p.skip('.') {
			if milli, ok = p.fraction(); !ok {
				return 0, 0, false
			}
		}
	}
	if !validClock(hour, minute, second, milli) {
		return 0, 0, false
	}
	zone, ok = p.isoZone()
	return float64(hour*msPerHour + minute*msPerMinute + second*msPerSecond + milli), zone, ok && p.rest() == ""
}

// fraction reads the digits after the point, in milliseconds.
func (p *dateParser) fraction() (milli int64, ok bool) {
	scale := int64(100)
	for ; p.next < len(p.text) && p.text[p.next] >= '0' && p.text[p.next] <= '9'; p.next++ {
		milli += int64(p.text[p.next]-'0') * scale
		scale /= 10
		ok = true
	}
	return milli, ok
}

func (p *dateParser) isoZone() (zone int64, ok bool) {
	sign := int64(1)
	switch {
	case p.rest() == "":
		return noZone, true
	case p.skip('Z'), p.skip('z'):
		return 0, true
	case p.skip('+'):
	case p.skip('-'):
		sign = -1
	default:
		return 0, false
	}
	hour, ok := p.digits(2)
	if !ok {
		return 0, false
	}
	p.skip(':')
	minute, ok := p.digits(2)
	return sign * (hour*60 + minute), ok && hour < 24 && minute < 60
}

func validClock(hour, minute, second, milli int64) bool {
	if hour == 24 {
		return minute == 0 && second == 0 && milli == 0
	}
	return hour < 24 && minute < 60 && second < 60 && milli < 1000
}

// legacy reads anything else, by the rules of V8's parser: words before the first number do not matter, numbers with a
// colon are a time, the others a date whose order follows from their size.
func (p *dateParser) legacy() (t float64, isLocal, ok bool) {
	p.half = -1
	for p.next < len(p.text) {
		c := p.text[p.next]
		switch {
		case c >= '0' && c <= '9':
			ok = p.legacyNumber()
		case isASCIILetter(c):
			ok = p.legacyWord()
		case (c == '+' || c == '-') && (p.zone == 0 || len(p.clock) > 0):
			p.next++
			ok = p.legacyOffset(c)
		case (c == '+' || c == '-' || c == ')') && p.number:
			ok = false
		case c == '(':
			p.skipParentheses()
			ok = true
		default:
			p.next++
			ok = true
		}
		if !ok {
			return 0, false, false
		}
	}
	return p.legacyResult()
}

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func (p *dateParser) skipParentheses() {
	depth := 0
	for ; p.next < len(p.text); p.next++ {
		switch p.text[p.next] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				p.next++
				return
			}
		}
	}
}

// readNumber reads digits; what is beyond nine of them does not matter.
func (p *dateParser) readNumber() (v int64, length int) {
	start := p.next
	for ; p.next < len(p.text) && p.text[p.next] >= '0' && p.text[p.next] <= '9'; p.next++ {
		if v < 1e9 {
			v = v*10 + int64(p.text[p.next]-'0')
		}
	}
	return v, p.next - start
}

// expects says whether the time goes on with n.
func (p *dateParser) expects(n int64) bool {
	switch len(p.clock) {
	case 1, 2:
		return n < 60
	case 3:
		return n < 1000
	}
	return false
}

func (p *dateParser) addClock(n int64) bool {
	p.clock = append(p.clock, n)
	return len(p.clock) <= 4
}

func (p *dateParser) endClock() {
	for len(p.clock) < 4 {
		p.clock = append(p.clock, 0)
	}
}

func (p *dateParser) legacyNumber() bool {
	n, _ := p.readNumber()
	p.number = true
	if p.skip(':') {
		if p.skip(':') {
			if len(p.clock) > 0 {
				return false
			}
			return p.addClock(n) && p.addClock(0)
		}
		if p.signed != 0 {
			return false
		}
		ok := p.addClock(n)
		p.skip('.')
		return ok
	}
	point := p.skip('.')
	switch {
	case point && p.expects(n):
		p.addClock(n)
		milli, ok := p.fraction()
		p.addClock(milli)
		p.endClock()
		return ok
	case p.signed != 0:
		p.zone += p.signed * n
		p.signed = 0
	case p.expects(n):
		p.addClock(n)
		p.endClock()
		return p.rest() == "" || strings.IndexByte(" \t\n\r+-Zz", p.rest()[0]) >= 0
	default:
		p.days = append(p.days, n)
		p.skip('-')
		return len(p.days) <= 3
	}
	return true
}

// legacyOffset reads an offset after its sign.
func (p *dateParser) legacyOffset(c byte) bool {
	sign := int64(1)
	if c == '-' {
		sign = -1
	}
	n, length := p.readNumber()
	p.number = true
	switch {
	case p.skip(':'):
		p.zone, p.signed = sign*n*60, sign
	case length == 1 || length == 2:
		p.zone = sign * n * 60
	case length == 3 || length == 4:
		p.zone = sign * (n/100*60 + n%100)
	default:
		return false
	}
	return true
}

func (p *dateParser) legacyWord() bool {
	start := p.next
	for p.next < len(p.text) && isASCIILetter(p.text[p.next]) {
		p.next++
	}
	word := strings.ToLower(p.text[start:p.next])
	zones := map[string]int64{
		"utc": 0, "ut": 0, "gmt": 0, "z": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
	}
	if m := monthNumber(word); m > 0 {
		p.named = m
		p.skip('-')
		return true
	}
	if offset, ok := zones[word]; ok && p.number {
		p.zone = offset
		return true
	}
	switch {
	case word == "am" && len(p.clock) > 0:
		p.half = 0
	case word == "pm" && len(p.clock) > 0:
		p.half = 12
	default:
		next := p.rest() + " "
		return !p.number && (next[0] < '0' || next[0] > '9')
	}
	return true
}

// monthNumber is the month, from 1, whose name begins like word; 0 if none.
func monthNumber(word string) int64 {
	if len(word) < 3 {
		return 0
	}
	i := strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", word[:3])
	if i%3 != 0 {
		return 0
	}
	return int64(i/3 + 1)
}

func (p *dateParser) legacyResult() (t float64, isLocal, ok bool) {
	year, month, day, ok := p.legacyDay()
	if !ok {
		return 0, false, false
	}
	p.endClock()
	hour := p.clock[0]
	if p.half >= 0 {
		if hour > 12 {
			return 0, false, false
		}
		hour = hour%12 + p.half
	}
	if !validClock(hour, p.clock[1], p.clock[2], p.clock[3]) {
		return 0, false, false
	}
	t = makeTime(float64(year), float64(month-1), float64(day), float64(hour), float64(p.clock[1]), float64(p.clock[2]), float64(p.clock[3]))
	if p.zone == noZone {
		return t, true, true
	}
	return t - float64(p.zone*msPerMinute), false, true
}

// legacyDay finds out which number is the year, the month and the day.
func (p *dateParser) legacyDay() (year, month, day int64, ok bool) {
	if len(p.days) == 0 {
		return 0, 0, 0, false
	}
	n := append(p.days, 1, 1)[:3]
	isDay := func(v int64) bool { return v >= 1 && v <= 31 }
	switch {
	case p.named == 0 && !isDay(n[0]):
		year, month, day = n[0], n[1], n[2]
	case p.named == 0:
		month, day, year = n[0], n[1], n[2]
	case !isDay(n[0]):
		year, month, day = n[0], p.named, n[1]
	default:
		day, month, year = n[0], p.named, n[1]
	}
	switch {
	case year >= 0 && year <= 49:
		year += 2000
	case year >= 50 && year <= 99:
		year += 1900
	}
	return year, month, day, month >= 1 && month <= 12 && isDay(day)
}
