package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// platform is all that the job needs beside timers.
const platform = `
globalThis.fetch = () => new Promise((resolve) => request((text) => resolve({
  ok: true, status: 200, json: () => Promise.resolve(JSON.parse(text)),
})))`

// answerTakes is how long the server takes.
const answerTakes = 200 * time.Millisecond

// loop is the engine and the events to come.
type loop struct {
	units    []engine.Bytecode // the platform, then the program
	body     string
	unseen   bool
	relaunch int // wakes until the machine is thrown away for a new one; 0: never

	vm       *engine.VM
	queue    vclock.Queue
	callback engine.Value
	done     engine.Value // called with the callback's result
	open     bool
	finished int
}

func newLoop(program, body string) (*loop, error) {
	l := &loop{body: body}
	for _, unit := range []struct{ name, text string }{{"platform", platform}, {"program", program}} {
		code, err := engine.Compile(unit.name, unit.text)
		if err != nil {
			return nil, fmt.Errorf("compile the %s: %w", unit.name, err)
		}
		l.units = append(l.units, code)
	}
	return l, nil
}

// launch makes a machine that has run the program's top level.
func (l *loop) launch() error {
	vm, err := engine.New(engine.Options{
		Mark: func() engine.Mark { return engine.Mark{At: l.queue.Now().Micros()} },
		Poll: func() bool { return false },
	})
	if err != nil {
		return err
	}
	l.vm = vm
	if l.unseen {
		if err := unwatch(vm); err != nil {
			return err
		}
	}
	return l.install()
}

func (l *loop) quit() {
	if l.vm == nil {
		return
	}
	l.vm.Free(l.callback)
	l.vm.Free(l.done)
	l.vm.Close()
	l.vm, l.callback, l.done = nil, engine.Undefined(), engine.Undefined()
}

// install gives the program its platform and runs its top level.
func (l *loop) install() error {
	vm := l.vm
	global := vm.Global()
	defer vm.Free(global)
	vm.Hide(global, "setTimeout", vm.Func("setTimeout", 2, func(c *engine.Call) engine.Value {
		l.after(time.Duration(c.Arg(1).Number())*time.Millisecond, vm.Dup(c.Arg(0)), engine.Undefined())
		return engine.Int(1)
	}))
	vm.Hide(global, "request", vm.Func("request", 1, func(c *engine.Call) engine.Value {
		l.after(answerTakes, vm.Dup(c.Arg(0)), vm.String(l.body))
		return engine.Undefined()
	}))
	l.done = vm.Func("done", 1, func(*engine.Call) engine.Value {
		l.open = false
		l.finished++
		return engine.Undefined()
	})
	for i, unit := range l.units {
		value, thrown := vm.Run(unit)
		if thrown != nil {
			return thrown
		}
		if i == len(l.units)-1 {
			l.callback, thrown = vm.Get(value, "default")
			if thrown != nil || !vm.IsFunction(l.callback) {
				return errors.New("the script exports no callback")
			}
		}
		vm.Free(value)
	}
	return nil
}

// after has fn called with arg, d from now; both are given away.
func (l *loop) after(d time.Duration, fn, arg engine.Value) {
	l.queue.Schedule(l.queue.Now().Add(d), vclock.Work, func(vclock.Instant) {
		l.turn(fn, arg)
		l.vm.Free(fn)
		l.vm.Free(arg)
	})
}

// live lives through that many wakes and returns how many finished.
func (l *loop) live(wakes int) (finished int, err error) {
	defer l.quit()
	for wake := range wakes {
		if l.vm == nil || l.relaunch > 0 && wake%l.relaunch == 0 {
			l.quit()
			if err := l.launch(); err != nil {
				return l.finished, err
			}
		}
		l.queue.Schedule(vclock.Instant(0).Add(time.Duration(wake)*every), vclock.Grant, func(vclock.Instant) {})
		l.queue.Step()
		l.open = true
		if err := l.wake(); err != nil {
			return l.finished, err
		}
		for l.open && l.queue.Step() {
		}
	}
	return l.finished, nil
}

// wake calls the callback and has done called with its result.
func (l *loop) wake() error {
	promise, thrown := l.vm.Call(l.callback, engine.Undefined())
	if thrown != nil {
		return thrown
	}
	defer l.vm.Free(promise)
	then, thrown := l.vm.Get(promise, "then")
	if thrown != nil {
		return thrown
	}
	defer l.vm.Free(then)
	chained, thrown := l.vm.Call(then, promise, l.done)
	if thrown != nil {
		return thrown
	}
	l.vm.Free(chained)
	l.drain()
	return nil
}

// turn calls fn and runs all jobs.
func (l *loop) turn(fn, arg engine.Value) {
	result, thrown := l.vm.Call(fn, engine.Undefined(), arg)
	if thrown != nil {
		panic(thrown)
	}
	l.vm.Free(result)
	l.drain()
}

func (l *loop) drain() {
	for {
		ran, thrown := l.vm.RunJob()
		if thrown != nil {
			panic(thrown)
		}
		if !ran {
			return
		}
	}
}
