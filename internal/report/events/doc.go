// Package events writes the events themselves: the trace, byte for byte, as NDJSON.
//
//	trace of run 1, trace of run 2 … ─▶ one stream of lines
//
// It decides nothing: what a program reads here is what was hashed. Each run begins with its run.header and ends with
// its run.end. Begin at [Write].
package events
