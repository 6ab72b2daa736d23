package script

import (
	"strings"

	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
)

const (
	callerDepth = 64 // frames looked through for the user's own
	stackDepth  = 10 // frames shown of an error
)

// place is where a frame of the program stands in the sources; nil in the bundler's helpers.
func (r *Runtime) place(f engine.Frame) *place {
	if f.Unit != programUnit {
		return nil
	}
	return r.program.sources.at(f.Line, f.Column)
}

// Caller is where in the user's source the running host function was called from: the innermost frame in a file of the
// user's own, else in node_modules; nil where there is none.
func (r *Runtime) Caller() *trace.Pos { return r.caller().pos }

// caller is Caller with the function's name. It remembers the call for reports of a hang.
func (r *Runtime) caller() site {
	s := site{at: r.host.Now()}
	if f, ok := r.vm.Here(); ok {
		if p := r.place(f); p != nil && p.origin == ofUser {
			s.pos, s.function = &p.pos, r.functionName(f, p)
		} else {
			s.pos, s.function = r.firstShown(r.vm.Stack(callerDepth))
		}
	}
	if s.pos != nil {
		r.lastCall = s
	}
	return s
}

// firstShown is the innermost frame of the user's own, else of a package.
func (r *Runtime) firstShown(frames []engine.Frame) (pos *trace.Pos, function string) {
	for _, f := range frames {
		p := r.place(f)
		if p == nil || p.origin == ofUs {
			continue
		}
		if p.origin == ofUser {
			return &p.pos, r.functionName(f, p)
		}
		if pos == nil {
			pos, function = &p.pos, r.functionName(f, p)
		}
	}
	return pos, function
}

// stack is a stack as it is shown: without our own modules.
func (r *Runtime) stack(frames []engine.Frame) []trace.StackFrame {
	var shown []trace.StackFrame
	for _, f := range frames {
		if p := r.place(f); p != nil && p.origin != ofUs {
			shown = append(shown, trace.StackFrame{Function: r.functionName(f, p), Pos: p.pos})
		}
		if len(shown) == stackDepth {
			break
		}
	}
	return shown
}

// functionName is the name that a function has in its source. Where two modules use the same one, the bundler adds a
// number to the second's.
func (r *Runtime) functionName(f engine.Frame, p *place) string {
	name := f.Function
	if name == "" || name[len(name)-1] < '0' || name[len(name)-1] > '9' {
		return name
	}
	text, _ := r.program.Source(p.pos.File)
	plain := strings.TrimRight(name, "0123456789")
	if plain != "" && !strings.Contains(text, name) && strings.Contains(text, plain) {
		return plain
	}
	return name
}
