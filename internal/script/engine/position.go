package engine

import (
	"fmt"
	"slices"

	lib "modernc.org/libquickjs"
)

// EvalUnit is the unit of code made by eval and new Function.
const EvalUnit = "<input>"

// shimUnit is the unit of the code that installs Intl, which never shows.
const shimUnit = "<eval>"

// Frame is a place in a running or suspended function.
type Frame struct {
	Unit     string // the name the script was compiled under
	Function string // "" for functions without a name
	Line     int    // 1-based, in the compiled script
	Column   int    // 1-based, in UTF-16 units; of a call's opening parenthesis, but of the return in "return f()"
}

func (f Frame) String() string {
	name := f.Function
	if name == "" {
		name = "(anonymous)"
	}
	return fmt.Sprintf("%s %s:%d:%d", name, f.Unit, f.Line, f.Column)
}

// site is a place in the engine's own terms.
type site struct {
	bytecode address
	pc       uint32
}

// positionCache knows the frames of the sites seen so far. The bytecode of each is held, so that its address stays its
// own.
type positionCache struct {
	hidden []string
	known  map[site]int32 // index of frames, or hiddenSite
	frames []Frame
	held   map[address]struct{}
}

// hiddenSite stands for all sites in hidden units.
const hiddenSite = -1

func (c *positionCache) hides(unit string) bool {
	return unit == shimUnit || slices.Contains(c.hidden, unit)
}

func (c *positionCache) release(vm *VM) {
	for b := range c.held {
		vm.Free(Value{bits: uint64(b), kind: kindBytecode})
	}
	*c = positionCache{hidden: c.hidden}
}

// frameAt is the index in positions.frames of where a function stands, or hiddenSite. pc is that behind the call.
func (vm *VM) frameAt(function Value, pc address) int32 {
	c := &vm.positions
	b := bytecodeAt(function.address())
	s := site{inside(function.address()), uint32(pc-b.Fbyte_code_buf) - 1}
	if i, ok := c.known[s]; ok {
		return i
	}
	if c.known == nil {
		c.known, c.held = map[site]int32{}, map[address]struct{}{}
	}
	if _, held := c.held[s.bytecode]; !held {
		vm.Dup(Value{bits: uint64(s.bytecode), kind: kindBytecode})
		c.held[s.bytecode] = struct{}{}
	}
	i := int32(hiddenSite)
	if unit := vm.atomText(b.Fdebug.Ffilename); !c.hides(unit) {
		i = int32(len(c.frames))
		line, column := position(b, s.pc)
		c.frames = append(c.frames, Frame{Unit: unit, Function: vm.functionName(function), Line: line, Column: column})
	}
	c.known[s] = i
	return i
}

// functionName is the name of a JavaScript function. Methods and arrows have it only as a property.
func (vm *VM) functionName(f Value) string {
	if name := vm.ownText(f, lib.EJS_ATOM_name); name != "" {
		return plainName(name)
	}
	return plainName(vm.atomText(bytecodeAt(f.address()).Ffunc_name))
}

// plainName leaves out the names that the engine gives to code without one.
func plainName(name string) string {
	if name == "<eval>" || name == "<anonymous>" {
		return ""
	}
	return name
}

// Stack is where JavaScript stands: at most max frames, innermost first, without hidden units. Called by a host
// function, it begins with the function's caller.
func (vm *VM) Stack(max int) []Frame {
	var frames []Frame
	for i := range vm.visible() {
		if len(frames) == max {
			break
		}
		frames = append(frames, vm.positions.frames[i])
	}
	return frames
}

// Here is the first frame of Stack, without allocating.
func (vm *VM) Here() (f Frame, ok bool) {
	if i := vm.hereIndex(); i >= 0 {
		return vm.positions.frames[i], true
	}
	return Frame{}, false
}

// hereIndex is the index in positions.frames of the innermost visible frame, or hiddenSite.
func (vm *VM) hereIndex() int32 {
	for i := range vm.visible() {
		return i
	}
	return hiddenSite
}

// visible iterates over the frames that JavaScript stands in, innermost first, as indexes in positions.frames.
func (vm *VM) visible() func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		for f, pc := range vm.calls() {
			if i := vm.frameAt(f, pc); i >= 0 && !yield(i) {
				return
			}
		}
	}
}

// calls iterates over the functions in the midst of which JavaScript stands, innermost first, and the places in them. It
// asks nothing of the engine.
func (vm *VM) calls() func(yield func(function Value, pc address) bool) {
	return func(yield func(Value, address) bool) {
		for p := vm.runtime().Fcurrent_stack_frame; p != 0; {
			frame := at[lib.TJSStackFrame](p)
			f := cooked(frame.Fcur_func)
			if f.IsObject() && hasBytecode(f.address()) && wroteDown(frame, bytecodeAt(f.address())) && !yield(f, frame.Fcur_pc) {
				return
			}
			p = frame.Fprev_frame
		}
	}
}

// position is where a function of bytecode b stands at pc: the last entry of its table of positions at or before pc.
func position(b *lib.TJSFunctionBytecode, pc uint32) (line, column int) {
	for e := range entries(b) {
		if e.pc > pc {
			break
		}
		line, column = e.line, e.column
	}
	return line, column
}

// positionFrom is the first position at or behind pc, the head of a loop: its own may have no entry. If there is none
// it is the last one before.
func positionFrom(b *lib.TJSFunctionBytecode, pc uint32) (line, column int) {
	for e := range entries(b) {
		line, column = e.line, e.column
		if e.pc >= pc {
			break
		}
	}
	return line, column
}

// entry is a line of a function's table of positions.
type entry struct {
	pc           uint32
	line, column int
}

// entries decodes a function's table of positions.
//
// It begins with line and column of the function, both from 0 as variable-length numbers. Then each entry moves pc, line
// and column on: one byte that holds small steps of pc and line, or 0 followed by both as numbers; then the column's
// step.
func entries(b *lib.TJSFunctionBytecode) func(yield func(entry) bool) {
	return func(yield func(entry) bool) {
		r := tableReader{bytesAt(b.Fdebug.Fpc2line_buf, int(b.Fdebug.Fpc2line_len))}
		if len(r.rest) == 0 {
			return
		}
		var e entry
		e.line, e.column = int(r.unsigned())+1, int(r.unsigned())+1
		for yield(e) && len(r.rest) > 0 {
			if op := r.byte(); op == 0 {
				e.pc += r.unsigned()
				e.line += int(r.signed())
			} else {
				step := uint32(op) - lib.MPC2LINE_OP_FIRST
				e.pc += step / lib.MPC2LINE_RANGE
				e.line += int(step%lib.MPC2LINE_RANGE) + lib.MPC2LINE_BASE
			}
			e.column += int(r.signed())
		}
	}
}

// tableReader reads the numbers of a table of positions.
type tableReader struct{ rest []byte }

func (r *tableReader) byte() byte {
	if len(r.rest) == 0 {
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *tableReader) unsigned() (n uint32) {
	for shift := 0; shift < 35; shift += 7 {
		b := r.byte()
		n |= uint32(b&0x7f) << shift
		if b&0x80 == 0 {
			break
		}
	}
	return n
}

func (r *tableReader) signed() int32 {
	n := r.unsigned()
	return int32(n>>1) ^ -int32(n&1)
}

// identitySize is the size of the table that writeIdentity writes for a function of n bytes.
func identitySize(n int) int { return 2 + 4*n }

// writeIdentity fills a table of positions in which the place pc is on line pc+1: the engine looks up the place before
// the one it stands at, so it gives that as the line.
func writeIdentity(table []byte) {
	table[0], table[1] = 0, 0
	for i := 2; i+4 <= len(table); i += 4 {
		table[i], table[i+1], table[i+2], table[i+3] = 0, 1, 2, 0 // pc+1, line+1 (as a signed number), column+0
	}
}
