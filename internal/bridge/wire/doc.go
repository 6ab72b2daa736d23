// Package wire is what the families have in common at the border between JavaScript and a plugin's native side: it writes
// the calls over it to the trace, and carries values across.
//
//	JavaScript ──function of a platform layer──▶ Go: Call{method, args} ──▶ trace bridge.call
//	                                                  answer, later ──▶ a turn of JavaScript
//
// It knows no plugin. Begin at [Wire].
package wire
