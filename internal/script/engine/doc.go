// Package engine is the JavaScript machine: QuickJS, bound for a simulator.
//
// It decides nothing about time, apps or iOS. It runs JavaScript for Go code that must be able to stop it at a
// countable place, to say where it stands, and to see at any instant which async functions are suspended and on what.
//
//	       Compile            Run · Call · RunJob
//	source ───────▶ Bytecode ───────────────────▶ VM ──▶ Value | Thrown
//	                                              │ │
//	              Func (Go called by JavaScript) ◀┘ ├──▶ Poll: every 10,000 back-edges or calls; true stops for good
//	                                                ├──▶ Stack, StopStack, LimitStack: where it stands, was stopped, ran out of memory
//	                                                └──▶ Pending, PendingPromises: the engine's own heap, read
//
// A VM belongs to one goroutine; VMs share nothing, so many may run in parallel. Values are counted references as in
// QuickJS: what a method returns belongs to the caller, who gives it back with [VM.Free]; what is passed in is only
// borrowed; what a host function returns is given away. Numbers, booleans, null and undefined need no Free.
//
// A closed VM's memory may serve the next one, see [Machines]; what is the same in all of them is then made once, see [Prelude].
//
// Nothing outside this package sees the vendor's types. What the vendor does not export is reached in layout.go alone,
// and [SelfTest] compares the result with exact answers at program start. Only 64-bit platforms are supported.
//
// Begin reading at [New], then run.go (calls into JavaScript), func.go (calls out of it), stop.go and pending.go.
package engine
