// Package suggest finds the word that somebody probably meant.
//
//	"nigth-shift", [typical heavy night-shift] ─▶ "night-shift"
//
// It knows words and nothing of what they stand for. Begin at [Nearest].
package suggest

import "strings"

// Nearest returns the candidate that is most like the word, if one is near enough to be worth naming: at most a third of
// its letters differ (swapped neighbours count as one), or it begins with the word. Of equals the first wins.
func Nearest(word string, candidates []string) (string, bool) {
	best, least := "", len(word)/3+2
	for _, c := range candidates {
		d := distance(strings.ToLower(word), strings.ToLower(c))
		if len(word) >= 3 && strings.HasPrefix(strings.ToLower(c), strings.ToLower(word)) {
			d = min(d, 1)
		}
		if d < least && d < max(len(word), len(c)) {
			best, least = c, d
		}
	}
	return best, best != ""
}

// DidYouMean is the end of a message about an unknown word: `; did you mean "x"?`, or nothing.
func DidYouMean(word string, candidates []string) string {
	if near, ok := Nearest(word, candidates); ok {
		return `; did you mean "` + near + `"?`
	}
	return ""
}

// distance is how many letters must be inserted, removed, replaced or swapped with their neighbour to turn a into b
// (optimal string alignment).
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	before, last := make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(s); i++ {
		row := make([]int, len(t)+1)
		row[0] = i
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(t)]
}
