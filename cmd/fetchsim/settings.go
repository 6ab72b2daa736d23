package main

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fetchsim/fetchsim/internal/network"
	"github.com/fetchsim/fetchsim/internal/scheduler"
	"github.com/fetchsim/fetchsim/internal/simulate"
	"github.com/fetchsim/fetchsim/internal/suggest"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// settings are the flags understood: every value is in range.
type settings struct {
	profiles    []*usagemodel.Profile
	recorded    *recorded // nil: days are drawn
	start       simulate.Date
	zone        *time.Location // nil: the profile's
	os          int
	budget      scheduler.Budget
	mock        *network.Mock
	at          *moment
	memoryLimit int64
	reporters   []reporter
}

// understand checks every flag and reports all that is wrong at once.
func (o *runOptions) understand() (*settings, error) {
	s := &settings{}
	var problems problems
	s.start = problems.date("--start", o.start)
	s.zone = problems.zone("--tz", o.tz)
	s.os = problems.os("--os", o.os)
	s.at = problems.moment("--at", o.at)
	s.memoryLimit = problems.size("--memory-limit", o.memoryLimit)
	s.budget = problems.budget(o.budget)
	s.reporters = problems.reporters(o.reporters)
	problems.oneOf("--device", o.device, "phone", "no-background-fetch", "simulator")
	problems.oneOf("--console", o.console, "failed", "all", "none")
	problems.oneOf("--color", o.color, "auto", "always", "never")
	problems.checkf(o.days >= 1 && o.days <= 3660, "--days %d: give 1 to 3660", o.days)
	problems.checkf(o.runs >= 1, "--runs %d: give 1 or more", o.runs)
	problems.checkf(o.workers >= 0, "--workers %d: give 1 or more", o.workers)
	problems.checkf(o.wake >= 0, "--wake %d: wakes are counted from 1", o.wake)
	problems.checkf(o.every == 0 || o.every >= time.Second, "--every %v: give at least 1s", o.every)
	problems.checkf(o.limit >= time.Millisecond && o.limit <= 10*time.Minute, "--limit %v: give 1ms to 10m", o.limit)
	problems.checkf(o.runaway >= time.Millisecond, "--runaway %v: give at least 1ms", o.runaway)
	problems.checkf(o.wallLimit >= 0, "--wall-limit %v: give a length of time, or 0 for none", o.wallLimit)
	problems.checkf(o.cpuScale >= 0 && o.cpuScale <= 1e6 && !math.IsNaN(o.cpuScale), "--cpu-scale %v: give 0 to 1000000", o.cpuScale)
	problems.checkf(o.at == "" || o.wake == 0, "--at and --wake: give one of them")
	if s.at != nil && s.at.day >= o.days {
		problems.addf("--at %s: day %d is not simulated; the days are 0 to %d", o.at, s.at.day, o.days-1)
	}
	s.profiles = problems.profiles(o.profiles)
	s.mock = problems.mock(o.mock)
	if o.verb == "replay" && !isProfileFile(o.replayed) {
		s.recorded = problems.recording(o, s)
	}
	return s, problems.err()
}

// problems gathers what is wrong with a command line.
type problems []string

func (p *problems) addf(format string, args ...any) { *p = append(*p, fmt.Sprintf(format, args...)) }

func (p *problems) checkf(ok bool, format string, args ...any) {
	if !ok {
		p.addf(format, args...)
	}
}

// err is all problems, a line each; nil if there are none.
func (p problems) err() error {
	if len(p) == 0 {
		return nil
	}
	return usagef("%s", strings.Join(p, "\n"))
}

func (p *problems) oneOf(flag, value string, allowed ...string) {
	p.checkf(slices.Contains(allowed, value), "%s %q: give one of %s%s", flag, value, strings.Join(allowed, ", "),
		suggest.DidYouMean(value, allowed))
}

func (p *problems) date(flag, text string) simulate.Date {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		p.addf("%s %q: give a date such as 2026-03-02", flag, text)
		return simulate.Date{Year: 2026, Month: time.March, Day: 2}
	}
	p.checkf(t.Year() >= 1970 && t.Year() <= 2200, "%s %q: give a year from 1970 to 2200", flag, text)
	return simulate.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

func (p *problems) zone(flag, name string) *time.Location {
	if name == "" {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		p.addf("%s %q: no such time zone; give an IANA name such as Europe/Berlin", flag, name)
		return nil
	}
	return zone
}

func (p *problems) os(flag, text string) int {
	number, found := strings.CutPrefix(text, "ios-")
	n, err := strconv.Atoi(number)
	if !found || err != nil || n < oldestOS || n > newestOS {
		p.addf("%s %q: give ios-%d to ios-%d", flag, text, oldestOS, newestOS)
		return newestOS
	}
	return n
}

func (p *problems) budget(text string) scheduler.Budget {
	b, err := scheduler.ParseBudget(text)
	if err != nil {
		p.addf("--%v", err)
	}
	return b
}

// sizeForm is the form of --memory-limit.
var sizeForm = regexp.MustCompile(`^([0-9]+)(B|KiB|MiB|GiB|KB|MB|GB)?$`)

func (p *problems) size(flag, text string) int64 {
	m := sizeForm.FindStringSubmatch(text)
	if m == nil {
		p.addf("%s %q: give a size such as 512MiB", flag, text)
		return 0
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	unit := map[string]int64{"": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "KB": 1e3, "MB": 1e6, "GB": 1e9}[m[2]]
	const least = 1 << 20
	if err != nil || n > math.MaxInt64/unit || n*unit < least {
		p.addf("%s %q: give at least 1MiB", flag, text)
		return 0
	}
	return n * unit
}

func (p *problems) profiles(names []string) []*usagemodel.Profile {
	if len(names) == 0 {
		names = []string{"typical"}
	}
	var list []*usagemodel.Profile
	for _, name := range names {
		profile, err := usagemodel.Load(name, readFile)
		if err != nil {
			p.addf("%v", err)
			continue
		}
		list = append(list, profile)
	}
	return list
}

// recording reads the days that replay was given.
func (p *problems) recording(o *runOptions, s *settings) *recorded {
	p.checkf(len(o.profiles) <= 1, "--profile: a recording takes what it does not tell from one profile")
	rec, err := readRecorded(o.replayed, s.zone)
	if err != nil {
		p.addf("%v", err)
		return nil
	}
	return rec.last(o.days)
}

func (p *problems) mock(path string) *network.Mock {
	if path == "" {
		return nil
	}
	mock, err := network.LoadMock(path, readFile)
	if err != nil {
		p.addf("%v", err)
		return nil
	}
	return mock
}

// moment is a time of day on a day, as --at names it: a whole minute, or a second.
type moment struct {
	day       int
	timeOfDay time.Duration
	text      string // DAY:HH:MM or DAY:HH:MM:SS
}

var momentForm = regexp.MustCompile(`^(?:([0-9]+):)?([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?$`)

func (p *problems) moment(flag, text string) *moment {
	if text == "" {
		return nil
	}
	m := momentForm.FindStringSubmatch(text)
	if m == nil {
		p.addf("%s %q: give HH:MM, HH:MM:SS, or a day before it: 2:03:12:40", flag, text)
		return nil
	}
	// Two digits before HH:MM are a day only if the rest cannot be HH:MM:SS: 12:30:05 is a time of day 0.
	if m[1] != "" && len(m[1]) == 2 && m[4] == "" {
		m[1], m[2], m[3], m[4] = "", m[1], m[2], m[3]
	}
	num := func(s string) int { n, _ := strconv.Atoi(s); return n }
	h, min, s := num(m[2]), num(m[3]), num(m[4])
	if h > 23 || min > 59 || s > 59 {
		p.addf("%s %q: there is no such time of day", flag, text)
		return nil
	}
	at := &moment{day: num(m[1])}
	at.timeOfDay = time.Duration(h)*time.Hour + time.Duration(min)*time.Minute + time.Duration(s)*time.Second
	at.text = fmt.Sprintf("%d:%02d:%02d", at.day, h, min)
	if m[4] != "" {
		at.text += fmt.Sprintf(":%02d", s)
	}
	return at
}
