package suggest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestTheWordThatWasMeantIsFound(t *testing.T) {
	profiles := []string{"typical", "heavy", "night-shift", "rare-app"}
	for _, tt := range []struct{ word, want string }{
		{"nightshift", "night-shift"},
		{"nigth-shift", "night-shift"},
		{"night", "night-shift"},
		{"Heavy", "heavy"},
		{"typcal", "typical"},
		{"xyz", ""},
		{"", ""},
	} {
		got, _ := Nearest(tt.word, profiles)
		assert.Equal(t, tt.want, got, tt.word)
	}
	assert.Equal(t, `; did you mean "heavy"?`, DidYouMean("heavvy", profiles))
	assert.Empty(t, DidYouMean("zzz", profiles))
}

func TestLettersAreCounted(t *testing.T) {
	assert.Equal(t, 3, Distance("kitten", "sitting"))
	assert.Equal(t, 4, Distance("", "four"))
	assert.Equal(t, 1, Distance("snyc.ts", "sync.ts"))
	files := []string{"background.ts", "sync.ts", "store.ts"}
	for word, want := range map[string]string{"snyc.ts": "sync.ts", "Backgroud.ts": "background.ts", "elsewhere.ts": ""} {
		got, _ := Nearest(word, files)
		assert.Equal(t, want, got, word)
	}
}

func TestDistanceIsADistance(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		word := rapid.StringMatching(`[abc]{0,6}`)
		a, b := word.Draw(rt, "a"), word.Draw(rt, "b")
		d := Distance(a, b)
		assert.Equal(rt, d, Distance(b, a))
		assert.Equal(rt, a == b, d == 0)
		assert.LessOrEqual(rt, d, max(len(a), len(b)))
	})
}
