package scheduler

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

const refreshID = "com.example.refresh"

// plainHabits is a person of whom everything is known from the start.
type plainHabits struct {
	opens float64
	habit func(slot int) float64
}

func (h plainHabits) Observe(usagemodel.Event) {}

func (h plainHabits) OpensPerDay(vclock.Instant) float64 { return h.opens }

func (h plainHabits) Habit(slot int) float64 {
	if h.habit == nil {
		return 1
	}
	return h.habit(slot)
}

// at is an instant of day 0.
func at(hour, minute, second int) vclock.Instant {
	return vclock.FromMillis(int64(hour*3600+minute*60+second) * 1000)
}

func utcMonday() vclock.Calendar { return vclock.NewCalendar(2026, time.March, 2, time.UTC) }

// usedPhone is a phone on which nothing keeps a refresh back: the app was opened long ago and used until the evening before.
func usedPhone() usagemodel.Phone {
	p := usagemodel.NewPhone()
	p.EverOpened, p.FirstOpenAt = true, at(-500, 0, 0)
	p.LastOpenAt, p.LastUseAt = at(-6, 0, 0), at(-6, 1, 0)
	return p
}

// refreshConfig is an app that may ask for a refresh on that phone.
func refreshConfig() Config {
	return Config{
		Seed: 1, Params: DefaultParams(), Calendar: utcMonday(), Habits: plainHabits{opens: 5}, Phone: usedPhone(),
		API: BGTask, Permitted: []string{refreshID, "com.example.clean", "com.example.index"}, FetchMode: true, ProcessingMode: true,
	}
}

// legacyConfig is an app that uses the legacy API there.
func legacyConfig() Config {
	c := refreshConfig()
	c.API, c.Permitted = Legacy, nil
	return c
}

// grants are the decisions that are grants.
func grants(decisions []Decision) []Decision {
	var wakes []Decision
	for _, d := range decisions {
		if d.Grant != nil {
			wakes = append(wakes, d)
		}
	}
	return wakes
}

// lastAnswer is the last answer among the decisions about a trigger, nil if there is none.
func lastAnswer(decisions []Decision, t Trigger) *Answer {
	var last *Answer
	for _, d := range decisions {
		if d.Answer != nil && d.Trigger == t {
			last = d.Answer
		}
	}
	return last
}
