package engine

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPropertiesOfObjects(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	o := vm.Object()
	defer vm.Free(o)
	require.Nil(t, vm.Give(o, "name", vm.String("é")))
	require.Nil(t, vm.Set(o, "", Int(1)))
	require.Nil(t, vm.Set(o, "7", Int(2)))
	require.Nil(t, vm.Hide(o, "hidden", Int(3)))
	v, thrown := vm.Get(o, "name")
	require.Nil(t, thrown)
	assert.Equal(t, "é", vm.Text(v))
	vm.Free(v)
	names, _ := vm.Keys(o)
	assert.Equal(t, []string{"7", "name", ""}, names)
	has, _ := vm.Has(o, "hidden")
	assert.True(t, has)
	gone, _ := vm.Delete(o, "name")
	assert.True(t, gone)
	has, _ = vm.Has(o, "name")
	assert.False(t, has)
	text, ok, _ := vm.JSON(o)
	assert.True(t, ok)
	assert.JSONEq(t, `{"7": 2, "": 1}`, text)
}

func TestArraysAndTheirLength(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	a := vm.Array(Int(1), vm.String("two"), Null())
	defer vm.Free(a)
	assert.True(t, a.IsArray())
	n, _ := vm.Length(a)
	assert.Equal(t, 3, n)
	require.Nil(t, vm.SetIndex(a, 4, Bool(true)))
	v, _ := vm.Index(a, 1)
	assert.Equal(t, "two", vm.Text(v))
	vm.Free(v)
	text, _, _ := vm.JSON(a)
	assert.Equal(t, `[1,"two",null,null,true]`, text)
	n, thrown := vm.Length(Undefined())
	assert.Zero(t, n)
	require.NotNil(t, thrown)
	vm.Free(thrown.Value)
}

func TestWhatPropertiesThrowComesBack(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	o := mustRun(t, vm, `({
  get bad() { throw new RangeError('no') }, set bad(v) { throw v }, toString() { throw 'text' },
  toJSON() { throw 'json' }, valueOf() { throw 'number' },
})`)
	defer vm.Free(o)
	_, thrown := vm.Get(o, "bad")
	assert.Equal(t, "RangeError: no", thrown.Error())
	assert.Equal(t, []Frame{{"app.js", "get bad", 2, 35}}, thrown.Stack)
	vm.Free(thrown.Value)
	assert.Equal(t, "5", vm.Set(o, "bad", Int(5)).Error())
	_, thrown = vm.ToString(o)
	assert.Equal(t, "text", thrown.Error())
	vm.Free(thrown.Value)
	_, thrown = vm.ToFloat(o)
	assert.Equal(t, "number", thrown.Error())
	vm.Free(thrown.Value)
	_, _, thrown = vm.JSON(o)
	assert.Equal(t, "json", thrown.Error())
	vm.Free(thrown.Value)
}

func TestJSONBothWays(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	for _, text := range []string{`{"a":[1,2.5,"é\n",null,true],"b":{}}`, `"x"`, `0`, `null`} {
		v, thrown := vm.ParseJSON(text)
		require.Nil(t, thrown)
		got, ok, _ := vm.JSON(v)
		assert.True(t, ok)
		assert.Equal(t, text, got)
		vm.Free(v)
	}
	_, thrown := vm.ParseJSON("{")
	require.NotNil(t, thrown)
	assert.Equal(t, "SyntaxError", thrown.Name)
	vm.Free(thrown.Value)
	_, ok, thrown := vm.JSON(Undefined())
	assert.False(t, ok)
	assert.Nil(t, thrown)
}

func TestMoreKeysThanAreRemembered(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	o := vm.Object()
	defer vm.Free(o)
	for i := range 2 * maxKeys {
		require.Nil(t, vm.Set(o, fmt.Sprint("key", i), Int(int64(i))))
	}
	assert.Len(t, vm.keys, maxKeys)
	v, _ := vm.Get(o, fmt.Sprint("key", 2*maxKeys-1))
	assert.InDelta(t, 2*maxKeys-1, v.Number(), 0)
}

func TestHostFunctionsLookNativeAndAreFreed(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	global(t, vm, "make", func(c *Call) Value {
		return c.VM.Func("made", 2, func(c *Call) Value {
			return Int(int64(c.NArgs()))
		})
	})
	assert.Equal(t, "made 2 function true 3 0", show(t, vm, `
const f = make();
[f.name, f.length, typeof f, /native code/.test(f), f(1, 2, 3), f.call(null)].join(' ')`))
	_, thrown := run(t, vm, "new f()")
	require.NotNil(t, thrown)
	assert.Equal(t, "TypeError", thrown.Name)
	vm.Free(thrown.Value)
	vm.Free(mustRun(t, vm, "for (let i = 0; i < 1000; i++) make()"))
	assert.LessOrEqual(t, len(vm.hosts), 4, "slots of freed functions are used again")
}

func TestHostFunctionsSeeThisAndThrow(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{})
	global(t, vm, "self", func(c *Call) Value { return c.VM.Dup(c.This) })
	global(t, vm, "fail", func(c *Call) Value { return c.ThrowError("RangeError", "too far") })
	global(t, vm, "odd", func(c *Call) Value { return c.ThrowError("NoSuchError", "plain") })
	global(t, vm, "throwText", func(c *Call) Value { return c.Throw(c.VM.String("text")) })
	assert.Equal(t, "true", show(t, vm, "const o = {self}; String(o.self() === o)"))
	assert.Equal(t, "RangeError too far true", show(t, vm, "try { fail() } catch (e) { [e.name, e.message, e instanceof RangeError].join(' ') }"))
	assert.Equal(t, "Error: plain", show(t, vm, "try { odd() } catch (e) { String(e) }"))
	assert.Equal(t, "text", show(t, vm, "try { throwText() } catch (e) { e }"))
	_, thrown := run(t, vm, "function f() {\n  fail();\n}\nf()")
	require.NotNil(t, thrown)
	assert.Equal(t, []Frame{{"app.js", "f", 2, 7}, {"app.js", "", 4, 2}}, thrown.Stack)
	vm.Free(thrown.Value)
}

func TestHereAndStackBeginWithTheCaller(t *testing.T) {
	t.Parallel()
	vm := newVM(t, Options{HiddenUnits: []string{"prelude"}})
	var stacks []string
	global(t, vm, "native", func(c *Call) Value {
		f, ok := c.VM.Here()
		stacks = append(stacks, fmt.Sprint(ok, f, c.VM.Stack(2), len(c.VM.Stack(64))))
		return Undefined()
	})
	vm.Free(mustRunUnit(t, vm, "prelude", "function setTimeout(f) { native(f) }"))
	vm.Free(mustRun(t, vm, `class Sync {
  start() { [1].forEach(() => setTimeout(2)) }
}
for (let i = 0; i < 2; i++) new Sync().start();`))
	want := "true (anonymous) app.js:2:41 [(anonymous) app.js:2:41 start app.js:2:24] 3"
	assert.Equal(t, []string{want, want}, stacks)
	_, ok := vm.Here()
	assert.False(t, ok, "no JavaScript is running")
	stacks = nil
	vm.Free(mustRun(t, vm, "eval('native() + 1')"))
	assert.Equal(t, []string{"true (anonymous) <input>:1:7 [(anonymous) <input>:1:7 (anonymous) app.js:1:5] 2"}, stacks)
}
