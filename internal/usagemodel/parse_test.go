package usagemodel

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const profiles = "../../testdata/profiles"

// reader of files beside the given folder, as the command line has one.
func filesIn(dir string) func(string) ([]byte, error) {
	return func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(dir, path)) }
}

// golden compares with a file, or writes it when UPDATE_GOLDEN is set.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, strings.ReplaceAll(string(want), "\r\n", "\n"), got)
}

func TestBrokenProfilesNameAllTheirProblems(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(profiles, "bad")
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 15)
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			p, err := ParseProfile(name, data, func(path string) ([]byte, error) {
				content, err := filesIn(dir)(path)
				if err != nil {
					return nil, fs.ErrNotExist // not the words of this system
				}
				return content, nil
			})
			assert.Nil(t, p)
			problems, ok := errors.AsType[*ProfileError](err)
			require.True(t, ok, "%v", err)
			golden(t, strings.TrimSuffix(file, ".yaml")+".txt", problems.Error()+"\n")
		})
	}
}

func TestEveryGoldenMessageHasItsProfile(t *testing.T) {
	t.Parallel()
	texts, err := filepath.Glob(filepath.Join(profiles, "bad", "*.txt"))
	require.NoError(t, err)
	for _, text := range texts {
		assert.FileExists(t, strings.TrimSuffix(text, ".txt")+".yaml")
	}
}

func TestSampleProfileSaysWhatItMeans(t *testing.T) {
	t.Parallel()
	p, err := Load("commuter.yaml", filesIn(profiles))
	require.NoError(t, err)
	assert.Equal(t, "commuter", p.Name)
	assert.Equal(t, 28, p.History)
	assert.InDelta(t, 72, p.Phone.UnlocksPerDay, 0)
	assert.InDelta(t, 2.2, p.Phone.Curve[Weekday][7], 0)
	assert.Equal(t, populationCurve(Weekend), p.Phone.Curve[Weekend])
	assert.Equal(t, 55*time.Second, p.Phone.Session.Median)
	assert.InDelta(t, 1.28, p.Phone.Session.Sigma, 0, "inherited inside a section")
	assert.Equal(t, Night{22*time.Hour + 45*time.Minute, 5*time.Hour + 50*time.Minute, 25 * time.Minute}, p.Sleep.Night[Weekday])
	assert.Len(t, p.App.Windows, 3)
	assert.Equal(t, Charge{At: 9 * time.Hour, For: 90 * time.Minute, SD: 20 * time.Minute, P: 0.6, Days: OnWeekdays}, p.Charging[1])
	assert.Equal(t, NetworkBlock{
		Span: Span{7*time.Hour + 30*time.Minute, 17*time.Hour + 15*time.Minute}, Days: OnWeekdays, Link: Wifi, P: 0.6, Else: Cellular,
	}, p.Network[1])
	assert.Equal(t, LowPowerRule{AskBelow: 20, Accept: 0.7, OffAbove: 80}, p.LowPower)
	assert.Equal(t, RefreshOn, p.Refresh)
	assert.Equal(t, "Europe/Berlin", p.Location().String())
	assert.Len(t, p.SHA256(), 64)
}

// parsed reads a profile that says only this of itself.
func parsed(t *testing.T, text string) *Profile {
	t.Helper()
	p, err := ParseProfile("x.yaml", []byte("fetchsim_profile: 1\nname: x\n"+text), nil)
	require.NoError(t, err)
	return p
}

func TestSwitchesAreReadQuotedBareAndAsBooleans(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]RefreshSetting{
		`"on"`: RefreshOn, "on": RefreshOn, "true": RefreshOn, `"off"`: RefreshOff, "off": RefreshOff, "false": RefreshOff,
		"wifi_only": RefreshWifiOnly,
	} {
		assert.Equal(t, want, parsed(t, "background_refresh: "+text).Refresh, text)
	}
	assert.True(t, parsed(t, "low_power_mode: on").LowPower.Always)
	assert.True(t, parsed(t, "low_power_mode: false").LowPower.Never)
}

func TestWeekIsReadFromEitherList(t *testing.T) {
	t.Parallel()
	friday := parsed(t, "days: {weekend: [fri, sat]}")
	assert.Equal(t, Weekend, friday.DayType(time.Friday))
	assert.Equal(t, Weekday, friday.DayType(time.Sunday))
	assert.Equal(t, friday.Weekend, parsed(t, "days: {weekday: [sun, mon, tue, wed, thu]}").Weekend)
}

func TestListsTakeThePlaceOfInheritedOnesAndSectionsMerge(t *testing.T) {
	t.Parallel()
	p := parsed(t, "extends: night-shift\napp: {base: 2}\ncharging: []\nlow_power_mode: {accept: 1}\n")
	assert.InDelta(t, 55, p.Phone.UnlocksPerDay, 0)
	assert.Len(t, p.App.Windows, 3)
	assert.InDelta(t, 2, p.App.Base, 0)
	assert.Empty(t, p.Charging)
	assert.Equal(t, LowPowerRule{AskBelow: 20, Accept: 1, OffAbove: 80}, p.LowPower)
}

func TestProfileExtendsAFileBesideIt(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"people/base/b.yaml": "fetchsim_profile: 1\nname: b\nextends: ../c.yml\nhistory: 5d\n",
		"people/c.yml":       "fetchsim_profile: 1\nname: c\nhistory: 7d\nphone: {unlocks_per_day: 44}\n",
	}
	load := func(path string) ([]byte, error) {
		text, ok := files[path]
		if !ok {
			return nil, fs.ErrNotExist
		}
		return []byte(text), nil
	}
	p, err := ParseProfile("people/a.yaml", []byte("fetchsim_profile: 1\nname: a\nextends: base/b.yaml\n"), load)
	require.NoError(t, err)
	assert.Equal(t, "a", p.Name)
	assert.Equal(t, 5, p.History)
	assert.InDelta(t, 44, p.Phone.UnlocksPerDay, 0)
}

func TestAnchorsMayBeUsed(t *testing.T) {
	t.Parallel()
	p := parsed(t, `sleep: {weekday: &night {onset: "23:00", wake: "07:00"}, weekend: *night}`)
	assert.Equal(t, p.Sleep.Night[Weekday].Onset, p.Sleep.Night[Weekend].Onset)
}

func TestPersonasAreKnownAndWhole(t *testing.T) {
	t.Parallel()
	assert.Subset(t, Personas(), []string{"typical", "heavy", "night-shift"})
	for _, name := range Personas() {
		p := loaded(t, name)
		assert.Equal(t, name, p.Name, "the name is that of the file")
		assert.NotNil(t, p.Location(), name)
		text, ok := PersonaSource(name)
		assert.True(t, ok)
		assert.True(t, strings.HasPrefix(string(text), "# "), "%s begins with who it is", name)
	}
}

// TestTypicalGivesEveryKey holds that the persona that extends nothing leaves nothing to chance.
func TestTypicalGivesEveryKey(t *testing.T) {
	t.Parallel()
	text, _ := PersonaSource(rootPersona)
	s := &source{places: map[string]place{}}
	s.read(&Profile{}, "typical.yaml", text, true)
	require.Empty(t, s.problems)
	for _, key := range []string{
		"tz", "history", "days.weekday", "days.weekend", "phone.unlocks_per_day", "phone.curve.weekday", "phone.curve.weekend",
		"phone.burst.branching", "phone.burst.tau", "phone.session.median", "phone.session.sigma", "phone.session.max",
		"sleep.weekday.onset", "sleep.weekday.wake", "sleep.weekday.sd", "sleep.weekend.onset", "sleep.weekend.wake",
		"sleep.weekend.sd", "sleep.interruptions", "app.opens_per_day", "app.base", "app.session.median", "app.session.sigma",
		"app.force_quit_per_day", "app.windows", "charging", "battery.start", "battery.drain_idle", "battery.drain_screen",
		"battery.charge", "battery.charge_above_80", "network", "low_power_mode.ask_below", "low_power_mode.accept",
		"low_power_mode.off_above", "background_refresh",
	} {
		assert.Contains(t, s.places, key)
	}
}

func TestCanonicalTextReadsBackToTheSameProfile(t *testing.T) {
	t.Parallel()
	names := append(Personas(), "commuter.yaml")
	hashes := map[string]bool{}
	for _, name := range names {
		p, err := Load(name, filesIn(profiles))
		require.NoError(t, err)
		again, err := ParseProfile("again.yaml", []byte(p.Canonical()), nil)
		require.NoError(t, err, p.Canonical())
		assert.Equal(t, p, again)
		hashes[p.SHA256()] = true
	}
	assert.Len(t, hashes, len(names), "profiles that differ have different hashes")
}

func TestCanonicalTextDoesNotDependOnHowAProfileIsWritten(t *testing.T) {
	t.Parallel()
	a := parsed(t, "history: 1d\nphone: {session: {median: 90s}}\nsleep: {weekday: {sd: 60m}}\n")
	b := parsed(t, "sleep:\n  weekday:\n    sd: 1h\nphone:\n  session: {median: 1m30s}\nhistory: 24h\nextends: typical\n")
	assert.Equal(t, a.Canonical(), b.Canonical())
	assert.Equal(t, a.SHA256(), b.SHA256())
}

func TestUnknownProfileNamesTheNearest(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"nightshift": `unknown profile "nightshift"; did you mean "night-shift"?`,
		"hevay":      `unknown profile "hevay"; did you mean "heavy"?`,
		"qqqqqqqqqq": `unknown profile "qqqqqqqqqq"; give a file or one of ` + strings.Join(Personas(), ", "),
	} {
		_, err := Load(name, nil)
		unknown, ok := errors.AsType[*UnknownProfileError](err)
		require.True(t, ok)
		assert.Equal(t, want, unknown.Error())
	}
}

func TestUnreadableFileIsReportedAsSuch(t *testing.T) {
	t.Parallel()
	_, err := Load("./nowhere.yaml", filesIn(profiles))
	require.ErrorIs(t, err, fs.ErrNotExist)
	assert.ErrorContains(t, err, "load profile ./nowhere.yaml")
}

func TestDurationsAreReadAndWritten(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"21d": 21 * day, "1d12h": 36 * time.Hour, "90s": 90 * time.Second, "0d": 0, "1h30m": 90 * time.Minute, "250ms": 250 * time.Millisecond,
	} {
		got, err := parseDuration(text)
		require.NoError(t, err)
		assert.Equal(t, want, got)
		again, err := parseDuration(formatDuration(got))
		require.NoError(t, err)
		assert.Equal(t, want, again)
	}
	for _, text := range []string{"", "d", "-1d", "1d-2h", "3 days", "99999999999d", "21", "1d1", "h"} {
		_, err := parseDuration(text)
		assert.Error(t, err, text)
	}
	assert.Equal(t, "1m30s", formatDuration(90*time.Second))
	assert.Equal(t, "2h", formatDuration(2*time.Hour))
	assert.Equal(t, "40m", formatDuration(40*time.Minute))
	assert.Equal(t, "20h10m", formatDuration(20*time.Hour+10*time.Minute))
}
