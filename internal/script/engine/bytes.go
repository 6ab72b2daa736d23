package engine

import (
	"modernc.org/libc"
	lib "modernc.org/libquickjs"
)

// NewBytes makes a Uint8Array over a new ArrayBuffer with a copy of b.
func (vm *VM) NewBytes(b []byte) Value {
	buffer := vm.NewBuffer(b)
	if buffer.IsUndefined() {
		return buffer
	}
	args := values(vm.scratch, 3) // buffer, from its start, to its end
	args[0], args[1], args[2] = buffer.raw(), Undefined().raw(), Undefined().raw()
	v := vm.made(lib.XJS_NewTypedArray(vm.tls, vm.ctx, 3, vm.scratch, lib.EJS_TYPED_ARRAY_UINT8))
	vm.Free(buffer)
	return v
}

// NewBuffer makes an ArrayBuffer with a copy of b.
func (vm *VM) NewBuffer(b []byte) Value {
	p := libc.Xmalloc(vm.tls, lib.Tsize_t(len(b)+1))
	if p == 0 {
		panic("engine: no memory for bytes")
	}
	copy(bytesAt(p, len(b)), b)
	v := vm.made(lib.XJS_NewArrayBufferCopy(vm.tls, vm.ctx, p, lib.Tsize_t(len(b))))
	libc.Xfree(vm.tls, p)
	return v
}

// Bytes copies what an ArrayBuffer, a typed array or a DataView shows; ok is false when v is none of them, or its
// buffer was detached. It runs no JavaScript.
func (vm *VM) Bytes(v Value) (b []byte, ok bool) {
	if !v.IsObject() {
		return nil, false
	}
	switch class := classOf(v.address()); {
	case class == int(lib.EJS_CLASS_ARRAY_BUFFER) || class == int(lib.EJS_CLASS_SHARED_ARRAY_BUFFER):
		return vm.bufferBytes(v)
	case class > int(lib.EJS_CLASS_SHARED_ARRAY_BUFFER) && class < int(lib.EJS_CLASS_DATAVIEW):
		return vm.viewBytes(v)
	case class == int(lib.EJS_CLASS_DATAVIEW):
		return vm.dataViewBytes(v)
	}
	return nil, false
}

func (vm *VM) bufferBytes(v Value) (b []byte, ok bool) {
	p := lib.XJS_GetArrayBuffer(vm.tls, vm.ctx, vm.scratch, v.raw())
	n := int(*at[lib.Tsize_t](vm.scratch))
	if p == 0 && n == 0 && lib.XJS_HasException(vm.tls, vm.ctx) != 0 {
		vm.dropException()
		return nil, false
	}
	return append([]byte{}, bytesAt(p, n)...), true
}

func (vm *VM) viewBytes(v Value) (b []byte, ok bool) {
	offset, length := vm.scratch, vm.scratch+8
	buffer := vm.made(lib.XJS_GetTypedArrayBuffer(vm.tls, vm.ctx, v.raw(), offset, length, 0))
	if buffer.IsUndefined() {
		return nil, false
	}
	from, n := int(*at[lib.Tsize_t](offset)), int(*at[lib.Tsize_t](length))
	return vm.window(buffer, from, n)
}

func (vm *VM) dataViewBytes(v Value) (b []byte, ok bool) {
	view := at[lib.TJSTypedArray](inside(v.address()))
	buffer := vm.Dup(Value{bits: uint64(view.Fbuffer), kind: kindObject})
	n := int(view.Flength)
	if view.Ftrack_rab != 0 { // follows a resizable buffer to its end
		n = -1
	}
	return vm.window(buffer, int(view.Foffset), n)
}

// window copies n bytes (all that are left if negative) of buffer, and gives buffer back.
func (vm *VM) window(buffer Value, from, n int) (b []byte, ok bool) {
	all, ok := vm.bufferBytes(buffer)
	vm.Free(buffer)
	if !ok || from > len(all) {
		return nil, false
	}
	if n < 0 {
		n = len(all) - from
	}
	if from+n > len(all) {
		return nil, false
	}
	return all[from : from+n : from+n], true
}
