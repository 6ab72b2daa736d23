package engine

import (
	"fmt"
	"strings"
)

// selfTestScript uses each thing of the engine that layout.go reaches into.
const selfTestScript = `async function* numbers() { yield 1; yield 2 }
class Box {
  async open() {
    for await (const n of numbers()) here(n);
    await new Promise(() => {});
  }
}
async function outer() {
  await new Box().open();
}
outer();
(function spin(i) {
  for (;;) {
    i++;
  }
})`

// selfTestWant is what it must find, line by line.
const selfTestWant = `here 1: open self-test:4:42
here 2: open self-test:4:42
await 1: outer self-test:9:23, awaited by []
await 2: open self-test:5:22, awaited by [1], on a promise of open self-test:5:22, made at 3, abandoned true
stopped: spin self-test:14:6 after 1 polls
`

// SelfTest checks that the engine's memory is laid out as this package expects, by running a script that uses every part
// of it and comparing with exact answers. It takes about a millisecond.
func SelfTest() error {
	got, err := selfTestReport()
	if err != nil {
		return fmt.Errorf("self-test of the JavaScript engine: %w", err)
	}
	if got != selfTestWant {
		return fmt.Errorf("self-test of the JavaScript engine: it is not the version this program was built for: got\n%swant\n%s", got, selfTestWant)
	}
	return nil
}

func selfTestReport() (report string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	script, err := Compile("self-test", selfTestScript)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	calls, polls := int64(0), 0
	vm, err := New(Options{
		Poll: func() bool { polls++; return true },
		Mark: func() Mark { return Mark{At: calls + 1} },
	})
	if err != nil {
		return "", err
	}
	defer vm.Close()
	here := vm.Func("here", 1, func(c *Call) Value {
		calls++
		f, _ := vm.Here()
		fmt.Fprintf(&out, "here %v: %v\n", c.Arg(0).Number(), f)
		return Undefined()
	})
	global := vm.Global()
	defer vm.Free(global)
	vm.Give(global, "here", here)
	spin, thrown := vm.Run(script)
	if thrown != nil {
		return "", thrown
	}
	defer vm.Free(spin)
	for ran := true; ran && thrown == nil; {
		ran, thrown = vm.RunJob()
	}
	for _, a := range vm.Pending() {
		fmt.Fprintf(&out, "await %d: %v, awaited by %v", a.ID, a.Frame, a.Parents)
		for _, p := range a.On {
			fmt.Fprintf(&out, ", on a promise of %v, made at %d, abandoned %v", p.At, p.Made.At, p.Abandoned)
		}
		fmt.Fprintln(&out)
	}
	vm.BeginTurn()
	if _, thrown = vm.Call(spin, Undefined(), Int(0)); thrown == nil || !thrown.Stopped {
		return "", fmt.Errorf("a busy loop did not stop")
	}
	f, _ := vm.StopPosition()
	fmt.Fprintf(&out, "stopped: %v after %d polls\n", f, polls)
	return out.String(), nil
}
