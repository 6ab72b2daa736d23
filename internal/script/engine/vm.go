package engine

import (
	"errors"

	"modernc.org/libc"
	lib "modernc.org/libquickjs"
	"modernc.org/quickjs"
)

// Options say what a VM tells its owner while JavaScript runs. All of them may be left out. The functions are called
// in the middle of JavaScript: they may use the VM's values, but must not run JavaScript (Call, Run, RunJob).
type Options struct {
	// MemoryLimit is the most memory the VM may hold, in bytes (and a little more, see memoryMargin); 0 is none. When it
	// is met, Poll is called at the next call or back-edge. If that does not stop the VM, JavaScript sees an
	// InternalError "out of memory", which it can catch: LimitHit remembers.
	MemoryLimit int64

	// Poll is called at each interrupt poll: every 10,000 back-edges or calls, and every 10,000 steps of a regular
	// expression. True stops the VM for good (see StopNow).
	Poll func() (stop bool)

	// Rejection is called when a promise is rejected and nobody handles it, and again with handled true when a
	// handler is attached later. Both values are borrowed. It is not called once the VM is stopped.
	Rejection func(promise, reason Value, handled bool)

	// Mark is called around each promise's executor and says where the host stands; the engine only keeps the answer.
	// It must be cheap: it is called for each new Promise, .then and await of something that is not a promise.
	Mark func() Mark

	// Machines keeps the memory of closed VMs for this one, and that of this one once it is closed; nil: nothing is kept.
	Machines *Machines

	// Units are scripts that the VM is going to run. They are read when it is made, and with Machines only once.
	Units []Bytecode

	// Preludes are run when the VM is made, and with Machines only once; see [VM.Prelude].
	Preludes []Prelude

	// HiddenUnits name the units (see Compile) whose frames never show in stacks and pending awaits.
	HiddenUnits []string

	// IntlZone, when not empty, installs Intl (DateTimeFormat and NumberFormat, en-US only) with this IANA time zone.
	// It costs about 2 ms per VM, so ask for it when the program mentions Intl or toLocale.
	IntlZone string
}

// Mark is where the host stood at an instant, in units of its own choice.
type Mark struct {
	At  int64 // the time, for example virtual nanoseconds
	Ops int64 // the number of host operations (timers, requests …) started so far
}

// VM is one JavaScript machine: a heap, a global object, a queue of jobs. One goroutine uses it. It must be closed.
type VM struct {
	heart
	machine *machine    // nil: the machine is wrapper's
	wrapper *quickjs.VM // nil, but with Intl
	options Options

	hosts     []hostFunction // Go functions reachable from JavaScript, by slot
	freeHosts []int          // slots to use again
	idleCalls []*Call        // to be used again by the next host call
	hostProto Value          // Function.prototype
	keys      map[string]Key
	scratch   address // arguments and results of single calls, scratchSize bytes
	text      address // a growing buffer for strings on their way in
	textSize  int
	pinned    []any // Go functions the engine calls

	kept      promiseKeeper
	positions positionCache
	job       address // the job that Enqueue adds
	depth     int     // calls into the engine that have not returned
	stop      stopState
	limit     limitState
	panicked  *HostPanic
	abandoned bool // a goroutine was ended (runtime.Goexit) in the middle of JavaScript
	closed    bool
}

// errLayout says that the engine's memory is not laid out as this package expects.
var errLayout = errors.New("the JavaScript engine is not the version this program was built for")

// hostClass is the class number of Go functions in each VM. The engine's own end at EJS_CLASS_INIT_COUNT and the wrapper
// takes the next ones.
const hostClass = lib.EJS_CLASS_INIT_COUNT + 9

// scratchSize is the size of VM.scratch in bytes: the widest that lies there is a property's description.
const scratchSize = 128

// New makes a VM. An error means that the platform or the linked engine is not usable at all.
func New(options Options) (*VM, error) {
	vm := &VM{options: options, keys: map[string]Key{}}
	if err := vm.takeMachine(); err != nil {
		return nil, err
	}
	if err := vm.build(); err != nil {
		vm.Close()
		return nil, err
	}
	return vm, nil
}

// takeMachine gives the VM a machine: one of ours, but for Intl, which knows only the vendor's.
func (vm *VM) takeMachine() (err error) {
	if vm.options.IntlZone == "" {
		if vm.machine, err = vm.options.Machines.take(vm.options.Units, vm.options.Preludes); err == nil {
			vm.heart = vm.machine.heart
		}
		return err
	}
	if vm.wrapper, err = quickjs.NewVM(); err != nil {
		return err
	}
	h, ok := heartOf(vm.wrapper)
	if !ok {
		_ = vm.wrapper.Close() // it has no error to tell that matters more
		return errLayout
	}
	vm.heart = h
	return nil
}

func (vm *VM) build() error {
	if vm.scratch = libc.Xcalloc(vm.tls, 1, scratchSize); vm.scratch == 0 {
		return errors.New("no memory for a JavaScript machine")
	}
	if err := vm.makeHostClass(); err != nil {
		return err
	}
	if vm.options.IntlZone != "" { // before the hooks: its set-up is not the user's
		if err := vm.installIntl(); err != nil {
			return err
		}
	}
	vm.positions.hidden = vm.options.HiddenUnits
	vm.watchInterrupts()
	vm.watchRejections()
	vm.watchMemory()
	vm.watchPromises()
	vm.job = vm.pin(nativeJob(callJob))
	vm.BeginTurn()
	return nil
}

// pin keeps a Go function reachable for as long as the engine may call it, and returns what the engine calls.
func (vm *VM) pin(f any) address {
	vm.pinned = append(vm.pinned, f)
	return code(f)
}

// Close gives back all memory. Values of the VM must not be used afterwards. It may be called twice, and after a stop,
// but not by a host function.
func (vm *VM) Close() {
	if vm.closed {
		return
	}
	if vm.depth > 0 && !vm.abandoned {
		panic("engine: a VM is closed while its JavaScript runs")
	}
	vm.stop.stopped = true // finalisers run no JavaScript
	if !vm.abandoned {
		vm.endTrap()
	}
	if vm.machine == nil && !vm.abandoned {
		vm.limit.release(vm)
		vm.kept.release(vm)
		vm.positions.release(vm)
		vm.releaseKeys()
		vm.Free(vm.hostProto)
	}
	if vm.stop.trapped && !vm.abandoned {
		// A frame keeps the place of the stop after its end. Where the next VM has the same function at the same address,
		// that would read as the place of a call of its own.
		scrubStack(vm.tls)
	}
	vm.closed = true
	libc.Xfree(vm.tls, vm.scratch)
	libc.Xfree(vm.tls, vm.text)
	switch {
	case vm.abandoned: // the engine's frames were lost half-way, and its heap with them
	case vm.machine != nil:
		vm.options.Machines.give(vm.machine)
	default:
		_ = vm.wrapper.Close() // it always gives nil
	}
}
