// Package script turns the user's TypeScript or JavaScript into a program, and runs it as one process of the app.
//
//	src/sync.ts ──Bundle──▶ Program ──NewRuntime──▶ Runtime
//	              esbuild   bytecode,               one VM; turns: call into JavaScript, drain its jobs,
//	                        source map              charge CPU to the Host, write what went wrong to the trace
//
// It decides where code stands (every position is the original's), what a turn of it costs, when it counts as endless, and
// what an app that hangs is waiting for. It knows no plugin, no web API beyond timers and microtasks, and nothing of iOS:
// the phone is the [Host]. One Runtime is used by one goroutine; a Program by any number.
//
// Begin at [Bundle] for building, and at [Runtime.Turn] for running.
package script
