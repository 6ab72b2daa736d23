package engine

import (
	"math"
	"reflect"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/libquickjs"
	"modernc.org/quickjs"
)

// This file is the only one that knows how the engine lays out its memory. SelfTest notices when a new version of the
// engine disagrees.

// The layout is that of 64-bit platforms; on others this does not compile.
const _ address = 1 << 40

// Sizes of the engine's memory, in bytes.
const (
	jsValueSize     = unsafe.Sizeof(lib.TJSValue{})
	blockHeaderSize = unsafe.Sizeof(lib.TJSMallocBlockHeader{}) // precedes each object the collector knows
)

// gcKindMask takes the kind of an object (lib.EJS_GC_OBJ_TYPE_*) out of its block header's flags.
const gcKindMask = 0x7f

// address is a place in the engine's memory. Go's collector does not own it and never moves it.
type address = uintptr

// at gives a typed view of the engine's memory at p.
func at[T any](p address) *T { return (*T)(unsafe.Add(nil, p)) }

// rawBits returns the payload of a raw value: a number, a boolean or an address.
func rawBits(v lib.TJSValue) uint64 { return *(*uint64)(unsafe.Pointer(&v.Fu)) }

// rawValue builds a raw value from payload and tag.
func rawValue(bits uint64, tag int64) (v lib.TJSValue) {
	*(*uint64)(unsafe.Pointer(&v.Fu)) = bits
	v.Ftag = tag
	return v
}

// raw turns a Value into what the engine's functions take.
func (v Value) raw() lib.TJSValue { return rawValue(v.bits, v.kind^int64(lib.EJS_TAG_UNDEFINED)) }

// cooked is the inverse of Value.raw. The upper half of a tag means nothing and is normalised away.
func cooked(v lib.TJSValue) Value {
	return Value{bits: rawBits(v), kind: int64(int32(v.Ftag)) ^ int64(lib.EJS_TAG_UNDEFINED)}
}

func (v Value) address() address { return address(v.bits) }
func (v Value) float() float64   { return math.Float64frombits(v.bits) }

// values gives a Go view of n values that lie one after the other in the engine's memory.
func values(p address, n int) []lib.TJSValue {
	if n <= 0 || p == 0 {
		return nil
	}
	return unsafe.Slice(at[lib.TJSValue](p), n)
}

// bytesAt gives a Go view of n bytes of the engine's memory.
func bytesAt(p address, n int) []byte {
	if n <= 0 || p == 0 {
		return nil
	}
	return unsafe.Slice(at[byte](p), n)
}

// code returns what the engine calls to reach the Go function f. Whoever hands it to the engine keeps f reachable.
func code(f any) address {
	return (*[2]address)(unsafe.Pointer(&f))[1]
}

// native turns an address the engine calls into the Go function that lies there.
func native[F any](p address) F {
	return *(*F)(unsafe.Pointer(&struct{ address }{p}))
}

// Types of the functions the engine calls.
type (
	nativeCall   = func(tls *libc.TLS, ctx address, this lib.TJSValue, argc int32, argv address) lib.TJSValue
	classCall    = func(tls *libc.TLS, ctx address, fn, this lib.TJSValue, argc int32, argv address, flags int32) lib.TJSValue
	nativeJob    = func(tls *libc.TLS, ctx address, argc int32, argv address) lib.TJSValue
	finalizer    = func(tls *libc.TLS, rt address, v lib.TJSValue)
	interrupt    = func(tls *libc.TLS, rt, opaque address) int32
	tracker      = func(tls *libc.TLS, ctx address, promise, reason lib.TJSValue, handled int32, opaque address)
	allocator    = func(tls *libc.TLS, state address, size lib.Tsize_t) address
	releaser     = func(tls *libc.TLS, state, p address)
	measurer     = func(tls *libc.TLS, p address) lib.Tsize_t
	reallocator  = func(tls *libc.TLS, state, p address, size lib.Tsize_t) address
	cFunctionPtr = struct{ realm, function address }
)

// heart is what the wrapper holds of a machine and does not export.
type heart struct {
	tls     *libc.TLS
	rt, ctx address
}

// heartOf reads it. ok is false when the wrapper's fields have other names or kinds than expected.
func heartOf(vm *quickjs.VM) (h heart, ok bool) {
	fields := reflect.ValueOf(vm).Elem()
	ctx, holder := fields.FieldByName("cContext"), fields.FieldByName("runtime")
	if ctx.Kind() != reflect.Uintptr || holder.Kind() != reflect.Pointer || holder.IsNil() || holder.Elem().Kind() != reflect.Struct {
		return heart{}, false
	}
	rt, tls := holder.Elem().FieldByName("cRuntime"), holder.Elem().FieldByName("tls")
	if rt.Kind() != reflect.Uintptr || tls.Kind() != reflect.Pointer || tls.Type() != reflect.TypeFor[*libc.TLS]() {
		return heart{}, false
	}
	return heart{tls: (*libc.TLS)(tls.UnsafePointer()), rt: address(rt.Uint()), ctx: address(ctx.Uint())}, true
}

func (h heart) runtime() *lib.TJSRuntime { return at[lib.TJSRuntime](h.rt) }
func (h heart) context() *lib.TJSContext { return at[lib.TJSContext](h.ctx) }

// object views the object that v refers to; v must be an object.
func object(p address) *lib.TJSObject { return at[lib.TJSObject](p) }

// classOf is the class number of the object at p.
func classOf(p address) int { return int(object(p).Fclass_id) }

// inside is the first machine word of an object's own part: most classes keep the address of their data there.
func inside(p address) address { return *(*address)(unsafe.Pointer(&object(p).Fu)) }

// cFunction views the part of a native function that says what is called.
func cFunction(p address) *cFunctionPtr { return (*cFunctionPtr)(unsafe.Pointer(&object(p).Fu)) }

// hasBytecode says whether the object at p is a function written in JavaScript.
func hasBytecode(p address) bool {
	switch classOf(p) {
	case int(lib.EJS_CLASS_BYTECODE_FUNCTION), int(lib.EJS_CLASS_GENERATOR_FUNCTION),
		int(lib.EJS_CLASS_ASYNC_FUNCTION), int(lib.EJS_CLASS_ASYNC_GENERATOR_FUNCTION):
		return true
	}
	return false
}

// bytecodeAt views the bytecode of the JavaScript function at p.
func bytecodeAt(p address) *lib.TJSFunctionBytecode { return at[lib.TJSFunctionBytecode](inside(p)) }

// gcKind is the kind of an object the collector knows, one of lib.EJS_GC_OBJ_TYPE_*.
func gcKind(p address) int {
	return int(at[lib.TJSMallocBlockHeader](p-blockHeaderSize).F__ccgo3 & gcKindMask)
}

// addressOf is the address of a field of the engine's memory, for comparing it with links that lead back to it.
func addressOf[T any](field *T) address { return address(unsafe.Pointer(field)) }

// links iterates over an engine's list from its oldest entry to its newest.
func links(head *lib.Tlist_head) func(yield func(address) bool) {
	return func(yield func(address) bool) {
		for p := head.Fnext; p != addressOf(head); p = at[lib.Tlist_head](p).Fnext {
			if !yield(p) {
				return
			}
		}
	}
}

// linksBack iterates over an engine's list from its newest entry to its oldest.
func linksBack(head *lib.Tlist_head) func(yield func(address) bool) {
	return func(yield func(address) bool) {
		for p := head.Fprev; p != addressOf(head); p = at[lib.Tlist_head](p).Fprev {
			if !yield(p) {
				return
			}
		}
	}
}

// recordData are the values that a native function of class C_FUNCTION_DATA carries along.
func recordData(p address) []lib.TJSValue {
	record := at[lib.TJSCFunctionDataRecord](inside(p))
	return values(inside(p)+unsafe.Sizeof(*record), int(record.Fdata_len))
}

// classDefSize is the size of what describes a class to the engine, in bytes.
const classDefSize = unsafe.Sizeof(lib.TJSClassDef{})

// class views what the engine knows of a class.
func (h heart) class(number int) *lib.TJSClass {
	return at[lib.TJSClass](h.runtime().Fclass_array + address(number)*unsafe.Sizeof(lib.TJSClass{}))
}

// wroteDown says whether a frame has ever written down its place, which it does when it calls something. Before that it
// holds whatever was in memory.
func wroteDown(frame *lib.TJSStackFrame, b *lib.TJSFunctionBytecode) bool {
	return frame.Fcur_pc > b.Fbyte_code_buf && frame.Fcur_pc <= b.Fbyte_code_buf+address(b.Fbyte_code_len)
}

// scrubStack clears what the engine's calls left on its stack. No call may be running. Where the stack is kept in another way
// than known here, nothing is cleared.
func scrubStack(tls *libc.TLS) {
	stack := reflect.ValueOf(tls).Elem().FieldByName("stack")
	switch {
	case !stack.IsValid():
	case stack.Kind() == reflect.Slice: // on Linux: a piece of memory for each call in progress, by depth
		for i := range stack.Len() {
			p, size := stack.Index(i).FieldByName("p"), stack.Index(i).FieldByName("sz")
			if p.Kind() == reflect.Uintptr && size.CanUint() {
				clear(bytesAt(address(p.Uint()), int(size.Uint())))
			}
		}
	case stack.Kind() == reflect.Struct: // elsewhere: one page for all; further ones are of calls that went very deep
		p, size := stack.FieldByName("sp"), stack.FieldByName("free")
		if p.IsValid() && p.Kind() == reflect.Uintptr && size.IsValid() && size.CanInt() {
			clear(bytesAt(address(p.Uint()), int(size.Int())))
		}
	}
}
