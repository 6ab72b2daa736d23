package usagemodel

import "github.com/fetchsim/fetchsim/internal/vclock"

// Slots is how many slots of 15 minutes of the wall clock a day has.
const Slots = 96

// Habits is what iOS may learn from the person: when the phone and the app are usually used, and how much.
//
// Events are told to it with Observe in order of time. It learns a day when the next one begins, at the first call that
// names an instant of it: Observe or OpensPerDay. A scheduler that acts at midnight therefore calls OpensPerDay before Habit.
type Habits struct{}

// NewHabits returns the habits of a person of whom nothing is known yet. The calendar says which slot an instant lies in,
// the profile which days are weekend; first is the first day that will be observed, usually minus the profile's history.
func NewHabits(params HabitParams, p *Profile, calendar vclock.Calendar, first int) *Habits {
	panic("usagemodel: being written")
}

// Observe takes notice of an unlock or an app_open; other events teach nothing.
func (h *Habits) Observe(e Event) { panic("usagemodel: being written") }

// Habit is how usual it is that this person opens the app in the hour after the slot (0..95), against the average hour:
// about 1 over the day, never below the night floor.
func (h *Habits) Habit(slot int) float64 { panic("usagemodel: being written") }

// OpensPerDay is how many times a day the app is opened of late: 0..25.
func (h *Habits) OpensPerDay(now vclock.Instant) float64 { panic("usagemodel: being written") }

// HabitParams are the sizes of learning; see [DefaultHabitParams].
type HabitParams struct {
	Memory     float64 // days until a day counts half
	Prior      float64 // days of assumed average use that knowledge starts with
	OtherDay   float64 // weight of a day of the other type
	Blur       float64 // slots, standard deviation
	Lead       int     // slots ahead that a wake serves
	NightFloor float64 // the least habit
	MaxOpens   float64 // opens a day that count at most
}

// DefaultHabitParams returns the parameters of the law.
func DefaultHabitParams() HabitParams {
	return HabitParams{Memory: 14, Prior: 1, OtherDay: 0.5, Blur: 2, Lead: 4, NightFloor: 0.01, MaxOpens: 25}
}
