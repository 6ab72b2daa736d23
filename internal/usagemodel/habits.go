package usagemodel

import "github.com/fetchsim/fetchsim/internal/vclock"

// Habits is what iOS may learn from the person: when the phone and the app are usually used, and how much.
//
//	unlocks, opens of past days ──▶ share of days on which each quarter of an hour saw one, older days less
//	                            ──▶ Habit(slot): the app's coming hour against its average hour
//	opens of past days and today ─▶ OpensPerDay(now)
//
// Events are told to it in order of time. It learns a day when the next one begins, at the first call that names an
// instant of it, Observe or OpensPerDay: whoever asks at midnight asks for OpensPerDay before Habit.
type Habits struct {
	params HabitParams
	dates  dates
	today  *date

	kernel kernel
	fade   float64 // what a day more takes from the weight of all earlier days
	phone  learned
	app    learned // from the day of the first open on

	installed  vclock.Instant // the first open; Never before it
	opensToday float64
	opensPast  float64 // of past days, weighted by age
	daysPast   float64 // how many those were, weighted by age

	habit [Slots]float64
}

// NewHabits returns the habits of a person of whom nothing is known yet. The calendar says which slot an instant lies in,
// the profile which days are weekend; first is the first day that will be observed, usually minus the profile's history.
func NewHabits(params HabitParams, p *Profile, calendar vclock.Calendar, first int) *Habits {
	h := &Habits{
		params: params, dates: newDates(p, calendar), installed: vclock.Never,
		kernel: newKernel(params.Blur), fade: halfLife(params.Memory),
	}
	h.begin(first)
	return h
}

// Observe takes notice of an unlock or an app_open; other events teach nothing.
func (h *Habits) Observe(e Event) {
	if e.Kind != Unlock && e.Kind != AppOpen {
		return
	}
	h.roll(e.At)
	slot := int(h.today.timeOfDay(e.At) / slotLength)
	if e.Kind == Unlock {
		h.phone.today[slot] = true
		return
	}
	h.app.today[slot] = true
	h.opensToday++
	if h.installed == vclock.Never {
		h.installed = e.At
	}
}

// Habit is how usual it is that this person opens the app in the hour after the slot (0..95), against the average hour:
// about 1 over the day, never below the night floor.
func (h *Habits) Habit(slot int) float64 { return h.habit[slot] }

// OpensPerDay is how many times a day the app is opened of late: 0..25.
func (h *Habits) OpensPerDay(now vclock.Instant) float64 {
	h.roll(now)
	if h.installed > now {
		return 0
	}
	days := h.daysPast + h.lived(now) + h.params.Prior
	if days <= 0 {
		return min(h.opensToday, h.params.MaxOpens)
	}
	return min((h.opensPast+h.opensToday)/days, h.params.MaxOpens)
}

// lived is the part of today that is over, on the day of the first open since that.
func (h *Habits) lived(now vclock.Instant) float64 {
	since := max(h.today.start, min(h.installed, h.today.end))
	return float64(now-since) / float64(h.today.end-h.today.start)
}

// roll learns the days that are over at the instant.
func (h *Habits) roll(at vclock.Instant) {
	if at < h.today.end {
		return
	}
	for at >= h.today.end {
		h.learnToday()
		h.today = h.dates.day(h.today.number + 1)
	}
	h.rebuild()
}

func (h *Habits) begin(first int) {
	h.today = h.dates.day(first)
	h.rebuild()
}

// learnToday ends the day: its slots and opens become the youngest of the past.
func (h *Habits) learnToday() {
	h.phone.learn(h.today.kind, h.fade)
	if h.installed >= h.today.end {
		return // the app is not there yet
	}
	h.app.learn(h.today.kind, h.fade)
	h.opensPast = float64(h.opensPast*h.fade) + h.opensToday
	h.daysPast = float64(h.daysPast*h.fade) + h.lived(h.today.end)
	h.opensToday = 0
}

// rebuild works out the habit of the day that begins: what is known of the app leans on what is known of the phone, and
// that on the population.
func (h *Habits) rebuild() {
	kind := h.today.kind
	phone := h.phone.shares(kind, h.params, &h.kernel, populationBase(kind))
	app := h.app.shares(kind, h.params, &h.kernel, normalized(phone))
	h.habit = lead(app, h.params)
}

// populationBase is the population's curve of use by slot, with mean 1.
func populationBase(kind DayType) [Slots]float64 {
	var base [Slots]float64
	curve := populationCurve(kind)
	for k := range base {
		base[k] = curve[k*24/Slots]
	}
	return normalized(base)
}

// Slots is how many slots of 15 minutes of the wall clock a day has.
const Slots = 96

const slotLength = day / Slots
