package scheduler

import (
	"testing"
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// cannedDay is a day of 65 uses of the phone and 5 of the app: about 370 events.
func cannedDay() events {
	var day events
	add := func(t vclock.Instant, e usagemodel.Event) {
		e.At = t
		day = append(day, e)
	}
	t := at(6, 40, 0)
	for i := range 65 {
		add(t, event(usagemodel.ScreenOn))
		add(t.Add(time.Second), event(usagemodel.Unlock))
		if i%13 == 5 {
			add(t.Add(10*time.Second), event(usagemodel.AppOpen))
			add(t.Add(50*time.Second), event(usagemodel.AppClose))
		}
		if i%4 == 0 {
			add(t.Add(55*time.Second), battery(100-i))
		}
		if i == 3 || i == 30 {
			add(t.Add(56*time.Second), linkTo(usagemodel.Cellular))
		}
		if i == 6 || i == 33 {
			add(t.Add(56*time.Second), linkTo(usagemodel.Wifi))
		}
		add(t.Add(time.Minute), event(usagemodel.Lock))
		add(t.Add(time.Minute), event(usagemodel.ScreenOff))
		t = t.Add(15*time.Minute + 7*time.Second)
	}
	return day
}

// BenchmarkDeviceDay is a day of the law: person's events handed in, a refresh asked again at each wake.
func BenchmarkDeviceDay(b *testing.B) {
	for _, api := range []API{Legacy, BGTask} {
		b.Run(api.String(), func(b *testing.B) {
			day := cannedDay()
			c := refreshConfig()
			c.API = api
			c.Habits = plainHabits{opens: 5}
			s := New(c)
			ask := func(now vclock.Instant) {
				if api == Legacy {
					s.SetMinimumFetchInterval(now, IntervalMinimum)
				} else if _, err := s.Submit(now, Request{Identifier: refreshID, Earliest: NoEarliest}); err != nil {
					b.Fatal(err)
				}
			}
			ask(0)
			wakes := 0
			advance := func(until vclock.Instant) {
				for next := s.Next(); next < until; next = s.Next() {
					for _, d := range s.Advance(next) {
						if d.Grant == nil {
							continue
						}
						wakes++
						end := next.Add(2 * time.Second)
						run := Run{Trigger: d.Trigger, Request: d.Request, Ran: 2 * time.Second, Bytes: 20_000, NewData: true}
						s.Finished(end, run)
						ask(end)
						break
					}
				}
			}
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				midnight := at(24*n, 0, 0)
				for _, e := range day {
					e.At += midnight
					advance(e.At)
					s.Observe(e)
				}
				n++
				advance(midnight + at(24, 0, 0))
			}
			b.ReportMetric(float64(wakes)/float64(n), "wakes/day")
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "days/s")
		})
	}
}
