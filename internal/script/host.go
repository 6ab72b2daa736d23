package script

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// Host is the phone as one process of JavaScript needs it.
type Host interface {
	// Now is the virtual instant.
	Now() vclock.Instant
	// Uptime is how long the process has lived without being frozen.
	Uptime() time.Duration
	// Spend moves virtual time by CPU used. True: the budget of the wake ran out, run nothing more.
	Spend(cpu time.Duration) (stop bool)
	// After has fn called d from now, from outside any turn, and returns a number for Cancel. While the process is frozen
	// nothing is called; what fell due meanwhile is called on resume, with how late it is.
	After(d time.Duration, fn func(late time.Duration)) int
	// Cancel takes back what After was asked for; done or cancelled work is left alone.
	Cancel(id int)
	// Where says which process and wake the running code belongs to.
	Where() trace.App
	// Emit writes an event to the trace, now.
	Emit(ev trace.Event)
	// Hang says that the code never returns to its event loop.
	Hang()
	// Stop has the process killed after this turn: "crash", "memory", "guard".
	Stop(cause string)
	// OpenWake is the wake that is running, and whether iOS has warned it.
	OpenWake() (wake int, expired, ok bool)
}
