package scheduler

import (
	"slices"
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// inbox holds what the app asks for, by either API, and knows what iOS accepts.
type inbox struct {
	api            API
	permitted      []string
	permitAll      bool
	fetchMode      bool
	processingMode bool
	simulator      bool

	interval time.Duration // legacy; below 0 is never
	pending  []submitted   // BGTaskScheduler, in order of submission
}

// submitted is a pending request.
type submitted struct {
	Request
	at vclock.Instant
}

func newInbox(c *Config) inbox {
	return inbox{
		api: c.API, permitted: c.Permitted, permitAll: c.PermitAll, fetchMode: c.FetchMode, processingMode: c.ProcessingMode,
		simulator: c.Simulator, interval: IntervalNever,
	}
}

// submit accepts a request or says why not, in the order in which iOS can know: the device, Info.plist, what is pending.
func (b *inbox) submit(now vclock.Instant, r Request, refresh usagemodel.RefreshSetting) (Receipt, error) {
	if b.simulator || refresh == usagemodel.RefreshOff {
		return Receipt{}, ErrUnavailable
	}
	if !b.permits(r) {
		return Receipt{}, ErrNotPermitted
	}
	same := b.find(r.Identifier)
	others, most := b.count(r.Processing, r.Identifier), maxPendingRefresh
	if r.Processing {
		most = maxPendingProcessing
	}
	if others >= most {
		return Receipt{}, ErrTooManyPending
	}
	receipt := Receipt{Replaced: same >= 0, FarAhead: r.Earliest != NoEarliest && r.Earliest > now.Add(farthestEarliest)}
	if same >= 0 {
		b.pending = slices.Delete(b.pending, same, same+1)
	}
	b.pending = append(b.pending, submitted{Request: r, at: now})
	return receipt, nil
}

// permits reports whether Info.plist allows the request. An app that uses the legacy API for its refresh lists no
// identifier for it.
func (b *inbox) permits(r Request) bool {
	if !b.permitAll && !slices.Contains(b.permitted, r.Identifier) {
		return false
	}
	if r.Processing {
		return b.processingMode
	}
	return b.fetchMode && b.api == BGTask
}

// take removes a pending request: it was cancelled, or spent by its wake.
func (b *inbox) take(identifier string) bool {
	i := b.find(identifier)
	if i < 0 {
		return false
	}
	b.pending = slices.Delete(b.pending, i, i+1)
	return true
}

func (b *inbox) find(identifier string) int {
	for i := range b.pending {
		if b.pending[i].Identifier == identifier {
			return i
		}
	}
	return -1
}

// count is how many requests of a kind are pending beside the identifier's own.
func (b *inbox) count(processing bool, besides string) int {
	n := 0
	for i := range b.pending {
		if b.pending[i].Processing == processing && b.pending[i].Identifier != besides {
			n++
		}
	}
	return n
}

// refreshRequest is the pending app refresh request, nil if there is none.
func (b *inbox) refreshRequest() *submitted {
	for i := range b.pending {
		if !b.pending[i].Processing {
			return &b.pending[i]
		}
	}
	return nil
}

// processingRequest is the pending processing request of that identifier, nil if there is none.
func (b *inbox) processingRequest(identifier string) *submitted {
	if i := b.find(identifier); i >= 0 && b.pending[i].Processing {
		return &b.pending[i]
	}
	return nil
}

// asksFetch reports whether and why not the legacy API asks for wakes.
func (b *inbox) asksFetch() asks {
	switch {
	case !b.fetchMode:
		return noFetchMode
	case b.interval < 0:
		return intervalNever
	}
	return askedFor
}
