package device

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// OS is iOS as one process meets it. It is void once the process has ended: what a dead process asks for does not happen.
type OS struct {
	phone *Phone
	proc  *process
}

// Now is the virtual instant; the wall clock follows from it.
func (o *OS) Now() vclock.Instant { return o.phone.queue.Now() }

// Uptime is the process's own monotonic clock: the time since its launch during which it was not frozen.
func (o *OS) Uptime() time.Duration {
	return o.Now().Sub(o.proc.launched) - o.proc.frozen
}

// Spend moves virtual time by CPU that the process used. It reports whether the process has to stop at once, because its
// wake's budget ran out meanwhile: then time stands exactly at the deadline.
func (o *OS) Spend(cpu time.Duration) (stop bool) {
	if o.proc.dead {
		return true
	}
	for _, w := range o.phone.open {
		if left := w.deadline().Sub(o.Now()); cpu >= left {
			cpu, stop = max(left, 0), true
			o.proc.hung = true
		}
	}
	o.phone.queue.Spend(cpu)
	o.phone.used += cpu
	return stop
}

// After has fn called d from now, as a turn of this process, and returns a number for Cancel. While the process is frozen
// nothing is called; what fell due meanwhile is called on resume, once, with how late it is.
func (o *OS) After(d time.Duration, fn func(late time.Duration)) int {
	return o.phone.schedule(o.proc, o.Now().Add(max(d, 0)), fn)
}

// Cancel takes work back. Work that was done or cancelled already is left alone.
func (o *OS) Cancel(work int) { o.phone.unschedule(o.proc, work) }

// Where says which process and wake the running code belongs to.
func (o *OS) Where() trace.App {
	a := o.phone.where()
	a.PID = o.proc.pid
	return a
}

// Emit writes an event to the trace, now.
func (o *OS) Emit(ev trace.Event) { o.phone.emit(ev) }

// Told is whether anybody hears what is emitted.
func (o *OS) Told() bool { return o.phone.told() }

// Store is what survives the process.
func (o *OS) Store() *Store { return &o.phone.store }

// Foreground tells whether the app is on screen.
func (o *OS) Foreground() bool { return o.phone.onScreen }

// Complete says that the task of a wake is done, and how: "finished" by the app's own word, "completedByOs" by the native
// side, "stopped" after the app stopped its plugin. It reports whether that wake was open. Code that is running goes on to
// the end of its turn; then the process is suspended.
func (o *OS) Complete(wake int, how, result string) bool {
	return !o.proc.dead && o.phone.complete(wake, how, result)
}

// OpenWake returns the number of the wake that the running code belongs to, and whether iOS has warned it already.
func (o *OS) OpenWake() (wake int, expired, ok bool) {
	w := o.phone.running()
	if w == nil {
		return 0, false, false
	}
	return w.n, w.expired, true
}

// Hang says that the process's code will never return to its event loop: it runs nothing more until it is killed, at the
// deadline of its wake, or at once where no wake is open (iOS's watchdog).
func (o *OS) Hang() {
	o.proc.hung = true
}

// Stop has the process killed when its turn is over: cause is a cause of trace.Exit such as "crash" or "memory".
func (o *OS) Stop(cause string) {
	if o.proc.stop == "" {
		o.proc.stop = cause
	}
}

// Moved adds to the bytes that the running wake sent and received.
func (o *OS) Moved(in, out int64) {
	if w := o.phone.running(); w != nil {
		w.bytesIn += in
		w.bytesOut += out
	}
}

// BeginBackgroundTask is what a native side does around a legacy fetch to be warned before its time is up; without it only
// BGTaskScheduler's wakes are.
func (o *OS) BeginBackgroundTask() {
	if w := o.phone.running(); w != nil {
		w.warned = true
	}
}

// Submit asks BGTaskScheduler for a wake. Its errors are those of [Services].
func (o *OS) Submit(r Request) error {
	r.Where = o.Where()
	return o.phone.services.Submit(r)
}

// CancelRequest takes a BGTaskScheduler request back.
func (o *OS) CancelRequest(identifier string, pos *trace.Pos) {
	o.phone.services.Cancel(identifier, o.Where(), pos)
}

// SetMinimumFetchInterval is UIApplication.setMinimumBackgroundFetchInterval.
func (o *OS) SetMinimumFetchInterval(d time.Duration, pos *trace.Pos) {
	o.phone.services.SetMinimumFetchInterval(d, o.Where(), pos)
}

// RefreshStatus is UIApplication.backgroundRefreshStatus: 0 restricted, 1 denied, 2 available.
func (o *OS) RefreshStatus() int { return o.phone.services.RefreshStatus() }
