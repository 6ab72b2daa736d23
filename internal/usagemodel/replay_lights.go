package usagemodel

import "github.com/fetchsim/fetchsim/internal/vclock"

// lights is the screen and the lock of a replay whose recording knows the app but not the phone's use: recorded opens
// decide over what is drawn.
type lights struct {
	wanted [2]bool // on, unlocked: as drawn
	are    [2]bool // as told
	open   bool
	out    []moment
}

// light has the screen on and the phone unlocked while the app is open, and as drawn at other times.
func (l *lights) light(all []moment) []moment {
	const screen, lock = 0, 1
	l.out = l.out[:0]
	for _, m := range all {
		switch m.kind {
		case ScreenOn, ScreenOff:
			l.wanted[screen] = m.kind == ScreenOn
			l.set(m.at)
		case Unlock, Lock:
			l.wanted[lock] = m.kind == Unlock
			l.set(m.at)
		case AppOpen:
			l.open = true
			l.set(m.at)
			l.out = append(l.out, m)
		case AppClose:
			l.open = false
			l.out = append(l.out, m)
			l.set(m.at)
		default:
			l.out = append(l.out, m)
		}
	}
	return l.out
}

// set tells what must change now.
func (l *lights) set(at vclock.Instant) {
	kinds := [2][2]EventKind{{ScreenOff, ScreenOn}, {Lock, Unlock}}
	for what, wanted := range l.wanted {
		if on := wanted || l.open; on != l.are[what] {
			l.are[what] = on
			kind := kinds[what][0]
			if on {
				kind = kinds[what][1]
			}
			l.out = append(l.out, moment{at: at, kind: kind})
		}
	}
}
