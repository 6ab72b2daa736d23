package bridge

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCommentsAreBlankedAndTextsAreKept(t *testing.T) {
	for code, want := range map[string]string{
		"a // b\nc":         "a \nc",
		"a /* b\nc */ d":    "a \n  d",
		"a /* never closed": "a  ",
		`"// no" // yes`:    `"// no" `,
		"`/*` + '\\'//'":    "`/*` + '\\'//'",
		"'broken\n// b\nc":  "'broken\n\nc",
	} {
		assert.Equal(t, want, withoutComments(code), code)
	}
}

func TestArgumentsOfACall(t *testing.T) {
	for code, want := range map[string][]string{
		`a, {b: [1, 2]}, (c, d) => f(c)) + g(h)`: {"a", "{b: [1, 2]}", "(c, d) => f(c)"},
		`)`:                                      nil,
		`"),", 1)`:                               {`"),"`, "1"},
		"`${a, b}`, c":                           {"`${a, b}`", "c"},
		`function () { x(); },)`:                 {"function () { x(); }"},
	} {
		assert.Equal(t, want, arguments(code), code)
	}
}

func FuzzLexer(f *testing.F) {
	for _, seed := range []string{"", "'", "`\\", "/*", "a(b, {c: ')'}) // d", "\\", "((((", "))))", "'\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, code string) {
		plain := withoutComments(code)
		assert.Equal(t, strings.Count(code, "\n"), strings.Count(plain, "\n"), "lines are kept")
		for _, arg := range arguments(plain) {
			assert.NotEmpty(t, arg)
		}
	})
}
