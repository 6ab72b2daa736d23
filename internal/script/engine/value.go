package engine

import (
	"math"

	lib "modernc.org/libquickjs"
)

// Value is a JavaScript value. The zero Value is undefined. Strings, objects, symbols and big integers are references
// that belong to one VM and are counted (see the package documentation); everything else is the value itself.
type Value struct {
	bits uint64
	kind int64 // the engine's tag, shifted so that 0 is undefined
}

// Kinds as Value.kind holds them.
const (
	kindUndefined   = 0
	kindBigInt      = int64(lib.EJS_TAG_BIG_INT) ^ int64(lib.EJS_TAG_UNDEFINED)
	kindShortBigInt = int64(lib.EJS_TAG_SHORT_BIG_INT) ^ int64(lib.EJS_TAG_UNDEFINED)
	kindSymbol      = int64(lib.EJS_TAG_SYMBOL) ^ int64(lib.EJS_TAG_UNDEFINED)
	kindString      = int64(lib.EJS_TAG_STRING) ^ int64(lib.EJS_TAG_UNDEFINED)
	kindRope        = int64(lib.EJS_TAG_STRING_ROPE) ^ int64(lib.EJS_TAG_UNDEFINED)
	kindObject      = int64(lib.EJS_TAG_OBJECT) ^ int64(lib.EJS_TAG_UNDEFINED)
	kindInt         = int64(lib.EJS_TAG_INT) ^ int64(lib.EJS_TAG_UNDEFINED)
	kindBool        = int64(lib.EJS_TAG_BOOL) ^ int64(lib.EJS_TAG_UNDEFINED)
	kindNull        = int64(lib.EJS_TAG_NULL) ^ int64(lib.EJS_TAG_UNDEFINED)
	kindFloat       = int64(lib.EJS_TAG_FLOAT64) ^ int64(lib.EJS_TAG_UNDEFINED)
	kindException   = int64(lib.EJS_TAG_EXCEPTION) ^ int64(lib.EJS_TAG_UNDEFINED)
	kindBytecode    = int64(lib.EJS_TAG_FUNCTION_BYTECODE) ^ int64(lib.EJS_TAG_UNDEFINED)
)

// Undefined is JavaScript's undefined.
func Undefined() Value { return Value{} }

// Null is JavaScript's null.
func Null() Value { return Value{kind: kindNull} }

// Bool is a JavaScript boolean.
func Bool(b bool) Value {
	if b {
		return Value{bits: 1, kind: kindBool}
	}
	return Value{kind: kindBool}
}

// Int is a JavaScript number. Beyond ±2^53 it is rounded as JavaScript rounds.
func Int(n int64) Value {
	if n >= math.MinInt32 && n <= math.MaxInt32 {
		return Value{bits: uint64(uint32(n)), kind: kindInt}
	}
	return Float(float64(n))
}

// Float is a JavaScript number.
func Float(f float64) Value { return Value{bits: math.Float64bits(f), kind: kindFloat} }

// exception marks that something was thrown; it is what a host function returns after Throw.
func exception() Value { return Value{kind: kindException} }

// IsUndefined says whether v is undefined.
func (v Value) IsUndefined() bool { return v.kind == kindUndefined }

// IsNull says whether v is null.
func (v Value) IsNull() bool { return v.kind == kindNull }

// IsNullish says whether v is undefined or null.
func (v Value) IsNullish() bool { return v.kind == kindUndefined || v.kind == kindNull }

// IsBool says whether v is true or false.
func (v Value) IsBool() bool { return v.kind == kindBool }

// IsNumber says whether v is a number (not a big integer).
func (v Value) IsNumber() bool { return v.kind == kindInt || v.kind == kindFloat }

// IsString says whether v is a string (not a String object).
func (v Value) IsString() bool { return v.kind == kindString || v.kind == kindRope }

// IsSymbol says whether v is a symbol.
func (v Value) IsSymbol() bool { return v.kind == kindSymbol }

// IsBigInt says whether v is a big integer.
func (v Value) IsBigInt() bool { return v.kind == kindBigInt || v.kind == kindShortBigInt }

// IsObject says whether v is an object; functions and arrays are objects too.
func (v Value) IsObject() bool { return v.kind == kindObject }

// IsError says whether v is an Error or one of its subclasses, made by its constructor or by the engine.
func (v Value) IsError() bool {
	return v.kind == kindObject && classOf(v.address()) == int(lib.EJS_CLASS_ERROR)
}

// IsPromise says whether v is a native promise.
func (v Value) IsPromise() bool {
	return v.kind == kindObject && classOf(v.address()) == int(lib.EJS_CLASS_PROMISE)
}

// IsArray says whether v is an array (a proxy of one does not count).
func (v Value) IsArray() bool {
	return v.kind == kindObject && classOf(v.address()) == int(lib.EJS_CLASS_ARRAY)
}

// IsProxy says whether v is a proxy: reading anything of it may run the user's code.
func (v Value) IsProxy() bool {
	return v.kind == kindObject && classOf(v.address()) == int(lib.EJS_CLASS_PROXY)
}

// IsFunction says whether v can be called.
func (vm *VM) IsFunction(v Value) bool {
	return v.kind == kindObject && lib.XJS_IsFunction(vm.tls, vm.ctx, v.raw()) != 0
}

// TypeOf is what JavaScript's typeof says of v.
func (vm *VM) TypeOf(v Value) string {
	switch v.kind {
	case kindUndefined:
		return "undefined"
	case kindBool:
		return "boolean"
	case kindInt, kindFloat:
		return "number"
	case kindString, kindRope:
		return "string"
	case kindSymbol:
		return "symbol"
	case kindBigInt, kindShortBigInt:
		return "bigint"
	}
	if vm.IsFunction(v) {
		return "function"
	}
	return "object"
}

// Truth is v as a condition; it runs no JavaScript.
func (vm *VM) Truth(v Value) bool {
	switch v.kind {
	case kindUndefined, kindNull:
		return false
	case kindBool, kindInt:
		return v.bits != 0
	}
	return lib.XJS_ToBool(vm.tls, vm.ctx, v.raw()) != 0
}

// Number is the number v is, and NaN when it is none; unlike [VM.ToFloat] it converts nothing and runs nothing.
func (v Value) Number() float64 {
	switch v.kind {
	case kindInt:
		return float64(int32(uint32(v.bits)))
	case kindFloat:
		return v.float()
	}
	return math.NaN()
}

// Same says whether a and b are the same object, or the same value of another kind. Strings are compared by identity
// only: compare their text instead.
func (v Value) Same(other Value) bool {
	if v.IsNumber() && other.IsNumber() {
		return v.Number() == other.Number()
	}
	return v == other
}

// counted says whether v is a reference whose uses the engine counts.
func (v Value) counted() bool { return v.kind^int64(lib.EJS_TAG_UNDEFINED) < 0 }

// Free gives back the reference v. It does nothing for values that are not references, or after Close.
func (vm *VM) Free(v Value) {
	if v.counted() && !vm.closed && !vm.abandoned {
		lib.XFreeValue(vm.tls, vm.ctx, v.raw())
	}
}

// Dup takes one more reference to v, to be given back with Free.
func (vm *VM) Dup(v Value) Value {
	if v.counted() {
		lib.XDupValue(vm.tls, vm.ctx, v.raw())
	}
	return v
}
