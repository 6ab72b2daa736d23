package usagemodel

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// DayType says which of the two kinds of day of a profile a date is.
type DayType uint8

// The two kinds of day.
const (
	Weekday DayType = iota
	Weekend
)

// dayTypes is how many kinds of day there are.
const dayTypes = 2

// String returns the day type as a profile writes it.
func (t DayType) String() string {
	if t == Weekend {
		return "weekend"
	}
	return "weekday"
}

// Days says on which days an entry of a profile holds.
type Days uint8

// The values of a days key inside an entry; without one an entry holds every day.
const (
	EveryDay Days = iota
	OnWeekdays
	OnWeekends
)

// Include reports whether a day of type t is meant.
func (d Days) Include(t DayType) bool {
	return d == EveryDay || (d == OnWeekdays) == (t == Weekday)
}

// Profile is who the person is: everything that a [Timeline] is drawn from. It comes from [ParseProfile] or [Load], which
// check it; every field is then set and in range.
type Profile struct {
	Name     string
	Zone     string  // IANA name
	History  int     // days lived before day 0; 0 is a fresh install
	Weekend  [7]bool // by time.Weekday
	Phone    PhoneUse
	Sleep    SleepHours
	App      AppUse
	Charging []Charge
	Battery  BatteryRates
	Network  []NetworkBlock // hours that no block covers are Wi-Fi
	LowPower LowPowerRule
	Refresh  RefreshSetting

	location  *time.Location
	canonical string
}

// PhoneUse is how the phone is picked up.
type PhoneUse struct {
	UnlocksPerDay float64               // 0..1000
	Curve         [dayTypes][24]float64 // weight of each hour of the wall clock, at least 0, not all 0
	Branching     [2]float64            // how many unlocks follow each unlock; the sum is below 1
	Tau           [2]time.Duration      // mean time to such a follower
	Session       Session
}

// Session is how long something stays on screen: lognormal.
type Session struct {
	Median time.Duration
	Sigma  float64       // of the logarithm, above 0
	Max    time.Duration // 0 where the profile has no limit
}

// SleepHours is when the person sleeps. The sleep that ends on a day belongs to that day and has its type.
type SleepHours struct {
	Night         [dayTypes]Night
	Interruptions float64 // how many times as many more uses while asleep than the rare one of every night
}

// Night is one kind of sleep. Onset and Wake are times of day; an Onset after Wake lies on the evening before.
type Night struct {
	Onset, Wake time.Duration
	SD          time.Duration // standard deviation of both
}

// AppUse is how the app under test is used.
type AppUse struct {
	Opens           []Opens // in order of days
	Base            float64 // weight of an unlock outside all windows
	Session         Session
	ForceQuitPerDay float64 // the app is swiped away on a day with chance 1-exp(-this)
	Windows         []Window
}

// Opens is the mean number of times a day the app is opened, on the days From..To. Day 1 is the first day of the run;
// days before the first entry are like its first day, days in no entry have no opens.
type Opens struct {
	From, To int // 1-based, both included; To is 0 where there is no end
	Mean     float64
}

// Window is a time of day at which the app is opened more. The weights of overlapping windows add up.
type Window struct {
	Span   Span
	Weight float64
}

// Span is a stretch of the wall clock, half-open. A To at or before From is on the next day.
type Span struct {
	From, To time.Duration // time of day, 0..24 h
}

// Charge is a habit of plugging the phone in. Exactly one of BeforeSleep (with UntilWake) and a time of day At (with For) is meant.
type Charge struct {
	UntilWake   bool          // plugged BeforeSleep ahead of falling asleep, unplugged on waking
	BeforeSleep time.Duration // only with UntilWake
	At          time.Duration // time of day
	For         time.Duration
	SD          time.Duration // of the moment of plugging in
	P           float64       // chance on each day
	Days        Days
}

// BatteryRates is how the battery empties and fills, in percent of it and percent an hour.
type BatteryRates struct {
	Start         float64 // level at the beginning of the history
	DrainIdle     float64
	DrainScreen   float64 // while the screen is on, in place of DrainIdle
	Charge        float64 // up to 80 %
	ChargeAbove80 float64
}

// NetworkBlock is a stretch of the day on another link than Wi-Fi. Of overlapping blocks the later in the file wins.
type NetworkBlock struct {
	Span           Span
	Days           Days // by the day on which the block begins
	Link           Link
	P              float64 // chance on each day
	Else           Link    // the link on the other days; empty: as if the block were not there
	OutagesPerHour float64
	Outage         time.Duration
}

// LowPowerRule is what the person does about Low Power Mode.
type LowPowerRule struct {
	Always   bool    // on all the time; the rest does not count
	Never    bool    // off all the time; the rest does not count
	AskBelow int     // percent: iOS asks when the level falls to it
	Accept   float64 // chance that the person then turns it on
	OffAbove int     // percent: iOS turns it off when charging reaches it
}

// Location is the profile's time zone.
func (p *Profile) Location() *time.Location { return p.location }

// DayType returns the type of a day of the week.
func (p *Profile) DayType(day time.Weekday) DayType {
	if p.Weekend[day] {
		return Weekend
	}
	return Weekday
}

// Canonical returns the whole profile, inherited parts included, as a YAML file. Two profiles that mean the same have the
// same canonical text, and reading it gives an equal profile.
func (p *Profile) Canonical() string { return p.canonical }

// SHA256 is the hash of the canonical text in hexadecimal: the identity of the profile in a trace.
func (p *Profile) SHA256() string {
	sum := sha256.Sum256([]byte(p.canonical))
	return hex.EncodeToString(sum[:])
}
