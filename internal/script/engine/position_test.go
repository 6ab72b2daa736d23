package engine

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	lib "modernc.org/libquickjs"
	"pgregory.net/rapid"
)

func TestPositionsAreThoseOfTheEngine(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	var source strings.Builder
	source.WriteString("function f(n) {\n")
	for i := range 60 { // long lines and large steps need each kind of entry
		source.WriteString(strings.Repeat(" ", i*7%200) + "if (n === " + strings.Repeat("0", i) + "1" + ") here(new Error('x'));" + strings.Repeat("\n", i%40))
	}
	source.WriteString("}\nfor (let i = 0; i < 62; i++) f(i ? 1 : 0)")
	calls := 0
	global(t, vm, "here", func(c *Call) Value {
		calls++
		at := c.VM.Stack(1)[0]
		made := c.VM.Describe(c.Arg(0)).Stack[0]
		assert.Equal(t, made.Line, at.Line)
		return Undefined()
	})
	vm.Free(mustRun(t, vm, source.String()))
	assert.Positive(t, calls)
}

func TestIdentityTableGivesEachPlaceAsItsLine(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 3000).Draw(t, "n")
		table := make([]byte, identitySize(n))
		writeIdentity(table)
		var b lib.TJSFunctionBytecode
		b.Fdebug.Fpc2line_buf, b.Fdebug.Fpc2line_len = addressOf(&table[0]), int32(len(table))
		pc := rapid.IntRange(0, n).Draw(t, "pc")
		if line, column := position(&b, uint32(pc)); line != pc+1 || column != 1 {
			t.Fatalf("place %d is at %d:%d", pc, line, column)
		}
	})
}

func TestFramesOfTheEnginesStacks(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]Frame{
		"    at f (app.js:1:2)":           {"app.js", "f", 1, 2},
		"    at <anonymous> (app.js:1:2)": {"app.js", "", 1, 2},
		"    at <eval> (app.js:10:20)":    {"app.js", "", 10, 20},
		"    at a (b) c (dir/a:b.js:1:2)": {"dir/a:b.js", "a (b) c", 1, 2},
		"    at app.js:3:4":               {"app.js", "", 3, 4},
	} {
		f, ok := parseFrame(line)
		require.True(t, ok, line)
		assert.Equal(t, want, f, line)
	}
	for _, line := range []string{"", "    at map (native)", "Error: x", "    at f (app.js)", "    at f (app.js:x:1)"} {
		_, ok := parseFrame(line)
		assert.False(t, ok, line)
	}
}

func FuzzParseFrame(f *testing.F) {
	f.Add("    at f (app.js:1:2)")
	f.Add("    at :1:2")
	f.Add("    at (:1:2) (:3:4)")
	f.Fuzz(func(t *testing.T, line string) {
		if frame, ok := parseFrame(line); ok && !strings.HasPrefix(line, "    at ") {
			t.Errorf("%q is read as %v", line, frame)
		}
	})
}
