// Package jsonreport writes the report that programs read: the JSON document "fetchsim.report/1".
//
//	verdict.Report ─▶ {"schema": …, "runs": [ {…, "wakes": [ one a line ], "findings": [ one a line ]} ]}
//
// It decides the names and the order of fields, and computes nothing but units: milliseconds are integers, and equal
// reports give equal bytes. It writes wake by wake, so a year of wakes never stands in memory as text. Begin at [Write].
package jsonreport
