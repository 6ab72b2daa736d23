package script

import (
	"fmt"
	"time"

	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// RuntimeOptions say how a process runs its program.
type RuntimeOptions struct {
	Costs       Costs         // zero: DefaultCosts
	Runaway     time.Duration // device CPU in one turn that counts as endless; 0: DefaultRunaway
	MemoryLimit int64         // bytes; 0: none
	Guard       Guard         // nil: none
	// Interrupted is asked at the engine's polls; true stops the code, and nothing is written of it: the run is over. nil: never.
	Interrupted func() bool
	OnError     ErrorPolicy
	// IntlZone, when not empty, gives the process Intl with this time zone. It costs 2 ms a process: leave it empty unless
	// the program Has "Intl" or "toLocale".
	IntlZone string
	Excerpts *Excerpts // shared by the processes of a run; nil: this process's own
	// Units are preludes that processes of the program are going to run: what is read of them serves later processes too.
	Units []engine.Bytecode
	// Preludes are those that later processes find as they were when the first one was made.
	Preludes []engine.Prelude
}

// Guard is the last guard against code that holds its thread for too long in real time. It is asked at the engine's polls.
type Guard interface {
	BeginTurn()
	Exceeded() bool
	Limit() time.Duration
}

// ErrorPolicy is what an error that nobody catches does to the app.
type ErrorPolicy int

// The policies.
const (
	WebView     ErrorPolicy = iota // it is written to the console, and the app goes on
	ReactNative                    // it is fatal: a release build crashes. An unhandled rejection is not
)

// Runtime is one process's JavaScript. It must be closed.
type Runtime struct {
	program *Program
	host    Host
	options RuntimeOptions
	vm      *engine.VM
	exports engine.Value
	onClose []func()

	costs fixedCosts
	turn  turn
	end   ending // why nothing runs any more; "" while it does
	owed  int64  // nanoseconds of CPU that are not a whole microsecond yet

	ops      []*Op // open ones, in no order
	began    int64 // operations begun so far
	timers   map[int]*timer
	timerIDs int
	nesting  int // of the timer that is firing

	timerTurns []timerTurn

	rejections  []rejection
	checks      map[string]argumentCheck // plugins' own checks that failed, by what they throw
	missing     map[missed]struct{}
	placeholder trace.App // the wake that read a placeholder's body
	lastCall    site
	wake        wakeSeen
}

// site is a call from the user's code to the platform.
type site struct {
	pos      *trace.Pos
	function string
	at       vclock.Instant
}

// wakeSeen is the wake that was open in the last turn, and since when it has been seen.
type wakeSeen struct {
	number int
	since  vclock.Instant
}

// ending is why a process runs nothing more.
type ending string

const (
	outOfBudget ending = "budget"  // its wake's deadline came while it ran
	endless     ending = "runaway" // one turn took too much CPU
	guarded     ending = "guard"
	interrupted ending = "interrupted" // by the person at the keyboard
	crashed     ending = "crash"
	outOfMemory ending = "memory"
	closed      ending = "closed"
)

// NewRuntime returns a process that has not run anything yet. An error means that the engine cannot be used.
func (p *Program) NewRuntime(h Host, o RuntimeOptions) (*Runtime, error) {
	if o.Costs == (Costs{}) {
		o.Costs = DefaultCosts()
	}
	if o.Runaway == 0 {
		o.Runaway = DefaultRunaway
	}
	if o.Excerpts == nil {
		o.Excerpts = &Excerpts{}
	}
	r := &Runtime{program: p, host: h, options: o, costs: o.Costs.fixed(), timers: map[int]*timer{}}
	vm, err := engine.New(engine.Options{
		MemoryLimit: o.MemoryLimit,
		Poll:        r.poll,
		Rejection:   r.rejected,
		Mark:        r.mark,
		Machines:    p.machines,
		Units:       append([]engine.Bytecode{p.code}, o.Units...),
		Preludes:    o.Preludes,
		HiddenUnits: []string{preludeUnit},
		IntlZone:    o.IntlZone,
	})
	if err != nil {
		return nil, fmt.Errorf("start a JavaScript process: %w", err)
	}
	r.vm = vm
	r.installTimers()
	r.installJSON()
	return r, nil
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
func (r *Runtime) Prelude(unit engine.Bytecode, host engine.Value) error {
	install, thrown := r.vm.Run(unit)
	if thrown == nil {
		global := r.vm.Global()
		var result engine.Value
		result, thrown = r.vm.Call(install, engine.Undefined(), global, host)
		r.vm.Free(result)
		r.vm.Free(global)
		r.vm.Free(install)
	}
	if thrown != nil {
		r.vm.Free(thrown.Value)
		return fmt.Errorf("run prelude: %w", thrown)
	}
	return nil
}

// Load evaluates the program's top level in a turn of its own and reports whether it ran to its end.
func (r *Runtime) Load() (ok bool) {
	r.Turn("load", func() {
		exports, thrown := r.vm.Run(r.program.code)
		if thrown != nil {
			r.Report("load", thrown)
			return
		}
		r.exports, ok = exports, true
	})
	return ok && !r.Stopped()
}

// Exports is what the entry module exports: its namespace, or module.exports. Borrowed; undefined before Load.
func (r *Runtime) Exports() engine.Value { return r.exports }

// Stopped tells whether the process runs nothing more: it hung, crashed, met a limit, or was closed.
func (r *Runtime) Stopped() bool { return r.end != "" }

// OnClose has fn called when the process is closed, before the engine is: to give back values that Go code holds.
func (r *Runtime) OnClose(fn func()) { r.onClose = append(r.onClose, fn) }

// Close ends the process and frees what it holds. It may be called twice.
func (r *Runtime) Close() {
	if r.end == closed {
		return
	}
	r.end = closed
	for _, fn := range r.onClose {
		fn()
	}
	for _, o := range r.ops {
		o.over = true
		r.freeAll(o.kept)
	}
	for _, x := range r.rejections {
		r.vm.Free(x.promise)
		r.vm.Free(x.reason)
	}
	r.vm.Free(r.exports)
	r.exports = engine.Undefined()
	r.ops, r.rejections, r.onClose, r.timers = nil, nil, nil, nil
	r.vm.Close()
}

func (r *Runtime) freeAll(values []engine.Value) {
	for _, v := range values {
		r.vm.Free(v)
	}
}
