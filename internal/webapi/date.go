package webapi

import (
	"fmt"
	"math"

	"github.com/fetchsim/fetchsim/internal/script/engine"
)

// dateUnit is the state behind one process's Date.
type dateUnit struct {
	w       *Web
	startUs int64 // the wall clock at instant 0, in microseconds since 1970
	zone    zone
	getTime engine.Value // the engine's own; owned by Web.held
	setTime engine.Value
}

// hostDate puts into h what js/date.js needs, and replaces the local methods of the engine's Date.
func (w *Web) hostDate(h engine.Value) {
	d := &dateUnit{w: w, startUs: w.env.Start.UnixMicro()}
	w.date = d
	constructor := w.vm.Dup(w.engineDate) // the global is a getter of ours by now
	prototype, thrown := w.vm.Get(constructor, "prototype")
	if thrown != nil {
		panic("webapi: the engine's Date has no prototype")
	}
	d.getTime, _ = w.vm.Get(prototype, "getTime")
	d.setTime, _ = w.vm.Get(prototype, "setTime")
	w.held = append(w.held, d.getTime, d.setTime)
	d.getters(prototype)
	d.setters(prototype)
	d.texts(prototype)
	w.vm.Free(prototype)
	w.vm.Give(h, "Date", constructor)
	w.fn(h, "now", 0, func(*engine.Call) engine.Value { return engine.Float(float64(floorDiv(d.now(), 1000))) })
	w.fn(h, "parse", 1, d.parse)
	w.fn(h, "local", 7, d.local)
	w.fn(h, "text", 1, func(c *engine.Call) engine.Value { return w.vm.String(d.text(c.Arg(0).Number(), true, true)) })
}

func (d *dateUnit) now() int64 { return d.startUs + d.w.rt.Host().Now().Micros() }

// here is the zone of this instant.
func (d *dateUnit) here() *zone {
	if loc := d.w.env.Zone(); loc != d.zone.loc {
		d.zone = zone{loc: loc}
	}
	return &d.zone
}

// time is the time value of a Date; ok is false when this is none, and then r is the exception.
func (d *dateUnit) time(c *engine.Call) (t float64, r engine.Value, ok bool) {
	v, thrown := d.w.vm.Call(d.getTime, c.This)
	if thrown != nil {
		return 0, c.Rethrow(thrown), false
	}
	return v.Number(), v, true
}

// getters replaces the methods that read local time.
func (d *dateUnit) getters(prototype engine.Value) {
	get := func(name string, part func(f *fields) int64) {
		d.method(prototype, name, 0, func(c *engine.Call) engine.Value {
			t, r, ok := d.time(c)
			if !ok || math.IsNaN(t) {
				return r
			}
			f := split(int64(t) + d.here().offsetAt(int64(t)))
			return engine.Int(part(&f))
		})
	}
	get("getFullYear", func(f *fields) int64 { return f.year })
	get("getYear", func(f *fields) int64 { return f.year - 1900 })
	get("getMonth", func(f *fields) int64 { return f.month })
	get("getDate", func(f *fields) int64 { return f.day })
	get("getDay", func(f *fields) int64 { return f.weekday })
	get("getHours", func(f *fields) int64 { return f.hour })
	get("getMinutes", func(f *fields) int64 { return f.minute })
	get("getSeconds", func(f *fields) int64 { return f.second })
	get("getMilliseconds", func(f *fields) int64 { return f.milli })
	d.method(prototype, "getTimezoneOffset", 0, func(c *engine.Call) engine.Value {
		t, r, ok := d.time(c)
		if !ok || math.IsNaN(t) {
			return r
		}
		return engine.Int(-d.here().offsetAt(int64(t)) / msPerMinute)
	})
}

func (d *dateUnit) method(prototype engine.Value, name string, length int, f func(*engine.Call) engine.Value) {
	d.w.vm.Hide(prototype, name, d.w.vm.Func(name, length, f))
}

// Parts of a date as setters number them.
const (
	partYear = iota
	partMonth
	partDay
	partHour
	partMinute
	partSecond
	partMs
)

// setters replaces the methods that write local time: each sets one part, and those after it if it is given more values.
func (d *dateUnit) setters(prototype engine.Value) {
	for _, s := range []struct {
		name        string
		first, most int
	}{
		{"setFullYear", partYear, 3},
		{"setMonth", partMonth, 2},
		{"setDate", partDay, 1},
		{"setHours", partHour, 4},
		{"setMinutes", partMinute, 3},
		{"setSeconds", partSecond, 2},
		{"setMilliseconds", partMs, 1},
	} {
		d.method(prototype, s.name, s.most, func(c *engine.Call) engine.Value { return d.set(c, s.first, s.most) })
	}
	d.method(prototype, "setYear", 1, d.setYear)
}

// set is one setter.
func (d *dateUnit) set(c *engine.Call, first, most int) engine.Value {
	t, r, ok := d.time(c)
	if !ok {
		return r
	}
	given := [partMs + 1]float64{}
	n := max(1, min(c.NArgs(), most))
	for i := range n { // all are converted, even those of an invalid date
		v, thrown := d.w.vm.ToFloat(c.Arg(i))
		if thrown != nil {
			return c.Rethrow(thrown)
		}
		given[first+i] = v
	}
	if math.IsNaN(t) {
		if first != partYear {
			return engine.Float(t)
		}
		// ECMA-262: setFullYear makes an invalid date valid, from 0 on.
		return d.store(c, d.replace(0, 0, given, first, n))
	}
	return d.store(c, d.replace(int64(t), d.here().offsetAt(int64(t)), given, first, n))
}

// replace is the local time t with n parts from first on replaced, as UTC.
func (d *dateUnit) replace(t, offset int64, given [partMs + 1]float64, first, n int) float64 {
	f := split(t + offset)
	parts := [partMs + 1]float64{
		float64(f.year), float64(f.month), float64(f.day), float64(f.hour), float64(f.minute), float64(f.second), float64(f.milli),
	}
	copy(parts[first:first+n], given[first:first+n])
	return d.utc(makeTime(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]))
}

// utc is the instant of a local time, clipped.
func (d *dateUnit) utc(local float64) float64 {
	if math.IsNaN(local) {
		return local
	}
	return clip(float64(d.here().toUTC(int64(local))))
}

func (d *dateUnit) store(c *engine.Call, t float64) engine.Value {
	v, thrown := d.w.vm.Call(d.setTime, c.This, engine.Float(t))
	if thrown != nil {
		return c.Rethrow(thrown)
	}
	return v
}

func (d *dateUnit) setYear(c *engine.Call) engine.Value {
	t, r, ok := d.time(c)
	if !ok {
		return r
	}
	year, thrown := d.w.vm.ToFloat(c.Arg(0))
	if thrown != nil {
		return c.Rethrow(thrown)
	}
	given := [partMs + 1]float64{partYear: fullYear(year)}
	if math.IsNaN(year) {
		return d.store(c, year)
	}
	if math.IsNaN(t) {
		return d.store(c, d.replace(0, 0, given, partYear, 1))
	}
	return d.store(c, d.replace(int64(t), d.here().offsetAt(int64(t)), given, partYear, 1))
}

// fullYear reads 0 … 99 as years of the 20th century, as the constructor does.
func fullYear(year float64) float64 {
	if y := math.Trunc(year); y >= 0 && y <= 99 {
		return 1900 + y
	}
	return year
}

// local is the instant of the constructor's parts.
func (d *dateUnit) local(c *engine.Call) engine.Value {
	parts := [partMs + 1]float64{partDay: 1}
	for i := range min(c.NArgs(), len(parts)) {
		v, thrown := d.w.vm.ToFloat(c.Arg(i))
		if thrown != nil {
			return c.Rethrow(thrown)
		}
		parts[i] = v
	}
	return engine.Float(d.utc(makeTime(fullYear(parts[0]), parts[1], parts[2], parts[3], parts[4], parts[5], parts[6])))
}

func (d *dateUnit) parse(c *engine.Call) engine.Value {
	text, thrown := d.w.vm.ToString(c.Arg(0))
	if thrown != nil {
		return c.Rethrow(thrown)
	}
	t, isLocal, ok := parseDate(text)
	switch {
	case !ok:
		return engine.Float(math.NaN())
	case isLocal:
		return engine.Float(d.utc(t))
	}
	return engine.Float(clip(t))
}

// texts replaces the methods that write local time.
func (d *dateUnit) texts(prototype engine.Value) {
	text := func(name string, write func(t float64) string) {
		d.method(prototype, name, 0, func(c *engine.Call) engine.Value {
			t, r, ok := d.time(c)
			if !ok {
				return r
			}
			return d.w.vm.String(write(t))
		})
	}
	text("toString", func(t float64) string { return d.text(t, true, true) })
	text("toDateString", func(t float64) string { return d.text(t, true, false) })
	text("toTimeString", func(t float64) string { return d.text(t, false, true) })
	if d.w.hasIntl() {
		return // js/intl.js does them, with locales and options
	}
	text("toLocaleString", func(t float64) string { return d.english(t, true, true) })
	text("toLocaleDateString", func(t float64) string { return d.english(t, true, false) })
	text("toLocaleTimeString", func(t float64) string { return d.english(t, false, true) })
}

// text is what toString and its halves write: "Mon Mar 02 2026", "10:00:00 GMT+0100 (Central European Standard Time)".
func (d *dateUnit) text(t float64, date, clock bool) string {
	if math.IsNaN(t) {
		return "Invalid Date"
	}
	offset := d.here().offsetAt(int64(t))
	f := split(int64(t) + offset)
	s := ""
	if date {
		s = fmt.Sprintf("%s %s %02d %s", weekday(f.weekday), month(f.month), f.day, writtenYear(f.year))
	}
	if clock {
		if date {
			s += " "
		}
		s += fmt.Sprintf("%02d:%02d:%02d GMT%s", f.hour, f.minute, f.second, signed(offset, ""))
		if d.w.env.Family.zoneName() {
			s += " (" + d.here().name(offset) + ")"
		}
	}
	return s
}

// isoText is what toISOString writes.
func isoText(t float64) string {
	f := split(int64(t))
	year := fmt.Sprintf("%04d", f.year)
	if f.year < 0 || f.year > 9999 {
		year = fmt.Sprintf("%+07d", f.year)
	}
	return fmt.Sprintf("%s-%02d-%02dT%02d:%02d:%02d.%03dZ", year, f.month+1, f.day, f.hour, f.minute, f.second, f.milli)
}

// writtenYear has four digits at least, after a sign if it is negative.
func writtenYear(year int64) string {
	if year < 0 {
		return fmt.Sprintf("-%04d", -year)
	}
	return fmt.Sprintf("%04d", year)
}

// english is what toLocaleString and its halves write in the United States: "3/2/2026, 10:00:00 AM".
func (d *dateUnit) english(t float64, date, clock bool) string {
	if math.IsNaN(t) {
		return "Invalid Date"
	}
	f := split(int64(t) + d.here().offsetAt(int64(t)))
	s := ""
	if date {
		year, era := f.year, ""
		if year <= 0 {
			year, era = 1-year, " B"
		}
		s = fmt.Sprintf("%d/%d/%d%s", f.month+1, f.day, year, era)
	}
	if clock {
		if date {
			s += ", "
		}
		half := "AM"
		if f.hour >= 12 {
			half = "PM"
		}
		s += fmt.Sprintf("%d:%02d:%02d %s", (f.hour+11)%12+1, f.minute, f.second, half)
	}
	return s
}
