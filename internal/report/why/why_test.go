package why

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict/verdicttest"
)

func clock(hms string) int64 { return verdicttest.Clock(0, hms) }

func gate(code, text string) trace.Gate {
	return trace.Gate{Code: code, Text: text, Label: "documented", Source: "example.org/" + code}
}

func refused(gates ...trace.Gate) *trace.Answer {
	return &trace.Answer{Request: 1, Trigger: "refresh", Answer: "refused", Gates: gates, Text: gates[0].Text, Label: "documented"}
}

func notYet(needE6 int64, lead, reason, label string) *trace.Answer {
	return &trace.Answer{
		Request: 1, Trigger: "refresh", Answer: "notYet", NeedE6: needE6, Lead: lead, Text: "need 0.xx of 1; " + reason, Label: label,
		Source: "example.org/" + lead,
	}
}

func grows(needE6 int64) *trace.Rate {
	return &trace.Rate{
		Request: 1, Affinity: 1_000_000, Habit: 250_000, Moment: 1_348_454, Allowance: 930_000, Rate: 313_516, Need: needE6, Luck: 800_000,
		SumScores: 16_460_000, Den: 19_400_000,
		Parts: []trace.Part{
			{Name: "network", Weight: 8_400_000, Score: 1_000_000}, {Name: "device", Weight: 5_000_000, Score: 1_000_000},
			{Name: "charger", Weight: 3_000_000, Score: 400_000}, {Name: "battery", Weight: 3_000_000, Score: 620_000},
		},
	}
}

// theEvening is Low Power Mode until 22:50, an unusual hour, a wake, and the floor after it.
func theEvening() *verdicttest.Story {
	s := verdicttest.NewStory().Registered()
	tooSoon, lowPower := gate("too_soon", "too soon (0 of 15 min)"), gate("low_power_mode", "Low Power Mode")
	s.Emit(-verdicttest.Hour, &trace.PhoneState{Link: "wifi", LevelPct: 70, Refresh: "on", Thermal: "nominal", Zone: "Europe/Berlin"})
	s.Emit(-verdicttest.Hour, grows(0))
	s.Emit(clock("20:59:00"), &trace.PhoneChange{Field: "lpm", Value: "true"})
	s.Emit(clock("20:59:00"), refused(lowPower, tooSoon))
	s.Emit(clock("21:00:00"), refused(lowPower))
	s.Emit(clock("22:50:00"), &trace.PhoneChange{Field: "lpm", Value: "false"})
	s.Emit(clock("22:50:00"), notYet(120_000, "habit", "you rarely open this app at 22:00", "documented*"))
	s.Emit(clock("23:00:00"), notYet(200_000, "habit", "you rarely open this app at 23:00", "documented*"))
	s.Emit(clock("23:15:00"), grows(620_000))
	s.Emit(clock("23:30:00"), notYet(700_000, "luck", "only luck is missing", "assumed"))
	w := s.Granted(clock("23:40:05"))
	w.Grant().NeedE6, w.Grant().LuckE6 = 1_000_000, 800_000
	s.Emit(clock("23:40:05"), &trace.Answer{Trigger: "refresh", Answer: "refused", Gates: []trace.Gate{gate("no_request", "no request is pending")}, Text: "x", Label: "documented"})
	w.Finishes(2_300*verdicttest.Ms, "newData")
	s.Emit(clock("23:40:06"), refused(tooSoon))
	s.Emit(clock("23:55:05"), notYet(0, "luck", "only luck is missing", "assumed"))
	return s
}

// twoRequests is a refresh beside a processing request that is spent by its wake.
func twoRequests() *verdicttest.Story {
	s := verdicttest.NewStory().Registered()
	s.Emit(0, &trace.RequestSubmit{App: trace.App{PID: 1}, ID: 2, API: "processing", Identifier: "com.example.\x1b[31mclean", NeedsPower: true})
	s.Emit(0, refused(gate("dormant", "the app was not opened for 72 h")))
	busy := gate("device_in_use", "the phone is in use")
	s.Emit(0, &trace.Answer{Request: 2, Trigger: "processing", Identifier: "com.example.\x1b[31mclean", Answer: "refused", Gates: []trace.Gate{busy}, Text: busy.Text, Label: "documented"})
	w := s.Granted(clock("03:00:00"))
	w.Grant().Trigger, w.Grant().Request, w.Grant().NeedE6, w.Grant().LuckE6 = "processing", 2, 1_000_000, 2_000_000
	s.Emit(clock("03:00:00"), &trace.Answer{Trigger: "processing", Identifier: "com.example.\x1b[31mclean", Answer: "refused", Gates: []trace.Gate{gate("no_request", "no request is pending")}, Text: "x", Label: "documented"})
	w.Ends(61*verdicttest.Second, "completedByOs")
	return s
}

func tell(t *testing.T, s *verdicttest.Story, look *Window) *Tale {
	t.Helper()
	tale, err := Read(bytes.NewReader(s.Bytes(trace.Complete)), look)
	require.NoError(t, err)
	return tale
}

func account(t *testing.T, s *verdicttest.Story, windows ...Window) *Account {
	t.Helper()
	if len(windows) == 0 {
		windows = []Window{{0, 24 * verdicttest.Hour}}
	}
	return &Account{Run: "20260302-120000/1", Script: "src/background.ts", Tale: tell(t, s, nil), Windows: windows}
}

func at(t *testing.T, s *verdicttest.Story, hms string) *Account {
	t.Helper()
	w := Window{clock(hms), clock(hms) + verdicttest.Minute}
	return &Account{Run: "20260302-120000/1", Script: "src/background.ts", Tale: tell(t, s, &w), Windows: []Window{w}, Moment: true}
}

// sheet is a page with its golden file's name.
type sheet struct {
	name     string
	accounts func(t *testing.T) []*Account
	json     bool
}

func sheets() []sheet {
	one := func(make func(t *testing.T) *Account) func(t *testing.T) []*Account {
		return func(t *testing.T) []*Account { t.Helper(); return []*Account{make(t)} }
	}
	evening := one(func(t *testing.T) *Account {
		t.Helper()
		a := account(t, theEvening(), Window{clock("20:00:00"), 24 * verdicttest.Hour})
		a.Unasked = 12
		l := a.Tale.Lanes[0]
		l.Stretches[0].Again = []Again{{
			Codes: []string{"low_power_mode"}, Words: "Low Power Mode off", SinceUs: clock("20:59:00"), Woken: true, WokenUs: clock("21:14:30"),
			WasWoken: true, WasUs: clock("23:40:05"),
		}}
		l.Stretches[1].Again = []Again{{Words: "a cool phone", SinceUs: clock("20:59:00"), Forbidden: "the script changed since; run it again"}}
		return a
	})
	refusedAt := one(func(t *testing.T) *Account {
		t.Helper()
		a := at(t, theEvening(), "21:30:00")
		a.Told(a.Tale.Lanes[0])[0].Again = []Again{{Words: "Low Power Mode off", SinceUs: clock("20:59:00")}}
		return a
	})
	beat := one(func(t *testing.T) *Account {
		t.Helper()
		s := verdicttest.NewStory()
		s.Header.EveryUs = verdicttest.Hour
		s.Wake(0).Finishes(800*verdicttest.Ms, "noData")
		return account(t, s)
	})
	return []sheet{
		{"evening.txt", evening, false},
		{"evening.json", evening, true},
		{"moment_refused.txt", refusedAt, false},
		{"moment_refused.json", refusedAt, true},
		{"moment_not_yet.txt", one(func(t *testing.T) *Account { t.Helper(); return at(t, theEvening(), "23:20:00") }), false},
		{"moment_woken.txt", one(func(t *testing.T) *Account { t.Helper(); return at(t, theEvening(), "23:40:00") }), false},
		{"two_requests.txt", one(func(t *testing.T) *Account { t.Helper(); return account(t, twoRequests()) }), false},
		{"beat.txt", beat, false},
		{"nothing_asked.txt", one(func(t *testing.T) *Account { t.Helper(); return account(t, verdicttest.NewStory()) }), false},
		{"two_runs.txt", func(t *testing.T) []*Account {
			t.Helper()
			w := Window{clock("23:30:00"), clock("23:50:00")}
			return []*Account{account(t, theEvening(), w), account(t, twoRequests(), w)}
		}, false},
	}
}

func TestPagesAreAsShown(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, s := range sheets() {
		known[s.name] = true
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if s.json {
				require.NoError(t, WriteJSON(&out, s.accounts(t)))
				assert.True(t, json.Valid(out.Bytes()))
			} else {
				require.NoError(t, Write(&out, s.accounts(t), Options{}))
			}
			path := filepath.Join("testdata", "golden", s.name)
			if os.Getenv("UPDATE_GOLDEN") != "" {
				require.NoError(t, os.WriteFile(path, out.Bytes(), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, string(want), out.String())
		})
	}
	files, err := os.ReadDir(filepath.Join("testdata", "golden"))
	require.NoError(t, err)
	for _, f := range files {
		assert.True(t, known[f.Name()], "%s belongs to no sheet", f.Name())
	}
}

func TestAnswersDuringAWakeWaitForItsEnd(t *testing.T) {
	t.Parallel()
	lane := tell(t, theEvening(), nil).Lanes[0]
	for i, s := range lane.Stretches[1:] {
		assert.LessOrEqual(t, lane.Stretches[i].ToUs, s.FromUs, "stretches do not overlap")
		assert.NotEqual(t, noRequest, append(s.Gates, Gate{})[0].Code, "between the grant and the next request the app was running")
	}
	woken := lane.Stretches[len(lane.Stretches)-3]
	assert.Equal(t, Granted, woken.Answer)
	assert.Equal(t, clock("23:40:05")+2_300*verdicttest.Ms, woken.ToUs)
	assert.Equal(t, woken.ToUs, lane.Stretches[len(lane.Stretches)-2].FromUs)
}

func TestAGateRemembersSinceWhenItIsClosed(t *testing.T) {
	t.Parallel()
	s := tell(t, theEvening(), nil).Lanes[0].Stretches
	assert.Equal(t, []string{"low_power_mode", "too_soon"}, []string{s[0].Gates[0].Code, s[0].Gates[1].Code})
	require.Len(t, s[1].Gates, 1)
	assert.Equal(t, clock("20:59:00"), s[1].Gates[0].SinceUs, "through both stretches")
}

func TestTheFinalScoreIsThatOfTheWorkedExample(t *testing.T) {
	t.Parallel()
	assert.Equal(t, int64(848_454), finalScore(grows(0)))
}

func TestAProcessingRequestsRateKnowsNoPerson(t *testing.T) {
	t.Parallel()
	r := &trace.Rate{Affinity: 1_000_000, Habit: 1_000_000, Moment: 1_000_000, Allowance: 996_000, Rate: 597_600, Luck: 70_000}
	assert.Equal(t, "0.598 wakes/h: allowance 0.996; this wake takes luck 0.07", rate(r, &Stretch{Answer: NotYet}))
}

func TestAMomentIsAsItWasThen(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		at   string
		lpm  bool
		need int64
		text string
	}{
		{"20:00:00", false, 0, ""},
		{"20:59:00", true, 0, ""},
		{"22:50:00", false, 120_000, "you rarely open this app at 22:00"},
		{"23:14:00", false, 200_000, "you rarely open this app at 23:00"},
		{"23:15:00", false, 620_000, "you rarely open this app at 23:00"},
		{"23:58:00", false, 0, "only luck is missing"},
	} {
		t.Run(tt.at, func(t *testing.T) {
			t.Parallel()
			tale := tell(t, theEvening(), &Window{clock(tt.at), clock(tt.at) + 1})
			assert.Equal(t, clock(tt.at), tale.AtUs)
			assert.Equal(t, tt.lpm, tale.Phone.LPM)
			assert.Equal(t, tt.need, tale.Lanes[0].NeedE6)
			assert.Equal(t, tt.text, tale.Lanes[0].Text)
		})
	}
}

func TestAMinuteWithAWakeIsToldAtTheWake(t *testing.T) {
	t.Parallel()
	tale := tell(t, theEvening(), &Window{clock("23:40:00"), clock("23:41:00")})
	assert.Equal(t, clock("23:40:05"), tale.AtUs)
}

func TestATraceThatIsCutOffIsNotTold(t *testing.T) {
	t.Parallel()
	whole := theEvening().Bytes(trace.Complete)
	_, err := Read(bytes.NewReader(whole[:len(whole)-200]), nil)
	assert.ErrorContains(t, err, "trace line")
	h, err := ReadHeader(bytes.NewReader(whole[:len(whole)-200]))
	require.NoError(t, err)
	assert.Equal(t, "Europe/Berlin", h.TZ)
	_, err = ReadHeader(strings.NewReader("{}\n"))
	assert.Error(t, err)
}

func TestNoLineIsWiderThanTheScreen(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, Write(&out, []*Account{account(t, theEvening()), account(t, twoRequests())}, Options{Width: 60}))
	for line := range strings.Lines(out.String()) {
		assert.LessOrEqual(t, len([]rune(strings.TrimRight(line, "\n"))), 60, line)
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestTheWritersErrorIsTold(t *testing.T) {
	t.Parallel()
	assert.ErrorContains(t, Write(brokenPipe{}, []*Account{account(t, theEvening())}, Options{}), "write why: broken pipe")
	assert.ErrorContains(t, WriteJSON(brokenPipe{}, nil), "broken pipe")
}
