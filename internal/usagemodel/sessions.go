package usagemodel

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// How the phone and the app are used beyond what a profile says. All assumed.
const (
	// unlockGap is the least time between two unlocks: of two that are drawn closer the second is lost.
	unlockGap = 3 * time.Second
	// screenGap is how long the screen is off at least before the next unlock.
	screenGap = time.Second
	// leastSession is the shortest time on screen, leastAppSession that of the app.
	leastSession    = time.Second
	leastAppSession = 500 * time.Millisecond
	// appShare is how much of a phone's session one app takes at most.
	appShare = 0.9
	// openMakeUp makes up for the unlocks that were lost to sleep, so that opens reach their mean.
	openMakeUp = 1.04
)

// sessions turns unlocks into what is seen of them: the screen, the lock, the app.
type sessions struct {
	taste    [dayTypes]taste
	previous vclock.Instant // the last unlock that became a session
	out      []moment       // drawn and not yet taken; a session may end on the next day
}

func newSessions(p *Profile) sessions {
	s := sessions{previous: Long}
	for t := range DayType(dayTypes) {
		s.taste[t] = newTaste(p, t)
	}
	return s
}

// draws are the streams of one day's sessions, one for each purpose: more opens shift no session.
type draws struct{ phone, app, appLength *rand.Rand }

// moments draws the sessions that begin on day n. It returns what happens on that day; the unlocks of the next day have
// been drawn.
func (s *sessions) moments(t *Timeline, n int) []moment {
	today := t.dates.day(n)
	mean := opensOn(t.profile.App.Opens, n)
	rngs := draws{t.stream(n, "sessions"), t.stream(n, "app"), t.stream(n, "app_sessions")}
	pending, lastClose := t.unlocks.pending, -1
	for len(pending) > 0 && pending[0] < today.end {
		at := pending[0]
		pending = pending[1:]
		if s.previous != Long && at.Sub(s.previous) < unlockGap {
			continue
		}
		s.previous = at
		next := vclock.Never
		for _, u := range pending {
			if u.Sub(at) >= unlockGap {
				next = u
				break
			}
		}
		open := s.taste[today.kind].open(mean, today.timeOfDay(at))
		if s.session(t.profile, at, next, open, rngs) {
			lastClose = len(s.out) - 3
		}
	}
	t.unlocks.pending = t.unlocks.pending[:copy(t.unlocks.pending, pending)]
	if lastClose >= 0 && t.quits(n) {
		s.insertQuit(lastClose)
	}
	return until(s.out, today.end)
}

// session draws one session: screen on and unlocked at once, the app from the beginning if it is opened, dark and locked
// together. It reports whether the app was opened; its close is then the third moment from the end.
func (s *sessions) session(p *Profile, at, next vclock.Instant, open float64, rngs draws) bool {
	length := draw(p.Phone.Session, leastSession, rngs.phone)
	if next != vclock.Never {
		length = min(length, next.Sub(at)-screenGap)
	}
	s.out = append(s.out, moment{at: at, kind: ScreenOn}, moment{at: at, kind: Unlock})
	opened := chance.Chance(open, rngs.app)
	if opened {
		most := millis(time.Duration(float64(length) * appShare))
		used := min(draw(p.App.Session, leastAppSession, rngs.appLength), most)
		s.out = append(s.out, moment{at: at, kind: AppOpen}, moment{at: at.Add(used), kind: AppClose})
	}
	s.out = append(s.out, moment{at: at.Add(length), kind: ScreenOff}, moment{at: at.Add(length), kind: Lock})
	return opened
}

// draw draws the length of a session.
func draw(s Session, least time.Duration, rng *rand.Rand) time.Duration {
	most := maxSession
	if s.Max > 0 {
		most = s.Max
	}
	length := chance.LogNormal(float64(s.Median), s.Sigma, rng)
	return millis(time.Duration(min(max(length, float64(least)), float64(most))))
}

// quits draws whether the app is swiped away on day n.
func (t *Timeline) quits(n int) bool {
	perDay := t.profile.App.ForceQuitPerDay
	return perDay > 0 && chance.Chance(1-math.Exp(-perDay), t.stream(n, "quit"))
}

// insertQuit has the app swiped away as soon as it is closed.
func (s *sessions) insertQuit(lastClose int) {
	s.out = append(s.out, moment{})
	copy(s.out[lastClose+2:], s.out[lastClose+1:])
	s.out[lastClose+1] = moment{at: s.out[lastClose].at, kind: ForceQuit}
}

// forget drops the first n moments, which have been taken.
func (s *sessions) forget(n int) { s.out = s.out[:copy(s.out, s.out[n:])] }

// until returns the moments before the end.
func until(all []moment, end vclock.Instant) []moment {
	n := len(all)
	for n > 0 && all[n-1].at >= end {
		n--
	}
	return all[:n]
}
