// Package scheduler is iOS's choice: at which instants it wakes the app in the background, and why not earlier.
//
//	Submit ──▶ requests ─┐
//	Observe ─▶ phone ────┼─▶ gates all open? ──no──▶ Answer refused, need stands still
//	           habits ───┤        │yes
//	Finished ▶ allowance ┘        ▼
//	                     need += rate·dt / luck ─────▶ Answer not yet ─▶ need 1: Grant
//	                     rate = pace·affinity·habit·moment·allowance
//
// Gates say never. While all are open, the app's need for a wake grows, at a rate made of four factors; iOS wakes the app
// when need reaches 1, and how much waiting makes 1 differs from wake to wake by luck. Nothing is polled: between two
// instants at which something changes the rate is constant, so need is a sum of products of whole numbers and a question
// asked in between changes no later answer.
//
// Not one number here is Apple's unless its label says documented: it is a plausible day by published rules and public
// reports. The package knows no script, no deadline's outcome, no trace and no report; it returns decisions and is told
// what became of them. Begin at [Scheduler.Advance]; the lists of gates and factors are in list.go, one file each beside
// it, and every size with its label is in the table of [Parameters].
package scheduler
