package usagemodel

import "fmt"

// HabitParams are the sizes of learning. [HabitParameters] tells what each means and what it rests on. Memory, Blur and
// Lead are above 0.
type HabitParams struct {
	Memory     float64 // days until a day counts half
	Prior      float64 // days of assumed average use that knowledge starts with
	OtherDay   float64 // weight of a day of the other type
	Blur       float64 // slots, standard deviation
	Lead       int     // slots ahead that a wake serves, 1..95
	NightFloor float64 // the least habit
	MaxOpens   float64 // opens a day that count at most
}

// Parameter is one row of the table of learning.
type Parameter struct {
	Name    string
	Unit    string // empty for a bare number
	Default float64
	Label   string // documented, documented*, observed or assumed
	Source  string // where the number comes from, or where its direction does
	Reason  string // why this size
	set     func(*HabitParams, float64)
}

// HabitParameters returns the table of learning, one row a number. The sizes of iOS's choice have their own table beside
// the scheduler.
func HabitParameters() []Parameter {
	const (
		assumed = "assumed"
		ours    = "none; fetchsim's own"
		plateau = "github.com/MobiusSync/MobiusSync/issues/249, github.com/transistorsoft/react-native-background-fetch/issues/164"
		talk    = "WWDC20 session 10063, Background execution demystified"
	)
	return []Parameter{
		{"memory", "days", 14, assumed, ours, "half-life; best on one person's log among 270 settings: 14 or longer, 3 clearly worse",
			func(p *HabitParams, v float64) { p.Memory = v }},
		{"prior", "days", 1, assumed, plateau, "gives 1 to 24 h to the first wake and a plateau in 5 to 7 days",
			func(p *HabitParams, v float64) { p.Prior = v }},
		{"otherDay", "", 0.5, assumed, ours, "weekends inform weekdays by half",
			func(p *HabitParams, v float64) { p.OtherDay = v }},
		{"blur", "slots", 2, assumed, ours, "people are late by half an hour; above 4 slots the lead to usual use blurs away",
			func(p *HabitParams, v float64) { p.Blur = v }},
		{"lead", "slots", 4, assumed, talk, "documented* direction: a refresh comes shortly before the usual use; the hour is ours",
			func(p *HabitParams, v float64) { p.Lead = int(v) }},
		{"nightFloor", "", 0.01, assumed, ours, "nights are sparse, not impossible: rare grants after midnight were observed",
			func(p *HabitParams, v float64) { p.NightFloor = v }},
		{"maxOpens", "opens/day", 25, assumed, ours, "the most that counts: an app opened all day is not served without end",
			func(p *HabitParams, v float64) { p.MaxOpens = v }},
	}
}

// DefaultHabitParams returns the defaults of the table.
func DefaultHabitParams() HabitParams {
	var p HabitParams
	for _, row := range HabitParameters() {
		row.set(&p, row.Default)
	}
	return p
}

// Set changes one parameter by its name in the table, in the table's unit.
func (p *HabitParams) Set(name string, value float64) error {
	for _, row := range HabitParameters() {
		if row.Name == name {
			row.set(p, value)
			return nil
		}
	}
	return fmt.Errorf("no parameter %q", name)
}
