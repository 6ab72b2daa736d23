// Command bare runs the measured job on the engine alone, with the smallest event loop that can: it is what fetchsim's
// own cost is measured against.
//
//	bare -days 365 -mock items.json callback.ts
//
//	every 15 minutes ──▶ call the callback ─▶ drain its jobs ─▶ timers and answers from a heap ─▶ until it is done
//
// It has no phone, no scheduler, no trace and no positions; it kills nobody. With -unseen the engine's own promises are
// made without the hook that makes pending awaits visible, so that the hook can be priced. Begin reading at [main], then
// [loop].
package main
