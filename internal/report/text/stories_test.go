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

// aDay is the phone of a person who works at night: used in the evening and after work, charging in the morning.
func aDay(s *verdicttest.Story, day int) {
	at := func(hms string) int64 { return verdicttest.Clock(day, hms) }
	if day == 0 {
		s.Emit(-2*hour, &trace.PhoneState{Link: "lte", LevelPct: 70, Refresh: "on", Thermal: "nominal", Zone: "Europe/Berlin", OffsetMin: 60})
	}
	change := func(hms, field, value string) { s.Emit(at(hms), &trace.PhoneChange{Field: field, Value: value}) }
	use := func(from, to string) { change(from, "screen", "true"); change(to, "screen", "false") }
	use("00:05:00", "00:06:00")
	use("00:33:00", "00:38:00")
	use("01:40:00", "01:40:30")
	use("02:10:00", "02:16:00")
	use("04:02:00", "04:03:00")
	change("07:00:00", "link", "wifi")
	change("07:30:00", "plugged", "true")
	use("08:02:00", "08:15:00")
	use("08:31:00", "08:52:00")
	use("09:05:00", "09:09:00")
	change("15:30:00", "plugged", "false")
	use("17:01:00", "17:09:00")
	use("17:40:00", "17:43:00")
	use("19:35:00", "19:40:00")
	use("21:15:00", "21:15:40")
	change("21:30:00", "link", "lte")
	use("22:41:00", "22:44:00")
}

// theNight is the example of the documentation: two of fourteen wakes hang on a slow page.
func theNight() *verdicttest.Story {
	s := verdicttest.NewStory().Registered()
	aDay(s, 0)
	for _, clock := range []string{
		"01:05:11", "02:01:09", "03:12:40", "05:33:10", "07:40:00", "09:11:12", "11:10:01", "13:05:44", "14:36:02", "16:01:00",
		"16:40:00", "18:31:15", "20:02:41", "22:47:05",
	} {
		wake := s.Wake(verdicttest.Clock(0, clock))
		if clock == "03:12:40" || clock == "22:47:05" {
			wake.Grant().Link = "lte"
			hangs(wake)
			continue
		}
		wake.Fetch(130*ms, 900*ms, "https://api.example.com/items?page=1", "mock")
		wake.Finishes(int64(1700+wake.N*97)*ms, "newData")
	}
	s.Emit(0, excerpt())
	s.Emit(verdicttest.Clock(0, "17:01:00"), &trace.Person{What: trace.Opens})
	s.Emit(verdicttest.Clock(0, "17:02:00"), &trace.Person{What: trace.Closes})
	return s
}

func hangs(w *verdicttest.Wake) {
	w.Fetch(130*ms, 4200*ms, "https://api.example.com/items?page=1", "mock")
	w.Fetch(4200*ms, 11_100*ms, "https://api.example.com/items?page=2", "mock")
	w.OpenFetch(11_100*ms, "https://api.example.com/items?page=3")
	w.Prints(140*ms, "log", "sync begins")
	w.Prints(4210*ms, "warn", "slow\tpage \x1b[31m1")
	w.Warned(25 * second)
	grant := w.Grant()
	since := clockOf(grant) + 11_100*ms
	w.Awaits(30*second, trace.AwaitPending{
		When: "kill", ID: 3, Parent: 2, Link: "awaited", Function: "fetchPages", On: "fetch", Ref: "https://api.example.com/items?page=3",
		Pos: &trace.Pos{File: "src/sync.ts", Line: 41, Column: 23}, SinceUs: since,
	})
	w.Awaits(30*second, trace.AwaitPending{
		When: "kill", ID: 2, Parent: 1, Link: "awaited", Function: "syncAll", On: "function",
		Pos: &trace.Pos{File: "src/sync.ts", Line: 28, Column: 11}, SinceUs: since,
	})
	w.Awaits(30*second, trace.AwaitPending{
		When: "kill", ID: 1, Link: "none", Function: "onFetch", On: "function",
		Pos: &trace.Pos{File: "src/background.ts", Line: 12, Column: 9}, SinceUs: since,
	})
	w.Killed()
}

func clockOf(g *trace.Grant) int64 {
	var d, h, m, s int64
	_, _ = fmt.Sscanf(g.At, "2026-03-%dT%d:%d:%d", &d, &h, &m, &s)
	return (d-2)*24*hour + h*hour + m*minute + s*second
}

func excerpt() *trace.Excerpt {
	return &trace.Excerpt{File: "src/sync.ts", Line: 41, From: 39, Lines: []string{
		"  for (const page of pages) {",
		"    // one request per page, no deadline",
		"    const res = await fetch(`${API}/items?page=${page}`);",
		"    out.push(...(await res.json()));",
	}}
}

// aGoodDay passes.
func aGoodDay() *verdicttest.Story {
	s := verdicttest.NewStory().Registered()
	s.Header.Profile.Name, s.Header.Repro = "typical", "fetchsim run src/background.ts -p typical --seed 1"
	aDay(s, 0)
	for i, clock := range []string{"07:05:11", "08:21:09", "12:12:40", "19:33:10", "20:40:00"} {
		from := "mock"
		if i > 2 {
			from = "placeholder"
		}
		wake := s.Wake(verdicttest.Clock(0, clock))
		wake.Fetch(130*ms, 900*ms, "https://api.example.com/items", from)
		wake.Finishes(int64(1700+i*897)*ms, "newData")
	}
	s.Emit(verdicttest.Clock(0, "08:31:00"), &trace.Person{What: trace.Opens})
	s.Emit(verdicttest.Clock(0, "08:33:00"), &trace.Person{What: trace.Closes})
	s.Emit(verdicttest.Clock(0, "20:55:00"), &trace.Person{What: trace.Opens})
	return s
}
