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

func TestDistanceIsADistance(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		word := rapid.StringMatching(`[abc]{0,6}`)
		a, b := word.Draw(rt, "a"), word.Draw(rt, "b")
		d := distance(a, b)
		assert.Equal(rt, d, distance(b, a))
		assert.Equal(rt, a == b, d == 0)
		assert.LessOrEqual(rt, d, max(len(a), len(b)))
	})
}
