package trace

// RequestSubmit is the app asking iOS for background time.
type RequestSubmit struct {
	App
	ID           int    `json:"id"`  // the n-th request of the run
	API          string `json:"api"` // "legacy", "refresh", "processing"
	Identifier   string `json:"identifier,omitempty"`
	EarliestUs   int64  `json:"earliestUs"` // the instant before which iOS must not wake
	IntervalUs   int64  `json:"intervalUs,omitempty"`
	NeedsPower   bool   `json:"needsPower,omitempty"`
	NeedsNetwork bool   `json:"needsNetwork,omitempty"`
	Error        string `json:"error,omitempty"`    // "notPermitted", "tooManyPendingTaskRequests", "unavailable"
	Replaced     int    `json:"replaced,omitempty"` // the request that this one took the place of
	Pos          *Pos   `json:"pos,omitempty"`
}

// Kind implements [Event].
func (*RequestSubmit) Kind() string { return "request.submit" }

// RequestCancel is the app taking a request back.
type RequestCancel struct {
	App
	ID  int    `json:"id"`
	Why string `json:"why"` // "stop", "never", "replaced"
	Pos *Pos   `json:"pos,omitempty"`
}

// Kind implements [Event].
func (*RequestCancel) Kind() string { return "request.cancel" }

// RequestSpent is a BGTaskScheduler request used up by its wake.
type RequestSpent struct {
	ID int `json:"id"`
}

// Kind implements [Event].
func (*RequestSpent) Kind() string { return "request.spent" }

// Answer is what iOS says to a request from now until the next Answer for it. Request is 0 while nothing is asked: Trigger
// and Identifier tell then what for.
type Answer struct {
	Request    int    `json:"request"`
	Trigger    string `json:"trigger,omitempty"`    // "fetch", "refresh", "processing"
	Identifier string `json:"identifier,omitempty"` // of a BGTaskScheduler request, as it was last submitted
	Answer     string `json:"answer"`               // "refused" or "notYet"
	NeedE6     int64  `json:"needE6,omitempty"`     // need at this instant, in millionths of 1
	Gates      []Gate `json:"gates,omitempty"`
	Lead       string `json:"lead,omitempty"` // notYet: the factor furthest below 1, or "luck"
	Text       string `json:"text"`           // in plain words: "Low Power Mode", "need 0.62 of 1; you rarely open this app at 03:00"
	Label      string `json:"label"`          // of the text: documented, observed, assumed
	Source     string `json:"source,omitempty"`
}

// Kind implements [Event].
func (*Answer) Kind() string { return "sched.answer" }

// Gate is one closed gate.
type Gate struct {
	Code   string `json:"code"`
	Text   string `json:"text"`
	Label  string `json:"label"`
	Source string `json:"source"`
}

// Rate is how fast the app's need for a wake grows from now on. All numbers but those of Moment are in millionths.
type Rate struct {
	Request   int    `json:"request"`
	Affinity  int64  `json:"affinityE6"`
	Habit     int64  `json:"habitE6"`
	Moment    int64  `json:"momentE6"`
	Parts     []Part `json:"parts"`
	SumScores int64  `json:"sumScoresE6"`
	Den       int64  `json:"denominatorE6"`
	Allowance int64  `json:"allowanceE6"`
	Rate      int64  `json:"rateE6"` // wakes per hour
	Need      int64  `json:"needE6"`
	Luck      int64  `json:"luckE6"`
}

// Kind implements [Event].
func (*Rate) Kind() string { return "sched.rate" }

// Part is one weighted score of the moment.
type Part struct {
	Name   string `json:"name"`
	Weight int64  `json:"wE6"`
	Score  int64  `json:"sE6"`
}

// Grant is iOS giving the app background time: a wake.
type Grant struct {
	Wake     int    `json:"wake"`
	Request  int    `json:"request,omitempty"`
	Trigger  string `json:"trigger"` // "fetch", "refresh", "processing"
	BudgetUs int64  `json:"budgetUs"`
	Early    bool   `json:"early,omitempty"`  // the warning comes early (--budget field)
	Forced   bool   `json:"forced,omitempty"` // not the scheduler's choice: --at
	NeedE6   int64  `json:"needE6,omitempty"`
	LuckE6   int64  `json:"luckE6,omitempty"`
	Link     string `json:"link"` // the network at that instant
	Day      int    `json:"day"`
	At       string `json:"at"` // wall clock, RFC 3339 with offset, to the millisecond
}

// Kind implements [Event].
func (*Grant) Kind() string { return "sched.grant" }
