package webapi

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
)

// maxConsoleText is the most bytes that one call of console writes: a trace is no place for whole databases.
const maxConsoleText = 8192

// console is the state behind console.
type console struct {
	w      *Web
	indent int // groups that are open
	counts map[string]int
	timers map[string]time.Duration // uptime at console.time
}

// newConsole makes the console object, in Go: writing a plain text must cost next to nothing.
func (w *Web) newConsole() engine.Value {
	c := &console{w: w, counts: map[string]int{}, timers: map[string]time.Duration{}}
	o := w.vm.Object()
	for _, level := range []string{"log", "info", "warn", "error", "debug"} {
		c.method(o, level, func(call *engine.Call) { c.write(level, call, 0) })
	}
	for _, m := range []struct {
		name string
		do   func(*engine.Call)
	}{
		{"assert", c.assert},
		{"count", c.count},
		{"countReset", func(call *engine.Call) { delete(c.counts, c.label(call)) }},
		{"time", c.time},
		{"timeLog", func(call *engine.Call) { c.elapsed(call, false) }},
		{"timeEnd", func(call *engine.Call) { c.elapsed(call, true) }},
		{"group", c.group},
		{"groupCollapsed", c.group},
		{"groupEnd", func(*engine.Call) { c.indent = max(0, c.indent-1) }},
		{"table", c.table},
		{"dir", func(call *engine.Call) { c.emit("log", c.inspected(call, "$format", 0, 1)) }},
		{"dirxml", func(call *engine.Call) { c.write("log", call, 0) }},
		{"trace", c.trace},
		{"clear", func(*engine.Call) {}},
	} {
		if w.platform.mentions(m.name) {
			c.method(o, m.name, m.do)
		}
	}
	return o
}

func (c *console) method(o engine.Value, name string, do func(*engine.Call)) {
	c.w.vm.Give(o, name, c.w.vm.Func(name, 0, func(call *engine.Call) engine.Value {
		do(call)
		return engine.Undefined()
	}))
}

// write writes the arguments from one on.
func (c *console) write(level string, call *engine.Call, from int) {
	text, plain := c.plain(call, from)
	if !plain {
		text = c.inspected(call, "$format", from, call.NArgs())
	}
	c.emit(level, text)
}

// emit writes a text at a level, with the place of the call.
func (c *console) emit(level, text string) {
	if c.indent > 0 {
		pad := strings.Repeat("  ", c.indent)
		text = pad + strings.ReplaceAll(text, "\n", "\n"+pad)
	}
	pos := c.w.rt.Caller()
	text = shorten(text, maxConsoleText)
	if c.w.env.Console != nil {
		c.w.env.Console(level, text, pos)
		return
	}
	host := c.w.rt.Host()
	host.Emit(&trace.Console{App: host.Where(), Level: level, Text: text, Pos: pos})
}

// shorten cuts a text between two characters and says how much is missing.
func shorten(text string, most int) string {
	if len(text) <= most {
		return text
	}
	end := most
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return fmt.Sprintf("%s… (%d bytes more)", text[:end], len(text)-end)
}

// plain joins arguments that are texts, numbers and the like, without a format.
func (c *console) plain(call *engine.Call, from int) (text string, ok bool) {
	n := call.NArgs()
	if n == from {
		return "", true
	}
	var b strings.Builder
	for i := from; i < n; i++ {
		v := call.Arg(i)
		if i > from {
			b.WriteByte(' ')
		}
		switch {
		case v.IsString():
			s := c.w.vm.Text(v)
			if i == from && n > from+1 && strings.IndexByte(s, '%') >= 0 {
				return "", false
			}
			b.WriteString(s)
		case v.IsNumber() || v.IsBool() || v.IsNullish():
			s, thrown := c.w.vm.ToString(v)
			if thrown != nil {
				c.w.vm.Free(thrown.Value)
				return "", false
			}
			if s == "0" && signbit(v) {
				s = "-0"
			}
			b.WriteString(s)
		default:
			return "", false
		}
	}
	return b.String(), true
}

// inspected has js/inspect.js write the arguments from one up to another.
func (c *console) inspected(call *engine.Call, function string, from, to int) string {
	vm := c.w.vm
	exports, thrown := c.w.load(unitInspect)
	if thrown != nil {
		vm.Free(thrown.Value)
		return ""
	}
	fn, thrown := vm.Get(exports, function)
	if thrown != nil {
		vm.Free(thrown.Value)
		return ""
	}
	defer vm.Free(fn)
	args := make([]engine.Value, 0, max(0, to-from))
	for i := from; i < to; i++ {
		args = append(args, call.Arg(i))
	}
	v, thrown := vm.Call(fn, engine.Undefined(), args...)
	if thrown != nil {
		vm.Free(thrown.Value)
		return "[cannot be shown]"
	}
	defer vm.Free(v)
	return vm.Text(v)
}

// label is the first argument of count and time.
func (c *console) label(call *engine.Call) string {
	if call.Arg(0).IsUndefined() {
		return "default"
	}
	return c.inspected(call, "$format", 0, 1)
}

func (c *console) assert(call *engine.Call) {
	if c.w.vm.Truth(call.Arg(0)) {
		return
	}
	text, plain := c.plain(call, 1)
	if !plain {
		text = c.inspected(call, "$format", 1, call.NArgs())
	}
	if text == "" {
		c.emit("error", "Assertion failed")
		return
	}
	c.emit("error", "Assertion failed: "+text)
}

func (c *console) count(call *engine.Call) {
	label := c.label(call)
	c.counts[label]++
	c.emit("info", fmt.Sprintf("%s: %d", label, c.counts[label]))
}

func (c *console) time(call *engine.Call) {
	label := c.label(call)
	if _, running := c.timers[label]; running {
		c.emit("warn", fmt.Sprintf("Timer '%s' already exists", label))
		return
	}
	c.timers[label] = c.w.rt.Host().Uptime()
}

// elapsed writes what a timer shows.
func (c *console) elapsed(call *engine.Call, end bool) {
	label := c.label(call)
	began, running := c.timers[label]
	if !running {
		c.emit("warn", fmt.Sprintf("Timer '%s' does not exist", label))
		return
	}
	us := (c.w.rt.Host().Uptime() - began).Microseconds()
	text := fmt.Sprintf("%s: %d.%03d ms", label, us/1000, us%1000)
	if !end && call.NArgs() > 1 {
		text += " " + c.inspected(call, "$format", 1, call.NArgs())
	}
	if end {
		delete(c.timers, label)
	}
	c.emit("info", text)
}

// maxGroups bounds how far groups are indented.
const maxGroups = 32

func (c *console) group(call *engine.Call) {
	if call.NArgs() > 0 {
		c.write("log", call, 0)
	}
	c.indent = min(c.indent+1, maxGroups)
}

func (c *console) table(call *engine.Call) {
	c.emit("log", c.inspected(call, "$table", 0, 1))
}

func (c *console) trace(call *engine.Call) {
	text, plain := c.plain(call, 0)
	if !plain {
		text = c.inspected(call, "$format", 0, call.NArgs())
	}
	if text == "" {
		c.emit("log", "Trace")
		return
	}
	c.emit("log", "Trace: "+text)
}

// hostInspect puts into h what js/inspect.js and js/clone.js cannot see from JavaScript.
func (w *Web) hostInspect(h engine.Value) {
	w.fn(h, "isProxy", 1, func(c *engine.Call) engine.Value { return engine.Bool(c.Arg(0).IsProxy()) })
	w.fn(h, "isError", 1, func(c *engine.Call) engine.Value { return engine.Bool(c.Arg(0).IsError()) })
	w.fn(h, "kindOf", 1, func(c *engine.Call) engine.Value {
		switch v := c.Arg(0); {
		case v.IsProxy():
			return w.vm.String("proxy")
		case v.IsError():
			return w.vm.String("error")
		case v.IsPromise():
			return w.vm.String("promise")
		}
		return engine.Undefined()
	})
	w.fn(h, "isPromise", 1, func(c *engine.Call) engine.Value { return engine.Bool(c.Arg(0).IsPromise()) })
	w.fn(h, "promise", 1, func(c *engine.Call) engine.Value {
		state, result := w.vm.Settled(c.Arg(0))
		w.vm.Free(result)
		return w.vm.String([...]string{"<pending>", "<fulfilled>", "<rejected>"}[state])
	})
	w.fn(h, "iso", 1, func(c *engine.Call) engine.Value { return w.vm.String(isoText(c.Arg(0).Number())) })
}
