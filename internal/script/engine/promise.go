package engine

import (
	"modernc.org/libc"
	lib "modernc.org/libquickjs"
)

// promiseKeeper holds on to every promise while it is pending. The engine counts references, so a promise that nobody
// can reach is freed at once, and with it all that waits for it: await new Promise(() => {}) would simply vanish.
type promiseKeeper struct {
	list []keptPromise // in the order of their making
	full int           // length at which settled ones are swept out
}

type keptPromise struct {
	promise     address
	made, ready Mark  // before and after its executor ran
	where       int32 // index in positions.frames of who made it, or hiddenSite
}

// sweepAt is the number of promises kept before the first sweep.
const sweepAt = 1000

func (k *promiseKeeper) keep(vm *VM, p keptPromise) {
	if len(k.list) >= max(k.full, sweepAt) {
		k.sweep(vm)
	}
	vm.Dup(Value{bits: uint64(p.promise), kind: kindObject})
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

// watchPromises puts a function of ours in the place of the one that the Promise constructor calls.
func (vm *VM) watchPromises() {
	constructor := cFunction(cooked(vm.context().Fpromise_ctor).address())
	vm.newPromise = native[nativeCall](constructor.function)
	constructor.function = vm.pin(nativeCall(func(tls *libc.TLS, ctx address, target lib.TJSValue, argc int32, argv address) lib.TJSValue {
		made := vm.mark()
		where := vm.hereIndex()
		r := vm.newPromise(tls, ctx, target, argc, argv)
		if p := cooked(r); p.IsPromise() && isPending(p.address()) {
			vm.kept.keep(vm, keptPromise{promise: p.address(), made: made, ready: vm.mark(), where: where})
		}
		return r
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
	made := vm.mark()
	promise = vm.made(lib.XJS_NewPromiseCapability(vm.tls, vm.ctx, vm.scratch))
	if promise.IsUndefined() {
		return Undefined(), Undefined(), Undefined()
	}
	both := values(vm.scratch, 2)
	resolve, reject = cooked(both[0]), cooked(both[1])
	vm.kept.keep(vm, keptPromise{promise: promise.address(), made: made, ready: made, where: vm.hereIndex()})
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
