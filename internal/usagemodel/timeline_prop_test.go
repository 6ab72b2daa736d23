package usagemodel

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fetchsim/fetchsim/internal/vclock"
)

// people draws persons at the edges of what a profile may say.
func people(t *rapid.T, p *Profile) {
	minutes := func(name string, least, most int) time.Duration {
		return time.Duration(rapid.IntRange(least, most).Draw(t, name)) * time.Minute
	}
	p.History = rapid.IntRange(0, 4).Draw(t, "history")
	p.Phone.UnlocksPerDay = rapid.Float64Range(0, 300).Draw(t, "unlocks")
	p.Phone.Branching = [2]float64{rapid.Float64Range(0, 0.5).Draw(t, "short bursts"), rapid.Float64Range(0, 0.45).Draw(t, "long bursts")}
	p.Phone.Session.Median = minutes("session", 1, 120)
	p.App.Opens = []Opens{{From: 1, Mean: rapid.Float64Range(0, 60).Draw(t, "opens")}}
	p.App.ForceQuitPerDay = rapid.Float64Range(0, 3).Draw(t, "force quits")
	for kind := range p.Sleep.Night {
		onset, length := minutes("onset", 0, 24*60-1), minutes("length", 2*60, 16*60)
		p.Sleep.Night[kind] = Night{onset, (onset + length) % day, minutes("sd", 0, 4*60)}
	}
	p.Charging = append(p.Charging, Charge{At: minutes("plug", 0, 24*60-1), For: minutes("charge", 1, 24*60), SD: minutes("charge sd", 0, 240), P: 0.5})
	p.Network = append(p.Network, NetworkBlock{
		Span: Span{minutes("from", 0, 24*60-1), minutes("to", 1, 24*60)}, Link: Weak, P: 0.7, Else: Cellular,
		OutagesPerHour: rapid.Float64Range(0, 10).Draw(t, "outages"), Outage: minutes("outage", 1, 600),
	})
	p.Battery.DrainScreen = rapid.Float64Range(0, 1000).Draw(t, "drain")
}

func TestAnyPersonLivesAnyDaysInOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, err := Load("typical", nil)
		require.NoError(t, err)
		people(t, p)
		zone := rapid.SampledFrom([]string{"Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu", "UTC"}).Draw(t, "zone")
		location, err := time.LoadLocation(zone)
		require.NoError(t, err)
		cal := vclock.NewCalendar(2018, time.January, rapid.IntRange(1, 365).Draw(t, "date"), location)
		days := rapid.IntRange(0, 5).Draw(t, "days")
		timeline := NewTimeline(p, rapid.Uint64().Draw(t, "seed"), cal, days)

		phone, last, opens := timeline.Initial(), timeline.Start(), 0
		for e, ok := timeline.Next(); ok; e, ok = timeline.Next() {
			if e.At < last || e.At >= cal.DayStart(days) || int64(e.At)%1000 != 0 {
				t.Fatalf("%v after %d", e, last)
			}
			if !fits(phone, e) {
				t.Fatalf("%v does not go with %+v", e, phone)
			}
			phone.Apply(e)
			last = e.At
			if e.Kind == AppOpen && e.At < 0 {
				opens++
			}
			if phone.Level < emptyLevel || phone.Level > fullLevel {
				t.Fatalf("level %d", phone.Level)
			}
		}
		if _, ok := timeline.HistoryEnd(); ok != (opens > 0) {
			t.Fatalf("history end %v with %d opens", ok, opens)
		}
	})
}
