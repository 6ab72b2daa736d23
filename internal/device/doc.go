// Package device is the phone as the app meets it: when its process is made, told things, frozen and killed, and what
// survives that.
//
//	          open, grant: cold                     left, or the wake is over
//	notRunning ────────────────▶ foreground|background ────────────────▶ suspended
//	     ▲                                │  ▲                               │ │
//	     │ deadline, crash, force quit …  │  └───────── open, grant: warm ───┘ │
//	     └────────────────────────────────┴────────── evicted, boot, update ───┘
//
// The thing under test is an [App]: a JavaScript program, a Go function and an executable are the same to this package. It
// knows no JavaScript, no plugin, and not why iOS granted a wake. Begin at [Phone.Grant].
package device
