package verdict

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict/verdicttest"
)

func TestStripsFollowThePhone(t *testing.T) {
	t.Parallel()
	s := good()
	s.Emit(-1*hour, &trace.PhoneState{Screen: true, Link: "lte"})
	change := func(us int64, field, value string) { s.Emit(us, &trace.PhoneChange{Field: field, Value: value}) }
	change(5*minute, "screen", "false")
	change(10*minute, "link", "wifi")
	change(20*minute, "plugged", "true")
	change(40*minute, "link", "none")
	strips := judge(t, s, trace.Complete).Strips
	require.Len(t, strips, 1)
	assert.Equal(t, "2026-03-02", strips[0].Date)
	cells := strips[0].Cells
	require.Len(t, cells, 96)
	assert.Equal(t, Cell{UsedPermille: 333, Link: "lte", Clock: 0}, cells[0], "a third of it with the screen on, lte for two thirds")
	assert.Equal(t, Cell{Plugged: true, Link: "wifi", Clock: 15}, cells[1])
	assert.Equal(t, Cell{Plugged: true, Link: "wifi", Clock: 30}, cells[2])
	assert.Equal(t, Cell{Plugged: true, Link: "none", Clock: 23*60 + 45}, cells[95])
}

func TestDaysHaveTheHoursOfTheirZone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, start, zone string
		cells             []int
		second            int16 // clock of the first cell of day 1
	}{
		{"spring in Berlin", "2026-03-29T00:00:00+01:00", "Europe/Berlin", []int{92, 96}, 0},
		{"autumn in Berlin", "2026-10-25T00:00:00+02:00", "Europe/Berlin", []int{100, 96}, 0},
		{"half an hour on Lord Howe Island", "2026-10-04T00:00:00+10:30", "Australia/Lord_Howe", []int{94, 96}, 0},
		{"midnight skipped in Beirut", "2026-03-28T00:00:00+02:00", "Asia/Beirut", []int{96, 92}, 60},
		{"an unknown zone keeps its offset", "2026-03-29T00:00:00+01:00", "Mars/Olympus", []int{96, 96}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := verdicttest.NewStory()
			s.Header.Start, s.Header.TZ, s.Header.Days = tt.start, tt.zone, 2
			s.Emit(0, &trace.PhoneState{Link: "wifi"})
			s.Emit(49*hour, &trace.PhoneChange{Field: "screen", Value: "true"})
			run := judge(t, s, trace.Complete)
			require.Len(t, run.Strips, 2)
			cells := []int{len(run.Strips[0].Cells), len(run.Strips[1].Cells)}
			assert.Equal(t, tt.cells, cells)
			assert.Equal(t, tt.second, run.Strips[1].Cells[0].Clock)
		})
	}
}

func TestAnInterruptedDayHasOnlyItsCells(t *testing.T) {
	t.Parallel()
	records := verdicttest.NewStory().Records("")
	records = append(records, trace.Record{TUs: 100 * minute, Seq: 2, Event: &trace.End{Reason: trace.Interrupted, Events: 1}})
	assert.Len(t, judgeRecords(records).Strips[0].Cells, 7)
}

func TestSpansAreStretchesWithOneReason(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory().Registered()
	refused := func(us int64, codes ...string) {
		a := &trace.Answer{Request: 1, Answer: "refused"}
		for _, c := range codes {
			a.Gates = append(a.Gates, trace.Gate{Code: c, Text: "text of " + c, Label: "documented"})
		}
		s.Emit(us, a)
	}
	refused(-2*hour, "low_power_mode")
	refused(1*hour, "low_power_mode", "battery_low") // the first gate is the reason
	s.Emit(2*hour, &trace.Answer{Request: 1, Answer: "notYet", Lead: "habit", Text: "need 0.2 of 1", Label: "assumed"})
	s.Emit(3*hour, &trace.Answer{Request: 1, Answer: "notYet", Lead: "habit", Text: "need 0.9 of 1", Label: "assumed"})
	s.Wake(4*hour).Finishes(1*second, "noData")
	refused(4*hour+1*second, "too_soon")
	s.Emit(5*hour, &trace.RequestCancel{App: trace.App{PID: 1}, ID: 1, Why: "replaced"})
	s.Emit(6*hour, &trace.RequestSubmit{App: trace.App{PID: 1}, ID: 2})
	s.Emit(6*hour, &trace.Answer{Request: 2, Answer: "notYet", Lead: "luck", Text: "only luck is missing", Label: "assumed"})
	run := judge(t, s, trace.Complete)
	assert.Equal(t, []Span{
		{FromUs: 0, ToUs: 2 * hour, Request: 1, Answer: "refused", Code: "low_power_mode", Text: "text of low_power_mode", Label: "documented"},
		{FromUs: 2 * hour, ToUs: 4 * hour, Request: 1, Answer: "notYet", Code: "habit", Text: "need 0.2 of 1", Label: "assumed"},
		{FromUs: 4*hour + 1*second, ToUs: 5 * hour, Request: 1, Answer: "refused", Code: "too_soon", Text: "text of too_soon", Label: "documented"},
		{FromUs: 6 * hour, ToUs: 24 * hour, Request: 2, Answer: "notYet", Code: "luck", Text: "only luck is missing", Label: "assumed"},
	}, run.Spans)
	assert.Equal(t, 3, run.Summary.NotWokenSpans)
}

func TestAgeAtOpenCountsFromTheLastGoodWakeOrForeground(t *testing.T) {
	t.Parallel()
	s := verdicttest.NewStory() // no open before day 0: the first one has no age
	person := func(us int64, what trace.PersonAct) { s.Emit(us, &trace.Person{What: what}) }
	person(1*hour, trace.Opens)
	person(2*hour, trace.Closes)
	person(3*hour, trace.Opens) // 1 h after the foreground
	person(3*hour, trace.Opens) // already open
	person(4*hour, trace.ForceQuits)
	s.Wake(5*hour).Finishes(1*second, "newData")
	s.Wake(6*hour).Finishes(1*second, "failed") // not good
	s.Wake(7 * hour).Killed()
	person(8*hour+1*second, trace.Opens) // 3 h after the good wake
	run := judge(t, s, trace.Complete)
	assert.Equal(t, Percentiles{N: 2, P50: 1 * hour, P90: 3 * hour, P95: 3 * hour, P99: 3 * hour, Max: 3 * hour}, run.Summary.AgeAtOpenUs)
}

func TestPercentilesAreNearestRank(t *testing.T) {
	t.Parallel()
	assert.Equal(t, Percentiles{}, percentiles(nil))
	assert.Equal(t, Percentiles{N: 1, P50: 7, P90: 7, P95: 7, P99: 7, Max: 7}, percentiles([]int64{7}))
	assert.Equal(t, Percentiles{N: 5, P50: 35, P90: 50, P95: 50, P99: 50, Max: 50}, percentiles([]int64{50, 15, 20, 35, 40}))
	hundred := make([]int64, 100)
	for i := range hundred {
		hundred[i] = int64(100 - i)
	}
	assert.Equal(t, Percentiles{N: 100, P50: 50, P90: 90, P95: 95, P99: 99, Max: 100}, percentiles(hundred))
}
