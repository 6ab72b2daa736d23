package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// style is the parameter of an ANSI "select graphic rendition" sequence. Only the sixteen colours of the terminal's own
// palette are used, so that the report looks right on dark and on light.
type style string

const (
	plain  style = ""
	bold   style = "1"
	dim    style = "2"
	red    style = "31"
	green  style = "32"
	yellow style = "33"
	blue   style = "34"
	cyan   style = "36"
	failed style = "1;31"
	passed style = "1;32"
	warned style = "1;33"
)

// ink turns words into what the screen can show.
type ink struct {
	color, ascii bool
}

func (k ink) paint(s style, text string) string {
	if !k.color || s == plain || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// pick chooses between a sign and its ASCII stand-in.
func (k ink) pick(sign, ascii string) string {
	if k.ascii {
		return ascii
	}
	return sign
}

func (k ink) ellipsis() string { return k.pick("…", "...") }

// clean makes a text of the user's harmless and one line long: no control code, no change of writing direction.
func clean(s string) string {
	if isPlainASCII(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			b.WriteByte(' ')
		case unicode.IsControl(r), isDirection(r), r == utf8.RuneError, r == '\u2028', r == '\u2029':
			b.WriteRune('\uFFFD')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isPlainASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// isDirection tells the runes that turn the writing direction around: they can make a line show what it does not say.
func isDirection(r rune) bool {
	return r == '\u200e' || r == '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// width is the number of columns that a clean text takes.
func width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

// runeWidth is 2 for East Asian wide runes and emoji, 0 for combining marks, 1 for the rest.
func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
		r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6, r >= 0x1f300 && r <= 0x1faff,
		r >= 0x20000 && r <= 0x3fffd:
		return 2
	default:
		return 1
	}
}

// cut shortens a clean text to at most n columns, with an ellipsis for what it lost.
func (k ink) cut(s string, n int) string {
	if width(s) <= n {
		return s
	}
	mark := k.ellipsis()
	n -= width(mark)
	used := 0
	for i, r := range s {
		if used += runeWidth(r); used > n {
			return s[:i] + mark
		}
	}
	return mark
}

// cutLeft shortens from the front, as a path is shortened best.
func (k ink) cutLeft(s string, n int) string {
	if width(s) <= n {
		return s
	}
	mark := k.ellipsis()
	runes := []rune(s)
	for len(runes) > 0 && width(string(runes))+width(mark) > n {
		runes = runes[1:]
	}
	return mark + string(runes)
}

// wrap breaks a clean text between words into lines of at most n columns. A word that is longer stands on its own.
func wrap(s string, n int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		switch {
		case line == "":
			line = word
		case width(line)+1+width(word) <= n:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}

// pad fills a text with spaces to n columns.
func pad(s string, n int) string { return s + spaces(n-width(s)) }

func spaces(n int) string { return strings.Repeat(" ", max(0, n)) }
