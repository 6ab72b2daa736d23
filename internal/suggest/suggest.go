// Package suggest finds the word that somebody probably meant.
//
//	"nigth-shift", [typical heavy night-shift] ─▶ "night-shift"
//
// It knows words and nothing of what they stand for. Begin at [Nearest].
package suggest

import "strings"

// Nearest returns the candidate that is most like the word, if one is like it at all: at most a third of its letters differ
// (swapped neighbours count as one), or it begins with the word. Case does not count; of equals the first wins.
func Nearest(word string, candidates []string) (string, bool) {
	lower := strings.ToLower(word)
	best, least := "", len(word)
	for _, c := range candidates {
		other := strings.ToLower(c)
		d := Distance(lower, other)
		if len(word) >= 3 && strings.HasPrefix(other, lower) {
			d = min(d, 1)
		}
		if d <= max(1, max(len(c), len(word))/3) && d < least {
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

// maxCompared is the longest text worth comparing letter by letter, in bytes.
const maxCompared = 200

// Distance is how many letters must be inserted, removed, replaced or swapped with their neighbour to turn a into b (optimal
// string alignment). Texts of more than 200 bytes count as wholly different.
func Distance(a, b string) int {
	if len(a) > maxCompared || len(b) > maxCompared {
		return max(len(a), len(b))
	}
	s, t := []rune(a), []rune(b)
	before, last, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(s); i++ {
		before, last, row = last, row, before
		row[0] = i
		for j := 1; j <= len(t); j++ {
			change := last[j-1]
			if s[i-1] != t[j-1] {
				change++
			}
			row[j] = min(change, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(t)]
}
