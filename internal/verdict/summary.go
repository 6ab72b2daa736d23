package verdict

import (
	"slices"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// summarize counts over the judged wakes.
func summarize(run *Run, ages []int64) Summary {
	var s Summary
	var ran []int64
	for _, w := range run.Wakes {
		if !w.Judged {
			continue
		}
		s.count(w)
		if w.Outcome == Finished {
			ran = append(ran, w.RanUs)
		}
	}
	for _, span := range run.Spans {
		if span.Code != tooSoon {
			s.NotWokenSpans++
		}
	}
	s.FinishUs = percentiles(ran)
	s.AgeAtOpenUs = percentiles(ages)
	return s
}

func (s *Summary) count(w *Wake) {
	s.Wakes++
	switch w.Outcome {
	case Finished:
		s.Finished++
	case Expired:
		s.Expired++
	case Killed:
		s.Killed++
	case Crashed:
		s.Crashed++
	case CompletedByOS:
		s.CompletedByOS++
	case Stopped, Unended: // a wake that the trace leaves open was stopped with the run
		s.Stopped++
	case Guard:
		s.Guard++
	}
	if w.Forced {
		s.Forced++
	}
	s.Requests += len(w.Requests)
	s.BytesIn += w.BytesIn
	s.BytesOut += w.BytesOut
	s.CPUUs += w.CPUUs
}

// percentiles sorts the values in place. Nearest rank: the smallest value that at least p of 100 values do not exceed.
func percentiles(values []int64) Percentiles {
	n := len(values)
	if n == 0 {
		return Percentiles{}
	}
	slices.Sort(values)
	rank := func(p int) int64 { return values[(p*n+99)/100-1] }
	return Percentiles{N: n, P50: rank(50), P90: rank(90), P95: rank(95), P99: rank(99), Max: values[n-1]}
}

// ageBook measures how old the data is when the person opens the app: the time since the last wake that ended newData
// or noData or since the app was last on screen, whichever is later. An open with neither before it has no age.
type ageBook struct {
	fresh      int64 // the last instant at which the data was fresh
	known      bool
	foreground bool
	result     string // what the user's code last finished with, in the wake that is open
	ages       []int64
}

func (b *ageBook) record(rec trace.Record) {
	switch ev := rec.Event.(type) {
	case *trace.Grant:
		b.result = ""
	case *trace.Finish:
		if ev.By == byUser && (ev.Answer == accepted || ev.Answer == afterExpiration) {
			b.result = ev.Result
		}
	case *trace.WakeEnd:
		if b.result == "newData" || b.result == "noData" {
			b.fresh, b.known = rec.TUs, true
		}
		b.result = ""
	case *trace.Person:
		b.person(rec.TUs, ev.What)
	}
}

func (b *ageBook) person(tUs int64, what trace.PersonAct) {
	switch what {
	case trace.Opens:
		if b.known && !b.foreground && tUs >= 0 {
			b.ages = append(b.ages, tUs-b.fresh)
		}
		b.foreground = true
	case trace.Closes, trace.ForceQuits:
		if b.foreground {
			b.fresh, b.known = tUs, true
		}
		b.foreground = false
	case trace.Sleeps, trace.Wakes:
	}
}
