package engine

import (
	"cmp"
	"maps"
	"math"
	"slices"

	lib "modernc.org/libquickjs"
)

// Await is an async function or async generator that is suspended.
type Await struct {
	ID      int           // within one answer of Pending, from 1
	Frame                 // where it stands: the position of the awaited call, or of the await when nothing is called
	Called  Mark          // where the host stood when it was called; zero for generators
	By      Frame         // who called it; zero if JavaScript did not, or for generators
	Parents []int         // the IDs of the async functions that wait for it, ascending
	On      []PromiseInfo // the promises at the far end that it waits for, if they are no async function's
}

// PromiseInfo is a promise that is still pending.
type PromiseInfo struct {
	Made      Mark  // where the host stood before its executor ran
	Ready     Mark  // and after: host operations in between were started by the executor
	At        Frame // who made it; zero if unknown
	Abandoned bool  // nobody holds its resolve or reject any more: it can never settle
}

// KeptPromise is a pending promise at the far end of what waits.
type KeptPromise struct {
	PromiseInfo
	Parents []int // the IDs (as Pending gives them) of the async functions that wait for it, through any chain
}

// Pending reads from the engine's heap every async function that is suspended, in the order in which they were called;
// an async generator comes after the first that waits for it. Hidden units are left out, but what waits through them is
// still connected.
func (vm *VM) Pending() []Await {
	if vm.closed || vm.abandoned {
		return nil
	}
	h := vm.readHeap()
	awaits := vm.awaits(&h)
	for _, end := range h.farEnds(math.MinInt64) {
		for _, id := range h.visible(end.reached.waiters) {
			awaits[id-1].On = append(awaits[id-1].On, vm.promiseInfo(end.keptPromise, h))
		}
	}
	return awaits
}

// PendingPromises are the promises at the far end of what waits, of those that were made at since (a Mark's At) or later:
// a promise is left out if another of them, or an async function that was called since, will settle it, as it is with
// those that .then made. They come in the order of their making.
func (vm *VM) PendingPromises(since int64) []KeptPromise {
	if vm.closed || vm.abandoned {
		return nil
	}
	h := vm.readHeap()
	vm.awaits(&h)
	var hopeless map[address]bool
	if slices.ContainsFunc(h.kept, func(k keptPromise) bool { return k.made.At < since }) {
		hopeless = h.hopeless()
	}
	var promises []KeptPromise
	for _, end := range h.farEnds(since) {
		p := KeptPromise{PromiseInfo: vm.promiseInfo(end.keptPromise, h), Parents: h.visible(end.reached.waiters)}
		p.Abandoned = p.Abandoned || hopeless[end.promise]
		promises = append(promises, p)
	}
	return promises
}

// farEnd is a promise that nothing else on the heap will settle, and what its settling would set going.
type farEnd struct {
	keptPromise
	reached *reach
}

// farEnds finds them among the promises that were made at since or later.
func (h *heapView) farEnds(since int64) []farEnd {
	direct := newReach(*h) // of all that is pending: what one step settles
	for _, s := range h.suspended {
		if call, ok := h.calls[resultOf(s)]; !ok || call.made.At >= since {
			maps.Copy(direct.promises, h.reached[s].promises)
		}
	}
	for _, k := range h.kept {
		if k.made.At >= since {
			direct.reactions(k.promise)
		}
	}
	var ends []farEnd
	for _, k := range h.kept {
		if k.async || k.made.At < since || direct.promises[k.promise] {
			continue
		}
		reached := newReach(*h)
		reached.promise(k.promise)
		reached.follow()
		ends = append(ends, farEnd{k, reached})
	}
	return ends
}

// hopeless are the promises that only such promises would settle as nobody can settle any more.
func (h *heapView) hopeless() map[address]bool {
	hopeless := map[address]bool{}
	ends := h.farEnds(math.MinInt64)
	for _, end := range ends {
		if !h.settleable[end.promise] {
			maps.Copy(hopeless, end.reached.promises)
		}
	}
	alive := slices.Collect(maps.Values(h.reached))
	for _, end := range ends {
		if h.settleable[end.promise] {
			alive = append(alive, end.reached)
		}
	}
	for _, reached := range alive {
		for p := range reached.promises {
			delete(hopeless, p)
		}
	}
	return hopeless
}

// pendingKept are the kept promises that are pending, in the order of their making.
func (vm *VM) pendingKept() []keptPromise {
	vm.kept.sweep(vm)
	kept := slices.Clone(vm.kept.list)
	slices.SortFunc(kept, func(a, b keptPromise) int { return cmp.Compare(a.order, b.order) })
	return kept
}

// awaits describes the suspended functions that are visible, numbers them and connects them.
func (vm *VM) awaits(h *heapView) []Await {
	h.sort()
	h.ids = map[address]int{}
	var awaits []Await
	for _, s := range h.suspended {
		f, visible := vm.suspendedAt(s)
		if !visible {
			continue
		}
		a := Await{ID: len(awaits) + 1, Frame: f}
		if call, ok := h.calls[resultOf(s)]; ok {
			a.Called, a.By = call.made, vm.frameOf(call.where)
		}
		h.ids[s] = a.ID
		awaits = append(awaits, a)
	}
	for s, id := range h.ids {
		awaits[id-1].Parents = h.visible(h.reached[s].waiters)
	}
	return awaits
}

// sort puts the suspended functions in the order of their calls. The order in which the heap has them changes whenever
// garbage is collected.
func (h *heapView) sort() {
	type place struct {
		call   int64
		behind int // 1 for what has the place of the one that waits for it
	}
	placeOf := func(s address) place {
		if call, ok := h.calls[resultOf(s)]; ok {
			return place{call.order, 0}
		}
		first := place{math.MaxInt64, 1}
		for _, w := range h.reached[s].waiters {
			if call, ok := h.calls[resultOf(w)]; ok {
				first.call = min(first.call, call.order)
			}
		}
		return first
	}
	slices.SortStableFunc(h.suspended, func(a, b address) int {
		x, y := placeOf(a), placeOf(b)
		return cmp.Or(cmp.Compare(x.call, y.call), cmp.Compare(x.behind, y.behind))
	})
}

// visible are the IDs of waiters; one in a hidden unit is replaced by those that wait for it.
func (h *heapView) visible(waiters []address) []int {
	var ids []int
	seen := map[address]bool{}
	var add func([]address)
	add = func(waiters []address) {
		for _, w := range waiters {
			if seen[w] {
				continue
			}
			seen[w] = true
			if id := h.ids[w]; id != 0 {
				ids = append(ids, id)
				continue
			}
			add(h.reached[w].waiters)
		}
	}
	add(waiters)
	slices.Sort(ids)
	return ids
}

// resultOf is the promise that the suspended function s will settle, or 0 for a generator.
func resultOf(s address) address {
	resolve := cooked(at[lib.TJSAsyncFunctionState](s).Fresolving_funcs[0])
	if !resolve.IsObject() || classOf(resolve.address()) != int(lib.EJS_CLASS_PROMISE_RESOLVE_FUNCTION) {
		return 0
	}
	return cooked(at[lib.TJSPromiseFunctionData](inside(resolve.address())).Fpromise).address()
}

func (vm *VM) promiseInfo(k keptPromise, h heapView) PromiseInfo {
	return PromiseInfo{Made: k.made, Ready: k.ready, At: vm.frameOf(k.where), Abandoned: !h.settleable[k.promise]}
}

// frameOf is the frame with an index of the position cache, zero for hiddenSite.
func (vm *VM) frameOf(i int32) Frame {
	if i < 0 {
		return Frame{}
	}
	return vm.positions.frames[i]
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
	settleable map[address]bool    // promises of which a resolve or reject that was not used yet exists

	kept    []keptPromise           // pending ones, in the order of their making
	calls   map[address]keptPromise // those of async functions, by their address
	reached map[address]*reach      // by suspended function: what its completion would set going
	ids     map[address]int         // by suspended function: its ID, if it is visible
}

func (vm *VM) readHeap() heapView {
	h := heapView{
		generators: map[address]address{}, settleable: map[address]bool{},
		kept: vm.pendingKept(), calls: map[address]keptPromise{}, reached: map[address]*reach{},
	}
	for _, k := range h.kept {
		if k.async {
			h.calls[k.promise] = k
		}
	}
	for p := range links(&vm.runtime().Fgc_obj_list) {
		switch gcKind(p) {
		case int(lib.EJS_GC_OBJ_TYPE_JS_OBJECT):
			h.readObject(p)
		case int(lib.EJS_GC_OBJ_TYPE_ASYNC_FUNCTION):
			s := at[lib.TJSAsyncFunctionState](p)
			if s.Fis_completed == 0 && s.Fframe.Fcur_pc != 0 && s.Fframe.Fcur_sp != 0 {
				h.suspended = append(h.suspended, p)
			}
		}
	}
	h.suspended = slices.DeleteFunc(h.suspended, func(s address) bool {
		g := h.generators[s]
		return g != 0 && !isAwaiting(at[lib.TJSAsyncGeneratorData](g))
	})
	for _, s := range h.suspended {
		h.reached[s] = h.from(s)
	}
	return h
}

func (h *heapView) readObject(p address) {
	data := inside(p)
	if data == 0 {
		return
	}
	switch classOf(p) {
	case int(lib.EJS_CLASS_ASYNC_GENERATOR):
		if s := at[lib.TJSAsyncGeneratorData](data).Ffunc_state; s != 0 {
			h.generators[s] = data
		}
	case int(lib.EJS_CLASS_PROMISE_RESOLVE_FUNCTION), int(lib.EJS_CLASS_PROMISE_REJECT_FUNCTION):
		f := at[lib.TJSPromiseFunctionData](data)
		if at[lib.TJSPromiseFunctionDataResolved](f.Fpresolved).Falready_resolved == 0 {
			h.settleable[cooked(f.Fpromise).address()] = true
		}
	}
}

// isAwaiting says whether an async generator is in the middle of its work, rather than at its start or at a yield until
// somebody asks it to go on.
func isAwaiting(g *lib.TJSAsyncGeneratorData) bool {
	switch g.Fstate {
	case lib.EJS_ASYNC_GENERATOR_STATE_EXECUTING, lib.EJS_ASYNC_GENERATOR_STATE_AWAITING_RETURN:
		return true
	}
	return false
}

// reach collects what a settled promise would set going: promises that would settle too, and the async functions
// (states) that would go on. It stops at async functions: what waits for them is their own affair. Chains may be as long
// as a script likes, so they are followed with a list and not by recursion, and only from their far ends.
type reach struct {
	heap     heapView
	promises map[address]bool // found
	ahead    []address        // found, and not followed yet
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
	r.follow()
	return r
}

// promise notes that the promise at p would settle.
func (r *reach) promise(p address) {
	if !r.promises[p] && inside(p) != 0 {
		r.promises[p] = true
		r.ahead = append(r.ahead, p)
	}
}

// follow goes on from what was found until nothing new is.
func (r *reach) follow() {
	for len(r.ahead) > 0 {
		p := r.ahead[len(r.ahead)-1]
		r.ahead = r.ahead[:len(r.ahead)-1]
		r.reactions(p)
	}
}

// reactions finds what the promise at p sets going itself.
func (r *reach) reactions(p address) {
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
