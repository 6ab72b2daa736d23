package main

import (
	"errors"
	"reflect"
	"unsafe"

	lib "modernc.org/libquickjs" //nolint:depguard // it undoes what the engine's room does, to price it; nothing else may
	"modernc.org/quickjs"        //nolint:depguard // the same
)

// errUnknownEngine says that a machine does not look as unwatch expects.
var errUnknownEngine = errors.New("the engine has changed: unwatch must be changed with it")

// unwatch gives a machine back the Promise constructor and the call of async functions that a machine of the vendor's
// has, which is what it would run if nobody wanted to see pending awaits.
func unwatch(ours any) error {
	plain, err := quickjs.NewVM()
	if err != nil {
		return err
	}
	defer func() { _ = plain.Close() }() // read only: nothing is lost
	from, to, err := bothMachines(plain, ours)
	if err != nil {
		return err
	}
	*to.promise, *to.async = *from.promise, *from.async
	return nil
}

// hooked are the two places in a machine at which promises are watched.
type hooked struct{ promise, async *uintptr }

func bothMachines(plain *quickjs.VM, ours any) (from, to hooked, err error) {
	wrapper := reflect.ValueOf(plain).Elem()
	holder := wrapper.FieldByName("runtime")
	heart := reflect.ValueOf(ours).Elem().FieldByName("heart")
	if holder.Kind() != reflect.Pointer || heart.Kind() != reflect.Struct {
		return from, to, errUnknownEngine
	}
	var ok1, ok2 bool
	from, ok1 = places(holder.Elem().FieldByName("cRuntime"), wrapper.FieldByName("cContext"))
	to, ok2 = places(heart.FieldByName("rt"), heart.FieldByName("ctx"))
	if !ok1 || !ok2 {
		return from, to, errUnknownEngine
	}
	return from, to, nil
}

func places(runtime, context reflect.Value) (h hooked, ok bool) {
	if runtime.Kind() != reflect.Uintptr || context.Kind() != reflect.Uintptr {
		return h, false
	}
	rt := (*lib.TJSRuntime)(unsafe.Add(nil, runtime.Uint()))
	ctx := (*lib.TJSContext)(unsafe.Add(nil, context.Uint()))
	constructor := (*lib.TJSObject)(unsafe.Add(nil, *(*uintptr)(unsafe.Pointer(&ctx.Fpromise_ctor.Fu))))
	// A native function's own part: its realm, then what is called.
	h.promise = &(*[2]uintptr)(unsafe.Pointer(&constructor.Fu))[1]
	class := (*lib.TJSClass)(unsafe.Add(nil, rt.Fclass_array+uintptr(lib.EJS_CLASS_ASYNC_FUNCTION)*unsafe.Sizeof(lib.TJSClass{})))
	h.async = &class.Fcall
	return h, true
}
