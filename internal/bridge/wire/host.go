package wire

import (
	"strconv"

	"github.com/fetchsim/fetchsim/internal/bridge/core"
	"github.com/fetchsim/fetchsim/internal/script/engine"
)

// Host is the object of Go functions that a platform layer gets.
type Host struct {
	wire *Wire
	obj  engine.Value
}

// NewHost returns an empty host object.
func (w *Wire) NewHost() *Host { return &Host{wire: w, obj: w.VM().Object()} }

// Func adds a function.
func (h *Host) Func(name string, fn func(*engine.Call) engine.Value) {
	h.Value(name, h.wire.VM().Func(name, 0, fn))
}

// Value adds a value, which is given away.
func (h *Host) Value(name string, v engine.Value) {
	if t := h.wire.VM().Give(h.obj, name, v); t != nil {
		h.wire.VM().Free(t.Value)
	}
}

// Missing adds missing(name): the script used something that is not simulated.
func (h *Host) Missing() {
	h.Func("missing", func(c *engine.Call) engine.Value {
		h.wire.RT.Missing(h.wire.VM().Text(c.Arg(0)))
		return engine.Undefined()
	})
}

// ArgumentError adds argumentError(method, text): a plugin's own check of its arguments is about to throw the text.
func (h *Host) ArgumentError() {
	h.Func("argumentError", func(c *engine.Call) engine.Value {
		h.wire.RT.ArgumentError(h.wire.VM().Text(c.Arg(0)), h.wire.VM().Text(c.Arg(1)))
		return engine.Undefined()
	})
}

// Object gives the object away, to be made a value of another host.
func (h *Host) Object() engine.Value { return h.obj }

// Run runs the units of a platform layer, one after the other, with this host, which is let go.
func (h *Host) Run(units ...engine.Bytecode) error {
	defer h.wire.VM().Free(h.obj)
	for _, u := range units {
		if err := h.wire.RT.Prelude(u, h.obj); err != nil {
			return err
		}
	}
	return nil
}

// StatusText says in words that background fetch may not run.
func StatusText(status int) string {
	if status == core.StatusDenied {
		return "status 1: Background App Refresh is switched off"
	}
	return "status 0: background fetch is not available on this device"
}

// StatusNumber is a status as text, as some plugins hand it over.
func StatusNumber(status int) string { return strconv.Itoa(status) }
