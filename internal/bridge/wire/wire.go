package wire

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
)

// Wire is one process's border between JavaScript and native code.
type Wire struct {
	OS     *device.OS
	RT     *script.Runtime
	Family string // as bridge.call says it

	kept map[*Func]struct{}
}

// New returns the border of a process. It gives back what it keeps when the process is closed.
func New(os *device.OS, rt *script.Runtime, family string) *Wire {
	w := &Wire{OS: os, RT: rt, Family: family, kept: map[*Func]struct{}{}}
	rt.OnClose(w.release)
	return w
}

// VM is the engine.
func (w *Wire) VM() *engine.VM { return w.RT.VM() }

// The answers of bridge.call.
const (
	OK      = "ok"
	Error   = "error"
	Ignored = "ignored"
)

// Called writes a call of the native side to the trace, with the line that made it: findings about finish, stop and the
// like point there. text is the error, or why the call was ignored.
func (w *Wire) Called(method, args, answer, text, rule string) {
	pos := w.RT.Caller()
	w.OS.Emit(&trace.BridgeCall{
		App: w.OS.Where(), Family: w.Family, Method: method, Args: args, Pos: pos,
		Answer: answer, Text: text, Rule: rule,
	})
	w.RT.Excerpt(pos)
}

// CalledOr writes a call that counted, or was ignored for a reason.
func (w *Wire) CalledOr(method, args, ignored string) {
	answer := OK
	if ignored != "" {
		answer = Ignored
	}
	w.Called(method, args, answer, ignored, "")
}

// argsShown is how much of a call's arguments the trace keeps, in bytes.
const argsShown = 200

// Args is values as the trace shows arguments: a JSON array, shortened. Functions are null.
func (w *Wire) Args(values ...engine.Value) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, v := range values {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(w.JSON(v))
	}
	b.WriteByte(']')
	return Shorten(b.String())
}

// JSON is a value as it crosses to native code: functions and undefined are null, and so is what cannot be written.
func (w *Wire) JSON(v engine.Value) string {
	text, ok, thrown := w.VM().JSON(v)
	if thrown != nil {
		w.VM().Free(thrown.Value)
		return "null"
	}
	if !ok {
		return "null"
	}
	return text
}

// Shorten cuts a text for the trace, between characters.
func Shorten(text string) string {
	if len(text) <= argsShown {
		return text
	}
	cut := argsShown
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}

// Func is a function of JavaScript's that native code keeps to call it later.
type Func struct {
	wire  *Wire
	value engine.Value
}

// Keep holds on to a function until Drop, or until the process is closed. What is no function gives nil.
func (w *Wire) Keep(v engine.Value) *Func {
	if !w.VM().IsFunction(v) {
		return nil
	}
	f := &Func{wire: w, value: w.VM().Dup(v)}
	w.kept[f] = struct{}{}
	return f
}

// Drop lets go of the function. It may be called twice, and on nil.
func (f *Func) Drop() {
	if f == nil {
		return
	}
	if f.held() {
		delete(f.wire.kept, f)
		f.wire.VM().Free(f.value)
	}
}

func (f *Func) held() bool {
	_, ok := f.wire.kept[f]
	return ok
}

func (w *Wire) release() {
	for f := range w.kept {
		w.VM().Free(f.value)
	}
	clear(w.kept)
}

// Call calls the function in the turn that is running; where is the place that js.error names. What it returns is dropped.
// Nothing happens on nil, or once the function was let go.
func (f *Func) Call(where string, args ...any) {
	if result, ok := f.Result(where, args...); ok {
		f.wire.VM().Free(result)
	}
}

// Result is Call for a function whose result is wanted; it belongs to the caller.
func (f *Func) Result(where string, args ...any) (result engine.Value, ok bool) {
	if f == nil || !f.held() {
		return engine.Undefined(), false
	}
	values := make([]engine.Value, len(args))
	for i, a := range args {
		values[i] = f.wire.value(a)
	}
	result, ok = f.wire.RT.Call(where, f.value, engine.Undefined(), values...)
	for _, v := range values {
		f.wire.VM().Free(v)
	}
	return result, ok
}

// value makes a JavaScript value of what native code hands over: nil is null.
func (w *Wire) value(a any) engine.Value {
	switch a := a.(type) {
	case nil:
		return engine.Null()
	case int:
		return engine.Int(int64(a))
	case float64:
		return engine.Float(a)
	case bool:
		return engine.Bool(a)
	case string:
		return w.VM().String(a)
	case engine.Value:
		return w.VM().Dup(a)
	}
	panic("wire: no JavaScript value for that type")
}

// Event calls the function as a turn of its own: native code telling of something by itself.
func (f *Func) Event(args ...any) {
	f.wire.RT.Turn("event", func() { f.Call("callback", args...) })
}

// Timeout is Event for the handler of iOS's warning.
func (f *Func) Timeout(args ...any) {
	f.wire.RT.Turn("event", func() { f.Call("timeout", args...) })
}

// Answer calls a function once, after the JavaScript that is running: the answer to the call ref. The function is let go.
func (w *Wire) Answer(ref string, fn engine.Value, args ...any) {
	f := w.Keep(fn)
	if f == nil {
		return
	}
	w.RT.Later("bridge", ref, 0, func(time.Duration) {
		f.Call("", args...)
		f.Drop()
	})
}
