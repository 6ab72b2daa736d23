package script

import "github.com/fetchsim/fetchsim/internal/script/engine"

// installJSON has JSON.parse and JSON.stringify cost device time by the byte: the engine hardly polls in them.
func (r *Runtime) installJSON() {
	global := r.vm.Global()
	json, thrown := r.vm.Get(global, "JSON")
	r.vm.Free(global)
	if thrown != nil {
		r.vm.Free(thrown.Value)
		return
	}
	r.wrap(json, "parse", 2, func(c *engine.Call, parse engine.Value) (engine.Value, *engine.Thrown) {
		r.spendText(c.Arg(0))
		return r.vm.Call(parse, c.This, c.Arg(0), c.Arg(1))
	})
	r.wrap(json, "stringify", 3, func(c *engine.Call, stringify engine.Value) (engine.Value, *engine.Thrown) {
		text, thrown := r.vm.Call(stringify, c.This, c.Arg(0), c.Arg(1), c.Arg(2))
		r.spendText(text)
		return text, thrown
	})
	r.vm.Free(json)
}

// wrap puts fn in the place of a method; it gets the original.
func (r *Runtime) wrap(o engine.Value, name string, length int, fn func(c *engine.Call, original engine.Value) (engine.Value, *engine.Thrown)) {
	original, thrown := r.vm.Get(o, name)
	if thrown != nil {
		r.vm.Free(thrown.Value)
		return
	}
	r.OnClose(func() { r.vm.Free(original) })
	r.hide(o, name, length, func(c *engine.Call) engine.Value {
		result, thrown := fn(c, original)
		if thrown != nil {
			return c.Rethrow(thrown)
		}
		return result
	})
}

func (r *Runtime) spendText(text engine.Value) {
	if !text.IsString() {
		return
	}
	n, thrown := r.vm.Length(text)
	if thrown != nil {
		r.vm.Free(thrown.Value)
	}
	r.SpendJSON(n)
}

// SpendJSON charges the CPU of reading or writing n bytes of JSON in Go code.
func (r *Runtime) SpendJSON(n int) {
	if r.turn.open && !r.Stopped() {
		r.charge(r.costs.json(n))
	}
}
