package engine

import (
	"errors"
	"fmt"
	"runtime/debug"

	"modernc.org/libc"
	lib "modernc.org/libquickjs"
)

// hostFunction is a Go function that JavaScript can call.
type hostFunction struct {
	call func(*Call) Value
}

// Call is one call of a Go function by JavaScript. It is valid until the function returns.
type Call struct {
	VM   *VM
	This Value // borrowed

	argv     address
	argc     int
	returned bool // the function returned, rather than panicked or ended the goroutine
}

// NArgs is the number of arguments given.
func (c *Call) NArgs() int { return c.argc }

// Arg is argument i, borrowed; undefined when it was not given.
func (c *Call) Arg(i int) Value {
	if i < 0 || i >= c.argc {
		return Undefined()
	}
	return cooked(*at[lib.TJSValue](c.argv + address(i)*jsValueSize))
}

// Throw throws v, which is given away: return what it returns.
func (c *Call) Throw(v Value) Value {
	lib.XJS_Throw(c.VM.tls, c.VM.ctx, v.raw())
	return exception()
}

// ThrowError throws a new error (see VM.NewError): return what it returns.
func (c *Call) ThrowError(kind, message string) Value {
	return c.Throw(c.VM.NewError(kind, message))
}

// Rethrow throws on what a call into JavaScript threw, and gives its value away: return what it returns.
func (c *Call) Rethrow(t *Thrown) Value {
	if t.Stopped {
		return c.VM.throwStop()
	}
	v := t.Value
	t.Value = Undefined()
	return c.Throw(v)
}

// HostPanic is a panic of a Go function that JavaScript called. It stopped the VM, and goes on in the Go code that
// called the JavaScript.
type HostPanic struct {
	Value any    // what the function panicked with
	Stack []byte // where
}

func (p *HostPanic) Error() string { return fmt.Sprintf("%v\n\n%s", p.Value, p.Stack) }

// Unwrap is the error that the function panicked with, if it was one.
func (p *HostPanic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}

// Func makes a JavaScript function of a Go function. name and length are its properties of that name. What fn returns
// is given away. A panic of fn stops the VM and goes on, as a *HostPanic, in the Go code that called the JavaScript.
func (vm *VM) Func(name string, length int, fn func(*Call) Value) Value {
	f := vm.made(lib.XJS_NewObjectProtoClass(vm.tls, vm.ctx, vm.hostProto.raw(), hostClass))
	if f.IsUndefined() {
		return f
	}
	slot := len(vm.hosts)
	if n := len(vm.freeHosts); n > 0 {
		slot, vm.freeHosts = vm.freeHosts[n-1], vm.freeHosts[:n-1]
		vm.hosts[slot] = hostFunction{fn}
	} else {
		vm.hosts = append(vm.hosts, hostFunction{fn})
	}
	lib.XJS_SetOpaque(vm.tls, f.raw(), address(slot+1))
	vm.define(f, lib.EJS_ATOM_length, Int(int64(length)))
	vm.define(f, lib.EJS_ATOM_name, vm.String(name))
	return f
}

// define gives o a property that can only be redefined, as a function's name and length are; v is given away.
func (vm *VM) define(o Value, k lib.TJSAtom, v Value) {
	if lib.XJS_DefinePropertyValue(vm.tls, vm.ctx, o.raw(), k, v.raw(), lib.MJS_PROP_CONFIGURABLE) < 0 {
		vm.dropException()
	}
}

// makeHostClass teaches the engine the class of Go functions: objects that can be called, and say when they are freed.
func (vm *VM) makeHostClass() error {
	vm.hostProto = vm.Dup(cooked(vm.context().Ffunction_proto))
	if lib.XJS_IsRegisteredClass(vm.tls, vm.rt, hostClass) != 0 {
		return errors.New("the JavaScript engine uses the number of our class of host functions itself")
	}
	definition := libc.Xcalloc(vm.tls, 1, lib.Tsize_t(classDefSize))
	if definition == 0 {
		return errors.New("no memory for a JavaScript machine")
	}
	*at[lib.TJSClassDef](definition) = lib.TJSClassDef{
		Fclass_name: vm.lend("Function"),
		Fcall:       vm.pin(classCall(vm.hostCall)),
		Ffinalizer:  vm.pin(finalizer(vm.hostFreed)),
	}
	ret := lib.XJS_NewClass(vm.tls, vm.rt, hostClass, definition)
	libc.Xfree(vm.tls, definition)
	if ret < 0 {
		return errors.New("the JavaScript engine refused our class of host functions")
	}
	return nil
}

// hostCall is what the engine calls for each call of a Go function.
func (vm *VM) hostCall(_ *libc.TLS, _ address, fn, this lib.TJSValue, argc int32, argv address, _ int32) (r lib.TJSValue) {
	if vm.stop.stopped {
		return vm.throwStop().raw()
	}
	host := vm.hosts[inside(address(rawBits(fn)))-1]
	c := vm.takeCall()
	c.This, c.argc, c.argv = cooked(this), int(argc), argv
	defer vm.hostReturned(c, &r)
	r = host.call(c).raw()
	c.returned = true
	return r
}

// takeCall takes a Call that is not in use.
func (vm *VM) takeCall() *Call {
	n := len(vm.idleCalls)
	if n == 0 {
		return &Call{VM: vm}
	}
	c := vm.idleCalls[n-1]
	vm.idleCalls = vm.idleCalls[:n-1]
	return c
}

func (vm *VM) hostReturned(c *Call, r *lib.TJSValue) {
	if p := recover(); p != nil {
		vm.hostPanicked(p)
	} else if !c.returned {
		vm.abandoned = true // runtime.Goexit: the engine's frames are lost with the goroutine
		return
	}
	*c = Call{VM: vm}
	vm.idleCalls = append(vm.idleCalls, c)
	if vm.stop.stopped {
		vm.Free(cooked(*r))
		*r = vm.throwStop().raw()
	}
}

// hostPanicked notes a panic in Go code that the engine called, to be raised again once the engine has returned.
func (vm *VM) hostPanicked(p any) {
	if vm.panicked == nil {
		host, again := p.(*HostPanic) // it came out of JavaScript that the function had called
		if !again {
			host = &HostPanic{Value: p, Stack: debug.Stack()}
		}
		vm.panicked = host
	}
	vm.StopNow()
}

// guarded calls Go code from within the engine; a panic in it stops the VM.
func (vm *VM) guarded(f func()) {
	defer func() {
		if p := recover(); p != nil {
			vm.hostPanicked(p)
		}
	}()
	f()
}

// hostFreed is what the engine calls when a Go function's object is freed.
func (vm *VM) hostFreed(_ *libc.TLS, _ address, fn lib.TJSValue) {
	slot := int(inside(address(rawBits(fn)))) - 1
	if slot < 0 {
		return // made without memory for the rest
	}
	vm.hosts[slot] = hostFunction{}
	vm.freeHosts = append(vm.freeHosts, slot)
}
