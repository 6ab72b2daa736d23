// Package fleet lets many people of one profile live, each with an app that behaves as told, and counts their wakes.
//
//	Profile ──▶ person 1 ─ 28 days ─┐
//	            person 2 ─ 28 days ─┼─▶ Tally: wakes a day, by hour, gaps, nights
//	            …                  ─┘
//
// It decides how days are shared out to people and what is counted. It knows no script and no trace: a life is
// [simulate.Live]'s, with the wakes that a run of the same person has. Its memory does not grow with the days. Begin at
// [Simulate]; the targets that the model of iOS is held to are in its tests, and write docs/model-validation.md.
package fleet
