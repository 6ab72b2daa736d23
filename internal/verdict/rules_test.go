package verdict

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict/verdicttest"
)

func at(line int) *trace.Pos { return &trace.Pos{File: "src/a.ts", Line: line, Column: 3} }

func thrown(where, name, message string) trace.JSError {
	return trace.JSError{Where: where, Name: name, Message: message, Stack: []trace.StackFrame{
		{Function: "load", Pos: *at(5)}, {Function: "", Pos: *at(9)},
	}}
}

// A row of the table of rules: a run, and the findings it must have, in order.
type ruleRow struct {
	name string
	tell func(s *verdicttest.Story)
	want []Rule
	exit ExitCode
}

func rows() []ruleRow {
	oneWake := func(tell func(w *verdicttest.Wake)) func(*verdicttest.Story) {
		return func(s *verdicttest.Story) { tell(s.Registered().Wake(9 * hour)) }
	}
	return []ruleRow{
		// finish-missing
		{"killed without finish", oneWake(func(w *verdicttest.Wake) { w.Killed() }), []Rule{RuleFinishMissing}, ExitFailed},
		{"completed by the native side", oneWake(func(w *verdicttest.Wake) { w.Ends(30*second, "completedByOs") }), []Rule{RuleFinishMissing}, ExitFailed},
		{"only the plugin's timeout handler finished", oneWake(func(w *verdicttest.Wake) {
			w.Warned(25*second).Calls(25*second, trace.Finish{By: "default", Answer: "accepted"}).Ends(25*second, "expired")
		}), []Rule{RuleFinishMissing}, ExitFailed},
		{"a wake called finished that only the plugin finished", oneWake(func(w *verdicttest.Wake) {
			w.Calls(25*second, trace.Finish{By: "default", Answer: "accepted"}).Ends(25*second, "finished")
		}), []Rule{RuleFinishMissing}, ExitFailed},
		{"expired and nobody finished", oneWake(func(w *verdicttest.Wake) { w.Warned(25*second).Ends(25*second, "expired") }), []Rule{RuleFinishMissing}, ExitFailed},
		{"finished in time", oneWake(func(w *verdicttest.Wake) { w.Finishes(2*second, "noData") }), nil, ExitPass},
		{"the native side finished with the callback's result", oneWake(func(w *verdicttest.Wake) {
			w.Calls(2*second, trace.Finish{By: "native", Answer: "accepted", Result: "newData"}).Ends(2*second, "finished")
		}), nil, ExitPass},
		{"force-quit in the middle", oneWake(func(w *verdicttest.Wake) { w.Ends(2*second, "stopped") }), nil, ExitPass},
		// finish-after-expiration
		{"finished after the warning", oneWake(func(w *verdicttest.Wake) {
			w.Warned(25*second).Calls(26*second, trace.Finish{By: "user", Answer: "afterExpiration", Result: "noData"}).Ends(26*second, "expired")
		}), []Rule{RuleFinishAfterExpiration}, ExitPass},
		{"an error kept it from finishing before the warning", oneWake(func(w *verdicttest.Wake) {
			w.Throws(1*second, thrown("rejection", "Error", "no")).Warned(25*second).
				Calls(25*second, trace.Finish{By: "user", Answer: "afterExpiration", Result: "noData"}).Ends(25*second, "expired")
		}), []Rule{RuleUnhandledRejection}, ExitFailed},
		// finish-twice, finish-unknown-task
		{"finished twice", oneWake(func(w *verdicttest.Wake) {
			w.Finishes(2*second, "noData").Calls(2*second, trace.Finish{By: "user", Answer: "twice", Pos: at(7)})
		}), []Rule{RuleFinishTwice}, ExitFailed},
		{"the plugin's own second finish is no mistake", oneWake(func(w *verdicttest.Wake) {
			w.Finishes(2*second, "noData").Calls(2*second, trace.Finish{By: "default", Answer: "twice"})
		}), nil, ExitPass},
		{"an unknown task, then the right one", oneWake(func(w *verdicttest.Wake) {
			w.Calls(1*second, trace.Finish{By: "user", Answer: "unknown", TaskID: "x"}).Finishes(2*second, "noData")
		}), []Rule{RuleFinishUnknownTask}, ExitFailed},
		{"an unknown task and the kill it led to", oneWake(func(w *verdicttest.Wake) {
			w.Calls(1*second, trace.Finish{By: "user", Answer: "noId"}).Killed()
		}), []Rule{RuleFinishUnknownTask}, ExitFailed},
		// finish-early
		{"finished with a request open", oneWake(func(w *verdicttest.Wake) {
			w.Calls(2*second, trace.Finish{By: "user", Answer: "accepted", Result: "newData", OpenRequests: 1}).Ends(2*second, "finished")
		}), []Rule{RuleFinishEarly}, ExitPass},
		{"finished with timers open", oneWake(func(w *verdicttest.Wake) {
			w.Calls(2*second, trace.Finish{By: "user", Answer: "accepted", Result: "newData", OpenTimers: 2}).Ends(2*second, "finished")
		}), []Rule{RuleFinishEarly}, ExitPass},
		// exceptions
		{"the callback threw and the wake was killed", oneWake(func(w *verdicttest.Wake) {
			w.Throws(1*second, thrown("callback", "TypeError", "x is undefined")).Killed()
		}), []Rule{RuleCallbackThrew}, ExitFailed},
		{"the callback threw while other code still waited", oneWake(func(w *verdicttest.Wake) {
			w.Throws(1*second, thrown("callback", "TypeError", "x is undefined")).Awaits(30*second, trace.AwaitPending{When: "kill", ID: 1, Pos: at(3), On: "fetch"}).Killed()
		}), []Rule{RuleCallbackThrew}, ExitFailed},
		{"the callback threw and the policy finished", oneWake(func(w *verdicttest.Wake) {
			w.Throws(1*second, thrown("callback", "Error", "no")).Calls(1*second, trace.Finish{By: "native", Answer: "accepted", Result: "failed"}).Ends(1*second, "finished")
		}), []Rule{RuleCallbackThrew}, ExitFailed},
		{"a timer threw and the handler hangs elsewhere", oneWake(func(w *verdicttest.Wake) {
			w.Throws(1*second, thrown("timer", "Error", "no")).Awaits(30*second, trace.AwaitPending{When: "kill", ID: 1, Pos: at(3), On: "fetch"}).Killed()
		}), []Rule{RuleCallbackThrew, RuleFinishMissing}, ExitFailed},
		{"a timer threw outside any wake", func(s *verdicttest.Story) {
			s.Registered().Wake(9*hour).Finishes(1*second, "noData")
			e := thrown("timer", "Error", "no")
			e.PID = 1
			s.Emit(1*hour, &e)
		}, []Rule{RuleCallbackThrew}, ExitFailed},
		{"a rejection explains the kill", oneWake(func(w *verdicttest.Wake) {
			w.Throws(1*second, thrown("rejection", "SyntaxError", "bad JSON")).Killed()
		}), []Rule{RuleUnhandledRejection}, ExitFailed},
		{"a rejection after which only the last call is known", oneWake(func(w *verdicttest.Wake) {
			w.Throws(1*second, thrown("rejection", "Error", "no")).Awaits(30*second, trace.AwaitPending{When: "kill", On: "callback", Pos: at(3)}).Killed()
		}), []Rule{RuleUnhandledRejection}, ExitFailed},
		{"a rejection while other code was running", oneWake(func(w *verdicttest.Wake) {
			w.Throws(1*second, thrown("rejection", "Error", "no")).Awaits(30*second, trace.AwaitPending{When: "kill", On: "callback", Ref: "running", Pos: at(3)}).Killed()
		}), []Rule{RuleUnhandledRejection, RuleFinishMissing}, ExitFailed},
		{"a rejection beside a good finish", oneWake(func(w *verdicttest.Wake) {
			w.Throws(1*second, thrown("rejection", "Error", "analytics")).Finishes(2*second, "noData")
		}), []Rule{RuleUnhandledRejection}, ExitFailed},
		{"the same rejection twice is said once", oneWake(func(w *verdicttest.Wake) {
			w.Throws(1*second, thrown("rejection", "Error", "no")).Throws(1*second, thrown("rejection", "Error", "no")).Finishes(2*second, "noData")
		}), []Rule{RuleUnhandledRejection}, ExitFailed},
		{"arguments of another generation", oneWake(func(w *verdicttest.Wake) {
			e := thrown("load", "", "configure: two functions expected")
			e.SignatureOf = "BackgroundFetch.configure"
			w.Throws(1*second, e).Killed()
		}), []Rule{RuleWrongSignature}, ExitFailed},
		{"a crash that an exception explains", oneWake(func(w *verdicttest.Wake) {
			w.Throws(1*second, thrown("timer", "Error", "no")).Awaits(1*second, trace.AwaitPending{When: "kill", ID: 1, Pos: at(3), On: "fetch"}).Crashes(1 * second)
		}), []Rule{RuleCallbackThrew}, ExitFailed},
		// app-crashed
		{"a crash out of nowhere", oneWake(func(w *verdicttest.Wake) { w.Crashes(1 * second) }), []Rule{RuleAppCrashed}, ExitFailed},
		{"a crash that is only the wake's outcome", oneWake(func(w *verdicttest.Wake) { w.Ends(1*second, "crashed") }), []Rule{RuleAppCrashed}, ExitFailed},
		{"a crash outside any wake", func(s *verdicttest.Story) {
			s.Registered().Wake(9*hour).Finishes(1*second, "noData")
			s.Emit(1*hour, &trace.Exit{App: trace.App{PID: 1}, Cause: "watchdog", Code: "0x8badf00d"})
		}, []Rule{RuleAppCrashed}, ExitFailed},
		{"an eviction between wakes is no crash", func(s *verdicttest.Story) {
			s.Registered().Wake(9*hour).Finishes(1*second, "noData")
			s.Emit(1*hour, &trace.Exit{App: trace.App{PID: 1}, Cause: "evicted"})
		}, nil, ExitPass},
		// busy-loop, out-of-memory
		{"a busy loop", oneWake(func(w *verdicttest.Wake) {
			w.Emit(2*second, &trace.Runaway{App: w.App(), Us: 2 * second, Pos: at(4), Exact: true})
			w.Killed()
		}), []Rule{RuleBusyLoop}, ExitFailed},
		{"a loop that only the real-time guard could stop", oneWake(func(w *verdicttest.Wake) {
			w.Emit(2*second, &trace.GuardStop{App: w.App(), LimitMs: 10_000, Pos: at(4)})
			w.Ends(2*second, "guard")
		}), []Rule{RuleBusyLoop}, ExitWallLimit},
		{"out of memory", oneWake(func(w *verdicttest.Wake) {
			w.Emit(2*second, &trace.MemoryLimit{App: w.App(), Bytes: 512 << 20, Pos: at(4)})
			w.Throws(2*second, thrown("callback", "InternalError", "out of memory"))
			w.Ends(2*second, "killed")
		}), []Rule{RuleOutOfMemory}, ExitFailed},
		{"out of memory, caught by the script", oneWake(func(w *verdicttest.Wake) {
			w.Emit(2*second, &trace.MemoryLimit{App: w.App(), Bytes: 512 << 20})
			w.Finishes(3*second, "noData")
		}), []Rule{RuleOutOfMemory}, ExitFailed},
		// not-simulated
		{"something without a model, in a good wake", oneWake(func(w *verdicttest.Wake) {
			w.Emit(1*second, &trace.APIMissing{App: w.App(), Name: "indexedDB.open", Pos: at(4)})
			w.Finishes(2*second, "noData")
		}), []Rule{RuleNotSimulated}, ExitFailed},
		{"something without a model, whose exception only passes it on", oneWake(func(w *verdicttest.Wake) {
			w.Emit(1*second, &trace.APIMissing{App: w.App(), Name: "indexedDB.open", Pos: at(4)})
			w.Throws(1*second, thrown("rejection", "Error", "indexedDB.open is not simulated")).Killed()
		}), []Rule{RuleNotSimulated}, ExitFailed},
		{"a second wake of the process meets it again", func(s *verdicttest.Story) {
			w := s.Registered().Wake(8 * hour)
			w.Emit(1*second, &trace.APIMissing{App: w.App(), Name: "indexedDB.open", Pos: at(4)})
			w.Finishes(2*second, "noData")
			s.Wake(9*hour).Throws(1*second, thrown("rejection", "Error", "indexedDB.open is not simulated")).Ends(30*second, "completedByOs")
		}, []Rule{RuleNotSimulated, RuleNotSimulated}, ExitFailed},
		// no-callback
		{"nothing asked for time", func(s *verdicttest.Story) {
			s.Emit(-1*hour, &trace.Launch{App: trace.App{PID: 1}, How: "cold", Why: "person"})
		}, []Rule{RuleNoCallback}, ExitNothingRan},
		{"a wake without a handler", func(s *verdicttest.Story) {
			w := s.Registered().Granted(9 * hour)
			w.Emit(0, &trace.Delivered{App: w.App(), TaskID: "t", Handler: "none"})
			w.Killed()
		}, []Rule{RuleNoCallback}, ExitNothingRan},
		{"an event that was held", func(s *verdicttest.Story) {
			w := s.Registered().Granted(9 * hour)
			w.Emit(0, &trace.Delivered{App: w.App(), TaskID: "t", Handler: "held", Rule: "L6"})
			w.Killed()
		}, []Rule{RuleFinishMissing}, ExitFailed},
		// stopped
		{"stopped before the first wake", func(s *verdicttest.Story) {
			s.Registered().Emit(1*hour, &trace.RequestCancel{App: trace.App{PID: 1}, ID: 1, Why: "stop", Pos: at(8)})
		}, []Rule{RuleStopped}, ExitNothingRan},
		{"stopped in a wake", oneWake(func(w *verdicttest.Wake) {
			w.Emit(1*second, &trace.RequestCancel{App: w.App(), ID: 1, Why: "stop", Pos: at(8)})
			w.Finishes(2*second, "noData")
		}), []Rule{RuleStopped}, ExitNothingRan},
		{"stopped and asked again", oneWake(func(w *verdicttest.Wake) {
			w.Emit(1*second, &trace.RequestCancel{App: w.App(), ID: 1, Why: "stop"})
			w.Emit(1*second, &trace.RequestSubmit{App: w.App(), ID: 2, API: "refresh"})
			w.Finishes(2*second, "noData")
		}), nil, ExitPass},
		{"one of two requests stopped", oneWake(func(w *verdicttest.Wake) {
			w.Emit(1*second, &trace.RequestSubmit{App: w.App(), ID: 2, API: "processing"})
			w.Emit(1*second, &trace.RequestCancel{App: w.App(), ID: 1, Why: "stop"})
			w.Finishes(2*second, "noData")
		}), nil, ExitPass},
		// never-woken
		{"never woken", func(s *verdicttest.Story) {
			s.Registered().Emit(0, &trace.Answer{Request: 1, Answer: "refused", Gates: []trace.Gate{{Code: "low_power_mode", Text: "Low Power Mode", Label: "documented"}}})
		}, []Rule{RuleNeverWoken}, ExitNothingRan},
		{"the app was never opened", func(*verdicttest.Story) {}, []Rule{RuleNeverWoken}, ExitNothingRan},
		{"every request refused", func(s *verdicttest.Story) {
			s.Emit(0, &trace.RequestSubmit{App: trace.App{PID: 1}, ID: 1, Identifier: "a", Error: "unavailable", Pos: at(2)})
		}, []Rule{RuleNeverWoken}, ExitNothingRan},
		{"configure refused", func(s *verdicttest.Story) {
			s.Emit(0, &trace.BridgeCall{App: trace.App{PID: 1}, Method: "configure", Answer: "error", Text: "1", Pos: at(2)})
		}, []Rule{RuleNeverWoken}, ExitNothingRan},
	}
}

func TestRules(t *testing.T) {
	t.Parallel()
	for _, tt := range rows() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := verdicttest.NewStory()
			tt.tell(s)
			run := judge(t, s, trace.Complete)
			var got []Rule
			for _, f := range run.Findings {
				got = append(got, f.Rule)
				assert.NotEmpty(t, f.Message)
				assert.NotEmpty(t, f.Suggestion)
			}
			assert.Equal(t, tt.want, got)
			assert.Equal(t, tt.exit, run.ExitCode)
		})
	}
}

func TestEveryRuleHasARowThatNeedsIt(t *testing.T) {
	t.Parallel()
	seen := map[Rule]bool{}
	for _, row := range rows() {
		for _, r := range row.want {
			seen[r] = true
		}
	}
	assert.Len(t, seen, len(rules()), "each function in rules() gives findings of one rule")
}

// find returns the only finding of a rule.
func find(t *testing.T, run *Run, rule Rule) Finding {
	t.Helper()
	for _, f := range run.Findings {
		if f.Rule == rule {
			return f
		}
	}
	require.Fail(t, "no finding "+string(rule))
	return Finding{}
}

func TestTheKillIsANoteOfItsCause(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	s.Wake(9*hour).Throws(1*second, thrown("callback", "TypeError", "x is undefined")).Killed()
	f := find(t, judge(t, s, trace.Complete), RuleCallbackThrew)
	assert.Equal(t, "the callback threw TypeError: x is undefined", f.Message)
	assert.Equal(t, []string{"the wake was never finished: iOS killed the app (0x2182bad2)"}, f.Notes)
	assert.Equal(t, at(5), f.Pos)
	assert.Equal(t, []Related{{Text: "called from (anonymous)", Pos: *at(9)}}, f.Related)
}

func TestAThrowAfterAPlaceholderSaysSo(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	e := thrown("rejection", "TypeError", "items is not iterable")
	e.ReadPlaceholder = true
	s.Wake(9*hour).Fetch(200*ms, 900*ms, "https://a.example/items", "placeholder").Throws(1*second, e).Killed()
	f := find(t, judge(t, s, trace.Complete), RuleUnhandledRejection)
	assert.Contains(t, f.Notes, "the script had read fetchsim's placeholder `{}`: nothing said what GET https://a.example/items answers")
	assert.Contains(t, f.Suggestion, "--mock")
}

func TestAMissingFinishNamesWhereItHangs(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	s.Wake(9*hour).
		Awaits(30*second, trace.AwaitPending{When: "kill", ID: 2, Parent: 1, Link: "awaited", Function: "sync", Pos: at(41), On: "promise", Abandoned: true, SinceUs: 9*hour + 5*second}).
		Awaits(30*second, trace.AwaitPending{When: "kill", ID: 1, Function: "onFetch", Pos: at(12), On: "function", SinceUs: 9*hour + 5*second}).
		Killed()
	run := judge(t, s, trace.Complete)
	f := find(t, run, RuleFinishMissing)
	assert.Equal(t, "finish() not called within 30 s", f.Message)
	assert.Equal(t, at(41), f.Pos)
	assert.Equal(t, []Related{{Text: "awaited by onFetch", Pos: *at(12)}}, f.Related)
	assert.Contains(t, f.Notes, "nobody holds the promise's resolve any more: it can never settle")
	assert.Contains(t, f.Suggestion, "line 41")
	assert.Equal(t, 25*second, run.Wakes[0].Pending[0].ForUs)
}

func TestASecondFinishNamesTheFirst(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	s.Wake(9*hour).Calls(2*second, trace.Finish{By: "user", Answer: "accepted", Result: "noData", Pos: at(7)}).Ends(2*second, "finished").
		Calls(3*second, trace.Finish{By: "user", Answer: "twice", Pos: at(8)})
	f := find(t, judge(t, s, trace.Complete), RuleFinishTwice)
	assert.Equal(t, []Related{{Text: "finished first", Pos: *at(7)}}, f.Related)
	assert.False(t, f.EndedWake)
	assert.Empty(t, f.Notes)
}

func TestASecondFinishByAnEarlierWakesCodeSaysSo(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	s.Wake(9*hour).Finishes(2*second, "noData")
	w := s.Wake(10 * hour)
	w.Calls(50*ms, trace.Finish{By: "user", Answer: "twice", Pos: at(8)}) // before the delivery, at 120 ms
	w.Finishes(2*second, "noData")
	f := find(t, judge(t, s, trace.Complete), RuleFinishTwice)
	assert.Equal(t, []string{"code that an earlier wake had started went on when this one woke the app"}, f.Notes)
}

func TestOnlyTheCauseEndedTheWake(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	s.Wake(9*hour).Throws(1*second, thrown("timer", "Error", "no")).Awaits(30*second, trace.AwaitPending{When: "kill", ID: 1, Pos: at(3), On: "fetch"}).Killed()
	run := judge(t, s, trace.Complete)
	assert.False(t, find(t, run, RuleCallbackThrew).EndedWake)
	assert.True(t, find(t, run, RuleFinishMissing).EndedWake)
}

func TestACallbackWithoutAPluginIsToldWithoutFinish(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	s.Header.Plugin = trace.Plugin{Name: "none", Core: "default"}
	s.Wake(9*hour).Awaits(30*second, trace.AwaitPending{When: "kill", ID: 1, Pos: at(4), On: "fetch", SinceUs: 9*hour + 5*second}).Killed()
	s.Wake(10*hour).Throws(1*second, thrown("callback", "Error", "no")).Calls(1*second, trace.Finish{By: "user", Answer: "accepted", Result: "failed"}).Ends(1*second, "finished")
	run := judge(t, s, trace.Complete)
	for _, f := range run.Findings {
		assert.NotContains(t, f.Message+f.Suggestion, "finish(")
	}
	assert.Equal(t, "the callback did not end within 30 s", find(t, run, RuleFinishMissing).Message)
	assert.Equal(t, "AbortSignal.timeout(20_000) on line 4, and heed task.signal", find(t, run, RuleFinishMissing).Suggestion)
}

func TestTheOldCoreHasNoOnTimeoutToPointTo(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	s.Header.Plugin.Core = "old"
	s.Wake(9*hour).Awaits(30*second, trace.AwaitPending{When: "kill", ID: 1, Pos: at(4), On: "timer", SinceUs: 9*hour + 5*second}).Killed()
	assert.Equal(t, "a shorter timer on line 4, and finish() in a finally block", find(t, judge(t, s, trace.Complete), RuleFinishMissing).Suggestion)
}

func TestAMissingFinishWithNothingPendingSaysThat(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	s.Wake(9 * hour).Killed()
	f := find(t, judge(t, s, trace.Complete), RuleFinishMissing)
	assert.Nil(t, f.Pos)
	assert.Contains(t, f.Notes[0], "the callback ended without finish()")
}

func TestAMissingFinishAfterTheLastCallNamesIt(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	s.Wake(9*hour).Awaits(30*second, trace.AwaitPending{When: "kill", On: "callback", Pos: at(3)}).Killed()
	f := find(t, judge(t, s, trace.Complete), RuleFinishMissing)
	assert.Equal(t, at(3), f.Pos)
	assert.Equal(t, []string{"nothing was waited for any more; this was the last call"}, f.Notes)
	assert.Contains(t, f.Suggestion, "finish(taskId) on every path")
}

func TestAShortBudgetIsNotCalledTheLimit(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	w := s.Wake(9 * hour)
	w.Grant().BudgetUs = 12 * second
	w.Killed()
	assert.Equal(t, "finish() not called within the time that iOS gave", find(t, judge(t, s, trace.Complete), RuleFinishMissing).Message)
}

func TestNeverWokenTellsTheReasonsTheLongestFirst(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	refuse := func(us int64, code, text string) {
		s.Emit(us, &trace.Answer{Request: 1, Answer: "refused", Gates: []trace.Gate{{Code: code, Text: text, Label: "documented"}}})
	}
	refuse(-1*hour, "low_power_mode", "Low Power Mode")
	refuse(2*hour, "thermal", "the phone is hot")
	s.Emit(3*hour, &trace.Answer{Request: 1, Answer: "notYet", Lead: "affinity", Text: "you open this app 0.4 times a day", Label: "assumed"})
	refuse(20*hour+30*minute, "low_power_mode", "Low Power Mode")
	f := find(t, judge(t, s, trace.Complete), RuleNeverWoken)
	assert.Equal(t, "iOS granted no wake in 24 h", f.Message)
	assert.Equal(t, []string{
		"17 h 30 min not yet: you open this app 0.4 times a day (assumed)",
		"5 h 30 min refused: Low Power Mode (documented)",
		"1 h refused: the phone is hot (documented)",
	}, f.Notes)
}

func TestAPartialRunIsNotCalledNeverWoken(t *testing.T) {
	t.Parallel()
	run := judge(t, verdicttest.NewStory().Registered(), trace.Interrupted)
	assert.Empty(t, run.Findings)
	assert.Equal(t, ExitInterrupted, run.ExitCode)
}

func TestAScriptThatThrowsInItsFirstLaunchIsExit3UnlessThePluginThrew(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, signature string
		want            ExitCode
	}{{"its own", "", ExitScript}, {"the plugin's argument check", "BackgroundFetch.configure", ExitFailed}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := verdicttest.NewStory()
			e := thrown("load", "Error", "no")
			e.PID, e.SignatureOf = 1, tt.signature
			s.Emit(-2*hour, &e)
			assert.Equal(t, tt.want, judge(t, s, trace.ScriptError).ExitCode)
		})
	}
}

func TestAFinishThatThePluginHoldsBackIsNotCalledMissing(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	s.Header.Plugin = trace.Plugin{Name: "cordova-plugin-background-fetch", Version: "4.0.4", Core: "old"}
	s.Wake(9*hour).Calls(27*second, trace.Finish{By: "user", Answer: "accepted", Pos: at(6)}).
		Awaits(30*second, trace.AwaitPending{When: "kill", ID: 1, Pos: at(3), On: "timer"}).Killed()
	f := find(t, judge(t, s, trace.Complete), RuleFinishMissing)
	assert.Equal(t, "finish() was called, but iOS killed the app before the plugin had told it", f.Message)
	assert.Equal(t, at(6), f.Pos)
}

func TestStopOnTerminateIsNotCalledStop(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	w := s.Wake(9 * hour)
	w.Emit(7*second, &trace.BridgeEvent{App: w.App(), Name: "stopOnTerminate", How: "delivered", Rule: "O4"})
	w.Emit(7*second, &trace.RequestCancel{App: w.App(), ID: 1, Why: "stop"})
	w.Finishes(7*second, "newData")
	f := find(t, judge(t, s, trace.Complete), RuleStopped)
	assert.Equal(t, "stopOnTerminate ended the background fetches after 1 wake", f.Message)
	assert.Contains(t, f.Suggestion, "stopOnTerminate: false")
}

func TestAFinishAfterStopNamesTheStop(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	w := s.Wake(9 * hour)
	w.Emit(1*second, &trace.BridgeCall{App: w.App(), Method: "stop", Args: "[null]", Pos: at(4), Answer: "ok"})
	w.Calls(2*second, trace.Finish{By: "user", Answer: "unknown", Pos: at(5)}).Ends(25*second, "completedByOs")
	f := find(t, judge(t, s, trace.Complete), RuleFinishUnknownTask)
	assert.Contains(t, f.Message, "came after stop()")
	assert.Equal(t, []Related{{Text: "stopped", Pos: *at(4)}}, f.Related)
}

func TestReactNativeIsNotToldOfAbortSignalTimeout(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	s.Wake(9*hour).Awaits(30*second, trace.AwaitPending{When: "kill", ID: 1, Pos: at(4), On: "fetch", SinceUs: 9*hour + 5*second}).Killed()
	s.Wake(10*hour).Warned(25*second).Awaits(25*second, trace.AwaitPending{When: "expiration", ID: 1, Pos: at(4), On: "fetch", SinceUs: 10*hour + 5*second}).
		Calls(26*second, trace.Finish{By: "user", Answer: "afterExpiration", Result: "noData"}).Ends(26*second, "expired")
	run := judge(t, s, trace.Complete)
	assert.Equal(t, "an AbortController and a timer of 20 s on line 4, and finish() in onTimeout", find(t, run, RuleFinishMissing).Suggestion)
	assert.Contains(t, find(t, run, RuleFinishAfterExpiration).Suggestion, "AbortController")
}

func TestWhatThrewInTheFirstLaunchIsToldBeforeTheMissingCallback(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory()
	s.Emit(-2*hour, &trace.Launch{App: trace.App{PID: 1}, How: "cold", Why: "person", LaunchUs: 800 * ms})
	e := thrown("rejection", "Error", "no configuration")
	e.App = trace.App{PID: 1}
	s.Emit(-2*hour+second, &e)
	run := judge(t, s, trace.Complete)
	require.Len(t, run.Findings, 2)
	assert.Equal(t, []Rule{RuleUnhandledRejection, RuleNoCallback}, []Rule{run.Findings[0].Rule, run.Findings[1].Rule})
}

func TestWhatIsNoErrorHasNoLine(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	s.Wake(9*hour).Throws(1*second, trace.JSError{Where: "callback", Message: "just a string"}).Crashes(1 * second)
	f := find(t, judge(t, s, trace.Complete), RuleCallbackThrew)
	assert.Contains(t, f.Notes, "what was thrown is no Error, so it does not know its line: throw new Error(…) does")

	s = verdicttest.NewStory().Registered()
	s.Wake(9*hour).Throws(1*second, trace.JSError{Where: "callback", Message: "wants a callback", SignatureOf: "BackgroundFetch.configure"}).Crashes(1 * second)
	assert.NotContains(t, find(t, judge(t, s, trace.Complete), RuleWrongSignature).Notes, f.Notes[len(f.Notes)-1], "the plugin threw, not the script")
}
