package text

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict"
	"github.com/fetchsim/fetchsim/internal/verdict/verdicttest"
)

const (
	ms     = verdicttest.Ms
	second = verdicttest.Second
	minute = verdicttest.Minute
	hour   = verdicttest.Hour
)

// judge reads a story's trace as a file would be read.
func judge(t *testing.T, s *verdicttest.Story, reason trace.EndReason) *verdict.Run {
	t.Helper()
	j := verdict.NewJudge(verdict.Options{})
	require.NoError(t, trace.Read(bytes.NewReader(s.Bytes(reason)), func(r trace.Record) error { j.Record(r); return nil }))
	return j.Verdict()
}

// days is a run of several days, of which some have a wake that hangs.
func days(n int, bad ...int) *verdicttest.Story {
	s := verdicttest.NewStory().Registered()
	s.Header.Days = n
	s.Header.Repro = fmt.Sprintf("fetchsim run src/background.ts -p night-shift --days %d --seed 1", n)
	for day := range n {
		verdicttest.ADay(s, day)
		for i, clock := range []string{"01:05:11", "09:11:12", "16:40:00", "22:47:05"} {
			w := s.Wake(verdicttest.Clock(day, clock))
			if i == 3 && contains(bad, day) {
				verdicttest.Hangs(w)
				continue
			}
			w.Fetch(130*ms, 900*ms, "https://api.example.com/items", "mock").Finishes(int64(1200+day*40)*ms, "newData")
		}
	}
	s.Emit(0, verdicttest.SyncExcerpt())
	return s
}

func contains(days []int, day int) bool {
	for _, d := range days {
		if d == day {
			return true
		}
	}
	return false
}

// manyProblems has one of nearly everything.
func manyProblems() *verdicttest.Story {
	s := verdicttest.NewStory().Registered()
	verdicttest.ADay(s, 0)
	s.Header.OS = "ios-27"
	s.Header.Notes = []string{"no Info.plist found: the plugin's documented set-up is assumed, with UIBackgroundModes fetch and processing"}
	at := func(file string, line, column int) *trace.Pos {
		return &trace.Pos{File: file, Line: line, Column: column}
	}
	threw := trace.JSError{Where: "callback", Name: "TypeError", Message: "undefined is not a function (near '...items.map...')", ReadPlaceholder: true, Stack: []trace.StackFrame{
		{Function: "render", Pos: *at("src/render.ts", 7, 17)}, {Function: "", Pos: *at("src/background.ts", 20, 5)},
	}}
	for i, clock := range []string{"01:05:11", "02:01:09", "03:12:40"} {
		w := s.Wake(verdicttest.Clock(0, clock))
		w.Fetch(130*ms, 900*ms, "https://api.example.com/items", "placeholder")
		w.Throws(int64(1000+i)*ms, threw)
		w.Killed()
	}
	s.Emit(0, &trace.Excerpt{File: "src/render.ts", Line: 7, From: 5, Lines: []string{
		"export function render(items) {", "\tconst 日本語 = '漢字 🎉';", "\treturn `${日本語}` + items.map(i => i.title).filter(Boolean).sort((a, b) => a < b ? -1 : 1).join(', ');", "}",
	}})
	verdicttest.Hangs(s.Wake(verdicttest.Clock(0, "05:33:10")))
	s.Wake(verdicttest.Clock(0, "07:40:00")).Finishes(2*second, "noData").
		Calls(2*second, trace.Finish{By: "user", Answer: "twice", Pos: at("src/background.ts", 31, 3)})
	s.Wake(verdicttest.Clock(0, "09:11:12")).
		Calls(2*second, trace.Finish{By: "user", Answer: "accepted", Result: "newData", OpenRequests: 1, OpenTimers: 2, Pos: at("src/background.ts", 31, 3)}).
		Ends(2*second, "finished")
	w := s.Wake(verdicttest.Clock(0, "11:10:01"))
	w.Emit(3*second, &trace.Runaway{App: w.App(), Us: 2 * second, Pos: at("src/a/very/long/path/that/goes/on/and/on/through/the/tree/of/folders/loop.ts", 3, 1)})
	w.Killed()
	s.Wake(verdicttest.Clock(0, "14:36:02")).Ends(30*second, "completedByOs")
	s.Wake(verdicttest.Clock(0, "16:40:00")).Warned(25*second).
		Calls(26*second, trace.Finish{By: "user", Answer: "afterExpiration", Result: "noData"}).Ends(26*second, "expired")
	s.Wake(verdicttest.Clock(0, "18:31:15")).Crashes(4 * second)
	s.Wake(verdicttest.Clock(0, "20:02:41")).Ends(1*second, "stopped")
	return s
}

// neverWoken is a phone in Low Power Mode all day.
func neverWoken() *verdicttest.Story {
	s := verdicttest.NewStory().Registered()
	verdicttest.ADay(s, 0)
	s.Emit(0, &trace.Answer{Request: 1, Answer: "refused", Gates: []trace.Gate{{Code: "low_power_mode", Text: "Low Power Mode", Label: "documented"}}})
	s.Emit(20*hour, &trace.Answer{Request: 1, Answer: "notYet", Lead: "affinity", Text: "need 0.12 of 1; you open this app 0.4 times a day", Label: "assumed"})
	return s
}

// hostile prints and throws what would play with a terminal.
func hostile() *verdicttest.Story {
	s := verdicttest.NewStory().Registered()
	s.Header.Profile.Name = "\x1b]0;owned\a"
	s.Header.Scripts[0].File = "src/\x1b[2Jx.ts"
	w := s.Wake(9 * hour)
	w.OpenFetch(1*second, "https://a.example/\x1b[31m")
	w.Prints(1*second, "error", "\x1b[31mred\a\r\u202egnirts")
	w.Throws(2*second, trace.JSError{Where: "callback", Name: "Er\u009bror", Message: "line 1\nline 2 \x1b[0m", Stack: []trace.StackFrame{
		{Function: "f\x1b[1m", Pos: trace.Pos{File: "src/\x1b[2Jx.ts", Line: 1, Column: 9}}, {Function: "g\n\x1b", Pos: trace.Pos{File: "y\a.ts", Line: 2, Column: 1}},
	}})
	w.Killed()
	s.Emit(0, &trace.Excerpt{File: "src/\x1b[2Jx.ts", Line: 1, From: 1, Lines: []string{"throw '\x1b[5m' + \u202e x"}})
	return s
}
