package simulate

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/bridge"
	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/network"
	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/vclock"
	"github.com/fetchsim/fetchsim/internal/webapi"
)

// The callbacks of the benchmarks: three awaits, a timer, a request and its JSON; and the same with an end that never comes.
const (
	passingCallback = `
export default async function onFetch() {
  await new Promise((resolve) => setTimeout(resolve, 50));
  const response = await fetch('https://news.example.com/items');
  const { items } = await response.json();
  return items.length > 0 ? 'newData' : 'noData';
}`
	hungCallback = `
export default async function onFetch() {
  await new Promise((resolve) => setTimeout(resolve, 50));
  const response = await fetch('https://news.example.com/items');
  await response.json();
  await new Promise(() => {});
}`
	benchMock = "routes:\n  - {url: /items, json: {items: [1, 2, 3]}, delay: 200ms}\n"
)

// scripted is a run of a script on a beat of 15 minutes.
func scripted(b *testing.B, source string, days int) Spec {
	file := filepath.Join(b.TempDir(), "app.js")
	require.NoError(b, os.WriteFile(file, []byte(source), 0o600))
	program, err := script.Bundle(file, script.BundleOptions{})
	require.NoError(b, err)
	choice, err := bridge.Choose(program, bridge.Facts{OS: 26, Device: "phone", NoProject: true}, "")
	require.NoError(b, err)
	mock, err := network.ParseMock("mock.yaml", []byte(benchMock), nil)
	require.NoError(b, err)
	s := spec(b, "typical", 1, days)
	s.Permitted, s.Every, s.Out = choice.Permitted(), 15*time.Minute, io.Discard
	s.App = &JavaScript{Program: program, Choice: choice, Platform: webapi.New(program), Mock: mock}
	return s
}

// perWake runs a spec again and again and reports the time of one wake.
func perWake(b *testing.B, s Spec) {
	wakes := 0
	b.ReportAllocs()
	for b.Loop() {
		out, err := Run(context.Background(), s)
		if err != nil || out.Reason != trace.Complete {
			b.Fatal(out, err)
		}
		wakes += out.Wakes
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(wakes), "ns/wake")
}

// BenchmarkWake is ten days on a beat, an eviction now and then included.
func BenchmarkWake(b *testing.B) { perWake(b, scripted(b, passingCallback, 10)) }

// BenchmarkKilledWake is a day in which each wake is killed, and the next one launched cold.
func BenchmarkKilledWake(b *testing.B) { perWake(b, scripted(b, hungCallback, 1)) }

// BenchmarkColdLaunch is the person opening the app, and a reboot.
func BenchmarkColdLaunch(b *testing.B) {
	s := scripted(b, passingCallback, 1)
	queue := vclock.NewQueue(0)
	phone := device.NewPhone(device.Config{
		Queue: queue, Emit: func(int64, trace.Event) {}, Services: benchServices{}, Seed: 1, OS: 26,
		App: s.App.Make(Env{Calendar: vclock.NewCalendar(2026, time.March, 2, time.UTC), Now: queue.Now}),
	})
	b.ReportAllocs()
	for b.Loop() {
		phone.Open()
		queue.Step()
		if phone.Err() != nil {
			b.Fatal(phone.Err())
		}
		phone.End("reboot")
	}
}

// benchServices grants everything and tells nobody.
type benchServices struct{}

func (benchServices) Submit(device.Request) error                                  { return nil }
func (benchServices) Cancel(string, trace.App, *trace.Pos)                         {}
func (benchServices) SetMinimumFetchInterval(time.Duration, trace.App, *trace.Pos) {}
func (benchServices) RefreshStatus() int                                           { return statusAvailable }
func (benchServices) Completed(device.Result)                                      {}
func (benchServices) Exited(int)                                                   {}
