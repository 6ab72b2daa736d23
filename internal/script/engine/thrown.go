package engine

import (
	"slices"
	"strconv"
	"strings"

	lib "modernc.org/libquickjs"
)

// Thrown is what JavaScript threw, or the news that the VM is stopped. Its Value belongs to the caller: give it back
// with VM.Free, or throw it on with Call.Rethrow.
type Thrown struct {
	Value   Value
	Name    string  // of an Error, for example TypeError; "" for anything else
	Message string  // of an Error; the text of anything else that has one without running JavaScript
	Stack   []Frame // of an Error, innermost first (at most maxThrownFrames), without hidden units and its own constructors

	Stopped     bool // the VM was stopped, now or earlier; Value is undefined
	OutOfMemory bool // the memory limit was reached
}

func (t *Thrown) Error() string {
	switch {
	case t.Stopped:
		return "the JavaScript was stopped"
	case t.Name == "":
		return t.Message
	case t.Message == "":
		return t.Name
	}
	return t.Name + ": " + t.Message
}

// stoppedError is what every call into a stopped VM gives.
func (vm *VM) stoppedError() *Thrown { return &Thrown{Stopped: true, Message: "stopped"} }

// leaveThrown ends a call into the engine in which something was thrown.
func (vm *VM) leaveThrown() *Thrown {
	e := cooked(lib.XJS_GetException(vm.tls, vm.ctx))
	if vm.stop.stopped {
		vm.stopSeen(e)
		vm.Free(e)
		vm.leave()
		return vm.stoppedError()
	}
	t := vm.Describe(e)
	t.Value = e
	vm.leave()
	return t
}

// dropException forgets what was thrown.
func (vm *VM) dropException() {
	vm.Free(cooked(lib.XJS_GetException(vm.tls, vm.ctx)))
}

// Describe reads an error, for example the reason of a rejection, without running any JavaScript. Its Value stays
// undefined: v remains the caller's.
func (vm *VM) Describe(v Value) *Thrown {
	if v.IsNull() && vm.limit.hit { // there was not even memory for the error
		return &Thrown{Name: "InternalError", Message: "out of memory", OutOfMemory: true}
	}
	if !v.IsError() {
		return &Thrown{Message: vm.brief(v)}
	}
	t := &Thrown{
		Name:    vm.inheritedText(v, lib.EJS_ATOM_name),
		Message: vm.inheritedText(v, lib.EJS_ATOM_message),
	}
	t.OutOfMemory = vm.limit.hit && t.Name == "InternalError" && t.Message == "out of memory"
	frames := vm.parseStack(vm.ownText(v, lib.EJS_ATOM_stack))
	t.Stack = vm.withoutConstructors(v, frames)
	return t
}

// brief is the text of a value that is not an error.
func (vm *VM) brief(v Value) string {
	switch {
	case v.IsString():
		return vm.Text(v)
	case v.IsObject():
		if message := vm.inheritedText(v, lib.EJS_ATOM_message); message != "" {
			return message // looks like an error: DOMException, say
		}
		return "[object]"
	case v.IsSymbol():
		return "Symbol()"
	}
	text, t := vm.ToString(v)
	if t != nil {
		vm.Free(t.Value)
	}
	return text
}

// ownData reads an own property that is a plain value, owned by the caller. Getters and proxies are left alone.
func (vm *VM) ownData(o Value, k lib.TJSAtom) (v Value, ok bool) {
	if !o.IsObject() || o.IsProxy() {
		return Undefined(), false
	}
	found := lib.XJS_GetOwnProperty(vm.tls, vm.ctx, vm.scratch, o.raw(), k)
	if found <= 0 {
		if found < 0 {
			vm.dropException()
		}
		return Undefined(), false
	}
	d := *at[lib.TJSPropertyDescriptor](vm.scratch)
	vm.Free(cooked(d.Fgetter))
	vm.Free(cooked(d.Fsetter))
	if d.Fflags&lib.MJS_PROP_GETSET != 0 {
		vm.Free(cooked(d.Fvalue))
		return Undefined(), false
	}
	return cooked(d.Fvalue), true
}

// ownText is the text of an own property, "" unless it is a string.
func (vm *VM) ownText(o Value, k lib.TJSAtom) string {
	v, _ := vm.ownData(o, k)
	defer vm.Free(v)
	return vm.Text(v)
}

// maxPrototypes bounds the walk up a prototype chain.
const maxPrototypes = 16

// prototypes iterates over o and what it inherits from, up to the first proxy.
func (vm *VM) prototypes(o Value) func(yield func(Value) bool) {
	return func(yield func(Value) bool) {
		o := vm.Dup(o)
		for range maxPrototypes {
			if !o.IsObject() || o.IsProxy() || !yield(o) {
				break
			}
			up := vm.made(lib.XJS_GetPrototype(vm.tls, vm.ctx, o.raw()))
			vm.Free(o)
			o = up
		}
		vm.Free(o)
	}
}

// inheritedText is the text of a property of o or of what it inherits from, "" unless it is a plain string.
func (vm *VM) inheritedText(o Value, k lib.TJSAtom) (text string) {
	for p := range vm.prototypes(o) {
		if v, ok := vm.ownData(p, k); ok {
			text = vm.Text(v)
			vm.Free(v)
			break
		}
	}
	return text
}

// withoutConstructors drops the frames of an error's own constructors: a subclass of Error puts them on top.
func (vm *VM) withoutConstructors(e Value, frames []Frame) []Frame {
	var names []string
	for p := range vm.prototypes(e) {
		if c, ok := vm.ownData(p, lib.EJS_ATOM_constructor); ok {
			names = append(names, vm.ownText(c, lib.EJS_ATOM_name))
			vm.Free(c)
		}
	}
	for len(frames) > 1 && frames[0].Function != "" && slices.Contains(names, frames[0].Function) {
		frames = frames[1:]
	}
	return frames
}

// maxThrownFrames bounds the stack that is read from an error.
const maxThrownFrames = 64

// parseStack reads the engine's text of a stack, leaving out native functions and hidden units.
func (vm *VM) parseStack(text string) []Frame {
	var frames []Frame
	for line := range strings.Lines(text) {
		if len(frames) == maxThrownFrames {
			break
		}
		if f, ok := parseFrame(strings.TrimSuffix(line, "\n")); ok && !vm.positions.hides(f.Unit) {
			frames = append(frames, f)
		}
	}
	return frames
}

// parseFrame reads one line of a stack: "    at function (unit:line:column)" or "    at unit:line:column".
func parseFrame(line string) (f Frame, ok bool) {
	line, ok = strings.CutPrefix(line, "    at ")
	if !ok {
		return Frame{}, false
	}
	place := line
	if i := strings.LastIndex(line, " ("); i >= 0 && strings.HasSuffix(line, ")") {
		f.Function, place = line[:i], line[i+2:len(line)-1]
	}
	if f.Function == "<anonymous>" || f.Function == "<eval>" {
		f.Function = ""
	}
	rest, column, ok1 := cutNumber(place)
	unit, row, ok2 := cutNumber(rest)
	if !ok1 || !ok2 {
		return Frame{}, false
	}
	f.Unit, f.Line, f.Column = unit, row, column
	return f, true
}

// cutNumber takes ":123" off the end of s.
func cutNumber(s string) (rest string, n int, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 {
		return s, 0, false
	}
	n, err := strconv.Atoi(s[i+1:])
	return s[:i], n, err == nil
}

// NewError makes an error of a kind that the global object has a constructor for (TypeError, say; otherwise Error).
func (vm *VM) NewError(kind, message string) Value {
	global := vm.Global()
	defer vm.Free(global)
	k := vm.InternKey(kind)
	constructor, ok := vm.ownData(global, lib.TJSAtom(k))
	if !ok || !vm.IsFunction(constructor) {
		vm.Free(constructor)
		constructor, _ = vm.ownData(global, lib.TJSAtom(vm.InternKey("Error")))
	}
	text := vm.String(message)
	e, t := vm.Construct(constructor, text)
	vm.Free(text)
	vm.Free(constructor)
	if t != nil {
		vm.Free(t.Value)
		return Undefined()
	}
	return e
}
