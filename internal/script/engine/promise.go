package engine

import (
	"modernc.org/libc"
	lib "modernc.org/libquickjs"
)

// promiseKeeper holds on to every promise while it is pending. The engine counts references, so a promise that nobody
// can reach is freed at once, and with it all that waits for it: await new Promise(() => {}) would simply vanish.
type promiseKeeper struct {
	list []keptPromise
	full int   // length at which settled ones are swept out
	made int64 // promises made so far
}

type keptPromise struct {
	promise     address
	order       int64 // of its making among all promises of the VM
	made, ready Mark  // before and after its executor ran
	where       int32 // index in positions.frames of who made it, or hiddenSite
	async       bool  // it is the result of an async function, which settles it
}

// sweepAt is the number of promises kept before the first sweep.
const sweepAt = 1000

// begin notes where the host and JavaScript stand when the making of a promise begins.
func (k *promiseKeeper) begin(vm *VM) keptPromise {
	k.made++
	return keptPromise{order: k.made, made: vm.mark(), where: vm.hereIndex()}
}

// keep holds on to v, which begin has announced, if it is a promise and still pending.
func (k *promiseKeeper) keep(vm *VM, p keptPromise, v Value) {
	if !v.IsPromise() || !isPending(v.address()) {
		return
	}
	p.promise, p.ready = v.address(), vm.mark()
	if len(k.list) >= max(k.full, sweepAt) {
		k.sweep(vm)
	}
	vm.Dup(v)
	k.list = append(k.list, p)
}

// sweep lets go of the promises that are settled. It runs when the queue of jobs is empty, and when the list has
// doubled since the last sweep.
func (k *promiseKeeper) sweep(vm *VM) {
	pending := k.list[:0]
	for _, p := range k.list {
		if isPending(p.promise) {
			pending = append(pending, p)
			continue
		}
		vm.Free(Value{bits: uint64(p.promise), kind: kindObject})
	}
	k.list, k.full = pending, 2*len(pending)
}

func (k *promiseKeeper) release(vm *VM) {
	list := k.list
	*k = promiseKeeper{}
	for _, p := range list {
		vm.Free(Value{bits: uint64(p.promise), kind: kindObject})
	}
}

// isPending says whether the promise at p is neither fulfilled nor rejected.
func isPending(p address) bool {
	data := inside(p)
	return data != 0 && at[lib.TJSPromiseData](data).Fpromise_state == lib.EJS_PROMISE_PENDING
}

// watchPromises puts functions of ours in the place of those that the Promise constructor and async functions call.
func (vm *VM) watchPromises() {
	constructor := cFunction(cooked(vm.context().Fpromise_ctor).address())
	newPromise := native[nativeCall](constructor.function)
	constructor.function = vm.pin(nativeCall(func(tls *libc.TLS, ctx address, target lib.TJSValue, argc int32, argv address) lib.TJSValue {
		p := vm.kept.begin(vm)
		r := newPromise(tls, ctx, target, argc, argv)
		vm.kept.keep(vm, p, cooked(r))
		return vm.unlessStopped(r)
	}))

	class := vm.class(int(lib.EJS_CLASS_ASYNC_FUNCTION))
	call := native[classCall](class.Fcall)
	class.Fcall = vm.pin(classCall(func(tls *libc.TLS, ctx address, fn, this lib.TJSValue, argc int32, argv address, flags int32) lib.TJSValue {
		p := vm.kept.begin(vm)
		p.async = true
		r := call(tls, ctx, fn, this, argc, argv, flags)
		vm.kept.keep(vm, p, cooked(r))
		return vm.unlessStopped(r)
	}))
}

// mark asks where the host stands.
func (vm *VM) mark() (m Mark) {
	if vm.options.Mark != nil {
		vm.guarded(func() { m = vm.options.Mark() })
	}
	return m
}

func (vm *VM) watchRejections() {
	f := tracker(func(_ *libc.TLS, _ address, promise, reason lib.TJSValue, handled int32, _ address) {
		if vm.stop.stopped {
			vm.stopSeen(cooked(reason))
			return
		}
		if vm.options.Rejection != nil {
			vm.guarded(func() { vm.options.Rejection(cooked(promise), cooked(reason), handled != 0) })
		}
	})
	lib.XJS_SetHostPromiseRejectionTracker(vm.tls, vm.rt, vm.pin(f), 0)
}

// NewPromise makes a pending promise and the functions that settle it. All three belong to the caller.
func (vm *VM) NewPromise() (promise, resolve, reject Value) {
	p := vm.kept.begin(vm)
	promise = vm.made(lib.XJS_NewPromiseCapability(vm.tls, vm.ctx, vm.scratch))
	if promise.IsUndefined() {
		return Undefined(), Undefined(), Undefined()
	}
	both := values(vm.scratch, 2)
	resolve, reject = cooked(both[0]), cooked(both[1])
	vm.kept.keep(vm, p, promise)
	return promise, resolve, reject
}

// PromiseState is what has become of a promise.
type PromiseState int

// The states of a promise.
const (
	Pending PromiseState = iota
	Fulfilled
	Rejected
)

// Settled says what has become of promise and gives its result or reason, owned by the caller.
func (vm *VM) Settled(promise Value) (PromiseState, Value) {
	switch lib.XJS_PromiseState(vm.tls, vm.ctx, promise.raw()) {
	case lib.EJS_PROMISE_PENDING:
		return Pending, Undefined()
	case lib.EJS_PROMISE_FULFILLED:
		return Fulfilled, cooked(lib.XJS_PromiseResult(vm.tls, vm.ctx, promise.raw()))
	}
	return Rejected, cooked(lib.XJS_PromiseResult(vm.tls, vm.ctx, promise.raw()))
}
