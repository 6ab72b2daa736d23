package script

import (
	"slices"

	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
)

// Report writes an error that reached the top of user code as js.error, as Call does, and lets the process crash where
// its policy says so. The thrown value is given back to the engine. An empty where is that of the turn.
func (r *Runtime) Report(where string, t *engine.Thrown) {
	if t.Stopped || r.Stopped() {
		r.vm.Free(t.Value)
		return
	}
	stack := r.stack(t.Stack)
	if t.OutOfMemory {
		if len(stack) > 0 {
			r.turn.memoryAt = &stack[0].Pos
		}
		r.stopFor(outOfMemory)
		r.vm.Free(t.Value)
		return
	}
	r.writeError(where, t, stack)
	r.vm.Free(t.Value)
	if r.options.OnError == ReactNative {
		r.stopFor(crashed)
	}
}

func (r *Runtime) writeError(where string, t *engine.Thrown, stack []trace.StackFrame) {
	if where == "" {
		where = r.turn.where
	}
	app := r.host.Where()
	check := r.checks[t.Message]
	if len(stack) == 0 && check.at != nil { // a thrown text has no stack of its own
		stack = []trace.StackFrame{{Pos: *check.at}}
	}
	r.host.Emit(&trace.JSError{
		App: app, Where: where, Name: t.Name, Message: t.Message, Stack: stack,
		ReadPlaceholder: r.placeholder == app && app.Wake != 0,
		SignatureOf:     check.method,
	})
	if len(stack) > 0 {
		r.Excerpt(&stack[0].Pos)
	}
}

// rejection is a promise that was rejected and that nobody has handled so far.
type rejection struct {
	promise, reason engine.Value
	at              *trace.Pos // where that happened: a reason that is no Error has no stack
	function        string
}

// rejected is the engine's news of a rejection without a handler, or of the handler that came after all.
func (r *Runtime) rejected(promise, reason engine.Value, handled bool) {
	if r.end == closed {
		return
	}
	if !handled {
		x := rejection{promise: r.vm.Dup(promise), reason: r.vm.Dup(reason)}
		if !reason.IsError() {
			x.at, x.function = r.firstShown(r.vm.Stack(callerDepth))
		}
		r.rejections = append(r.rejections, x)
		return
	}
	i := slices.IndexFunc(r.rejections, func(x rejection) bool { return x.promise.Same(promise) })
	if i < 0 {
		return
	}
	x := r.rejections[i]
	r.rejections = slices.Delete(r.rejections, i, i+1)
	r.vm.Free(x.promise)
	r.vm.Free(x.reason)
}

// reportRejections writes those that nobody handled before the queue was empty.
func (r *Runtime) reportRejections() {
	for len(r.rejections) > 0 {
		x := r.rejections[0]
		r.rejections = slices.Delete(r.rejections, 0, 1)
		if !r.Stopped() {
			t := r.vm.Describe(x.reason)
			stack := r.stack(t.Stack)
			if len(stack) == 0 && x.at != nil {
				stack = []trace.StackFrame{{Function: x.function, Pos: *x.at}}
			}
			r.writeError("rejection", t, stack)
		}
		r.vm.Free(x.promise)
		r.vm.Free(x.reason)
	}
}

// ReadPlaceholder notes that the open wake has read the body of a placeholder answer: errors in it say so from now on.
func (r *Runtime) ReadPlaceholder() { r.placeholder = r.host.Where() }

// argumentCheck is a plugin's own check that failed.
type argumentCheck struct {
	method string
	at     *trace.Pos // the call with the wrong arguments
}

// ArgumentError notes that a plugin's own check of method's arguments is about to throw message: the js.error with that
// message names the method (signatureOf) and the place of the call.
func (r *Runtime) ArgumentError(method, message string) {
	if r.checks == nil {
		r.checks = map[string]argumentCheck{}
	}
	r.checks[message] = argumentCheck{method, r.Caller()}
}

// missed is a thing that is not simulated, and where it was called.
type missed struct {
	name string
	pos  *trace.Pos
}

// Missing writes that the script called something that is not simulated, once for each place.
func (r *Runtime) Missing(name string) {
	m := missed{name, r.Caller()}
	if _, known := r.missing[m]; known {
		return
	}
	if r.missing == nil {
		r.missing = map[missed]struct{}{}
	}
	r.missing[m] = struct{}{}
	r.host.Emit(&trace.APIMissing{App: r.host.Where(), Name: name, Pos: m.pos})
	r.Excerpt(m.pos)
}
