package engine

import (
	"slices"

	lib "modernc.org/libquickjs"
)

// Await is an async function or async generator that is suspended.
type Await struct {
	ID      int // within one answer of Pending, from 1
	Frame       // where it stands: the position of the awaited call, or of the await when nothing is called
	Parents []int
	On      []PromiseInfo // the promises at the far end that it waits for, if they are no async function's
}

// PromiseInfo is a promise that is still pending.
type PromiseInfo struct {
	Made      Mark  // where the host stood before its executor ran
	Ready     Mark  // and after: host operations in between were started by the executor
	At        Frame // who made it; zero if unknown
	Abandoned bool  // nobody but the VM holds it any more, not even its resolve: it can never settle
}

// KeptPromise is a pending promise that no other pending one feeds, and what waits for it.
type KeptPromise struct {
	PromiseInfo
	Parents []int // the IDs (as Pending gives them) of the async functions that wait for it, through any chain
}

// Pending reads from the engine's heap every async function that is suspended, in the order of their making as long as
// no garbage was collected since, else in the order in which the collector found them: the same for the same history.
// Hidden units are left out, but what waits through them is still connected.
func (vm *VM) Pending() []Await {
	awaits, _ := vm.pendingAll()
	return awaits
}

// PendingPromises are the promises at the far end of everything that waits: a promise that a pending one will settle
// (one that .then made, say) is left out. They come in the order of their making.
func (vm *VM) PendingPromises() []KeptPromise {
	_, promises := vm.pendingAll()
	return promises
}

// pendingAll reads both in one walk.
func (vm *VM) pendingAll() ([]Await, []KeptPromise) {
	if vm.closed || vm.abandoned {
		return nil, nil
	}
	h := vm.readHeap()
	fed := map[address]bool{} // promises that something pending will settle
	waitersOf := map[address][]address{}
	for _, s := range h.suspended {
		reached := h.from(s)
		waitersOf[s] = reached.waiters
		for p := range reached.promises {
			fed[p] = true
		}
	}
	type root struct {
		kept    keptPromise
		waiters []address
	}
	var roots []root
	for _, k := range vm.kept.list {
		if !isPending(k.promise) {
			continue
		}
		reached := newReach(h)
		reached.promise(k.promise)
		delete(reached.promises, k.promise)
		for p := range reached.promises {
			fed[p] = true
		}
		roots = append(roots, root{k, reached.waiters})
	}
	roots = slices.DeleteFunc(roots, func(r root) bool { return fed[r.kept.promise] })

	ids := map[address]int{}
	var awaits []Await
	for _, s := range h.suspended {
		if f, ok := vm.suspendedAt(s); ok {
			ids[s] = len(awaits) + 1
			awaits = append(awaits, Await{ID: ids[s], Frame: f})
		}
	}
	visible := func(waiters []address) []int { return vm.visibleWaiters(waiters, waitersOf, ids) }
	for _, s := range h.suspended {
		if id := ids[s]; id != 0 {
			awaits[id-1].Parents = visible(waitersOf[s])
		}
	}
	var promises []KeptPromise
	for _, r := range roots {
		k := KeptPromise{PromiseInfo: vm.promiseInfo(r.kept), Parents: visible(r.waiters)}
		promises = append(promises, k)
		for _, id := range k.Parents {
			awaits[id-1].On = append(awaits[id-1].On, k.PromiseInfo)
		}
	}
	return awaits, promises
}

// visibleWaiters are the IDs of waiters; one in a hidden unit is replaced by those that wait for it.
func (vm *VM) visibleWaiters(waiters []address, waitersOf map[address][]address, ids map[address]int) []int {
	var out []int
	seen := map[address]bool{}
	var add func([]address)
	add = func(waiters []address) {
		for _, w := range waiters {
			if seen[w] {
				continue
			}
			seen[w] = true
			if id := ids[w]; id != 0 {
				out = append(out, id)
				continue
			}
			add(waitersOf[w])
		}
	}
	add(waiters)
	slices.Sort(out)
	return out
}

func (vm *VM) promiseInfo(k keptPromise) PromiseInfo {
	info := PromiseInfo{Made: k.made, Ready: k.ready, Abandoned: references(k.promise) == 1}
	if k.where >= 0 {
		info.At = vm.positions.frames[k.where]
	}
	return info
}

// suspendedAt is where the suspended function s stands; ok is false in hidden units.
func (vm *VM) suspendedAt(s address) (f Frame, ok bool) {
	frame := &at[lib.TJSAsyncFunctionState](s).Fframe
	i := vm.frameAt(cooked(frame.Fcur_func), frame.Fcur_pc)
	if i < 0 {
		return Frame{}, false
	}
	return vm.positions.frames[i], true
}

// heapView is what one walk over the engine's heap found.
type heapView struct {
	suspended  []address           // states of async functions that have begun and not completed
	generators map[address]address // data of async generators by the state of their function
}

func (vm *VM) readHeap() heapView {
	h := heapView{generators: map[address]address{}}
	for p := range links(&vm.runtime().Fgc_obj_list) {
		switch gcKind(p) {
		case int(lib.EJS_GC_OBJ_TYPE_JS_OBJECT):
			if classOf(p) != int(lib.EJS_CLASS_ASYNC_GENERATOR) || inside(p) == 0 {
				continue
			}
			if state := at[lib.TJSAsyncGeneratorData](inside(p)).Ffunc_state; state != 0 {
				h.generators[state] = inside(p)
			}
		case int(lib.EJS_GC_OBJ_TYPE_ASYNC_FUNCTION):
			s := at[lib.TJSAsyncFunctionState](p)
			if s.Fis_completed == 0 && s.Fframe.Fcur_pc != 0 && s.Fframe.Fcur_sp != 0 {
				h.suspended = append(h.suspended, p)
			}
		}
	}
	return h
}

// reach collects what a settled promise would set going: promises that would settle too, and the async functions
// (states) that would go on. It stops at async functions: what waits for them is their own affair.
type reach struct {
	heap     heapView
	promises map[address]bool
	records  map[address]bool
	waiters  []address
}

func newReach(h heapView) *reach {
	return &reach{heap: h, promises: map[address]bool{}, records: map[address]bool{}}
}

// from is what the completion of the suspended function s would set going.
func (h heapView) from(s address) *reach {
	r := newReach(h)
	r.value(at[lib.TJSAsyncFunctionState](s).Fresolving_funcs[0])
	if g := h.generators[s]; g != 0 {
		for p := range links(&at[lib.TJSAsyncGeneratorData](g).Fqueue) {
			if promise := cooked(at[lib.TJSAsyncGeneratorRequest](p).Fpromise); promise.IsPromise() {
				r.promise(promise.address())
			}
		}
	}
	return r
}

// promise follows the reactions of the promise at p.
func (r *reach) promise(p address) {
	if r.promises[p] || inside(p) == 0 {
		return
	}
	r.promises[p] = true
	for reaction := range links(&at[lib.TJSPromiseData](inside(p)).Fpromise_reactions[0]) {
		data := at[lib.TJSPromiseReactionData](reaction)
		r.value(data.Fhandler)
		r.value(data.Fresolving_funcs[0])
	}
}

// value follows what a reaction calls.
func (r *reach) value(raw lib.TJSValue) {
	v := cooked(raw)
	if !v.IsObject() {
		return
	}
	switch p := v.address(); classOf(p) {
	case int(lib.EJS_CLASS_ASYNC_FUNCTION_RESOLVE):
		r.waiter(inside(p))
	case int(lib.EJS_CLASS_PROMISE_RESOLVE_FUNCTION):
		if promise := cooked(at[lib.TJSPromiseFunctionData](inside(p)).Fpromise); promise.IsPromise() {
			r.promise(promise.address())
		}
	case int(lib.EJS_CLASS_C_FUNCTION_DATA): // one of Promise.all and its like, or of an async generator
		if r.records[p] {
			return
		}
		r.records[p] = true
		for _, d := range recordData(p) {
			if g := cooked(d); g.IsObject() && classOf(g.address()) == int(lib.EJS_CLASS_ASYNC_GENERATOR) {
				r.waiter(at[lib.TJSAsyncGeneratorData](inside(g.address())).Ffunc_state)
				continue
			}
			r.value(d)
		}
	}
}

func (r *reach) waiter(s address) {
	if s != 0 && !slices.Contains(r.waiters, s) {
		r.waiters = append(r.waiters, s)
	}
}
