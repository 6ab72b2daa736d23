package jsonreport

// The document, field by field in the order in which it is written. Milliseconds are cut off, not rounded: what took
// 29.9996 s did not take 30. A value that does not exist is null, a list without elements is [].

type plugin struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Core    string `json:"core"`
	Source  string `json:"source"`
}

type summary struct {
	Wakes         int      `json:"wakes"`
	Finished      int      `json:"finished"`
	Expired       int      `json:"expired"`
	Killed        int      `json:"killed"`
	Crashed       int      `json:"crashed"`
	CompletedByOS int      `json:"completedByOs"`
	Stopped       int      `json:"stopped"`
	Guard         int      `json:"guard"`
	Forced        int      `json:"forced"`
	NotWokenSpans int      `json:"notWokenSpans"`
	FinishMs      finishMs `json:"finishMs"`
	AgeAtOpenMs   ageMs    `json:"ageAtOpenMs"`
	Requests      int      `json:"requests"`
	BytesIn       int64    `json:"bytesIn"`
	BytesOut      int64    `json:"bytesOut"`
	CPUMs         int64    `json:"cpuMs"`
}

type finishMs struct {
	P50 int64 `json:"p50"`
	P90 int64 `json:"p90"`
	P95 int64 `json:"p95"`
	P99 int64 `json:"p99"`
	Max int64 `json:"max"`
}

type ageMs struct {
	P50 int64 `json:"p50"`
	P90 int64 `json:"p90"`
	Max int64 `json:"max"`
}

type wake struct {
	N           int           `json:"n"`
	Day         int           `json:"day"`
	At          string        `json:"at"`
	Process     int           `json:"process"`
	Launch      *string       `json:"launch"` // null: the process was running already
	LaunchMs    int64         `json:"launchMs"`
	TaskID      *string       `json:"taskId"`
	Trigger     string        `json:"trigger"`
	Forced      bool          `json:"forced"`
	Network     string        `json:"network"`
	BudgetMs    int64         `json:"budgetMs"`
	Outcome     string        `json:"outcome"`
	RanMs       int64         `json:"ranMs"`
	CPUMs       int64         `json:"cpuMs"`
	ExpiredAtMs *int64        `json:"expiredAtMs"`
	KillCode    *string       `json:"killCode"`
	Result      string        `json:"result"`
	Placeholder bool          `json:"placeholder"`
	Requests    []request     `json:"requests"`
	Console     []consoleLine `json:"console"`
	Pending     []pending     `json:"pending"`
	Checks      []struct{}    `json:"checks"`
	Faults      []struct{}    `json:"faults"`
	Repro       *string       `json:"repro"`
}

type request struct {
	Method  string  `json:"method"`
	URL     string  `json:"url"`
	Status  *int    `json:"status"`
	Error   *string `json:"error"`
	From    *string `json:"from"`
	StartMs int64   `json:"startMs"`
	EndMs   *int64  `json:"endMs"` // null: still open when the trace ended
	BytesIn int64   `json:"bytesIn"`
}

type consoleLine struct {
	Level string `json:"level"`
	Text  string `json:"text"`
	AtMs  int64  `json:"atMs"`
}

type place struct {
	File   *string `json:"file"`
	Line   *int    `json:"line"`
	Column *int    `json:"column"`
}

type pending struct {
	place
	Function   string  `json:"function"`
	WaitingFor string  `json:"waitingFor"`
	Abandoned  bool    `json:"abandoned"`
	ForMs      int64   `json:"forMs"`
	Chain      []frame `json:"chain"`
}

type frame struct {
	place
	Function string `json:"function"`
	Link     string `json:"link"`
}

type finding struct {
	Rule     string    `json:"rule"`
	Severity string    `json:"severity"`
	Wake     *int      `json:"wake"` // null: the run itself, or code outside any wake
	Message  string    `json:"message"`
	Position *place    `json:"position"`
	Help     *string   `json:"help"`
	Notes    []string  `json:"notes"`
	Related  []related `json:"related"`
}

type related struct {
	Text string `json:"text"`
	place
}
