package scheduler

import (
	"fmt"
	"time"
)

// Label says what a rule or a number of the model rests on.
type Label string

// The labels.
const (
	// Documented: Apple's reference, header, talk or support engineer.
	Documented Label = "documented"
	// DocumentedNotes: Apple said it, read only through notes of the talk.
	DocumentedNotes Label = "documented*"
	// Observed: logs or reports of developers, often a single one.
	Observed Label = "observed"
	// Assumed: ours. There is no source for the size, sometimes none for the direction.
	Assumed Label = "assumed"
)

// Params are the sizes of the law. [Parameters] tells what each means, its default and what that rests on.
type Params struct {
	Floor   time.Duration // least gap of fetch and refresh
	Pace    float64       // wakes/h
	Usual   float64       // opens/day
	Power   float64       // exponent of the affinity
	LuckMin float64
	LuckMax float64

	NetworkWeight, DeviceWeight, ChargerWeight, BatteryWeight float64
	WifiScore, CellularScore, WeakScore, NoLinkScore          float64
	IdleScore, InUseScore, PluggedScore, UnpluggedScore       float64
	MomentBase                                                float64

	Recovery                              time.Duration
	CostTime, CostData                    float64 // of the allowance, per 30 s and per 100 kB
	CostKill, CostFalseNew                float64 // of the allowance
	LeastAllowance                        float64
	FalseNewBelow                         int64 // bytes
	BatteryLow                            int   // percent
	Dormant, DormantProcessing            time.Duration
	JustInstalled, Settling, InUseFor     time.Duration
	LeadBelow                             float64
	ProcessingPace, ProcessingPaceOnPower float64 // runs/h
	ProcessingFloor, ProcessingBudget     time.Duration
	Limit                                 time.Duration
	EarlyShare                            float64
	EarlyMin, EarlyMax                    time.Duration // until iOS's warning
}

// Parameter is one row of the table of the law.
type Parameter struct {
	Name    string
	Unit    string // empty for a bare number
	Default float64
	Label   Label
	Source  string // where the number comes from, or where its direction does
	Reason  string // why this size
	set     func(*Params, float64)
}

// DefaultParams returns the law's defaults.
func DefaultParams() Params {
	var p Params
	for _, row := range Parameters() {
		row.set(&p, row.Default)
	}
	return p
}

// Set changes one parameter by its name in the table, in the table's unit.
func (p *Params) Set(name string, value float64) error {
	for _, row := range Parameters() {
		if row.Name == name {
			row.set(p, value)
			return nil
		}
	}
	return fmt.Errorf("no parameter %q", name)
}

// Sources that more than one row names.
const (
	sourceDaemonLog = "log lines posted in github.com/cocoa-mhlw/cocoa/pull/644 and stackoverflow.com/questions/58525436"
	sourceWWDC20    = "WWDC20 session 10063, Background execution demystified"
	sourceUIKit     = "developer.apple.com/documentation/uikit/uiapplicationdelegate/1623125-application"
	sourceEarliest  = "developer.apple.com/documentation/backgroundtasks/bgtaskrequest/earliestbegindate"
	sourceSubmit    = "developer.apple.com/documentation/backgroundtasks/bgtaskscheduler/submit(_:)"
	sourceBGProc    = "developer.apple.com/documentation/backgroundtasks/bgprocessingtask"
	sourceFifteen   = "github.com/transistorsoft/capacitor-background-fetch/issues/29, github.com/deltachat/deltachat-ios/issues/1157"
	sourceEarlyEnd  = "developer.apple.com/forums/thread/780956"
	sourcePractice  = "uynguyen.github.io/2020/09/26/Best-practice-iOS-background-processing-Background-App-Refresh-Task"
	sourceOurs      = "none; fetchsim's own"
)

// Parameters returns the table of the law, one row a number. What iOS learns of the person has its own table beside
// usagemodel.Habits.
func Parameters() []Parameter {
	return []Parameter{
		{"floor", "min", 15, Observed, sourceFifteen, "smallest gap reported for a suspended app",
			func(p *Params, v float64) { p.Floor = minutes(v) }},
		{"pace", "wakes/h", 1, Assumed, sourceOurs, "an app opened five times a day in a neutral hour; gives about 15 wakes a day",
			func(p *Params, v float64) { p.Pace = v }},
		{"usual", "opens/day", 5, Assumed, sourceOurs, "opens a day at which the affinity is 1",
			func(p *Params, v float64) { p.Usual = v }},
		{"exponent", "", 2, Assumed, sourceOurs, "one open a day gives about 1 wake, 5 give 15, 22 give 50, as reported",
			func(p *Params, v float64) { p.Power = v }},
		{"luckMin", "", 0.001, Assumed, sourceOurs, "keeps luck from being nothing",
			func(p *Params, v float64) { p.LuckMin = v }},
		{"luckMax", "", 8, Assumed, sourceOurs, "keeps one draw from ending all wakes",
			func(p *Params, v float64) { p.LuckMax = v }},

		{"networkWeight", "", 8.4, Observed, sourceDaemonLog, "weight of the network in the daemon's sum of scores (macOS)",
			func(p *Params, v float64) { p.NetworkWeight = v }},
		{"deviceWeight", "", 5, Observed, sourceDaemonLog, "weight of the device's use (macOS)",
			func(p *Params, v float64) { p.DeviceWeight = v }},
		{"chargerWeight", "", 3, Assumed, "gist.github.com/cdzombak/5f098d746e66058ebc30", "charging helps a little",
			func(p *Params, v float64) { p.ChargerWeight = v }},
		{"batteryWeight", "", 3, Assumed, sourceOurs, "a full battery helps a little",
			func(p *Params, v float64) { p.BatteryWeight = v }},
		{"wifiScore", "", 1, Observed, sourceDaemonLog, "the best network",
			func(p *Params, v float64) { p.WifiScore = v }},
		{"cellularScore", "", 0.7, Assumed, sourceOurs, "a mobile network costs energy",
			func(p *Params, v float64) { p.CellularScore = v }},
		{"weakScore", "", 0.3, Assumed, sourceOurs, "a weak one costs more",
			func(p *Params, v float64) { p.WeakScore = v }},
		{"noLinkScore", "", 0, Assumed, sourceOurs, "no network: a refresh may still come, later",
			func(p *Params, v float64) { p.NoLinkScore = v }},
		{"idleScore", "", 1, Observed, sourceDaemonLog, "screen off",
			func(p *Params, v float64) { p.IdleScore = v }},
		{"inUseScore", "", 0.25, Assumed, sourceOurs, "screen on",
			func(p *Params, v float64) { p.InUseScore = v }},
		{"pluggedScore", "", 1, Assumed, sourceOurs, "on the charger",
			func(p *Params, v float64) { p.PluggedScore = v }},
		{"unpluggedScore", "", 0.4, Assumed, sourceOurs, "off the charger",
			func(p *Params, v float64) { p.UnpluggedScore = v }},
		{"momentBase", "", 0.5, Assumed, sourceOurs, "good conditions speed up to 1.5 times, bad ones slow to two thirds; they never decide alone",
			func(p *Params, v float64) { p.MomentBase = v }},

		{"recovery", "h", 24, Assumed, sourceWWDC20, "refreshes are spread through the day",
			func(p *Params, v float64) { p.Recovery = hours(v) }},
		{"costTime", "per 30 s", 0.03, Assumed, sourceUIKit, "documented direction: slow fetches are called less often",
			func(p *Params, v float64) { p.CostTime = v }},
		{"costData", "per 100 kB", 0.01, Assumed, sourceUIKit, "documented direction: hungry fetches are called less often",
			func(p *Params, v float64) { p.CostData = v }},
		{"costKill", "", 0.10, Assumed, sourceUIKit, "documented direction: overrunning the limit is punished",
			func(p *Params, v float64) { p.CostKill = v }},
		{"costFalseNew", "", 0.01, Assumed, sourceUIKit, "documented direction: say newData only for new data",
			func(p *Params, v float64) { p.CostFalseNew = v }},
		{"falseNewBelow", "B", 1000, Assumed, sourceOurs, "newData with less than 1 kB moved is not believed",
			func(p *Params, v float64) { p.FalseNewBelow = int64(v) }},
		{"leastAllowance", "", 0.02, Assumed, sourceOurs, "no app is forgotten for good",
			func(p *Params, v float64) { p.LeastAllowance = v }},

		{"batteryLow", "%", 20, DocumentedNotes, sourceWWDC20, "below, iOS saves what is left",
			func(p *Params, v float64) { p.BatteryLow = int(v) }},
		{"dormant", "h", 72, Assumed, "github.com/transistorsoft/flutter_background_fetch/issues/151", "observed between one day and weeks",
			func(p *Params, v float64) { p.Dormant = hours(v) }},
		{"dormantProcessing", "d", 14, Assumed, sourceWWDC20, "documented*: apps used in the last few weeks",
			func(p *Params, v float64) { p.DormantProcessing = hours(24 * v) }},
		{"justInstalled", "h", 1, Observed, "github.com/MobiusSync/MobiusSync/issues/249", "no first wake sooner was reported",
			func(p *Params, v float64) { p.JustInstalled = hours(v) }},
		{"settling", "min", 5, Observed, sourceDaemonLog, "the daemon waits after a boot",
			func(p *Params, v float64) { p.Settling = minutes(v) }},
		{"inUseFor", "min", 2, Assumed, sourceBGProc, "documented: only when the device is idle; the time is ours",
			func(p *Params, v float64) { p.InUseFor = minutes(v) }},
		{"leadBelow", "", 0.8, Assumed, sourceOurs, "a factor above is not named as the reason for waiting",
			func(p *Params, v float64) { p.LeadBelow = v }},

		{"processingPace", "runs/h", 0.6, Assumed, sourceOurs, "off power",
			func(p *Params, v float64) { p.ProcessingPace = v }},
		{"processingPaceOnPower", "runs/h", 6, Assumed, sourceOurs, "on power; 12 runs a day of an app that always asks again",
			func(p *Params, v float64) { p.ProcessingPaceOnPower = v }},
		{"processingFloor", "min", 30, Observed, sourceDaemonLog, "least gap between two starts",
			func(p *Params, v float64) { p.ProcessingFloor = minutes(v) }},
		{"processingBudget", "min", 5, Assumed, sourceBGProc, "documented: minutes; 4 min 55 s until the warning was observed",
			func(p *Params, v float64) { p.ProcessingBudget = minutes(v) }},
		{"limit", "s", 30, Documented, sourceUIKit, "wall time from the grant, launch included",
			func(p *Params, v float64) { p.Limit = seconds(v) }},
		{"earlyShare", "", 0.03, Assumed, sourceEarlyEnd, "early ends were observed; their share is ours (budget field)",
			func(p *Params, v float64) { p.EarlyShare = v }},
		{"earlyMin", "s", 2, Observed, sourceEarlyEnd, "least time until an early warning (budget field)",
			func(p *Params, v float64) { p.EarlyMin = seconds(v) }},
		{"earlyMax", "s", 5, Observed, sourceEarlyEnd, "most time until an early warning (budget field)",
			func(p *Params, v float64) { p.EarlyMax = seconds(v) }},
	}
}

func seconds(v float64) time.Duration { return time.Duration(v * float64(time.Second)) }
func minutes(v float64) time.Duration { return time.Duration(v * float64(time.Minute)) }
func hours(v float64) time.Duration   { return time.Duration(v * float64(time.Hour)) }
