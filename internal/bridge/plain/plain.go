package plain

import (
	_ "embed" // the platform layer

	"github.com/fetchsim/fetchsim/internal/bridge/core"
	"github.com/fetchsim/fetchsim/internal/bridge/wire"
	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
)

//go:embed plain.js
var layer string

// Layers are the JavaScript of this family, to be compiled once and run in this order.
func Layers() []string { return []string{layer} }

// Native is the native side of a script without a plugin.
type Native struct {
	wire   *wire.Wire
	phone  core.Phone
	policy policy
	layers []engine.Bytecode

	makeTask *wire.Func
	expire   *wire.Func
	settle   *wire.Func
	running  *run         // the last wake's; nil before the first
	open     map[int]*run // those that have not finished, by wake
}

// run is one wake's call of the callback.
type run struct {
	task    device.Task
	started bool // there is a task whose signal can be aborted
	over    bool
}

// New returns the native side of a process. layers are [Layers], compiled.
func New(os *device.OS, rt *script.Runtime, facts wire.Facts, layers []engine.Bytecode) *Native {
	w := wire.New(os, rt, "default")
	phone := facts.Phone(os)
	return &Native{
		wire: w, phone: phone, policy: policy{phone: phone, wire: w, ios: facts.OS}, layers: layers, open: map[int]*run{},
	}
}

// Install puts nothing into the global scope: the callback gets all it needs.
func (n *Native) Install() error {
	host := n.wire.NewHost()
	host.Func("expose", func(c *engine.Call) engine.Value {
		n.makeTask, n.expire, n.settle = n.wire.Keep(c.Arg(0)), n.wire.Keep(c.Arg(1)), n.wire.Keep(c.Arg(2))
		return engine.Undefined()
	})
	host.Func("msUntil", func(c *engine.Call) engine.Value {
		return engine.Float((c.Arg(0).Number() - float64(n.phone.Now().Micros())) / 1000)
	})
	host.Func("resolved", func(c *engine.Call) engine.Value {
		n.finish(n.runOf(c), n.resultOf(c.Arg(1)))
		return engine.Undefined()
	})
	host.Func("rejected", func(c *engine.Call) engine.Value {
		n.rejected(n.runOf(c), c.Arg(1))
		return engine.Undefined()
	})
	return host.Run(n.layers...)
}

// Loaded asks for the first wake, if there is a callback to be woken for.
func (n *Native) Loaded() {
	if fn, ok := n.callback(); ok {
		n.wire.VM().Free(fn)
		n.policy.launched()
	}
}

// callback is the function that the script exports, owned by the caller.
func (n *Native) callback() (engine.Value, bool) {
	vm, exports := n.wire.VM(), n.wire.RT.Exports()
	if vm.IsFunction(exports) {
		return vm.Dup(exports), true
	}
	if !exports.IsObject() {
		return engine.Undefined(), false
	}
	fn, thrown := vm.Get(exports, "default")
	if thrown != nil {
		vm.Free(thrown.Value)
		return engine.Undefined(), false
	}
	if vm.IsFunction(fn) {
		return fn, true
	}
	// A CommonJS file that was made of an ES module: exports.default.default.
	inner := engine.Undefined()
	if fn.IsObject() {
		inner, thrown = vm.Get(fn, "default")
		if thrown != nil {
			vm.Free(thrown.Value)
			inner = engine.Undefined()
		}
	}
	vm.Free(fn)
	if vm.IsFunction(inner) {
		return inner, true
	}
	vm.Free(inner)
	return engine.Undefined(), false
}

// Deliver asks for the next wake and calls the callback.
func (n *Native) Deliver(task device.Task) {
	n.running = &run{task: task}
	n.open[task.Wake] = n.running
	fn, ok := n.callback()
	if !ok {
		n.phone.Emit(&trace.Delivered{App: n.phone.Where(), TaskID: Identifier, Handler: "none"})
		return
	}
	defer n.wire.VM().Free(fn)
	n.policy.ask()
	n.phone.Emit(&trace.Delivered{App: n.phone.Where(), TaskID: Identifier, Handler: "called"})
	n.wire.RT.Turn("callback", func() { n.call(n.running, fn) })
}

// call calls the callback with its task and waits for what it returns.
func (n *Native) call(r *run, fn engine.Value) {
	vm := n.wire.VM()
	task, ok := n.newTask(r)
	if !ok {
		return
	}
	result, ok := n.wire.RT.Call("callback", fn, engine.Undefined(), task)
	vm.Free(task)
	if !ok {
		if !n.wire.RT.Stopped() { // code that was stopped says nothing
			n.finish(r, core.Failed)
		}
		return
	}
	n.settle.Call("callback", result, r.task.Wake)
	vm.Free(result)
}

// newTask makes the object that the callback gets; it is the caller's.
func (n *Native) newTask(r *run) (task engine.Value, ok bool) {
	task, r.started = n.makeTask.Result("callback", Identifier, r.task.Trigger, float64(r.task.Deadline.Micros()))
	return task, r.started
}

// runOf is the run of the wake that a call names; nil once it has finished.
func (n *Native) runOf(c *engine.Call) *run { return n.open[int(c.Arg(0).Number())] }

// resultOf is what the callback's return value says. What is no result says that there was no data.
func (n *Native) resultOf(v engine.Value) string {
	if v.IsString() {
		switch text := n.wire.VM().Text(v); text {
		case core.NewData, core.NoData, core.Failed:
			return text
		}
	}
	return core.NoData
}

// rejected is the end of a callback whose promise was rejected: reported like a throw.
func (n *Native) rejected(r *run, reason engine.Value) {
	vm := n.wire.VM()
	thrown := vm.Describe(reason)
	thrown.Value = vm.Dup(reason)
	n.wire.RT.Report("callback", thrown)
	n.finish(r, core.Failed)
}

// finish completes the wake with the callback's result.
func (n *Native) finish(r *run, result string) {
	if r == nil || r.over {
		return
	}
	r.over = true
	delete(n.open, r.task.Wake)
	core.FinishOnce(n.phone, n.wire.RT, r.task.Wake, Identifier, result)
}

// Expire aborts the task's signal.
func (n *Native) Expire(device.Task) {
	r := n.running
	handler := "none"
	if r != nil && r.started && !r.over {
		handler = "user"
	}
	n.phone.Emit(&trace.Expiring{App: n.phone.Where(), Heard: handler == "user", Handler: handler})
	n.wire.RT.Pending("expiration")
	if handler == "user" {
		n.expire.Event()
	}
}

// AppState is nothing to a script without a platform.
func (n *Native) AppState(bool) {}

// Resume is nothing either: the wake, if there is one, is delivered next.
func (n *Native) Resume() {}
