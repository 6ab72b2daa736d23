package engine

import (
	"strings"

	"modernc.org/libc"
	lib "modernc.org/libquickjs"
)

// stopState says whether the VM is stopped and where it was.
//
// A stop must be sticky. The engine's own interruption is not: inside a promise's executor or the first part of an async
// function it becomes a rejection, and the caller goes on. So from the stop on the constructor of promises, async
// functions and host functions throw, the engine polls at every call and is interrupted each time, and no call into the
// VM and no job runs any more.
type stopState struct {
	stopped bool
	polling bool // the engine waits for the answer of Options.Poll
	stack   []Frame
	trap    *stopTrap
	trapped bool // there was a trap
}

// StopNow stops the VM for good. JavaScript that is running is interrupted at its next call or back-edge, without its
// catch and finally blocks.
func (vm *VM) StopNow() {
	if vm.stop.stopped || vm.closed {
		return
	}
	if vm.stop.polling {
		vm.stopAtPoll()
		return
	}
	vm.stop.stopped = true
	vm.stop.stack = vm.Stack(maxStopFrames)
	vm.pollAtOnce()
}

// maxStopFrames bounds the stack that is kept of a stop.
const maxStopFrames = 64

// Stopped says whether the VM is stopped.
func (vm *VM) Stopped() bool { return vm.stop.stopped }

// StopPosition is where JavaScript was when the VM was stopped: for a busy loop its first statement or its condition.
// ok is false when no JavaScript was running, or only hidden units.
func (vm *VM) StopPosition() (f Frame, ok bool) {
	if len(vm.stop.stack) == 0 {
		return Frame{}, false
	}
	return vm.stop.stack[0], true
}

// StopStack is StopPosition and the calls that led there, innermost first.
func (vm *VM) StopStack() []Frame { return vm.stop.stack }

// pollAtOnce makes the engine poll at its next call or back-edge.
func (vm *VM) pollAtOnce() { vm.context().Finterrupt_counter = 1 }

// throwStop interrupts the JavaScript that called a host function.
func (vm *VM) throwStop() Value {
	vm.pollAtOnce()
	lib.XJS_Throw(vm.tls, vm.ctx, Undefined().raw())
	lib.XJS_SetUncatchableException(vm.tls, vm.ctx, 1)
	return exception()
}

func (vm *VM) watchInterrupts() {
	handler := interrupt(func(*libc.TLS, address, address) int32 {
		if vm.stop.stopped {
			vm.pollAtOnce()
			return 1
		}
		if vm.options.Poll == nil {
			return 0
		}
		vm.stop.polling = true
		vm.guarded(func() {
			if vm.options.Poll() {
				vm.StopNow()
			}
		})
		vm.stop.polling = false
		if vm.stop.stopped {
			return 1
		}
		return 0
	})
	lib.XJS_SetInterruptHandler(vm.tls, vm.rt, vm.pin(handler), 0)
}

// unlessStopped is r, or the interruption if the VM was stopped meanwhile.
func (vm *VM) unlessStopped(r lib.TJSValue) lib.TJSValue {
	if !vm.stop.stopped {
		return r
	}
	v := cooked(r)
	if v.kind == kindException { // of this very stop: it must reach the engine as it is
		return r
	}
	vm.Free(v)
	return vm.throwStop().raw()
}

// stopAtPoll stops the VM in the engine's interrupt handler. The frames of all callers are exact. That of the function
// on top is not, because the engine writes down a function's place only when it calls something: a trap finds it out.
func (vm *VM) stopAtPoll() {
	vm.stop.stopped = true
	vm.stop.stack = vm.Stack(maxStopFrames)
	vm.pollAtOnce()
	if vm.setTrap() {
		// One call is let through: that of the reject which an executor or async function may make of the interruption.
		// It shows us the error; without it the error would be lost and the place with it.
		vm.context().Finterrupt_counter = 2
	}
}

// stopTrap finds out where the function on top was. When the engine throws its "interrupted", it looks the place up in
// the function's table of positions to write the error's stack. For that moment the table is replaced by one that gives
// each place as its own line number, so the line in the error's stack is the place itself.
type stopTrap struct {
	bytecode *lib.TJSFunctionBytecode
	held     Value   // the same, held: the function may be freed while the engine unwinds
	table    address // the function's own, to be put back
	length   int32
	identity address
	called   int // the last place written down: if it is also the place of the stop, a call was on its way
	unit     string
}

// setTrap is false when no trap is needed or possible: the place is known already, or nobody may see it.
func (vm *VM) setTrap() bool {
	p := vm.runtime().Fcurrent_stack_frame
	if p == 0 {
		return false
	}
	frame := at[lib.TJSStackFrame](p)
	f := cooked(frame.Fcur_func)
	if !f.IsObject() || !hasBytecode(f.address()) {
		return false
	}
	b := bytecodeAt(f.address())
	t := &stopTrap{
		bytecode: b, table: b.Fdebug.Fpc2line_buf, length: b.Fdebug.Fpc2line_len,
		held: Value{bits: uint64(inside(f.address())), kind: kindBytecode},
		unit: vm.atomText(b.Fdebug.Ffilename), called: int(frame.Fcur_pc - b.Fbyte_code_buf),
	}
	if t.table == 0 || vm.positions.hides(t.unit) {
		return false
	}
	size := identitySize(int(b.Fbyte_code_len))
	if t.identity = libc.Xmalloc(vm.tls, lib.Tsize_t(size)); t.identity == 0 {
		return false
	}
	if wroteDown(frame, b) { // Stack has it, with the place of its last call
		vm.stop.stack = vm.stop.stack[1:]
	}
	top := Frame{Unit: t.unit, Function: vm.functionName(f)}
	top.Line, top.Column = position(b, 0) // until the error is seen
	vm.stop.stack = append([]Frame{top}, vm.stop.stack...)
	writeIdentity(bytesAt(t.identity, size))
	vm.Dup(t.held)
	b.Fdebug.Fpc2line_buf, b.Fdebug.Fpc2line_len = t.identity, int32(size)
	vm.stop.trap, vm.stop.trapped = t, true
	return true
}

// restoreTable puts the function's own table of positions back.
func (vm *VM) restoreTable() {
	t := vm.stop.trap
	t.bytecode.Fdebug.Fpc2line_buf, t.bytecode.Fdebug.Fpc2line_len = t.table, t.length
}

// endTrap takes the trap away.
func (vm *VM) endTrap() {
	t := vm.stop.trap
	if t == nil {
		return
	}
	vm.restoreTable()
	vm.stop.trap = nil
	libc.Xfree(vm.tls, t.identity)
	vm.Free(t.held)
}

// stopSeen looks whether e is the error that the trap waits for, and reads the place from it.
func (vm *VM) stopSeen(e Value) (found bool) {
	t := vm.stop.trap
	if t == nil || !e.IsError() || vm.ownText(e, lib.EJS_ATOM_message) != "interrupted" {
		return false
	}
	first, _, _ := strings.Cut(vm.ownText(e, lib.EJS_ATOM_stack), "\n")
	f, ok := parseFrame(first)
	if !ok || f.Unit != t.unit {
		return false
	}
	top := &vm.stop.stack[0]
	place := uint32(f.Line)
	vm.restoreTable()
	if int(place) == t.called { // interrupted at the start of a call, which lies just before
		top.Line, top.Column = position(t.bytecode, place-1)
	} else {
		top.Line, top.Column = positionFrom(t.bytecode, place)
	}
	vm.endTrap()
	vm.pollAtOnce()
	return true
}

// findStop looks for the error that the trap waits for on the heap, newest first: an async function may have caught it.
func (vm *VM) findStop() {
	for p := range linksBack(&vm.runtime().Fgc_obj_list) {
		if gcKind(p) != int(lib.EJS_GC_OBJ_TYPE_JS_OBJECT) || classOf(p) != int(lib.EJS_CLASS_ERROR) {
			continue
		}
		if vm.stopSeen(Value{bits: uint64(p), kind: kindObject}) {
			return
		}
	}
	vm.endTrap()
}
