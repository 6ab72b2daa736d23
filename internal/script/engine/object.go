package engine

import (
	"math"

	"modernc.org/libc"
	lib "modernc.org/libquickjs"
)

// Key is the interned name of a property. It belongs to one VM and is valid until Close.
type Key uint32

// maxKeys bounds the names a VM remembers, since user data can be keys too.
const maxKeys = 1024

// InternKey interns a property's name: using the Key is a little faster than using the name.
func (vm *VM) InternKey(name string) Key {
	if k, ok := vm.keys[name]; ok {
		return k
	}
	k := vm.newKey(name)
	vm.keys[name] = k
	return k
}

func (vm *VM) newKey(name string) Key {
	name = wellFormedIn(name)
	return Key(lib.XJS_NewAtomLen(vm.tls, vm.ctx, vm.lend(name), lib.Tsize_t(len(name))))
}

// borrowKey returns the Key of name and whether it must be given back at once, because too many are remembered.
func (vm *VM) borrowKey(name string) (k Key, temporary bool) {
	if k, ok := vm.keys[name]; ok {
		return k, false
	}
	if len(vm.keys) >= maxKeys {
		return vm.newKey(name), true
	}
	return vm.InternKey(name), false
}

func (vm *VM) freeKey(k Key) { lib.XJS_FreeAtom(vm.tls, vm.ctx, lib.TJSAtom(k)) }

func (vm *VM) releaseKeys() {
	for _, k := range vm.keys {
		vm.freeKey(k)
	}
	vm.keys = nil
}

// Global is the global object, owned by the caller.
func (vm *VM) Global() Value { return cooked(lib.XJS_GetGlobalObject(vm.tls, vm.ctx)) }

// Object makes an empty object.
func (vm *VM) Object() Value { return vm.made(lib.XJS_NewObject(vm.tls, vm.ctx)) }

// Array makes an array of elements, which are given away.
func (vm *VM) Array(elements ...Value) Value {
	a := vm.made(lib.XJS_NewArray(vm.tls, vm.ctx))
	for i, e := range elements {
		if lib.XJS_DefinePropertyValueUint32(vm.tls, vm.ctx, a.raw(), uint32(i), e.raw(), lib.MJS_PROP_C_W_E) < 0 {
			vm.dropException()
		}
	}
	return a
}

// BigInt makes a big integer.
func (vm *VM) BigInt(n int64) Value { return vm.made(lib.XJS_NewBigInt64(vm.tls, vm.ctx, n)) }

// made is v, or undefined when there was no memory for it (noted by LimitHit).
func (vm *VM) made(v lib.TJSValue) Value {
	if int32(v.Ftag) == int32(lib.EJS_TAG_EXCEPTION) {
		vm.dropException()
		return Undefined()
	}
	return cooked(v)
}

// Get reads a property, which may run a getter.
func (vm *VM) Get(o Value, name string) (Value, *Thrown) {
	k, temporary := vm.borrowKey(name)
	v, t := vm.GetKey(o, k)
	if temporary {
		vm.freeKey(k)
	}
	return v, t
}

// GetKey reads a property, which may run a getter.
func (vm *VM) GetKey(o Value, k Key) (Value, *Thrown) {
	if !vm.enter() {
		return Undefined(), vm.stoppedError()
	}
	raw := o.raw()
	return vm.result(lib.XJS_GetPropertyInternal(vm.tls, vm.ctx, raw, lib.TJSAtom(k), raw, 0))
}

// Set writes a property, which may run a setter. v is borrowed.
func (vm *VM) Set(o Value, name string, v Value) *Thrown {
	k, temporary := vm.borrowKey(name)
	t := vm.SetKey(o, k, v)
	if temporary {
		vm.freeKey(k)
	}
	return t
}

// SetKey writes a property, which may run a setter. v is borrowed.
func (vm *VM) SetKey(o Value, k Key, v Value) *Thrown {
	if !vm.enter() {
		return vm.stoppedError()
	}
	raw := o.raw()
	ret := lib.XJS_SetPropertyInternal(vm.tls, vm.ctx, raw, lib.TJSAtom(k), vm.Dup(v).raw(), raw, lib.MJS_PROP_THROW)
	return vm.outcome(ret)
}

// Give writes a property with Set and gives v away: the usual way to fill an object that was just made.
func (vm *VM) Give(o Value, name string, v Value) *Thrown {
	t := vm.Set(o, name, v)
	vm.Free(v)
	return t
}

// Hide defines a property that is not enumerable, as built-in functions are, and gives v away. No setter runs.
func (vm *VM) Hide(o Value, name string, v Value) *Thrown {
	if !vm.enter() {
		vm.Free(v)
		return vm.stoppedError()
	}
	k, temporary := vm.borrowKey(name)
	ret := lib.XJS_DefinePropertyValue(vm.tls, vm.ctx, o.raw(), lib.TJSAtom(k), v.raw(),
		lib.MJS_PROP_CONFIGURABLE|lib.MJS_PROP_WRITABLE|lib.MJS_PROP_THROW)
	if temporary {
		vm.freeKey(k)
	}
	return vm.outcome(ret)
}

// Index reads an element.
func (vm *VM) Index(o Value, i int) (Value, *Thrown) {
	if !vm.enter() {
		return Undefined(), vm.stoppedError()
	}
	return vm.result(lib.XJS_GetPropertyUint32(vm.tls, vm.ctx, o.raw(), uint32(i)))
}

// SetIndex writes an element. v is borrowed.
func (vm *VM) SetIndex(o Value, i int, v Value) *Thrown {
	if !vm.enter() {
		return vm.stoppedError()
	}
	return vm.outcome(lib.XJS_SetPropertyUint32(vm.tls, vm.ctx, o.raw(), uint32(i), vm.Dup(v).raw()))
}

// Length reads the property length as a number of elements; it is 0 when there is none.
func (vm *VM) Length(o Value) (int, *Thrown) {
	v, t := vm.GetKey(o, Key(lib.EJS_ATOM_length))
	if t != nil {
		return 0, t
	}
	f, t := vm.ToFloat(v)
	vm.Free(v)
	if t != nil || !(f > 0) {
		return 0, t
	}
	return int(min(f, math.MaxInt32)), nil
}

// Has says whether o or something on its prototype chain has the property.
func (vm *VM) Has(o Value, name string) (bool, *Thrown) {
	return vm.asking(name, func(k lib.TJSAtom) int32 { return lib.XJS_HasProperty(vm.tls, vm.ctx, o.raw(), k) })
}

// Delete removes a property and says whether it is gone.
func (vm *VM) Delete(o Value, name string) (bool, *Thrown) {
	return vm.asking(name, func(k lib.TJSAtom) int32 { return lib.XJS_DeleteProperty(vm.tls, vm.ctx, o.raw(), k, 0) })
}

func (vm *VM) asking(name string, question func(lib.TJSAtom) int32) (bool, *Thrown) {
	if !vm.enter() {
		return false, vm.stoppedError()
	}
	k, temporary := vm.borrowKey(name)
	ret := question(lib.TJSAtom(k))
	if temporary {
		vm.freeKey(k)
	}
	return ret > 0, vm.outcome(ret)
}

// Keys are the names of the enumerable own properties, as Object.keys gives them.
func (vm *VM) Keys(o Value) ([]string, *Thrown) {
	if !o.IsObject() {
		return nil, nil
	}
	if !vm.enter() {
		return nil, vm.stoppedError()
	}
	table, count := vm.scratch, vm.scratch+8
	ret := lib.XJS_GetOwnPropertyNames(vm.tls, vm.ctx, table, count, o.raw(), lib.MJS_GPN_STRING_MASK|lib.MJS_GPN_ENUM_ONLY)
	if ret < 0 {
		return nil, vm.leaveThrown()
	}
	entries, n := *at[address](table), *at[uint32](count)
	names := make([]string, n)
	for i := range names {
		names[i] = vm.atomText(at[[1 << 28]lib.TJSPropertyEnum](entries)[i].Fatom)
	}
	lib.XJS_FreePropertyEnum(vm.tls, vm.ctx, entries, n)
	vm.leave()
	return names, nil
}

// atomText is the text of an interned name, also of a symbol's description.
func (vm *VM) atomText(a lib.TJSAtom) string {
	p := lib.XJS_AtomToCStringLen(vm.tls, vm.ctx, vm.scratch, a)
	if p == 0 {
		vm.dropException()
		return ""
	}
	s := string(bytesAt(p, int(*at[lib.Tsize_t](vm.scratch))))
	lib.XJS_FreeCString(vm.tls, vm.ctx, p)
	return wellFormedOut(s)
}

// ToFloat is what Number(v) gives in JavaScript.
func (vm *VM) ToFloat(v Value) (float64, *Thrown) {
	if v.IsNumber() {
		return v.Number(), nil
	}
	if !vm.enter() {
		return math.NaN(), vm.stoppedError()
	}
	if lib.XJS_ToFloat64(vm.tls, vm.ctx, vm.scratch, v.raw()) < 0 {
		return math.NaN(), vm.leaveThrown()
	}
	f := *at[float64](vm.scratch)
	vm.leave()
	return f, nil
}

// ToInt32 is what v|0 gives in JavaScript.
func (vm *VM) ToInt32(v Value) (int32, *Thrown) {
	if v.kind == kindInt {
		return int32(uint32(v.bits)), nil
	}
	if !vm.enter() {
		return 0, vm.stoppedError()
	}
	if lib.XJS_ToInt32(vm.tls, vm.ctx, vm.scratch, v.raw()) < 0 {
		return 0, vm.leaveThrown()
	}
	n := *at[int32](vm.scratch)
	vm.leave()
	return n, nil
}

// JSON is what JSON.stringify(v) gives in JavaScript; ok is false when it gives undefined (for functions, say).
func (vm *VM) JSON(v Value) (text string, ok bool, thrown *Thrown) {
	if !vm.enter() {
		return "", false, vm.stoppedError()
	}
	j, t := vm.result(lib.XJS_JSONStringify(vm.tls, vm.ctx, v.raw(), Undefined().raw(), Undefined().raw()))
	if t != nil || !j.IsString() {
		return "", false, t
	}
	text = vm.Text(j)
	vm.Free(j)
	return text, true, nil
}

// ParseJSON is what JSON.parse(text) gives in JavaScript.
func (vm *VM) ParseJSON(text string) (Value, *Thrown) {
	if !vm.enter() {
		return Undefined(), vm.stoppedError()
	}
	text = wellFormedIn(text)
	// The buffer for strings may be taken by host functions that a reviver calls; there is no reviver here.
	p := libc.Xmalloc(vm.tls, lib.Tsize_t(len(text)+1))
	if p == 0 {
		panic("engine: no memory for a string")
	}
	b := bytesAt(p, len(text)+1)
	copy(b, text)
	b[len(text)] = 0
	v := lib.XJS_ParseJSON(vm.tls, vm.ctx, p, lib.Tsize_t(len(text)), vm.lend("<JSON>"))
	libc.Xfree(vm.tls, p)
	return vm.result(v)
}
