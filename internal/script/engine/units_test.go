package engine

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"modernc.org/libc"
)

// life runs a unit in a VM and gives its result as text and what the VM held before and after.
func life(t testing.TB, options Options, unit Bytecode) (result string, before, after int64) {
	t.Helper()
	vm, err := New(options)
	require.NoError(t, err)
	defer vm.Close()
	before = vm.Memory()
	v, thrown := vm.Run(unit)
	require.Nil(t, thrown)
	result, thrown = vm.ToString(v)
	require.Nil(t, thrown)
	vm.Free(v)
	return result, before, vm.Memory()
}

func TestUnitsAreReadOnceAndEachLifeIsTheSame(t *testing.T) {
	t.Parallel()
	var machines Machines
	defer machines.Close()
	unit := compiled(t, "app.js", `
globalThis.n = (globalThis.n ?? 0) + 1;
const tag = (strings) => strings.count = (strings.raw.count ?? 0) + 1;
class C { #n = n; static of() { return new C().#n } }
const f = function () { return f.count = (f.count ?? 0) + 1 };
[C.of(), f(), f(), /a+/.exec('baa')[0], 10n ** 20n].join()`)
	options := Options{Machines: &machines, Units: []Bytecode{unit}}
	result, before, after := life(t, options, unit)
	assert.Equal(t, "1,1,2,aa,100000000000000000000", result)
	for range 3 {
		again, beforeAgain, afterAgain := life(t, options, unit)
		assert.Equal(t, result, again)
		assert.Equal(t, before, beforeAgain)
		assert.Equal(t, after, afterAgain)
		require.Len(t, machines.spare, 1)
		assert.Len(t, machines.spare[0].read, 1)
	}
}

func TestAUnitMayBeRunMoreThanOnce(t *testing.T) {
	t.Parallel()
	unit := compiled(t, "app.js", "(() => { let n = 0; return () => ++n })()")
	vm := newVM(t, Options{Units: []Bytecode{unit}})
	for range 2 {
		f, thrown := vm.Run(unit)
		require.Nil(t, thrown)
		v, thrown := vm.Call(f, Undefined())
		require.Nil(t, thrown)
		assert.InDelta(t, 1, v.Number(), 0)
		vm.Free(f)
	}
}

func TestMachinesThatReadOtherUnitsAreLeftAlone(t *testing.T) {
	t.Parallel()
	var machines Machines
	defer machines.Close()
	one, other := compiled(t, "app.js", "'one'"), compiled(t, "app.js", "'other'")
	for range 2 {
		for _, unit := range []Bytecode{one, other} {
			result, _, _ := life(t, Options{Machines: &machines, Units: []Bytecode{unit}}, unit)
			assert.Equal(t, map[bool]string{true: "one", false: "other"}[unit.is(one)], result)
		}
	}
	assert.Len(t, machines.spare, 2)
	result, _, _ := life(t, Options{Machines: &machines}, one)
	assert.Equal(t, "one", result, "a script that is no unit is read when it is run")
}

func TestAStopIsAtTheSamePlaceInEachLife(t *testing.T) {
	t.Parallel()
	var machines Machines
	defer machines.Close()
	for name, source := range map[string]string{
		"a loop":             "let i = 0;\nfor (;;) i++",
		"a loop of calls":    "const f = () => 1;\nfor (;;) f()",
		"in a function":      "function f() {\n let i = 0; for (;;) i++\n}\nf()",
		"in made code":       "eval('(() => {\\n let i = 0; for (;;) i++ })')()",
		"in an async one":    "async function f() {\n let i = 0; for (;;) i++\n}\nf()",
		"behind calls":       "const g = () => 1;\nfunction f() {\n let i = g(); for (;;) i++\n}\nf()",
		"in a native's call": "[1].map(() => {\n let i = 0; for (;;) i++\n})",
	} {
		unit := compiled(t, "app.js", source)
		var first []Frame
		for range 20 {
			vm, err := New(Options{Machines: &machines, Units: []Bytecode{unit}, Poll: after(2)})
			require.NoError(t, err)
			_, _ = vm.Run(unit)
			require.True(t, vm.Stopped(), name)
			if first == nil {
				first = vm.StopStack()
				require.NotEmpty(t, first)
			}
			assert.Equal(t, first, vm.StopStack(), name)
			vm.Close()
		}
	}
}

// A stop exchanges the table of positions of the function it stops, which belongs to the unit.
func TestAStopInAUnitLeavesTheNextLifeItsPositions(t *testing.T) {
	t.Parallel()
	var machines Machines
	defer machines.Close()
	unit := compiled(t, "app.js", "let n = 0;\nfunction spin() {\n  for (;;)\n    n += 2;\n}\nspin()")
	for range 3 {
		vm, err := New(Options{Machines: &machines, Units: []Bytecode{unit}, Poll: after(3)})
		require.NoError(t, err)
		_, thrown := vm.Run(unit)
		require.NotNil(t, thrown)
		f, ok := vm.StopPosition()
		assert.True(t, ok)
		assert.Equal(t, "spin", f.Function)
		assert.Equal(t, 4, f.Line)
		vm.Close()
	}
}

func TestTheMemoryLimitHoldsInEachLife(t *testing.T) {
	t.Parallel()
	var machines Machines
	defer machines.Close()
	unit := compiled(t, "app.js", "let n = 0;\nfunction eat(a) { for (;;) { a.push({n}); n++ } }\ntry { eat([]) } catch {}\nn")
	var eaten []float64
	for range 3 {
		vm, err := New(Options{Machines: &machines, Units: []Bytecode{unit}, MemoryLimit: 8 << 20})
		require.NoError(t, err)
		v, thrown := vm.Run(unit)
		require.Nil(t, thrown)
		assert.True(t, vm.LimitHit())
		eaten = append(eaten, v.Number())
		vm.Close()
	}
	assert.Greater(t, eaten[0], 10_000.0)
	assert.Equal(t, []float64{eaten[0], eaten[0], eaten[0]}, eaten)
}

func TestUnitsOfAnyKindFindRoom(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"nothing":        "",
		"tiny functions": strings.Repeat("()=>{};", 20_000),
		"methods":        "class C {" + strings.Repeat("m(){}", 20_000) + "}",
		"names":          "({" + strings.Repeat("a:1,b:2,", 20_000) + "})",
		"many names":     manyNames(20_000),
		"closures":       "(a,b,c)=>{" + strings.Repeat("()=>a+b+c;", 10_000) + "}",
		"texts":          strings.Repeat("'text';", 20_000),
		"numbers":        "[" + strings.Repeat("0.5,", 20_000) + "]",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			unit := compiled(t, "app.js", source)
			m, err := newMachine([]Bytecode{unit}, nil)
			require.NoError(t, err)
			defer m.close()
			assert.Len(t, m.read, 1)
		})
	}
}

func manyNames(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("x" + strings.Repeat("y", i%7) + string(rune('a'+i%26)) + "_" + strings.Repeat("z", i/100%50) + ";")
	}
	return b.String()
}

func TestAUnitWithoutRoomIsReadWhenItIsRun(t *testing.T) {
	t.Parallel()
	plain, err := newMachine(nil, nil)
	require.NoError(t, err)
	defer plain.close()
	unit := compiled(t, "app.js", strings.Repeat("()=>{};", 10_000)+"'it ran'")
	m := &machine{heart: heart{tls: libc.NewTLS()}, units: []Bytecode{unit}}
	require.NoError(t, m.start(plain.memory.used+100_000))
	m.readUnits()
	assert.Empty(t, m.read)
	m.memory.seal()
	machines := Machines{spare: []*machine{m}}
	defer machines.Close()
	for range 2 {
		result, _, _ := life(t, Options{Machines: &machines, Units: []Bytecode{unit}}, unit)
		assert.Equal(t, "it ran", result)
		assert.Equal(t, []*machine{m}, machines.spare)
	}
}
