// Package network answers the app's requests: what comes back, and how long it takes.
//
//	                  ┌─ a route of the mock file matches ──▶ its answer
//	Request ─▶ Client ┤                                                    + the time of the link ─▶ Answer
//	                  └─ none does ──▶ placeholder: 200 {}
//
// The whole answer is computed when the request is made, from the link of that instant and a named stream of the
// request's number, so that a request added in one place never shifts the luck of another by chance of timing. It knows no
// JavaScript and schedules nothing: whoever asked lets the time pass. Begin at [Client.Answer]; the links are one table
// in link.go, mock files are read by [ParseMock].
package network
