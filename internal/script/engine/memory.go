package engine

import (
	"modernc.org/libc"
	lib "modernc.org/libquickjs"
)

// limitState says whether the memory limit was met, and where.
type limitState struct {
	hit   bool
	stack []heldCall // of JavaScript, innermost first; empty if the engine knew no exact place
}

// heldCall is a place in the engine's own terms, with its function held. To make a Frame of it, the engine would have to be
// asked, and it must not be in the middle of an allocation.
type heldCall struct {
	function Value
	pc       address
}

// memoryMargin is what may be allocated beyond the limit: the engine is asked to stop at its next call or back-edge, where
// the place is exact, and goes on until there. Natives that ask for more are refused and throw.
const memoryMargin = 1 << 20

// watchMemory notes when the limit is met, since JavaScript can catch and hide it.
func (vm *VM) watchMemory() {
	if vm.options.MemoryLimit <= 0 {
		return
	}
	vm.limitTo(vm.options.MemoryLimit + memoryMargin)
	functions := &vm.runtime().Fmalloc_ctx.Fmf
	allocate := native[allocator](functions.Fjs_malloc)
	functions.Fjs_malloc = vm.pin(allocator(func(tls *libc.TLS, state address, size lib.Tsize_t) address {
		p := allocate(tls, state, size)
		vm.limit.check(vm, p == 0 && size != 0)
		return p
	}))
	reallocate := native[reallocator](functions.Fjs_realloc)
	functions.Fjs_realloc = vm.pin(reallocator(func(tls *libc.TLS, state, old address, size lib.Tsize_t) address {
		p := reallocate(tls, state, old, size)
		vm.limit.check(vm, p == 0 && size != 0)
		return p
	}))
}

func (vm *VM) limitTo(bytes int64) { lib.XJS_SetMemoryLimit(vm.tls, vm.rt, lib.Tsize_t(bytes)) }

// check looks, after an allocation, whether the limit is met.
func (l *limitState) check(vm *VM, refused bool) {
	if !refused && (l.hit || vm.Memory() <= vm.options.MemoryLimit) {
		return
	}
	l.hit = true
	if len(l.stack) == 0 && (refused || vm.runsNative()) {
		l.hold(vm)
	}
	vm.PollSoon()
}

// runsNative says whether a native function is on top of the stack: then the place of the call below it is exact.
func (vm *VM) runsNative() bool {
	p := vm.runtime().Fcurrent_stack_frame
	if p == 0 {
		return false
	}
	f := cooked(at[lib.TJSStackFrame](p).Fcur_func)
	return f.IsObject() && !hasBytecode(f.address())
}

// hold notes where JavaScript stands.
func (l *limitState) hold(vm *VM) {
	for f, pc := range vm.calls() {
		if len(l.stack) == maxStopFrames {
			return
		}
		l.stack = append(l.stack, heldCall{vm.Dup(f), pc})
	}
}

func (l *limitState) release(vm *VM) {
	for _, c := range l.stack {
		vm.Free(c.function)
	}
	l.stack = nil
}

// LimitHit says whether the memory limit was ever met, even if JavaScript caught the error.
func (vm *VM) LimitHit() bool { return vm.limit.hit }

// LimitStack is where JavaScript stood when the memory limit was met, innermost first, if it is known: else, if the VM was
// stopped since, it is StopStack.
func (vm *VM) LimitStack() []Frame {
	if vm.closed || vm.abandoned || len(vm.limit.stack) == 0 {
		return vm.StopStack()
	}
	vm.limitTo(vm.Memory() + memoryMargin) // for the names of functions
	defer vm.limitTo(vm.options.MemoryLimit + memoryMargin)
	var frames []Frame
	for _, c := range vm.limit.stack {
		if i := vm.frameAt(c.function, c.pc); i >= 0 {
			frames = append(frames, vm.positions.frames[i])
		}
	}
	return frames
}

// Memory is what the VM holds now, in bytes.
func (vm *VM) Memory() (used int64) {
	if vm.closed {
		return 0
	}
	return int64(vm.runtime().Fmalloc_ctx.Fmalloc_state.Fmalloc_size)
}
