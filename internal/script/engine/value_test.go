package engine

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestZeroValueIsUndefined(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	assert.True(t, Value{}.IsUndefined())
	assert.Equal(t, Value{}, Undefined())
	assert.Equal(t, "undefined", vm.TypeOf(Value{}))
	f := mustRun(t, vm, "(x => x === undefined)")
	defer vm.Free(f)
	v, thrown := vm.Call(f, Undefined(), Value{})
	require.Nil(t, thrown)
	assert.Equal(t, Bool(true), v)
}

func TestKindsOfValues(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	for source, want := range map[string]struct {
		typeOf string
		truth  bool
		text   string
	}{
		"undefined":        {"undefined", false, "undefined"},
		"null":             {"object", false, "null"},
		"true":             {"boolean", true, "true"},
		"false":            {"boolean", false, "false"},
		"0":                {"number", false, "0"},
		"-1":               {"number", true, "-1"},
		"1.5":              {"number", true, "1.5"},
		"NaN":              {"number", false, "NaN"},
		"-0.0":             {"number", false, "0"},
		"''":               {"string", false, ""},
		"'a'":              {"string", true, "a"},
		"'a'.repeat(9000)": {"string", true, ""},
		"let s = 'ab'; for (let i = 0; i < 14; i++) s = s + s + i; s": {"string", true, ""},
		"0n":                     {"bigint", false, "0"},
		"10n ** 30n":             {"bigint", true, "1000000000000000000000000000000"},
		"({})":                   {"object", true, "[object Object]"},
		"[1, [2, 3]]":            {"object", true, "1,2,3"},
		"(function f() {})":      {"function", true, "function f() {}"},
		"(class A {})":           {"function", true, "class A {}"},
		"new Proxy(() => 1, {})": {"function", true, "function () {\n    [native code]\n}"},
	} {
		v := mustRun(t, vm, "{"+source+"}")
		assert.Equal(t, want.typeOf, vm.TypeOf(v), source)
		assert.Equal(t, want.truth, vm.Truth(v), source)
		text, thrown := vm.ToString(v)
		require.Nil(t, thrown)
		if want.text != "" {
			assert.Equal(t, want.text, text, source)
		}
		vm.Free(v)
	}
	symbol := mustRun(t, vm, "Symbol('s')")
	assert.True(t, symbol.IsSymbol())
	_, thrown := vm.ToString(symbol)
	require.NotNil(t, thrown)
	assert.Equal(t, "TypeError: cannot convert symbol to string", thrown.Error())
	vm.Free(thrown.Value)
	vm.Free(symbol)
}

func TestNumbersComeBackAsTheyWent(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	f := mustRun(t, vm, "(x => x)")
	defer vm.Free(f)
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64().Draw(t, "x")
		v, _ := vm.Call(f, Undefined(), Float(x))
		got, _ := vm.ToFloat(v)
		if math.IsNaN(x) != math.IsNaN(got) || !math.IsNaN(x) && got != x {
			t.Fatalf("%v came back as %v", x, got)
		}
		n := rapid.Int64Range(-1<<53, 1<<53).Draw(t, "n")
		if v, _ = vm.Call(f, Undefined(), Int(n)); int64(v.Number()) != n {
			t.Fatalf("%d came back as %v", n, v.Number())
		}
	})
	n, thrown := vm.ToInt32(Float(1<<32 + 5))
	require.Nil(t, thrown)
	assert.Equal(t, int32(5), n)
	assert.True(t, Int(3).Same(Float(3)))
}

func TestObjectsAreTheSameByIdentity(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	a, b := vm.Object(), vm.Object()
	defer vm.Free(a)
	defer vm.Free(b)
	again := vm.Dup(a)
	defer vm.Free(again)
	assert.True(t, a.Same(again))
	assert.False(t, a.Same(b))
}

func TestStringsComeBackAsTheyWent(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	f := mustRun(t, vm, "(s => s + '')")
	defer vm.Free(f)
	echo := func(s string) string {
		v := vm.String(s)
		defer vm.Free(v)
		r, _ := vm.Call(f, Undefined(), v)
		defer vm.Free(r)
		return vm.Text(r)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if got := echo(s); got != s {
			t.Fatalf("%q came back as %q", s, got)
		}
	})
	long := string(make([]byte, 200_000)) + "é"
	assert.Equal(t, long, echo(long))
	assert.Equal(t, "a\uFFFDb", echo("a\xffb"), "what is not UTF-8 is replaced")
	assert.Equal(t, "a\uFFFD\uFFFD", echo("a\xe2\x82"))
}

func TestHalfSurrogatePairs(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	half := mustRun(t, vm, "'a\\ud83db' + 'é\\ude00'")
	defer vm.Free(half)
	text, _ := vm.ToString(half)
	assert.Equal(t, "a\uFFFDbé\uFFFD", text)
	exact, _ := vm.ToWTF8(half)
	assert.Equal(t, "a\xed\xa0\xbdbé\xed\xb8\x80", exact)
	back := vm.String(exact)
	defer vm.Free(back)
	f := mustRun(t, vm, "((a, b) => a === b)")
	defer vm.Free(f)
	v, _ := vm.Call(f, Undefined(), half, back)
	assert.Equal(t, Bool(true), v)
}

func TestBytesOfBuffersAndViews(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	for source, want := range map[string][]byte{
		"new Uint8Array([1, 2, 3])":                               {1, 2, 3},
		"new Uint8Array([1, 2, 3]).buffer":                        {1, 2, 3},
		"new Uint8Array([1, 2, 3, 4]).subarray(1, 3)":             {2, 3},
		"new Uint16Array([1, 258])":                               {1, 0, 2, 1},
		"new DataView(new Uint8Array([1, 2, 3, 4]).buffer, 1, 2)": {2, 3},
		"new DataView(new Uint8Array([1, 2, 3, 4]).buffer, 1)":    {2, 3, 4},
		"new ArrayBuffer(0)":                                      {},
		"new Uint8Array(0)":                                       {},
		"new Uint8Array(new ArrayBuffer(2, {maxByteLength: 8}))":  {0, 0},
		"new DataView(new ArrayBuffer(2, {maxByteLength: 8}))":    {0, 0},
		"new SharedArrayBuffer(2)":                                {0, 0},
		"[1, 2]":                                                  nil,
		"'text'":                                                  nil,
		"const b = new Uint8Array(3); b.buffer.transfer(); b":     nil,
		"const c = new Uint8Array(3).buffer; c.transfer(); c":     nil,
	} {
		v := mustRun(t, vm, source)
		got, ok := vm.Bytes(v)
		assert.Equal(t, want != nil, ok, source)
		assert.Equal(t, want, got, source)
		vm.Free(v)
	}
	f := mustRun(t, vm, "(b => [b.constructor.name, b.length, ...b].join())")
	defer vm.Free(f)
	for want, b := range map[string][]byte{"Uint8Array,3,7,8,255": {7, 8, 255}, "Uint8Array,0": nil} {
		v := vm.NewBytes(b)
		r, thrown := vm.Call(f, Undefined(), v)
		require.Nil(t, thrown)
		assert.Equal(t, want, vm.Text(r))
		vm.Free(r)
		vm.Free(v)
	}
}
