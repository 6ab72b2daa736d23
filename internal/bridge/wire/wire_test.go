package wire_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/fetchsim/fetchsim/internal/bridge/wire"
)

func TestOptionsReadAsObjectiveCReadsThem(t *testing.T) {
	o := wire.ParseOptions(`{"n": 15, "text": "20", "word": "x", "yes": true, "no": false, "null": null, "YES": "YES", "zero": "0"}`)
	for key, want := range map[string]float64{"n": 15, "text": 20, "word": 0, "yes": 1, "no": 0, "null": 0, "missing": 0} {
		assert.InDelta(t, want, o.Number(key), 0, key)
	}
	for key, want := range map[string]bool{"n": true, "yes": true, "no": false, "YES": true, "zero": false, "null": false, "missing": false} {
		assert.Equal(t, want, o.Bool(key), key)
	}
	assert.Equal(t, "20", o.Text("text"))
	assert.Empty(t, o.Text("n"), "a number is no text")
	assert.True(t, o.Has("null"))
	assert.False(t, o.Has("missing"))
}

func TestWhatIsNoObjectReadsAsAnEmptyOne(t *testing.T) {
	for _, text := range []string{"null", "7", `"text"`, "[1]", "not JSON"} {
		assert.False(t, wire.ParseOptions(text).Has("x"), text)
	}
	assert.Empty(t, wire.ParseList(`{"a": 1}`))
	assert.Equal(t, []any{float64(1), nil}, wire.ParseList(`[1, null]`))
}

func TestShortenedArgumentsStayText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text") + strings.Repeat("ä", rapid.IntRange(0, 200).Draw(t, "more"))
		short := wire.Shorten(text)
		assert.Equal(t, utf8.ValidString(text), utf8.ValidString(short))
		if short != text {
			assert.Less(t, len(short), len(text)+len("…"))
			assert.True(t, strings.HasPrefix(text, strings.TrimSuffix(short, "…")))
		}
	})
}

func TestAVirtualModuleSaysWhoseItIs(t *testing.T) {
	m := wire.Modules("react-native")
	assert.Contains(t, m["react-native"], `react-native belongs to another plugin`)
	assert.Len(t, m, 1)
}
