package recording

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// How states are mended. All assumed, by what recorders are seen to write.
const (
	// sameUnlock is how soon after an unlock another one is the same: a phone is not locked and unlocked again in it.
	sameUnlock = time.Second
	// sameBoot is how soon after a boot another one is the same.
	sameBoot = time.Minute
	// silence is how long nothing is heard before a screen that is still on was in truth turned off.
	silence = 24 * time.Hour
	// longestUse is the longest a person has one app on screen.
	longestUse = 12 * time.Hour
	// assumedUse is how long the phone is used, and assumedOpen how long an app is on screen, where a recorder tells only
	// beginnings: the medians of one phone's log of a month, and of what this project takes for a usual person.
	assumedUse  = 49 * time.Second
	assumedOpen = 40 * time.Second
)

const repeats = "repeats of a state"

// mender makes the states of a recording whole: each event changes something, what was opened is closed.
//
//	unlock … unlock        ▶ unlock … lock unlock        a lock was missing
//	app_open … lock        ▶ app_open … app_close lock   a close was missing
//	screen_on … lock … on  ▶ … screen_off lock … on      an off was missing
//	plug … plug            ▶ plug                        a repeat
//
// What it returns it returns again, unchanged, if it is given it.
type mender struct {
	in     []entry
	report *ImportReport
	dirty  bool // a foreign file: long silences and endless uses are mended too
	zone   *time.Location
	end    int64 // nothing is added from here on; 0 for no bound

	out      []entry
	states   [int(usagemodel.ThermalStream) + 1]state
	locks    bool                                     // the recorder tells when the phone is locked
	unlocks  bool                                     // or unlocked
	screens  bool                                     // or when it goes dark
	ends     [int(usagemodel.ThermalStream) + 1]int64 // when a use is taken to end whose end is never told; 0 for none
	wentDark bool                                     // since the last unlock
	bootAt   int64
	opened   int // the index in out of the last app_open
	nextOf   [int(usagemodel.ThermalStream) + 1]int
	gaps     int
	firstGap string
}

// state is what a stream was last said to be.
type state struct {
	known bool
	kind  usagemodel.EventKind
	value uint16
	at    int64
}

func (m *mender) mend() []entry {
	for _, e := range m.in {
		m.locks = m.locks || e.kind == usagemodel.Lock
		m.screens = m.screens || e.kind == usagemodel.ScreenOff
		m.unlocks = m.unlocks || e.kind == usagemodel.Unlock
	}
	m.out = make([]entry, 0, len(m.in))
	m.bootAt = earliest
	for i, e := range m.in {
		if m.dirty && i > 0 {
			m.gap(e.at-m.in[i-1].at, m.in[i-1].at)
		}
		m.endUses(i, e)
		m.take(i, e)
	}
	m.endUses(len(m.in), entry{at: latest, kind: droppedKind})
	if m.gaps > 0 {
		m.report.note("%d %s of a day or longer, first from %s; taken as a phone that was not used",
			m.gaps, plural(m.gaps, "silence"), m.firstGap)
	}
	return sweep(m.out)
}

func (m *mender) is(kind usagemodel.EventKind) bool {
	s, _ := kind.Stream()
	return m.states[s].known && m.states[s].kind == kind
}

// take mends what one event needs, and keeps it if it says something new.
func (m *mender) take(i int, e entry) {
	s, ok := e.kind.Stream()
	if !ok {
		if e.kind == usagemodel.Boot {
			m.boot(e)
			return
		}
		m.keep(e)
		return
	}
	was := m.states[s]
	switch {
	case e.kind == usagemodel.ForceQuit:
		m.keep(e)
		m.states[s] = state{true, usagemodel.AppClose, 0, e.at}
		return
	case e.kind == usagemodel.Unlock && m.is(usagemodel.Unlock) && m.lockMissing(e):
		m.report.repaired("lock missing; locked at the next unlock", e.line)
		m.take(i, entry{at: e.at, kind: usagemodel.Lock})
	case was.known && was.kind == e.kind && was.value == e.value:
		m.report.dropped(repeats, e.line)
		return
	case m.dirty && e.kind == usagemodel.AppClose && !was.known: // a recorder's first word is no change
		m.states[s] = state{true, e.kind, 0, e.at}
		return
	}
	if e.kind == usagemodel.Lock || (e.kind == usagemodel.ScreenOff && !m.locks) {
		m.closeApp(i, e)
	}
	if e.kind == usagemodel.Lock && m.is(usagemodel.ScreenOn) && m.next(i, usagemodel.ScreenStream) == usagemodel.ScreenOn {
		m.report.repaired("screen_off missing; dark at the lock", e.line)
		m.add(entry{at: e.at, kind: usagemodel.ScreenOff})
	}
	if m.dirty && e.kind == usagemodel.AppClose && m.is(usagemodel.AppOpen) && e.at-was.at > longestUse.Milliseconds() {
		m.report.dropped("uses of an app of more than 12 h", m.out[m.opened].line)
		m.out[m.opened].kind = droppedKind
		m.states[s] = state{true, usagemodel.AppClose, 0, e.at}
		return
	}
	m.add(e)
	m.willEnd(i, e)
}

// willEnd notes when a use is taken to end of which the recorder tells only beginnings.
func (m *mender) willEnd(i int, e entry) {
	s, _ := e.kind.Stream()
	switch {
	case m.locks || m.screens:
	case e.kind == usagemodel.AppOpen && m.next(i, s) != usagemodel.AppClose && m.next(i, s) != usagemodel.ForceQuit:
		m.ends[s] = e.at + assumedOpen.Milliseconds()
	case e.kind == usagemodel.ScreenOn || e.kind == usagemodel.Unlock:
		m.ends[s] = e.at + assumedUse.Milliseconds()
	}
}

// endUses ends such uses before the i-th event, the earliest first: when their time is over, or when the next one begins.
func (m *mender) endUses(i int, next entry) {
	ofNext, ok := next.kind.Stream()
	for {
		kind, at := droppedKind, int64(latest)
		for _, k := range []usagemodel.EventKind{usagemodel.AppClose, usagemodel.ScreenOff, usagemodel.Lock} {
			s, _ := k.Stream()
			again := ok && ofNext == s && next.at-m.states[s].at >= sameUnlock.Milliseconds()
			if end := m.ends[s]; end != 0 && (end <= next.at || again) && min(end, next.at) < at {
				kind, at = k, min(end, next.at)
			}
		}
		if kind == droppedKind {
			return
		}
		s, _ := kind.Stream()
		m.ends[s] = 0
		if m.end == 0 || at < m.end {
			m.report.repaired("uses of which only the begin is told; the usual length is taken", 0)
			if kind == usagemodel.Lock || (kind == usagemodel.ScreenOff && !m.unlocks) {
				m.closeApp(i-1, entry{at: at})
			}
			m.add(entry{at: at, kind: kind})
		}
	}
}

// add keeps an event and remembers the state it leaves.
func (m *mender) add(e entry) {
	s, _ := e.kind.Stream()
	m.states[s] = state{true, e.kind, e.value, e.at}
	switch e.kind { //nolint:exhaustive // the others matter only to their own stream
	case usagemodel.Unlock:
		m.wentDark = false
	case usagemodel.ScreenOff:
		m.wentDark = true
	case usagemodel.AppOpen:
		m.opened = len(m.out)
	}
	m.keep(e)
}

func (m *mender) keep(e entry) { m.out = append(m.out, e) }

// lockMissing tells a new use from a second word about the same one.
func (m *mender) lockMissing(e entry) bool {
	long := e.at-m.states[usagemodel.LockStream].at >= sameUnlock.Milliseconds()
	return long && (m.wentDark || !m.screens)
}

// closeApp closes an app that is open when the phone is locked, unless its close is still to come.
func (m *mender) closeApp(i int, e entry) {
	if m.is(usagemodel.AppOpen) && m.next(i, usagemodel.AppStream) != usagemodel.AppClose {
		m.report.repaired("app_open without app_close; closed at the lock", m.out[m.opened].line)
		m.ends[usagemodel.AppStream] = 0
		m.add(entry{at: e.at, kind: usagemodel.AppClose})
	}
}

// next is the kind of the next event of a stream after the i-th, droppedKind if there is none.
func (m *mender) next(i int, stream usagemodel.Stream) usagemodel.EventKind {
	at := &m.nextOf[stream]
	*at = max(*at, i+1)
	for ; *at < len(m.in); *at++ {
		if s, ok := m.in[*at].kind.Stream(); ok && s == stream {
			return m.in[*at].kind
		}
	}
	return droppedKind
}

// boot ends what was going on before it.
func (m *mender) boot(e entry) {
	if e.at-m.bootAt < sameBoot.Milliseconds() {
		m.report.dropped(repeats, e.line)
		return
	}
	m.bootAt = e.at
	if m.stop(e.at) {
		m.report.repaired("uses until a boot; ended there", e.line)
	}
	m.keep(e)
}

// stop closes the app, darkens the screen and locks the phone. It reports whether there was anything to do.
func (m *mender) stop(at int64) bool {
	m.ends = [len(m.ends)]int64{}
	before := len(m.out)
	for _, pair := range [][2]usagemodel.EventKind{
		{usagemodel.AppOpen, usagemodel.AppClose}, {usagemodel.ScreenOn, usagemodel.ScreenOff}, {usagemodel.Unlock, usagemodel.Lock},
	} {
		if m.is(pair[0]) {
			m.add(entry{at: at, kind: pair[1]})
		}
	}
	return len(m.out) > before
}

// gap notes a long silence and ends what was going on before it.
func (m *mender) gap(length, since int64) {
	if length < silence.Milliseconds() {
		return
	}
	m.gaps++
	if m.gaps == 1 {
		m.firstGap = time.UnixMilli(since).In(m.zone).Format("2006-01-02 15:04") + " for " +
			time.Duration(length*1e6).Truncate(time.Hour).String()
	}
	if m.stop(since) {
		m.report.repaired("uses at the begin of a day's silence; ended there", 0)
	}
}
