package verdicttest

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// Units of virtual time, in microseconds.
const (
	Ms     = int64(1_000)
	Second = 1_000 * Ms
	Minute = 60 * Second
	Hour   = 60 * Minute
)

// Story is a run as it is told: wakes and other events in any order; the trace has them in order of time.
type Story struct {
	Header trace.Header
	events []told
	wakes  int
	pid    int
}

type told struct {
	tUs int64
	ev  trace.Event
}

// NewStory begins a run of one day of a React Native app on iOS 26. Its single request is made before day 0.
func NewStory() *Story {
	s := &Story{pid: 1, Header: trace.Header{
		Schema: trace.SchemaVersion, Version: "0.1.0", OS: "ios-26", API: "bgTaskScheduler", Device: "phone", Seed: 1,
		Start: "2026-03-02T00:00:00+01:00", End: "2026-03-03T00:00:00+01:00", TZ: "Europe/Berlin", Days: 1,
		Profile: trace.Profile{Name: "night-shift"}, Scripts: []trace.Script{{File: "src/background.ts"}},
		Plugin:  trace.Plugin{Name: "react-native-background-fetch", Version: "4.2.8", Source: "node_modules", Core: "modern"},
		Network: "profile", LimitUs: 30 * Second, Budget: "30s",
		Repro: "fetchsim run src/background.ts -p night-shift --seed 1",
	}}
	return s
}

// Registered adds the first launch before day 0, which asks for background time.
func (s *Story) Registered() *Story {
	s.Emit(-2*Hour, &trace.Person{What: trace.Opens})
	s.Emit(-2*Hour, &trace.Launch{App: trace.App{PID: 1}, How: "cold", Why: "person", LaunchUs: 800 * Ms})
	s.Emit(-2*Hour, &trace.RequestSubmit{App: trace.App{PID: 1}, ID: 1, API: "refresh", Identifier: "com.example.fetch"})
	s.Emit(-2*Hour+Minute, &trace.Person{What: trace.Closes})
	return s
}

// Emit adds an event; events of one instant keep the order in which they were added.
func (s *Story) Emit(tUs int64, ev trace.Event) { s.events = append(s.events, told{tUs, ev}) }

// Clock is the instant of a wall-clock time of a day without a change of the clocks: Clock(0, "03:12:40").
func Clock(day int, hms string) int64 {
	t, err := time.Parse(time.TimeOnly, hms)
	if err != nil {
		panic(fmt.Sprintf("verdicttest: %v", err))
	}
	return int64(day)*24*Hour + int64(t.Sub(t.Truncate(24*time.Hour))/time.Microsecond)
}

// At is a virtual instant as a wall clock in the story's zone shows it.
func (s *Story) At(us int64) string {
	start, err := time.Parse(time.RFC3339, s.Header.Start)
	if err != nil {
		panic(fmt.Sprintf("verdicttest: %v", err))
	}
	if zone, err := time.LoadLocation(s.Header.TZ); err == nil {
		start = start.In(zone)
	}
	return start.Add(time.Duration(us) * time.Microsecond).Format("2006-01-02T15:04:05.000Z07:00")
}

// Sorted is all events in order of time, without header and end.
func (s *Story) sorted() []told {
	events := slices.Clone(s.events)
	slices.SortStableFunc(events, func(a, b told) int { return cmp.Compare(a.tUs, b.tUs) })
	return events
}

// Write emits the whole run: header, events and, unless reason is empty, the end after the last day.
func (s *Story) Write(w *trace.Writer, reason trace.EndReason) {
	events := s.sorted()
	end := int64(s.Header.Days) * 24 * Hour
	first := min(int64(0), end)
	if len(events) > 0 {
		first = min(first, events[0].tUs)
		end = max(end, events[len(events)-1].tUs)
	}
	h := s.Header
	w.Emit(first, &h)
	for _, e := range events {
		w.Emit(e.tUs, e.ev)
	}
	if reason != "" {
		w.End(end, reason)
	}
}

// Bytes is the run's trace.
func (s *Story) Bytes(reason trace.EndReason) []byte {
	var out bytes.Buffer
	w := trace.NewWriter(&out)
	s.Write(w, reason)
	return out.Bytes()
}

// Records is the run as a listener of the live trace hears it.
func (s *Story) Records(reason trace.EndReason) []trace.Record {
	var out []trace.Record
	s.Write(trace.NewWriter(nil, func(r trace.Record) { out = append(out, r) }), reason)
	return out
}
