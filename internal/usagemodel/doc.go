// Package usagemodel is the person and the surroundings: when the phone is unlocked, the app opened, the charger plugged
// in, the Wi-Fi lost, and what habit iOS may learn from it.
//
//	profile.yaml ──▶ Profile ──▶ NewTimeline(profile, seed, calendar, days)
//	                                  │ day after day: sleep ▸ unlocks ▸ sessions ▸ battery, network
//	                                  ▼
//	                              Event, Event, … ──▶ Phone (the state now)
//	                                              └─▶ Habits (prime time, opens a day)
//
// It decides only what the person does and what the phone finds around it. It must not know what iOS or the app make of
// it: no request, wake or script is mentioned here, and nothing that happens in a run flows back. Begin at [Profile] for
// who the person is, at [Timeline.Next] for what happens, at [Habits] for what can be learned from it.
package usagemodel
