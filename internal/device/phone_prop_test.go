package device

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// A phone is driven by a random person, a random scheduler and a random app, and its trace is held against the rules.
func TestWhateverHappensTheRulesHold(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := newRig()
		delay := rapid.IntRange(0, 40_000)
		running := func(os *OS) {
			if r.proc == nil || r.proc.state == suspended || r.proc.state == notRunning {
				rt.Fatalf("code ran in state %v", r.proc)
			}
		}
		r.onDeliver = func(os *OS, task Task) {
			running(os)
			for range rapid.IntRange(0, 3).Draw(rt, "timers") {
				os.After(time.Duration(delay.Draw(rt, "timer"))*time.Millisecond, func(time.Duration) { running(os) })
			}
			switch rapid.IntRange(0, 4).Draw(rt, "ends") {
			case 0:
				os.After(time.Duration(delay.Draw(rt, "finish"))*time.Millisecond, func(time.Duration) {
					running(os)
					os.Complete(task.Wake, "finished", "noData")
				})
			case 1:
				os.Complete(task.Wake, "finished", "noData")
			case 2:
				os.Stop("crash")
			case 3:
				os.Spend(time.Duration(delay.Draw(rt, "cpu")) * time.Millisecond)
			}
		}
		wakes := 0
		var at time.Duration
		for range rapid.IntRange(1, 30).Draw(rt, "events") {
			at += time.Duration(delay.Draw(rt, "gap")) * time.Millisecond
			switch rapid.IntRange(0, 5).Draw(rt, "event") {
			case 0:
				r.at(at, r.Open)
			case 1:
				r.at(at, r.Leave)
			case 2, 3:
				r.at(at, func() {
					if r.Grant(Grant{Wake: wakes + 1, Trigger: rapid.SampledFrom([]string{"fetch", "refresh", "processing"}).Draw(rt, "trigger"), Budget: 30 * time.Second}) {
						wakes++
					}
				})
			case 4:
				r.at(at, func() { r.End("forceQuit") })
			case 5:
				r.at(at, r.PickedUp)
			}
		}
		r.runUntil(1000 * time.Hour)
		checkRules(rt, r, wakes)
	})
}

func checkRules(rt *rapid.T, r *rig, wakes int) {
	if len(r.results) != wakes {
		rt.Fatalf("%d wakes, %d ends", wakes, len(r.results))
	}
	last := int64(0)
	ended := map[int]string{}
	live := map[int]bool{}
	for _, rec := range r.records {
		if rec.TUs < last {
			rt.Fatalf("time went back from %d to %d", last, rec.TUs)
		}
		last = rec.TUs
		switch ev := rec.Event.(type) {
		case *trace.WakeEnd:
			if ended[ev.Wake] != "" {
				rt.Fatalf("wake %d ended as %s and as %s", ev.Wake, ended[ev.Wake], ev.How)
			}
			ended[ev.Wake] = ev.How
			if ev.RanUs > 30_000_000 {
				rt.Fatalf("wake %d ran %d µs", ev.Wake, ev.RanUs)
			}
		case *trace.Launch:
			if ev.How == "cold" && len(live) > 0 {
				rt.Fatal("two processes at once")
			}
			live[ev.PID] = true
		case *trace.Exit:
			delete(live, ev.PID)
		}
	}
}
