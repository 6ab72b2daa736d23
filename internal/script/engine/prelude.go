package engine

import "modernc.org/libc"

// Prelude is a platform's JavaScript that does not depend on the process it is for. It is run when a VM is made, and with
// Machines only once: VMs on the same memory find what it made.
type Prelude struct {
	// Script gives a function (global, host, text). It is called with the global object, an empty object, which gets its Go
	// functions only in the process (so that it must not be looked into before they are called for), and Text.
	Script Bytecode
	Text   string
}

// made is what running a prelude gave.
type made struct {
	prelude      Prelude
	host, result Value
}

func (p Prelude) is(other Prelude) bool { return p.Script.is(other.Script) && p.Text == other.Text }

// Prelude is the host object of a prelude and what its function returned; both belong to the caller. One that is not among
// Options.Preludes is run now.
func (vm *VM) Prelude(p Prelude) (host, result Value, thrown *Thrown) {
	if vm.machine != nil {
		for _, m := range vm.machine.made {
			if m.prelude.is(p) {
				return vm.Dup(m.host), vm.Dup(m.result), nil
			}
		}
	}
	return vm.runPrelude(p)
}

func (vm *VM) runPrelude(p Prelude) (host, result Value, thrown *Thrown) {
	fn, thrown := vm.Run(p.Script)
	if thrown != nil {
		return Undefined(), Undefined(), thrown
	}
	global, text := vm.Global(), vm.String(p.Text)
	host = vm.Object()
	result, thrown = vm.Call(fn, Undefined(), global, host, text)
	vm.Free(fn)
	vm.Free(global)
	vm.Free(text)
	if thrown != nil {
		vm.Free(host)
		return Undefined(), Undefined(), thrown
	}
	return host, result, nil
}

// runPreludes runs the preludes on the base. One that throws, or finds no room there, is left to whoever asks for it.
func (m *machine) runPreludes() {
	vm := &VM{heart: m.heart, keys: map[string]Key{}}
	if vm.scratch = libc.Xcalloc(m.tls, 1, scratchSize); vm.scratch == 0 {
		return
	}
	vm.BeginTurn()
	for _, p := range m.preludes {
		host, result, thrown := vm.runPrelude(p)
		if thrown != nil {
			vm.Free(thrown.Value)
			continue
		}
		m.made = append(m.made, made{p, host, result})
	}
	vm.positions.release(vm)
	vm.releaseKeys()
	libc.Xfree(vm.tls, vm.scratch)
	libc.Xfree(vm.tls, vm.text)
}
