package verdicttest

import "github.com/fetchsim/fetchsim/internal/trace"

// Wake is one wake of a story. Its instants are microseconds after the grant.
type Wake struct {
	N     int
	story *Story
	atUs  int64
	app   trace.App
	calls int
	grant *trace.Grant
}

// Wake adds a wake on Wi-Fi with 30 s, granted at an instant, whose callback is called after a warm launch of 120 ms.
// Wakes must be told in order.
func (s *Story) Wake(atUs int64) *Wake {
	w := s.Granted(atUs)
	w.Emit(0, &trace.Launch{App: w.app, How: "warm", Why: "wake", LaunchUs: 120 * Ms})
	w.Emit(120*Ms, &trace.Delivered{App: w.app, TaskID: "react-native-background-fetch", Handler: "called"})
	return w
}

// Granted adds a wake of which only the grant is told.
func (s *Story) Granted(atUs int64) *Wake {
	s.wakes++
	w := &Wake{N: s.wakes, story: s, atUs: atUs, app: trace.App{PID: s.pid, Wake: s.wakes}}
	w.grant = &trace.Grant{
		Wake: w.N, Request: 1, Trigger: "refresh", BudgetUs: 30 * Second, Link: "wifi", Day: int(atUs / (24 * Hour)), At: s.At(atUs),
	}
	w.Emit(0, w.grant)
	return w
}

// App says where the wake's events belong.
func (w *Wake) App() trace.App { return w.app }

// Grant gives the wake's grant, to be changed before the story is written.
func (w *Wake) Grant() *trace.Grant { return w.grant }

// Emit adds an event of the wake.
func (w *Wake) Emit(afterUs int64, ev trace.Event) { w.story.Emit(w.atUs+afterUs, ev) }

// Fetch adds a request that is answered with a status by placeholder, mock, har or live.
func (w *Wake) Fetch(fromUs, toUs int64, url, from string) *Wake {
	id := w.OpenFetch(fromUs, url)
	w.Emit(toUs, &trace.NetEnd{App: w.app, ID: id, Status: 200, From: from, WaitUs: toUs - fromUs, BytesIn: 2})
	return w
}

// OpenFetch adds a request that is not answered, and returns its id.
func (w *Wake) OpenFetch(fromUs int64, url string) int {
	w.calls++
	w.Emit(fromUs, &trace.NetStart{App: w.app, ID: w.N*1000 + w.calls, Method: "GET", URL: url})
	return w.N*1000 + w.calls
}

// Prints adds a line of the console.
func (w *Wake) Prints(afterUs int64, level, text string) *Wake {
	w.Emit(afterUs, &trace.Console{App: w.app, Level: level, Text: text})
	return w
}

// Throws adds an exception.
func (w *Wake) Throws(afterUs int64, e trace.JSError) *Wake {
	e.App = w.app
	w.Emit(afterUs, &e)
	return w
}

// Awaits adds a suspended async function.
func (w *Wake) Awaits(afterUs int64, a trace.AwaitPending) *Wake {
	a.App = w.app
	w.Emit(afterUs, &a)
	return w
}

// Finishes ends the wake as it should.
func (w *Wake) Finishes(afterUs int64, result string) *Wake {
	w.Calls(afterUs, trace.Finish{Result: result, By: "user", Answer: "accepted"})
	return w.Ends(afterUs, "finished")
}

// Calls adds a call of finish() and does not end the wake.
func (w *Wake) Calls(afterUs int64, f trace.Finish) *Wake {
	f.App = w.app
	if f.TaskID == "" {
		f.TaskID = "react-native-background-fetch"
	}
	w.Emit(afterUs, &f)
	return w
}

// Warned adds iOS's warning that the time is up.
func (w *Wake) Warned(afterUs int64) *Wake {
	w.Emit(afterUs, &trace.Expiring{App: w.app, Heard: true, Handler: "user"})
	return w
}

// Killed ends the wake at its deadline with the process.
func (w *Wake) Killed() *Wake {
	w.Emit(30*Second, &trace.Exit{App: w.app, Cause: "deadline", Code: "0x2182bad2"})
	w.Ends(30*Second, "killed")
	w.story.pid++
	return w
}

// Crashes ends the wake with the process.
func (w *Wake) Crashes(afterUs int64) *Wake {
	w.Emit(afterUs, &trace.Exit{App: w.app, Cause: "crash", Code: "SIGABRT"})
	w.Ends(afterUs, "crashed")
	w.story.pid++
	return w
}

// Ends ends the wake in any way.
func (w *Wake) Ends(afterUs int64, how string) *Wake {
	w.Emit(afterUs, &trace.WakeEnd{App: w.app, How: how, RanUs: afterUs, CPUUs: 14 * Ms, BytesIn: 2048, BytesOut: 120})
	return w
}
