package engine

import (
	"modernc.org/libc"
	lib "modernc.org/libquickjs"
)

// stopState says whether the VM is stopped and where it was.
//
// A stop must be sticky. The engine's own interruption is not: inside a promise's executor or the first part of an async
// function it becomes a rejection, and the caller goes on. So from the stop on the engine polls at every call and is
// interrupted each time, host functions throw, and no call into the VM and no job runs any more.
type stopState struct {
	stopped bool
	stack   []Frame
	trap    *stopTrap
}

// StopNow stops the VM for good. JavaScript that is running is interrupted at its next call or back-edge, without its
// catch and finally blocks.
func (vm *VM) StopNow() {
	if vm.stop.stopped || vm.closed {
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
		stop := false
		if vm.options.Poll != nil {
			vm.guarded(func() { stop = vm.options.Poll() })
		}
		if vm.stop.stopped { // by Poll itself: StopNow, or a panic
			vm.pollAtOnce()
			return 1
		}
		if !stop {
			return 0
		}
		vm.stopAtPoll()
		return 1
	})
	lib.XJS_SetInterruptHandler(vm.tls, vm.rt, vm.pin(handler), 0)
}

// stopAtPoll stops the VM in the engine's interrupt handler. The frames of all callers are exact. That of the function
// on top is not, because the engine writes down a function's place only when it calls something: a trap finds it out.
func (vm *VM) stopAtPoll() {
	vm.stop.stopped = true
	vm.pollAtOnce()
	vm.stop.stack = vm.Stack(maxStopFrames)
	vm.setTrap()
}

// stopTrap finds out where the function on top was. When the engine throws its "interrupted", it looks the place up in
// the function's table of positions to write the error's stack. For that moment the table is replaced by one that gives
// each place as its own line number, so the line in the error's stack is the place itself.
type stopTrap struct {
	bytecode *lib.TJSFunctionBytecode
	table    address // the function's own, to be put back
	length   int32
	identity address
	called   int // the last place written down: if it is also the place of the stop, a call was on its way
	name     string
	unit     string
}

func (vm *VM) setTrap() {
	frame := vm.runtime().Fcurrent_stack_frame
	if frame == 0 {
		return
	}
	top := at[lib.TJSStackFrame](frame)
	f := cooked(top.Fcur_func)
	if !f.IsObject() || !hasBytecode(f.address()) {
		return
	}
	b := bytecodeAt(f.address())
	name, unit := vm.functionName(f), vm.atomText(b.Fdebug.Ffilename)
	if b.Fdebug.Fpc2line_buf == 0 || vm.positions.hides(unit) {
		return
	}
	t := &stopTrap{bytecode: b, table: b.Fdebug.Fpc2line_buf, length: b.Fdebug.Fpc2line_len, name: name, unit: unit, called: -1}
	if top.Fcur_pc != 0 {
		t.called = int(top.Fcur_pc - b.Fbyte_code_buf)
	}
	if len(vm.stop.stack) == 0 || top.Fcur_pc == 0 { // it never called anything, so Stack left it out
		vm.stop.stack = append([]Frame{{Unit: unit, Function: name}}, vm.stop.stack...)
	}
	size := identitySize(int(b.Fbyte_code_len))
	if t.identity = libc.Xmalloc(vm.tls, lib.Tsize_t(size)); t.identity == 0 {
		return
	}
	writeIdentity(bytesAt(t.identity, size))
	b.Fdebug.Fpc2line_buf, b.Fdebug.Fpc2line_len = t.identity, int32(size)
	vm.stop.trap = t
}

// endTrap puts the function's own table of positions back.
func (vm *VM) endTrap() {
	t := vm.stop.trap
	if t == nil {
		return
	}
	vm.stop.trap = nil
	t.bytecode.Fdebug.Fpc2line_buf, t.bytecode.Fdebug.Fpc2line_len = t.table, t.length
	libc.Xfree(vm.tls, t.identity)
}

// stopSeen looks whether e is the error that the trap waits for, and reads the place from it.
func (vm *VM) stopSeen(e Value) (found bool) {
	t := vm.stop.trap
	if t == nil || !e.IsError() || vm.ownText(e, lib.EJS_ATOM_message) != "interrupted" {
		return false
	}
	first, _, _ := cutLine(vm.ownText(e, lib.EJS_ATOM_stack))
	f, ok := parseFrame(first)
	if !ok || f.Unit != t.unit {
		return false
	}
	vm.endTrap()
	place := f.Line
	if place == t.called { // interrupted at the start of a call: the place is behind it
		place--
	}
	line, column := position(t.bytecode, uint32(place))
	vm.stop.stack[0].Line, vm.stop.stack[0].Column = line, column
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
