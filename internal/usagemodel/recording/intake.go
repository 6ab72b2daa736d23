package recording

import (
	"cmp"
	"slices"
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// What a foreign file is believed. All assumed.
const (
	// earliest and latest bound the times of events: a phone whose clock was never set lives in 1970.
	earliest = 946684800000  // 2000-01-01
	latest   = 4102444800000 // 2100-01-01
	// otherLife is a silence so long that the clock was wrong on one side of it.
	otherLife = 180 * 24 * time.Hour
	// compactFrom is how many events are kept before repeats of a state are dropped on the way.
	compactFrom = 1 << 20
)

// intake takes the events of a file in any order and keeps no more than it must: of a long row of the same state only the
// first and the last, since an event between them may still come.
type intake struct {
	report    *ImportReport
	entries   []entry
	words     words
	newest    int64
	ordered   bool // the file promises to be in order of time: what is not is counted
	compactAt int
}

func newIntake(report *ImportReport) *intake {
	return &intake{report: report, compactAt: compactFrom, newest: earliest}
}

// add takes an event at so many milliseconds since 1970.
func (in *intake) add(at int64, kind usagemodel.EventKind, value uint16, line int) {
	if at < earliest || at >= latest {
		in.report.dropped("events at an impossible time", uint32(line))
		return
	}
	if at < in.newest && in.ordered {
		in.report.repaired("events out of order; sorted in", uint32(line))
	}
	in.newest = max(in.newest, at)
	in.entries = append(in.entries, entry{at: at, kind: kind, value: value, line: uint32(line)})
	if len(in.entries) >= in.compactAt {
		in.compact()
		in.compactAt = max(compactFrom, 2*len(in.entries))
	}
}

// addWord takes an event whose value is a word.
func (in *intake) addWord(at int64, kind usagemodel.EventKind, word string, line int) {
	if n, ok := in.words.number(word); ok {
		in.add(at, kind, n, line)
		return
	}
	in.report.dropped("events with one of too many different values", uint32(line))
}

func (in *intake) sort() {
	byTime := func(a, b entry) int { return cmp.Compare(a.at, b.at) }
	if !slices.IsSortedFunc(in.entries, byTime) {
		slices.SortStableFunc(in.entries, byTime)
	}
}

// droppedKind marks an entry that goes with the next sweep.
const droppedKind = usagemodel.EventKind(0xff)

func sweep(entries []entry) []entry {
	return slices.DeleteFunc(entries, func(e entry) bool { return e.kind == droppedKind })
}

// compact drops what lies inside a row of the same state.
func (in *intake) compact() {
	in.sort()
	type pair struct{ last, beforeLast int }
	var seen [int(usagemodel.ThermalStream) + 1]pair
	for s := range seen {
		seen[s] = pair{-1, -1}
	}
	alike := func(i int, e entry) bool {
		return i >= 0 && in.entries[i].kind == e.kind && in.entries[i].value == e.value
	}
	for i, e := range in.entries {
		s, ok := e.kind.Stream()
		if !ok {
			continue
		}
		p := &seen[s]
		if e.kind != usagemodel.Unlock && alike(p.last, e) && alike(p.beforeLast, e) {
			in.report.dropped(repeats, in.entries[p.last].line)
			in.entries[p.last].kind = droppedKind
			p.last = i
			continue
		}
		p.beforeLast, p.last = p.last, i
	}
	in.entries = sweep(in.entries)
}

// recording sorts, mends and returns what was taken in. It fails with [ErrEmpty] if that is nothing.
func (in *intake) recording(zone *time.Location) (*Recording, error) {
	in.sort()
	in.oneLife()
	m := mender{in: in.entries, report: in.report, dirty: true, zone: zone}
	entries := m.mend()
	if len(entries) == 0 {
		return nil, ErrEmpty
	}
	from := time.UnixMilli(entries[0].at).Truncate(time.Second).In(zone)
	to := time.UnixMilli(entries[len(entries)-1].at).Truncate(time.Second).Add(time.Second).In(zone)
	return &Recording{Zone: zone, From: from, To: to, entries: entries, words: in.words}, nil
}

// oneLife keeps the largest part of events that are not half a year from one another.
func (in *intake) oneLife() {
	type span struct{ from, to int }
	best, from := span{}, 0
	for i := range in.entries {
		isLast := i+1 == len(in.entries)
		if !isLast && in.entries[i+1].at-in.entries[i].at < otherLife.Milliseconds() {
			continue
		}
		if i+1-from > best.to-best.from {
			best = span{from, i + 1}
		}
		from = i + 1
	}
	for i, e := range in.entries {
		if i < best.from || i >= best.to {
			in.report.dropped("events half a year or more from all others; the clock was wrong", e.line)
		}
	}
	in.entries = in.entries[best.from:best.to]
}
