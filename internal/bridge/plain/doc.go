// Package plain runs a callback that uses no plugin: export default async function (task) {}, or module.exports.
//
//	Deliver ──▶ callback({id, trigger, deadline, signal}) ──▶ "newData" | "noData" | "failed" | undefined | throw ──▶ Complete
//	Expire  ──▶ signal aborted
//
// Its policy stands for what an app without a plugin would do by hand: one app-refresh request, at the first launch and again
// at the start of each wake. It knows no other family. Begin at [Native.Deliver].
package plain
