package recording

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// AWARE's numbers for the screen and the battery. Observed in recordings of the app; the battery's are Android's own.
const (
	awareScreenOff = 0
	awareScreenOn  = 1
	awareLocked    = 2
	awareUnlocked  = 3

	awareShutdown = -1
	awareReboot   = -3
	awareCharging = 2
	awareFull     = 5
)

// bootRows is how many rows after a shutdown a reboot may be written: the recorder starts a little before it says so.
const bootRows = 5

// awareTable is where an AWARE table has what; -1 for a column it lacks.
type awareTable struct {
	time, device, screen, level, scale, status, adaptor int
}

func awareColumns(line []byte) awareTable {
	cells := split(line, nil)
	first := func(names ...string) int {
		for _, name := range names {
			if i := columnOf(cells, name); i >= 0 {
				return i
			}
		}
		return -1
	}
	return awareTable{
		time: first("time", "timestamp"), device: first("device_id", "device", "user"), screen: first("screen_status"),
		level: first("battery_level"), scale: first("battery_scale"), status: first("battery_status"), adaptor: first("battery_adaptor"),
	}
}

func isAware(head []byte) bool {
	t := awareColumns(firstLine(head))
	return t.time >= 0 && (t.screen >= 0 || t.level >= 0 || t.status >= 0)
}

// aware reads the rows of one device.
type aware struct {
	*intake
	table   awareTable
	device  string // whose rows are kept
	devices map[string]bool
	chosen  bool

	line      int
	downSince int   // rows since a shutdown; 0 while the phone is on
	upAt      int64 // the first row after it
	upLine    int
	cells     []cell
}

// maxDevices bounds how many devices of one file are remembered.
const maxDevices = 1000

// readAware reads a screen or battery table of the AWARE app, as exported or as its analysis tools write it.
func readAware(f *file) (*Recording, error) {
	if f.options.Zone == nil {
		return nil, ErrNoZone
	}
	l := newLines(f.r)
	header, err := l.next()
	for err == nil && len(bytes.TrimSpace(header)) == 0 {
		header, err = l.next()
	}
	if err != nil {
		return nil, err
	}
	a := &aware{intake: newIntake(f.report), table: awareColumns(header), device: f.options.Device, devices: make(map[string]bool)}
	a.chosen, a.ordered = a.device != "", true
	for {
		line, err := l.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if len(bytes.TrimSpace(line)) > 0 {
			f.report.Read++
			a.line = l.number
			a.row(line)
		}
	}
	if err := a.oneDevice(); err != nil {
		return nil, err
	}
	rec, err := a.recording(f.options.Zone)
	if err != nil {
		return nil, err
	}
	rec.Source, rec.App = "aware", f.options.App
	return rec, nil
}

// oneDevice fails unless the rows of exactly one device were meant.
func (a *aware) oneDevice() error {
	all := slices.Sorted(maps.Keys(a.devices))
	switch {
	case len(all) > 1 && !a.chosen:
		return &DeviceError{Devices: all}
	case a.chosen && !a.devices[a.device] && len(all) > 0:
		return &DeviceError{Asked: a.device, Devices: all}
	}
	return nil
}

// row takes what one line says.
func (a *aware) row(line []byte) {
	a.cells = split(line, a.cells)
	at, ok := a.instant()
	if !ok {
		a.report.dropped("lines that cannot be read", uint32(a.line))
		return
	}
	if !a.isOurs() {
		a.report.dropped("events of other devices", uint32(a.line))
		return
	}
	known := false
	if v, ok := a.integer(a.table.screen); ok {
		known = a.screen(at, v)
	}
	if status, ok := a.integer(a.table.status); ok {
		known = a.power(at, status) || known
	}
	if level, ok := a.level(); ok {
		known = true
		a.add(at, usagemodel.Battery, level, a.line)
	}
	if !known {
		a.report.dropped("lines that cannot be read", uint32(a.line))
	}
}

// isOurs reports whether the row is of the chosen device, which is the first if none was chosen.
func (a *aware) isOurs() bool {
	if a.table.device < 0 || a.table.device >= len(a.cells) {
		return true
	}
	name := a.cells[a.table.device].text
	if !a.devices[string(name)] && len(a.devices) < maxDevices {
		a.devices[string(name)] = true
		if !a.chosen && len(a.devices) == 1 {
			a.device = string(name)
		}
	}
	return string(name) == a.device
}

func (a *aware) screen(at, status int64) bool {
	switch status {
	case awareScreenOff:
		a.add(at, usagemodel.ScreenOff, 0, a.line)
	case awareScreenOn:
		a.add(at, usagemodel.ScreenOn, 0, a.line)
	case awareLocked:
		a.add(at, usagemodel.Lock, 0, a.line)
	case awareUnlocked:
		a.add(at, usagemodel.Unlock, 0, a.line)
	default:
		return false
	}
	return true
}

// power takes the battery's status. A phone counts as plugged in whenever it charges, is full or sees an adaptor.
func (a *aware) power(at, status int64) bool {
	switch status {
	case awareShutdown:
		a.downSince = 1
		return true
	case awareReboot:
		a.downSince = 0
		a.add(at, usagemodel.Boot, 0, a.line)
		return true
	}
	if a.downSince > 0 {
		if a.downSince == 1 {
			a.upAt, a.upLine = at, a.line
		}
		if a.downSince++; a.downSince > bootRows {
			a.downSince = 0
			a.report.repaired("boot missing after a shutdown", uint32(a.upLine))
			a.add(a.upAt, usagemodel.Boot, 0, a.upLine)
		}
	}
	adaptor, _ := a.integer(a.table.adaptor)
	kind := usagemodel.Unplug
	if status == awareCharging || status == awareFull || adaptor > 0 {
		kind = usagemodel.Plug
	}
	a.add(at, kind, 0, a.line)
	return true
}

// level is the battery's, in percent of its scale.
func (a *aware) level() (uint16, bool) {
	level, ok := a.number(a.table.level)
	if scale, scaled := a.number(a.table.scale); scaled && scale > 0 {
		level = level / scale * 100
	}
	level = math.Round(level)
	return uint16(max(0, min(level, 100))), ok && level >= 0 && level <= 100
}

// instant is when the row was written, in milliseconds since 1970. AWARE itself writes milliseconds, its tools seconds.
func (a *aware) instant() (int64, bool) {
	v, ok := a.number(a.table.time)
	if !ok || v < 0 || v > latest*1000 {
		return 0, false
	}
	const secondsEnd = latest / 1000
	if v < secondsEnd {
		v *= 1000
	}
	return int64(math.Round(v)), true
}

// number reads a cell; not-a-number counts as missing.
func (a *aware) number(column int) (float64, bool) {
	if column < 0 || column >= len(a.cells) {
		return 0, false
	}
	v, err := strconv.ParseFloat(string(a.cells[column].text), 64)
	return v, err == nil && !math.IsNaN(v) && !math.IsInf(v, 0)
}

// integer reads a cell that holds a whole number, written as 3 or 3.0.
func (a *aware) integer(column int) (int64, bool) {
	v, ok := a.number(column)
	return int64(max(-1e9, min(v, 1e9))), ok && v == math.Trunc(v)
}
