package engine

import (
	"fmt"

	"modernc.org/libc"
	lib "modernc.org/libquickjs"
	"modernc.org/quickjs/intl"
)

// Bytecode is a compiled script. It may be run by any number of VMs, also at the same time.
type Bytecode struct {
	unit string
	code []byte
}

// Unit is the name the script was compiled under.
func (b Bytecode) Unit() string { return b.unit }

// is says whether they are one and the same.
func (b Bytecode) is(other Bytecode) bool {
	return len(b.code) == len(other.code) && (len(b.code) == 0 || &b.code[0] == &other.code[0])
}

// Size is the length of the compiled script in bytes.
func (b Bytecode) Size() int { return len(b.code) }

// Compile compiles a script. name identifies the unit: frames of its functions carry it. The error is a *SyntaxError.
func Compile(name, source string) (Bytecode, error) { return compile(name, source, 0) }

// CompileNative compiles a script whose functions shall look native: their toString says "[native code]", as it does
// for what a platform provides. Their bytecode is smaller too.
func CompileNative(name, source string) (Bytecode, error) {
	return compile(name, source, lib.MJS_STRIP_SOURCE)
}

func compile(name, source string, strip int32) (Bytecode, error) {
	vm, err := New(Options{})
	if err != nil {
		return Bytecode{}, err
	}
	defer vm.Close()
	lib.XJS_SetStripInfo(vm.tls, vm.rt, strip)
	unit, err := libc.CString(name)
	if err != nil {
		return Bytecode{}, err
	}
	defer libc.Xfree(vm.tls, unit)
	text := wellFormedIn(source)
	script := lib.XJS_Eval(vm.tls, vm.ctx, vm.lend(text), lib.Tsize_t(len(text)), unit,
		lib.MJS_EVAL_TYPE_GLOBAL|lib.MJS_EVAL_FLAG_COMPILE_ONLY)
	if cooked(script).kind == kindException {
		return Bytecode{}, vm.syntaxError(name)
	}
	written := lib.XJS_WriteObject(vm.tls, vm.ctx, vm.scratch, script, lib.MJS_WRITE_OBJ_BYTECODE)
	vm.Free(cooked(script))
	if written == 0 {
		return Bytecode{}, fmt.Errorf("compile %s: the JavaScript engine cannot write its bytecode", name)
	}
	b := Bytecode{unit: name, code: append([]byte{}, bytesAt(written, int(*at[lib.Tsize_t](vm.scratch)))...)}
	lib.Xjs_free(vm.tls, vm.ctx, written)
	return b, nil
}

// SyntaxError says why a script could not be compiled.
type SyntaxError struct {
	Unit         string
	Message      string
	Line, Column int // 1-based
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.Unit, e.Line, e.Column, e.Message)
}

// syntaxError takes the error that a compilation threw.
func (vm *VM) syntaxError(unit string) error {
	e := cooked(lib.XJS_GetException(vm.tls, vm.ctx))
	defer vm.Free(e)
	line, _ := vm.ownData(e, lib.EJS_ATOM_lineNumber)
	column, _ := vm.ownData(e, lib.EJS_ATOM_columnNumber)
	if !line.IsNumber() || !column.IsNumber() {
		return fmt.Errorf("compile %s: %s", unit, vm.ownText(e, lib.EJS_ATOM_message))
	}
	return &SyntaxError{
		Unit: unit, Message: vm.ownText(e, lib.EJS_ATOM_message),
		Line: int(line.Number()), Column: int(column.Number()),
	}
}

// Run evaluates a script in the global scope and gives its result value.
func (vm *VM) Run(b Bytecode) (Value, *Thrown) {
	if !vm.enter() {
		return Undefined(), vm.stoppedError()
	}
	if len(b.code) == 0 {
		vm.leave()
		return Undefined(), nil
	}
	script := vm.function(b)
	if cooked(script).kind == kindException {
		return vm.result(script)
	}
	return vm.result(lib.XJS_EvalFunction(vm.tls, vm.ctx, script))
}

// function is a script as the engine runs it, to be given away.
func (vm *VM) function(b Bytecode) lib.TJSValue {
	if vm.machine != nil {
		if read, ok := vm.machine.read[&b.code[0]]; ok {
			return vm.Dup(read).raw()
		}
	}
	return vm.readObject(b)
}

// readObject reads a script where Go holds it: its bytes came from the heap and stay there during the call.
func (h heart) readObject(b Bytecode) lib.TJSValue {
	return lib.XJS_ReadObject(h.tls, h.ctx, addressOf(&b.code[0]), lib.Tsize_t(len(b.code)), lib.MJS_READ_OBJ_BYTECODE)
}

// Call calls fn with this and args, all borrowed.
func (vm *VM) Call(fn, this Value, args ...Value) (Value, *Thrown) {
	if !vm.enter() {
		return Undefined(), vm.stoppedError()
	}
	argv, size := vm.pass(args)
	r := lib.XJS_Call(vm.tls, vm.ctx, fn.raw(), this.raw(), int32(len(args)), argv)
	vm.tls.Free(size)
	return vm.result(r)
}

// Construct is new fn(...args), all borrowed.
func (vm *VM) Construct(fn Value, args ...Value) (Value, *Thrown) {
	if !vm.enter() {
		return Undefined(), vm.stoppedError()
	}
	argv, size := vm.pass(args)
	r := lib.XJS_CallConstructor(vm.tls, vm.ctx, fn.raw(), int32(len(args)), argv)
	vm.tls.Free(size)
	return vm.result(r)
}

// pass puts args on the engine's own stack, where size bytes must be freed after the call.
func (vm *VM) pass(args []Value) (argv address, size int) {
	size = int(jsValueSize) * max(len(args), 1)
	argv = vm.tls.Alloc(size)
	for i, raw := 0, values(argv, len(args)); i < len(raw); i++ {
		raw[i] = args[i].raw()
	}
	return argv, size
}

// HasJobs says whether RunJob would find something to run.
func (vm *VM) HasJobs() bool {
	return !vm.stop.stopped && lib.XJS_IsJobPending(vm.tls, vm.rt) != 0
}

// RunJob runs the next job of the queue: a promise reaction or what Enqueue put there. ran is false when the queue is
// empty or the VM stopped.
func (vm *VM) RunJob() (ran bool, thrown *Thrown) {
	if !vm.enter() {
		return false, vm.stoppedError()
	}
	ret := lib.XJS_ExecutePendingJob(vm.tls, vm.rt, 0)
	if ret == 0 {
		vm.kept.sweep(vm)
	}
	return ret != 0, vm.outcome(ret)
}

// Enqueue adds a job to the queue that calls fn, borrowed, without arguments (queueMicrotask). What it throws is
// returned by RunJob.
func (vm *VM) Enqueue(fn Value) {
	if vm.stop.stopped || vm.closed {
		return
	}
	*at[lib.TJSValue](vm.scratch) = fn.raw()
	if lib.XJS_EnqueueJob(vm.tls, vm.ctx, vm.job, 1, vm.scratch) < 0 {
		vm.dropException()
	}
}

// callJob is the job that Enqueue adds.
func callJob(tls *libc.TLS, ctx address, _ int32, argv address) lib.TJSValue {
	return lib.XJS_Call(tls, ctx, *at[lib.TJSValue](argv), Undefined().raw(), 0, argv)
}

// BeginTurn makes the next interrupt poll come after 10,000 back-edges or calls, so that the number of polls in a turn
// does not depend on what ran before it.
func (vm *VM) BeginTurn() {
	if !vm.stop.stopped && !vm.limit.hit {
		vm.context().Finterrupt_counter = lib.MJS_INTERRUPT_COUNTER_INIT
	}
}

// CollectGarbage frees unreachable cycles now rather than when the heap has grown.
func (vm *VM) CollectGarbage() {
	if !vm.closed && !vm.abandoned {
		lib.XJS_RunGC(vm.tls, vm.rt)
	}
}

func (vm *VM) installIntl() error {
	if err := intl.Register(vm.wrapper, intl.TimeZone(vm.options.IntlZone)); err != nil {
		return fmt.Errorf("install Intl: %w", err)
	}
	return nil
}

// enter begins a call into the engine. It is false when no JavaScript may run any more.
func (vm *VM) enter() bool {
	if vm.stop.stopped || vm.closed || vm.abandoned {
		return false
	}
	vm.depth++
	return true
}

// leave ends a call into the engine and raises again what a Go function in it panicked with.
func (vm *VM) leave() {
	vm.depth--
	if vm.stop.trap != nil && vm.depth == 0 {
		vm.findStop()
	}
	if vm.panicked != nil {
		p := vm.panicked
		vm.panicked = nil
		panic(p)
	}
}

// result ends a call into the engine that gave v.
func (vm *VM) result(raw lib.TJSValue) (Value, *Thrown) {
	v := cooked(raw)
	if v.kind == kindException {
		return Undefined(), vm.leaveThrown()
	}
	vm.leave()
	if vm.stop.stopped {
		vm.Free(v)
		return Undefined(), vm.stoppedError()
	}
	return v, nil
}

// outcome ends a call into the engine that gave a status: negative if something was thrown.
func (vm *VM) outcome(ret int32) *Thrown {
	if ret < 0 {
		return vm.leaveThrown()
	}
	vm.leave()
	if vm.stop.stopped {
		return vm.stoppedError()
	}
	return nil
}
