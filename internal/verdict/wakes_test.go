package verdict

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict/verdicttest"
)

func TestARequestThatEndsInALaterWakeBelongsToTheOneThatStartedIt(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	first := s.Wake(9 * hour)
	id := first.OpenFetch(1*second, "https://a.example")
	first.Finishes(2*second, "newData")
	second10 := s.Wake(10 * hour)
	second10.Emit(1*second, &trace.NetEnd{App: second10.App(), ID: id, Error: "The network connection was lost."})
	second10.Finishes(2*second, "newData")
	run := judge(t, s, trace.Complete)
	require.Len(t, run.Wakes[0].Requests, 1)
	assert.Equal(t, Request{Method: "GET", URL: "https://a.example", Error: "The network connection was lost.", StartUs: 1 * second, EndUs: 1*hour + 1*second}, run.Wakes[0].Requests[0])
	assert.Empty(t, run.Wakes[1].Requests)
}

func TestRequestIDsMayBeginAnewInEachProcess(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	for pid := 1; pid <= 2; pid++ {
		w := s.Wake(int64(pid) * hour)
		app := trace.App{PID: pid, Wake: w.N}
		w.Emit(1*second, &trace.NetStart{App: app, ID: 1, URL: fmt.Sprint("u", pid)})
		w.Killed()
	}
	s.Emit(3*hour, &trace.NetEnd{App: trace.App{PID: 1}, ID: 1, Status: 200, From: "mock"})
	run := judge(t, s, trace.Complete)
	assert.False(t, run.Wakes[0].Requests[0].Open)
	assert.True(t, run.Wakes[1].Requests[0].Open)
}

func TestALongConsoleKeepsItsBeginningAndItsEnd(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	w := s.Wake(9 * hour)
	for i := range 1000 {
		w.Prints(int64(i)*ms, "log", fmt.Sprint(i))
	}
	w.Prints(2*second, "log", strings.Repeat("é", 5000))
	w.Killed()
	got := judge(t, s, trace.Complete).Wakes[0]
	require.Len(t, got.Console, consoleLines)
	assert.Equal(t, 901, got.ConsoleDropped)
	assert.Equal(t, "0", got.Console[0].Text)
	assert.Equal(t, "49", got.Console[49].Text)
	assert.Equal(t, "951", got.Console[50].Text)
	assert.Equal(t, strings.Repeat("é", consoleText/2)+"…", got.Console[99].Text)
}

func TestOnlyTheWakeAskedForIsJudged(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		ask  func(h *trace.Header)
		want []int // wakes that are judged
		exit ExitCode
	}{
		{"all", func(*trace.Header) {}, []int{1, 2, 3}, ExitFailed},
		{"the good one by its number", func(h *trace.Header) { h.OnlyWake = 1 }, []int{1}, ExitPass},
		{"the bad one by its number", func(h *trace.Header) { h.OnlyWake = 2 }, []int{2}, ExitFailed},
		{"by its second", func(h *trace.Header) { h.At = "0:09:00:07" }, []int{1}, ExitPass},
		{"by its minute", func(h *trace.Header) { h.At = "0:10:00" }, []int{2}, ExitFailed},
		{"by day and time", func(h *trace.Header) { h.At = "1:08:00:00" }, []int{3}, ExitPass},
		{"by day and minute", func(h *trace.Header) { h.At = "1:08:00" }, []int{3}, ExitPass},
		{"the same time of another day", func(h *trace.Header) { h.At = "0:08:00:00" }, nil, ExitNothingRan},
		{"a day that looks like an hour", func(h *trace.Header) { h.At = "10:00:00" }, nil, ExitNothingRan},
		{"nonsense", func(h *trace.Header) { h.At = "noon" }, nil, ExitNothingRan},
		{"another second", func(h *trace.Header) { h.At = "0:09:00:08" }, nil, ExitNothingRan},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := verdicttest.NewStory().Registered()
			s.Header.Days = 2
			tt.ask(&s.Header)
			s.Wake(9*hour+7*second+400*ms).Finishes(1*second, "noData")
			s.Wake(10 * hour).Killed()
			s.Wake(32*hour).Finishes(1*second, "noData")
			run := judge(t, s, trace.Complete)
			var got []int
			for _, w := range run.Wakes {
				if w.Judged {
					got = append(got, w.N)
				}
			}
			assert.Equal(t, tt.want, got)
			assert.Equal(t, len(tt.want), run.Summary.Wakes)
			assert.Equal(t, tt.exit, run.ExitCode)
		})
	}
}

func TestAForcedWakeIsTheOneAsked(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	s.Header.At = "0:11:00"
	s.Wake(9 * hour).Killed()
	w := s.Wake(11 * hour)
	w.Grant().Forced = true
	w.Finishes(1*second, "noData")
	run := judge(t, s, trace.Complete)
	assert.Equal(t, ExitPass, run.ExitCode)
	assert.Equal(t, 1, run.Summary.Forced)
}

func TestReproNamesTheDayWhenThereAreSeveral(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	s.Wake(3*hour+12*minute+40*second).Finishes(1*second, "noData")
	run := judge(t, s, trace.Complete)
	assert.Equal(t, "fetchsim run src/background.ts -p night-shift --seed 1 --at 03:12:40", run.Repro(run.Wakes[0]))
	run.Header.Days = 3
	assert.Equal(t, "fetchsim run src/background.ts -p night-shift --seed 1 --at 0:03:12:40", run.Repro(run.Wakes[0]))
	run.Header.Repro = ""
	assert.Empty(t, run.Repro(run.Wakes[0]))
}

func TestPendingPutsTheLikeliestCulpritFirst(t *testing.T) {
	t.Parallel()
	const grant = 100 * second
	await := func(id, parent int, link, function string, since int64) trace.AwaitPending {
		on := "promise"
		return trace.AwaitPending{When: "kill", ID: id, Parent: parent, Link: link, Function: function, Pos: at(id), On: on, SinceUs: since}
	}
	for _, tt := range []struct {
		name   string
		awaits []trace.AwaitPending
		want   []string // functions, in order
		chain  []string // of the first
	}{
		{"a chain is one place", []trace.AwaitPending{
			await(1, 0, "none", "onFetch", grant+1), await(2, 1, "awaited", "sync", grant+1), await(3, 2, "awaited", "page", grant+1),
		}, []string{"page"}, []string{"sync", "onFetch"}},
		{"what is only started comes after what is awaited", []trace.AwaitPending{
			await(2, 1, "started", "analytics", grant+1), await(1, 0, "none", "onFetch", grant+1), await(3, 1, "awaited", "sync", grant+1),
		}, []string{"sync", "analytics"}, []string{"onFetch"}},
		{"a parent that only started another hangs itself", []trace.AwaitPending{
			await(2, 1, "started", "analytics", grant+1), await(1, 0, "none", "onFetch", grant+1),
		}, []string{"onFetch", "analytics"}, nil},
		{"what an earlier wake left comes later", []trace.AwaitPending{
			await(1, 0, "none", "poll", grant-1), await(2, 0, "none", "onFetch", grant+1),
		}, []string{"onFetch", "poll"}, nil},
		{"the elder root is the handler", []trace.AwaitPending{
			await(7, 0, "none", "late", grant+1), await(2, 0, "none", "onFetch", grant+1),
		}, []string{"onFetch", "late"}, nil},
		{"the place that started a function is no wait of its own", []trace.AwaitPending{
			await(1, 4, "started", "onFetch", grant+1),
			{When: "kill", ID: 4, Link: "none", Function: "dispatch", Pos: at(4), On: "function", SinceUs: grant + 1},
		}, []string{"onFetch"}, []string{"dispatch"}},
		{"the handler stays first when both were started somewhere", []trace.AwaitPending{
			await(2, 5, "started", "analytics", grant+1),
			{When: "kill", ID: 5, Link: "none", Function: "onFetch", Pos: at(5), On: "function", SinceUs: grant + 1},
			await(3, 1, "awaited", "sync", grant+1),
			{When: "kill", ID: 1, Parent: 6, Link: "started", Function: "onFetch", Pos: at(1), On: "function", SinceUs: grant + 1},
			{When: "kill", ID: 6, Link: "none", Function: "dispatch", Pos: at(6), On: "function", SinceUs: grant + 1},
		}, []string{"sync", "analytics"}, []string{"onFetch", "dispatch"}},
		{"a circle of two is told once", []trace.AwaitPending{
			await(1, 2, "awaited", "a", grant+1), await(2, 1, "awaited", "b", grant+1),
		}, []string{"a"}, []string{"b"}},
		{"a callback-style wait yields to an async function", []trace.AwaitPending{
			{When: "kill", On: "fetch", Function: "xhr", Pos: at(1), SinceUs: grant + 1}, await(2, 0, "none", "onFetch", grant+1),
		}, []string{"onFetch", "xhr"}, nil},
		{"a callback-style wait alone", []trace.AwaitPending{
			{When: "kill", On: "fetch", Function: "xhr", Pos: at(1), SinceUs: grant + 1},
		}, []string{"xhr"}, nil},
		{"functions that wait for each other do not loop", []trace.AwaitPending{
			await(1, 2, "awaited", "a", grant+1), await(2, 1, "awaited", "b", grant+1), await(3, 3, "awaited", "c", grant+1),
		}, []string{"c"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := snapshot{when: "kill", atUs: grant + 30*second}
			for i := range tt.awaits {
				s.add(&tt.awaits[i], interner{})
			}
			got := s.pending(grant)
			var names, chain []string
			for _, p := range got {
				names = append(names, p.Function)
			}
			for _, c := range got[0].Chain {
				chain = append(chain, c.Function)
			}
			assert.Equal(t, tt.want, names)
			assert.Equal(t, tt.chain, chain)
		})
	}
}

func TestTheKillsAwaitsReplaceThoseOfTheWarning(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	s.Wake(9*hour).
		Awaits(25*second, trace.AwaitPending{When: "expiration", ID: 1, Function: "a", Pos: at(1), On: "fetch"}).
		Awaits(30*second, trace.AwaitPending{When: "kill", ID: 2, Function: "b", Pos: at(2), On: "timer"}).
		Killed()
	pending := judge(t, s, trace.Complete).Wakes[0].Pending
	require.Len(t, pending, 1)
	assert.Equal(t, "b", pending[0].Function)
}

// aYear is a run of a year with a wake every quarter of an hour, as a listener hears it.
func aYear(record func(trace.Record)) {
	s := verdicttest.NewStory().Registered()
	s.Header.Days = 365
	for i := range 35_040 {
		w := s.Wake(int64(i) * 15 * minute)
		w.Fetch(130*ms, 900*ms, fmt.Sprint("https://api.example.com/items?page=", i%10), "mock")
		w.Prints(140*ms, "log", "sync begins")
		w.Finishes(2*second, "newData")
	}
	s.Write(trace.NewWriter(nil, record), trace.Complete)
}

func TestAYearOfWakesStaysSmall(t *testing.T) {
	var records []trace.Record
	aYear(func(r trace.Record) { records = append(records, r) })
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	run := judgeRecords(records)
	runtime.GC()
	runtime.ReadMemStats(&after)
	require.Equal(t, ExitPass, run.ExitCode)
	require.Len(t, run.Wakes, 35_040)
	held := int64(after.HeapAlloc) - int64(before.HeapAlloc)
	t.Logf("a judged year holds %d kB", held>>10)
	assert.Less(t, held, int64(32<<20))
	runtime.KeepAlive(records)
	runtime.KeepAlive(run)
}

func BenchmarkJudgeAYear(b *testing.B) {
	var records []trace.Record
	aYear(func(r trace.Record) { records = append(records, r) })
	b.ReportAllocs()
	for b.Loop() {
		judgeRecords(records)
	}
}
