package script

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTimersFireAsInABrowser(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"in the order of their instants", "setTimeout(() => print('b'), 20); setTimeout(() => print('a'), 10); setTimeout(() => print('c'), 20)", "a\nb\nc\n"},
		{"microtasks before the next timer", "setTimeout(() => { print('a'); Promise.resolve().then(() => print('job')) }, 5); setTimeout(() => print('b'), 5)", "a\njob\nb\n"},
		{"with their arguments", "setTimeout((...all) => print(all.join()), 1, 'x', 2, null)", "x,2,\n"},
		{"a delay that is none", "for (const d of [undefined, null, -5, NaN, 'abc', 1e12, '3']) setTimeout(() => print(String(d)), d as any)", "undefined\nnull\n-5\nNaN\nabc\n1000000000000\n3\n"},
		{"cleared", "clearTimeout(setTimeout(() => print('a'), 5)); const i = setInterval(() => print('b'), 5); clearTimeout(i); clearTimeout(99); clearTimeout(undefined); clearTimeout({} as any)", ""},
		{"cleared by one of the same instant", "setTimeout(() => clearTimeout(b), 5); const b = setTimeout(() => print('b'), 5)", ""},
		{"an interval that clears itself", "let n = 0; const i = setInterval(() => { print(n); if (++n === 3) clearInterval(i) }, 100)", "0\n1\n2\n"},
		{"an interval goes on after an error", "let n = 0; setInterval(() => { if (n++ === 0) throw 1; print(n) }, 400)", "2\n"},
		{"a number for each", "print(setTimeout(() => {}, 1e6) + setInterval(() => {}, 1e6))", "3\n"},
		{"this is nothing", "setTimeout(function () { 'use strict'; print(this === undefined) }, 1)", "true\n"},
		{"code in a string", "try { (setTimeout as any)('print(1)', 1) } catch (e) { print(e) }", "TypeError: setTimeout needs a function: code in a string is not run\n"},
		{"nothing to call", "try { (setInterval as any)() } catch (e) { print(e) }", "TypeError: setInterval needs a function\n"},
		{"no microtask", "try { (queueMicrotask as any)(1) } catch (e) { print(e) }", "TypeError: queueMicrotask needs a function\n"},
		{"microtasks in order", "queueMicrotask(() => print('a')); Promise.resolve().then(() => print('b')); queueMicrotask(() => print('c')); print('first')", "first\na\nb\nc\n"},
		{"a delay whose conversion throws", "try { setTimeout(() => {}, { valueOf() { throw new Error('no') } } as any) } catch (e) { print(e) }", "Error: no\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, h := process(t, bundled(t, tt.text), RuntimeOptions{})
			require.True(t, r.Load(), h.lines("js.error"))
			h.run(time.Second)
			assert.Equal(t, tt.want, h.lines("console"))
		})
	}
}

func TestTimersAreWrittenToTheTrace(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "setTimeout(() => {}, 10)\nclearTimeout(setTimeout(() => {}, 10))\nlet n = 0, i = setInterval(() => { if (++n > 1) clearInterval(i) }, 300)"), RuntimeOptions{})
	require.True(t, r.Load())
	h.run(time.Second)
	assert.Equal(t, "set 1 due 10 repeat false at app.ts:1:1\nset 2 due 10 repeat false at app.ts:2:14\nclear 2\nset 3 due 300 repeat true at app.ts:3:16\n"+
		"fire 1 late 0\nfire 3 late 0\nfire 3 late 0\nclear 3\n", h.lines("timer.set", "timer.fire", "timer.clear"))
}

func TestTimersThatTimersSetAreSlowedDown(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "let n = 0\nfunction f() { n++; setTimeout(f, 0) }\nf()\nsetTimeout(() => print(n), 400)"), RuntimeOptions{})
	require.True(t, r.Load())
	h.run(time.Second)
	assert.Equal(t, "105\n", h.lines("console"), "five at once, then one each 4 ms")
}

func TestAnIntervalKeepsItsBeat(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "let n = 0\nsetInterval(() => { if (n++ === 0) for (let i = 0; i < 1.25e6; i++) ; }, 100)"), RuntimeOptions{})
	require.True(t, r.Load())
	h.run(650 * time.Millisecond)
	// The callback at 100 ms takes 250 ms: the beats at 200 and 300 are left out, that at 400 is in time.
	assert.Equal(t, "fire 1 late 0\nfire 1 late 0\nfire 1 late 0\nfire 1 late 0\n", h.lines("timer.fire"))
}

func TestATimerSaysHowLateItIs(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "setTimeout(() => { for (let i = 0; i < 1e6; i++) ; }, 10); setTimeout(() => {}, 50)"), RuntimeOptions{})
	require.True(t, r.Load())
	h.run(time.Second)
	assert.Equal(t, "fire 1 late 0\nfire 2 late 160\n", h.lines("timer.fire"))
}

func TestAnIntervalThatClosesTheProcessEnds(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "setInterval(() => { for (;;) {} }, 10)"), RuntimeOptions{Runaway: 100 * time.Millisecond})
	require.True(t, r.Load())
	h.run(20 * time.Second)
	assert.Equal(t, "fire 1 late 0\n", h.lines("timer.fire"))
}
