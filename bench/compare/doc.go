// Command compare runs commands in turn, many times, and prints how the first stands against the others.
//
//	compare -title "A day" -rounds 15 -limit 0.4 fetchsim='fetchsim run a.ts' node='node a.js'
//
//	round 1:  fetchsim  node
//	round 2:  fetchsim  node      ratio of each round ──▶ its median
//	…
//
// All commands meet the same noise that way, so that a ratio is steadier than the times it is made of. A command may
// say which exit code is right, as in hung:1='fetchsim run hung.ts'; any other ends the measurement. One round before
// the first warms the caches and is not counted. Begin reading at [main], then [measure].
package main
