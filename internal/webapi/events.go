package webapi

import (
	"fmt"
	"time"

	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/script/engine"
)

func (w *Web) hostEvents(h engine.Value) {
	w.fn(h, "now", 0, func(*engine.Call) engine.Value { return engine.Float(w.uptimeMs()) })
	w.fn(h, "invoke", 3, w.invoke)
	w.hostAfter(h)
	w.vm.Give(h, "reactNative", engine.Bool(w.env.Family == ReactNative))
}

// invoke calls a listener of the user's: what it throws is reported, and the next one is called all the same.
func (w *Web) invoke(c *engine.Call) engine.Value {
	v, _ := w.rt.Call("event", c.Arg(0), c.Arg(1), c.Arg(2))
	w.vm.Free(v)
	return engine.Undefined()
}

// hostAfter gives units a clock: after(ms, fn) calls fn later and returns a number for cancel. It is no timer of the
// user's: one that is left open when a wake finishes is no mistake.
func (w *Web) hostAfter(h engine.Value) {
	w.fn(h, "after", 2, func(c *engine.Call) engine.Value {
		d := milliseconds(c.Arg(0).Number())
		fn := w.vm.Dup(c.Arg(1))
		w.delays++
		id := w.delays
		op := w.rt.Later("callback", fmt.Sprintf("AbortSignal.timeout(%d)", d.Milliseconds()), d, func(time.Duration) {
			delete(w.delayed, id)
			v, _ := w.rt.Call("callback", fn, engine.Undefined())
			w.vm.Free(v)
		})
		op.Keep(fn)
		w.delayed[id] = op
		return engine.Int(int64(id))
	})
	w.fn(h, "cancel", 1, func(c *engine.Call) engine.Value {
		id := int(c.Arg(0).Number())
		if op := w.delayed[id]; op != nil {
			op.Cancel()
			delete(w.delayed, id)
		}
		return engine.Undefined()
	})
}

// delays are what after() started and is still to come.
type delays map[int]*script.Op

// hostMissing puts into h what js/missing.js needs.
func (w *Web) hostMissing(h engine.Value) {
	w.fn(h, "report", 1, func(c *engine.Call) engine.Value {
		w.rt.Missing(w.vm.Text(c.Arg(0)))
		return engine.Undefined()
	})
	w.fn(h, "isObject", 1, func(c *engine.Call) engine.Value {
		name := w.vm.Text(c.Arg(0))
		for _, o := range objects() {
			if o == name {
				return engine.Bool(true)
			}
		}
		return engine.Bool(false)
	})
}

// hostMissingUse gives a unit missing(name, quietly): something of its own that is not simulated was used. It throws, or
// returns the error.
func (w *Web) hostMissingUse(h engine.Value) {
	w.fn(h, "missing", 2, func(c *engine.Call) engine.Value {
		name := w.vm.Text(c.Arg(0))
		w.rt.Missing(name)
		e := w.vm.NewError("Error", name+" is not simulated by fetchsim")
		if w.vm.Truth(c.Arg(1)) {
			return e
		}
		return c.Throw(e)
	})
}
