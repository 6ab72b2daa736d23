package script

import (
	"fmt"
	"time"

	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
)

// RuntimeOptions say how a process runs its program.
type RuntimeOptions struct {
	Costs       Costs         // zero: DefaultCosts
	Runaway     time.Duration // device CPU in one turn that counts as endless; 0: DefaultRunaway
	MemoryLimit int64         // bytes; 0: none
	// Guard is asked at each poll; true says that the turn has used up its real time (GuardLimit, to be shown). It gets
	// whether this is the first question of a turn.
	Guard      func(first bool) (stop bool)
	GuardLimit time.Duration
	OnError    ErrorPolicy
	IntlZone   string    // not empty: Intl is there, with this time zone. 2 ms a process: only when the program Has "Intl" or "toLocale"
	Excerpts   *Excerpts // shared by the processes of a run; nil: this process's own
}

// ErrorPolicy is what an error that nobody catches does to the app.
type ErrorPolicy int

// The policies.
const (
	WebView     ErrorPolicy = iota // it is written to the console, and the app goes on
	ReactNative                    // a fatal error ends a release build
)

// Runtime is one process's JavaScript. It must be closed.
type Runtime struct {
	program *Program
	host    Host
	options RuntimeOptions
	vm      *engine.VM
}

// NewRuntime returns a process that has not run anything yet. An error means that the engine cannot be used.
func (p *Program) NewRuntime(h Host, o RuntimeOptions) (*Runtime, error) {
	return &Runtime{program: p, host: h, options: o}, nil
}

// VM is the engine.
func (r *Runtime) VM() *engine.VM { return r.vm }

// Host is the phone.
func (r *Runtime) Host() Host { return r.host }

// Program is what the process runs.
func (r *Runtime) Program() *Program { return r.program }

// preludeUnit is the name of all preludes' code. Its frames are hidden from stacks and pending awaits.
const preludeUnit = "fetchsim"

// CompilePrelude compiles code of the platform: its functions look native, and no position of it is ever shown. The
// script's value must be a function (global, host) => …; see [Runtime.Prelude].
func CompilePrelude(source string) (engine.Bytecode, error) {
	code, err := engine.CompileNative(preludeUnit, source)
	if err != nil {
		return engine.Bytecode{}, fmt.Errorf("compile prelude: %w", err)
	}
	return code, nil
}

// Prelude runs code of the platform before the program: the unit's value, a function, is called with the global object
// and host, which is borrowed. It costs no device time.
func (r *Runtime) Prelude(unit engine.Bytecode, host engine.Value) error { return nil }

// Load evaluates the program's top level in a turn of its own and reports whether it ran to its end.
func (r *Runtime) Load() bool { return false }

// Exports is what the entry module exports: its namespace, or module.exports. Borrowed; undefined before Load.
func (r *Runtime) Exports() engine.Value { return engine.Undefined() }

// Turn runs fn, which calls into JavaScript, as one turn of the event loop: then all jobs are drained, and what nobody
// caught or handled is reported. where is the place of [trace.JSError]: load, callback, timer, request, bridge, event. A
// Turn inside a turn is part of it. Nothing runs once the process was stopped.
func (r *Runtime) Turn(where string, fn func()) {}

// Call calls a function of the user's, inside a turn. What it throws is written as js.error, and ok is false. The result
// belongs to the caller; fn, this and args are borrowed. An empty where is that of the turn.
func (r *Runtime) Call(where string, fn, this engine.Value, args ...engine.Value) (result engine.Value, ok bool) {
	return engine.Undefined(), false
}

// Report writes an error that reached the top of user code as js.error, as Call does, and lets the process crash where
// its policy says so. The thrown value is given back to the engine.
func (r *Runtime) Report(where string, t *engine.Thrown) {}

// Stopped tells whether the process runs nothing more: it hung, crashed, met a limit, or was closed.
func (r *Runtime) Stopped() bool { return false }

// Later begins an open operation that ends by itself d from now: then it is done, and fn runs as a turn. kind is timer,
// fetch, bridge or callback; ref says what exactly, for reports (a URL, a bridge method). It is known by the caller's
// place in the user's source and the wake it was begun in.
func (r *Runtime) Later(kind, ref string, d time.Duration, fn func(late time.Duration)) *Op { return &Op{} }

// Begin begins an open operation that is over when its Done is called.
func (r *Runtime) Begin(kind, ref string) *Op { return &Op{} }

// Op is something that the process has asked for and waits for.
type Op struct{}

// Pos is where in the user's source it was begun; nil if not by the user's code.
func (o *Op) Pos() *trace.Pos { return nil }

// Wake is the wake it was begun in; 0 outside one.
func (o *Op) Wake() int { return 0 }

// Keep has the operation own values: they are given back to the engine when it is over, cancelled, or the process closed.
func (o *Op) Keep(values ...engine.Value) {}

// Done says that it is over. It may be called twice.
func (o *Op) Done() {}

// Cancel takes it back: its fn will not run.
func (o *Op) Cancel() {}

// Open counts the open requests (kind fetch) and timers that were begun in a wake.
func (r *Runtime) Open(wake int) (requests, timers int) { return 0, 0 }

// Caller is where in the user's source the running host function was called from: the innermost frame in a file of the
// user's own, else in node_modules; nil where there is none.
func (r *Runtime) Caller() *trace.Pos { return nil }

// Pending writes what the process is waiting for: an await.pending for each suspended async function, innermost first, and
// the excerpts of their sources. when is expiration, kill, finish or launch.
func (r *Runtime) Pending(when string) {}

// Missing writes that the script called something that is not simulated, once for each place.
func (r *Runtime) Missing(name string) {}

// SpendJSON charges the CPU of reading or writing n bytes of JSON in Go code.
func (r *Runtime) SpendJSON(n int) {}

// ReadPlaceholder notes that the open wake has read the body of a placeholder answer: errors say so from now on.
func (r *Runtime) ReadPlaceholder() {}

// ArgumentError notes that a plugin's own check of method's arguments is about to throw message: the js.error with that
// message names the method (signatureOf).
func (r *Runtime) ArgumentError(method, message string) {}

// OnClose has fn called when the process is closed, before the engine is: to give back values that Go code holds.
func (r *Runtime) OnClose(fn func()) {}

// Close ends the process and frees what it holds. It may be called twice.
func (r *Runtime) Close() {}

// Excerpts remembers which pieces of source a run's trace holds already.
type Excerpts struct{}
