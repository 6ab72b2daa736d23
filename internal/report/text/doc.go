// Package text writes the report that a person reads in a terminal.
//
//	verdict.Report ─▶ header ─▶ strips of the day ─▶ first failure in full ─▶ the others, a line each ─▶ verdict line
//
// It decides wording, layout, colour and signs, and nothing about right or wrong: that is the verdict's. It knows no
// terminal either: width, colour and ASCII come as options, and without colour no control code leaves it, whatever the
// user's script printed. Begin at [Write].
package text
