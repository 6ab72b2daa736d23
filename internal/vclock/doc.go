// Package vclock is virtual time: what instant it is in the simulation, and what happens next.
//
//	Schedule(at, rank, fn) ──▶ heap ordered by (instant, rank, order of scheduling) ──▶ Step: now = at, fn(now)
//	                                                     Spend(cpu): now moves while code runs
//
// It decides only order. It knows no phone, no script and no real time: nothing here ever waits. One [Queue] belongs to
// one run and one goroutine, so that equal input gives equal bytes. Begin at [Queue.Step]; wall-clock dates are in
// [Calendar].
package vclock
