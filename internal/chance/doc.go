// Package chance is where all luck comes from: one seed, and a named stream for each purpose.
//
//	seed 1 ─▶ Stream(1, "luck") ─▶ 0.31, 0.87, …
//	       └▶ Stream(1, "day", "3", "unlocks") ─▶ 0.02, …
//
// A stream depends on the seed and its name alone, so a new draw in one place never shifts another. It knows nothing of
// what the numbers are for. Begin at [Stream]; the samplers are our own, from 53 bits, so that a release of Go changes none.
package chance
