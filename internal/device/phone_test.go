package device

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// rig is a phone with an app made of plain functions, and everything that was written to its trace.
type rig struct {
	*Phone
	queue   *vclock.Queue
	records []trace.Record
	results []Result

	onStart   func(*OS)
	onDeliver func(*OS, Task)
	onExpire  func(*OS, Task)
	launchErr error
	calls     []string // what the processes were told, in order
}

func newRig() *rig {
	r := &rig{queue: vclock.NewQueue(0)}
	r.Phone = NewPhone(Config{
		Queue: r.queue, App: r, Services: r, Seed: 1, OS: 26,
		Emit: func(t int64, ev trace.Event) { r.records = append(r.records, trace.Record{TUs: t, Event: ev}) },
	})
	return r
}

func (r *rig) Launch(os *OS) (Process, error) {
	if r.launchErr != nil {
		return nil, r.launchErr
	}
	return &fakeProcess{r: r, os: os}, nil
}

func (r *rig) Submit(Request) error                                         { return nil }
func (r *rig) Cancel(string, trace.App, *trace.Pos)                         {}
func (r *rig) SetMinimumFetchInterval(time.Duration, trace.App, *trace.Pos) {}
func (r *rig) RefreshStatus() int                                           { return 2 }
func (r *rig) Completed(res Result)                                         { r.results = append(r.results, res) }
func (r *rig) Exited(int)                                                   {}
func (r *rig) at(d time.Duration, fn func()) {
	r.queue.Schedule(vclock.Instant(0).Add(d), vclock.Phone, func(vclock.Instant) { fn() })
}
func (r *rig) grantAt(d time.Duration, n int, trigger string) {
	r.at(d, func() { r.Grant(Grant{Wake: n, Trigger: trigger, Budget: 30 * time.Second}) })
}
func (r *rig) call(format string, a ...any) { r.calls = append(r.calls, fmt.Sprintf(format, a...)) }
func (r *rig) runUntil(d time.Duration) {
	for {
		at, _, ok := r.queue.Next()
		if !ok || at > vclock.Instant(0).Add(d) {
			return
		}
		r.queue.Step()
	}
}

type fakeProcess struct {
	r  *rig
	os *OS
}

func (p *fakeProcess) Start() {
	p.r.call("start")
	if p.r.onStart != nil {
		p.r.onStart(p.os)
	}
}

func (p *fakeProcess) Deliver(t Task) {
	p.r.call("deliver %d", t.Wake)
	if p.r.onDeliver != nil {
		p.r.onDeliver(p.os, t)
	}
}

func (p *fakeProcess) Expire(t Task) {
	p.r.call("expire %d", t.Wake)
	if p.r.onExpire != nil {
		p.r.onExpire(p.os, t)
	}
}
func (p *fakeProcess) AppState(fg bool)    { p.r.call("foreground %v", fg) }
func (p *fakeProcess) Resume()             { p.r.call("resume") }
func (p *fakeProcess) Pending(when string) { p.r.call("pending %s", when) }
func (p *fakeProcess) Close()              { p.r.call("close") }

// find returns the events of one type in the order in which they were written.
func find[T trace.Event](r *rig) (found []T) {
	for _, rec := range r.records {
		if ev, ok := rec.Event.(T); ok {
			found = append(found, ev)
		}
	}
	return found
}

func finishAfter(d time.Duration) func(*OS, Task) {
	return func(os *OS, t Task) {
		os.After(d, func(time.Duration) { os.Complete(t.Wake, "finished", "newData") })
	}
}

func TestWakeThatFinishesIsSuspendedAndTheNextIsWarm(t *testing.T) {
	r := newRig()
	r.onDeliver = finishAfter(2 * time.Second)
	r.grantAt(time.Minute, 1, "refresh")
	r.grantAt(2*time.Minute, 2, "refresh")
	r.runUntil(5 * time.Minute)
	launches := find[*trace.Launch](r)
	require.Len(t, launches, 2)
	assert.Equal(t, "cold", launches[0].How)
	assert.Equal(t, "warm", launches[1].How)
	require.Len(t, r.results, 2)
	assert.Equal(t, 2*time.Second+time.Duration(launches[0].LaunchUs)*time.Microsecond, r.results[0].Ran, "the launch counts")
	assert.Equal(t, 2*time.Second+warmLaunch, r.results[1].Ran)
	assert.Equal(t, "finished", r.results[1].How)
	assert.Equal(t, suspended, r.proc.state)
}

func TestWakeThatNeverFinishesIsWarnedAndKilledAtExactly30Seconds(t *testing.T) {
	for _, tt := range []struct{ trigger, code string }{{"refresh", codeTask}, {"fetch", codeFetch}} {
		r := newRig()
		r.grantAt(time.Minute, 1, tt.trigger)
		r.runUntil(time.Hour)
		require.Len(t, r.results, 1)
		assert.Equal(t, 30*time.Second, r.results[0].Ran)
		assert.Equal(t, "killed", r.results[0].How)
		exits := find[*trace.Exit](r)
		require.Len(t, exits, 1)
		assert.Equal(t, tt.code, exits[0].Code)
		assert.Nil(t, r.proc)
		warned := tt.trigger == "refresh"
		assert.Equal(t, warned, len(r.calls) == 5, "a legacy fetch is not warned: %v", r.calls)
	}
}

func TestTheWarningComesAt25Seconds(t *testing.T) {
	r := newRig()
	var warned vclock.Instant
	r.onExpire = func(os *OS, _ Task) { warned = os.Now() }
	r.grantAt(time.Minute, 1, "refresh")
	r.runUntil(time.Hour)
	assert.Equal(t, vclock.Instant(0).Add(85*time.Second), warned)
}

func TestFinishAtExactlyTheDeadlineIsInTime(t *testing.T) {
	r := newRig()
	r.onDeliver = func(os *OS, task Task) {
		os.After(task.Deadline.Sub(os.Now()), func(time.Duration) { os.Complete(task.Wake, "finished", "noData") })
	}
	r.grantAt(time.Minute, 1, "fetch")
	r.runUntil(time.Hour)
	require.Len(t, r.results, 1)
	assert.Equal(t, "finished", r.results[0].How)
	assert.Equal(t, 30*time.Second, r.results[0].Ran)
}

func TestFinishAfterTheWarningIsExpired(t *testing.T) {
	r := newRig()
	r.onDeliver = finishAfter(27 * time.Second)
	r.grantAt(time.Minute, 1, "refresh")
	r.runUntil(time.Hour)
	require.Len(t, r.results, 1)
	assert.Equal(t, "expired", r.results[0].How)
}

func TestCPUSpendsTheBudgetAndStopsExactlyAtTheDeadline(t *testing.T) {
	r := newRig()
	var polls int
	r.onDeliver = func(os *OS, _ Task) {
		for !os.Spend(7 * time.Millisecond) {
			polls++
		}
	}
	r.grantAt(time.Minute, 1, "refresh")
	r.runUntil(time.Hour)
	require.Len(t, r.results, 1)
	assert.Equal(t, 30*time.Second, r.results[0].Ran)
	assert.Greater(t, polls, 3000)
	assert.NotContains(t, r.calls, "expire 1", "the thread was busy: nobody heard")
	assert.Equal(t, "none", find[*trace.Expiring](r)[0].Handler)
}

func TestHungCodeIsKilledAtTheDeadlineAndRunsNothingMore(t *testing.T) {
	r := newRig()
	r.onDeliver = func(os *OS, _ Task) {
		os.After(time.Second, func(time.Duration) { r.call("timer") })
		os.Hang()
	}
	r.grantAt(time.Minute, 1, "fetch")
	r.runUntil(time.Hour)
	assert.NotContains(t, r.calls, "timer")
	assert.Equal(t, "killed", r.results[0].How)
}

func TestHungCodeWithoutAWakeMeetsTheWatchdog(t *testing.T) {
	r := newRig()
	r.onStart = func(os *OS) { os.Hang() }
	r.at(time.Minute, r.Open)
	r.runUntil(time.Hour)
	exits := find[*trace.Exit](r)
	require.Len(t, exits, 1)
	assert.Equal(t, "watchdog", exits[0].Cause)
}

func TestSuspensionFreezesTimersAndTheyFireOnceOnResume(t *testing.T) {
	r := newRig()
	var fired []vclock.Instant
	var late []time.Duration
	var uptime time.Duration
	r.onDeliver = func(os *OS, task Task) {
		if task.Wake == 1 {
			os.After(10*time.Second, func(l time.Duration) { fired, late = append(fired, os.Now()), append(late, l) })
		}
		uptime = os.Uptime()
		os.Complete(task.Wake, "finished", "noData")
	}
	r.grantAt(time.Minute, 1, "refresh")
	r.grantAt(10*time.Minute, 2, "refresh")
	r.runUntil(time.Hour)
	require.Len(t, fired, 1, "the process survived")
	assert.Equal(t, vclock.Instant(0).Add(10*time.Minute+warmLaunch), fired[0])
	assert.Greater(t, late[0], 8*time.Minute)
	assert.Less(t, uptime, 5*time.Second, "the process's own clock stood still")
	states := find[*trace.ProcState](r)
	assert.Equal(t, 1, states[2].TimersLate)
}

func TestForceQuitEndsTheProcessAndStorageSurvives(t *testing.T) {
	r := newRig()
	r.onStart = func(os *OS) { os.Store().Space("localStorage").Set("k", "v") }
	r.at(time.Minute, r.Open)
	r.at(2*time.Minute, r.Leave)
	r.at(3*time.Minute, func() { r.End("forceQuit") })
	r.runUntil(time.Hour)
	assert.Nil(t, r.proc)
	got, ok := r.store.Space("localStorage").Get("k")
	assert.True(t, ok)
	assert.Equal(t, "v", got)
}

func TestLeavingGivesFiveSecondsBeforeSuspension(t *testing.T) {
	r := newRig()
	var ran []time.Duration
	r.onStart = func(os *OS) {
		for _, at := range []time.Duration{32 * time.Second, 40 * time.Second} {
			os.After(vclock.Instant(0).Add(at).Sub(os.Now()), func(late time.Duration) { ran = append(ran, late) })
		}
	}
	r.at(0, r.Open)
	r.at(30*time.Second, r.Leave)
	r.runUntil(50 * time.Second)
	states := find[*trace.ProcState](r)
	last := states[len(states)-1]
	assert.Equal(t, "suspended", last.To)
	assert.Len(t, ran, 1)
}

func TestASuspendedProcessIsEvictedAndTheNextLaunchIsCold(t *testing.T) {
	r := newRig()
	r.onDeliver = finishAfter(time.Second)
	r.grantAt(time.Minute, 1, "refresh")
	r.grantAt(100*time.Hour, 2, "refresh")
	r.runUntil(101 * time.Hour)
	launches := find[*trace.Launch](r)
	require.Len(t, launches, 2)
	assert.Equal(t, "cold", launches[1].How)
	assert.Equal(t, "evicted", find[*trace.Exit](r)[0].Cause)
}

func TestTwoWakesAreNeverOpenTogether(t *testing.T) {
	r := newRig()
	r.onDeliver = finishAfter(20 * time.Second)
	r.at(time.Minute, func() { assert.True(t, r.Grant(Grant{Wake: 1, Budget: 30 * time.Second})) })
	r.at(time.Minute+time.Second, func() { assert.False(t, r.Grant(Grant{Wake: 2, Budget: 30 * time.Second})) })
	r.runUntil(time.Hour)
}

func TestACrashEndsTheWakeAsCrashed(t *testing.T) {
	r := newRig()
	r.onDeliver = func(os *OS, _ Task) { os.Stop("crash") }
	r.grantAt(time.Minute, 1, "refresh")
	r.runUntil(time.Hour)
	assert.Equal(t, "crashed", r.results[0].How)
	assert.Equal(t, "crash", find[*trace.Exit](r)[0].Cause)
}

func TestAnAppThatCannotBeLaunchedIsReported(t *testing.T) {
	r := newRig()
	r.launchErr = errors.New("no memory for a VM")
	r.at(0, r.Open)
	r.runUntil(time.Hour)
	assert.ErrorIs(t, r.Err(), r.launchErr)
}

func TestAWakeDuringTheLaunchIsDeliveredWhenItIsOver(t *testing.T) {
	r := newRig()
	r.onDeliver = finishAfter(time.Second)
	r.at(0, r.Open)
	r.grantAt(10*time.Millisecond, 1, "refresh")
	r.runUntil(time.Minute)
	assert.Equal(t, []string{"start", "foreground true", "deliver 1"}, r.calls)
	assert.Equal(t, "finished", r.results[0].How)
}

func TestPickingUpThePhoneEndsAProcessingTask(t *testing.T) {
	r := newRig()
	var warned vclock.Instant
	r.onExpire = func(os *OS, _ Task) { warned = os.Now() }
	r.at(time.Minute, func() {
		r.Grant(Grant{Wake: 1, Trigger: "processing", Identifier: "clean", Budget: 5 * time.Minute})
	})
	r.at(2*time.Minute, r.PickedUp)
	r.runUntil(time.Hour)
	assert.Equal(t, vclock.Instant(0).Add(2*time.Minute), warned)
	require.Len(t, r.results, 1)
	assert.Equal(t, "killed", r.results[0].How)
	assert.Equal(t, time.Minute+processingWarning, r.results[0].Ran)
}

func TestAProcessingTaskLeftAloneIsWarnedFiveSecondsBeforeItsEnd(t *testing.T) {
	r := newRig()
	var warned vclock.Instant
	r.onExpire = func(os *OS, _ Task) { warned = os.Now() }
	r.at(0, func() { r.Grant(Grant{Wake: 1, Trigger: "processing", Identifier: "clean", Budget: 5 * time.Minute}) })
	r.runUntil(time.Hour)
	assert.Equal(t, vclock.Instant(0).Add(5*time.Minute-processingWarning), warned)
	assert.Equal(t, 5*time.Minute, r.results[0].Ran)
}

func TestARefreshIsNotEndedByUse(t *testing.T) {
	r := newRig()
	r.onDeliver = finishAfter(10 * time.Second)
	r.grantAt(0, 1, "refresh")
	r.at(9*time.Second, r.PickedUp)
	r.runUntil(time.Hour)
	assert.Equal(t, "finished", r.results[0].How)
}

func TestRefreshRunsBesideProcessingAndEachWorksForItsOwnWake(t *testing.T) {
	r := newRig()
	var worked []int
	r.onDeliver = func(os *OS, task Task) {
		for _, d := range []time.Duration{time.Second, 8 * time.Second} {
			os.After(d, func(time.Duration) {
				worked = append(worked, os.Where().Wake)
				os.Moved(100, 0)
				if d == 8*time.Second {
					os.Complete(task.Wake, "finished", "noData")
				}
			})
		}
	}
	r.at(0, func() { r.Grant(Grant{Wake: 1, Trigger: "processing", Identifier: "clean", Budget: 5 * time.Minute}) })
	r.at(6*time.Second, func() {
		assert.False(t, r.Accepts("processing", "clean"))
		assert.True(t, r.Accepts("processing", "other"))
		assert.True(t, r.Grant(Grant{Wake: 2, Trigger: "refresh", Budget: 30 * time.Second}))
		assert.False(t, r.Accepts("refresh", ""))
	})
	r.runUntil(time.Hour)
	assert.Equal(t, []int{1, 2, 1, 2}, worked)
	require.Len(t, r.results, 2)
	for _, res := range r.results {
		assert.Equal(t, int64(200), res.BytesIn)
		assert.Equal(t, "finished", res.How)
	}
}

func TestAKillEndsEveryOpenWake(t *testing.T) {
	r := newRig()
	r.at(0, func() { r.Grant(Grant{Wake: 1, Trigger: "processing", Identifier: "clean", Budget: 5 * time.Minute}) })
	r.grantAt(10*time.Second, 2, "refresh")
	r.runUntil(time.Hour)
	require.Len(t, r.results, 2)
	assert.Equal(t, 40*time.Second, r.results[0].Ran)
	assert.Equal(t, 30*time.Second, r.results[1].Ran)
	assert.Len(t, find[*trace.Exit](r), 1)
}

func TestARunMayEndWhileTheAppLaunches(t *testing.T) {
	t.Parallel()
	r := newRig()
	r.at(0, r.Open)
	r.runUntil(time.Millisecond) // a cold launch takes longer
	assert.NotPanics(t, r.Close)
	assert.Empty(t, r.calls)
}

func TestCodeThatGoesOnAfterItEndedItsWakeBelongsToItStill(t *testing.T) {
	r := newRig()
	var during, after, later int
	r.onDeliver = func(os *OS, task Task) {
		os.After(time.Second, func(time.Duration) {
			during = os.Where().Wake
			os.Complete(task.Wake, "finished", "noData")
			after = os.Where().Wake
		})
		os.After(2*time.Second, func(time.Duration) { later = os.Where().Wake })
	}
	r.grantAt(time.Minute, 1, "refresh")
	r.grantAt(time.Hour, 2, "refresh")
	r.runUntil(2 * time.Hour)
	assert.Equal(t, 2, during)
	assert.Equal(t, 2, after)
	assert.Equal(t, 2, later, "work of a wake that is over belongs to the one that is open")
}
