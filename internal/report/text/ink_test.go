package text

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestWidthsAreColumns(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		want int
	}{{"", 0}, {"abc", 3}, {"日本", 4}, {"é", 1}, {"e\u0301", 1}, {"🎉", 2}, {"✗▲◐", 3}, {"▁█", 2}} {
		assert.Equal(t, tt.want, width(tt.text), tt.text)
	}
}

func TestCutKeepsWithinColumns(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := clean(rapid.String().Draw(rt, "s"))
		n := rapid.IntRange(4, 40).Draw(rt, "n")
		k := ink{ascii: rapid.Bool().Draw(rt, "ascii")}
		assert.LessOrEqual(rt, width(k.cut(s, n)), n)
		assert.LessOrEqual(rt, width(k.cutLeft(s, n)), n)
		if width(s) <= n {
			assert.Equal(rt, s, k.cut(s, n))
			assert.Equal(rt, s, k.cutLeft(s, n))
		}
	})
}

func TestCleanTextIsHarmless(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "a b c", clean("a\nb\tc"))
	assert.Equal(t, "�[31mx�", clean("\x1b[31mx\xff"))
	rapid.Check(t, func(rt *rapid.T) {
		s := clean(string(rapid.SliceOf(rapid.Byte()).Draw(rt, "bytes")))
		assert.True(rt, utf8.ValidString(s))
		for _, r := range s {
			assert.False(rt, r < ' ' || r >= 0x7f && r < 0xa0, "%U", r)
		}
		assert.Equal(rt, s, clean(s), "clean twice is clean once")
	})
}

func TestWrapLosesNoWord(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"one two", "three"}, wrap("one  two three", 8))
	assert.Equal(t, []string{"averylongword", "x"}, wrap("averylongword x", 5))
	assert.Equal(t, []string{""}, wrap("", 5))
}

func TestTheCaretStandsUnderItsColumn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, line string
		column     int // UTF-16, from 1
		want       int // columns of the page, from 0
	}{
		{"first", "abc", 1, 0},
		{"plain", "abc", 3, 2},
		{"after a tab", "\tx", 2, 2},
		{"after an emoji, which is two units and two columns", "🎉x", 3, 2},
		{"after a wide rune, which is one unit and two columns", "日x", 2, 2},
		{"beyond the end", "ab", 9, 2},
		{"none", "ab", 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, columnOf(tt.line, tt.column))
		})
	}
}

func TestWhatTheCaretSaysNeverFallsAway(t *testing.T) {
	for _, tt := range []struct {
		name   string
		column int
		want   []string
	}{
		{"to the right", 2, []string{"  ^ threw"}},
		{"to the left where the page ends", 17, []string{"           threw ^"}},
		{"below where neither has room", 4, []string{"    ^", "   threw"}},
	} {
		room := 20
		if tt.name == "below where neither has room" {
			room = 8
		}
		assert.Equal(t, tt.want, caret(tt.column, "threw", room), tt.name)
	}
}
