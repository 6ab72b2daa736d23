package webapi

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/network"
	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// phone is a script.Host: one wake is open for as long as the test runs.
type phone struct {
	queue  *vclock.Queue
	events []trace.Event
	works  map[int]vclock.Handle
	ids    int
	frozen time.Duration // how long the process was suspended
	cause  string        // of Stop
}

func (p *phone) Now() vclock.Instant          { return p.queue.Now() }
func (p *phone) Uptime() time.Duration        { return p.queue.Now().Sub(0) - p.frozen }
func (p *phone) Spend(cpu time.Duration) bool { p.queue.Spend(cpu); return false }
func (p *phone) Cancel(id int)                { p.queue.Cancel(p.works[id]) }
func (p *phone) Where() trace.App             { return trace.App{PID: 1, Wake: 1} }
func (p *phone) Emit(ev trace.Event)          { p.events = append(p.events, ev) }
func (p *phone) Hang()                        {}
func (p *phone) Stop(cause string)            { p.cause = cause }
func (p *phone) OpenWake() (int, bool, bool)  { return 1, false, true }
func (p *phone) advance(d time.Duration)      { p.queue.Spend(d) }
func (p *phone) suspend(d time.Duration)      { p.frozen += d; p.queue.Spend(d) }
func (p *phone) After(d time.Duration, fn func(late time.Duration)) int {
	p.ids++
	id, due := p.ids, p.Now().Add(d)
	p.works[id] = p.queue.Schedule(due, vclock.Work, func(now vclock.Instant) {
		delete(p.works, id)
		fn(now.Sub(due))
	})
	return id
}

// run lets time go on until nothing is left to do.
func (p *phone) run() {
	for n := 0; n < 10_000 && p.queue.Step(); n++ {
	}
}

// of gives the events of one type.
func of[E trace.Event](p *phone) (found []E) {
	for _, ev := range p.events {
		if e, ok := ev.(E); ok {
			found = append(found, e)
		}
	}
	return found
}

// lines are what the script wrote to the console, and the errors nobody caught.
func (p *phone) lines() string {
	var b strings.Builder
	for _, ev := range p.events {
		switch e := ev.(type) {
		case *trace.Console:
			if e.Level != "log" {
				b.WriteString(e.Level + ": ")
			}
			b.WriteString(e.Text + "\n")
		case *trace.JSError:
			fmt.Fprintf(&b, "uncaught in %s: %s: %s\n", e.Where, e.Name, e.Message)
		}
	}
	return b.String()
}

// setting is what a test changes about the world.
type setting struct {
	family Family
	zone   string
	start  time.Time
	mock   string // of a mock file
	link   string
	store  Storage
	intl   bool
	base   string
	also   []string
	policy script.ErrorPolicy
}

// started is a process that has not run its program yet.
type started struct {
	*phone
	rt   *script.Runtime
	web  *Web
	zone *time.Location
	link string
}

// bundle is the program of one file, app.js.
func bundle(tb testing.TB, text string) *script.Program {
	tb.Helper()
	dir := tb.TempDir()
	require.NoError(tb, os.WriteFile(filepath.Join(dir, "app.js"), []byte(text), 0o644))
	p, err := script.Bundle("app.js", script.BundleOptions{Dir: dir})
	require.NoError(tb, err)
	return p
}

// start makes a process of a script.
func start(tb testing.TB, text string, s setting) *started {
	tb.Helper()
	program := bundle(tb, text)
	p := launch(tb, program, New(program), s)
	tb.Cleanup(p.rt.Close)
	return p
}

func launch(tb testing.TB, program *script.Program, platform *Platform, s setting) *started {
	tb.Helper()
	if s.family == 0 {
		s.family = Plain
	}
	if s.zone == "" {
		s.zone = "Europe/Berlin"
	}
	loc, err := time.LoadLocation(s.zone)
	require.NoError(tb, err)
	if s.start.IsZero() {
		s.start = time.Date(2026, 3, 2, 10, 0, 0, 0, loc)
	}
	if s.store == nil {
		s.store = &memory{values: map[string]string{}}
	}
	p := &started{phone: &phone{queue: vclock.NewQueue(0), works: map[int]vclock.Handle{}}, zone: loc, link: s.link}
	if p.link == "" {
		p.link = "wifi"
	}
	var mock *network.Mock
	if s.mock != "" {
		mock, err = network.ParseMock("mock.yaml", []byte(s.mock), mockFiles)
		require.NoError(tb, err)
	}
	options := script.RuntimeOptions{
		OnError: s.policy, Units: platform.Units(s.family), Preludes: platform.Preludes(s.family, s.also),
	}
	if s.intl {
		options.IntlZone = s.zone
	}
	p.rt, err = program.NewRuntime(p.phone, options)
	require.NoError(tb, err)
	p.web, err = platform.Install(p.rt, Env{
		Family: s.family, Start: s.start, Zone: func() *time.Location { return p.zone },
		Network: network.New(network.Options{Seed: 1, Mock: mock, Now: p.Now, Link: func() string { return p.link }}),
		Random:  chance.Stream(1, "random"), Crypto: chance.Stream(1, "crypto"),
		Local: s.store, BaseURL: s.base, Also: s.also,
	})
	require.NoError(tb, err)
	return p
}

// mockFiles are the files that mock files of tests name.
func mockFiles(name string) ([]byte, error) {
	switch name {
	case "big":
		return []byte(strings.Repeat("x", 44_600)), nil
	case "bytes":
		return []byte{0, 255, 254, 'A'}, nil
	}
	return nil, os.ErrNotExist
}

// output runs a script to its end and gives what it wrote.
func output(tb testing.TB, text string, s setting) string {
	tb.Helper()
	p := start(tb, text, s)
	p.rt.Load()
	p.run()
	return p.lines()
}
