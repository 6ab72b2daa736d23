package usagemodel

import "fmt"

// nearest returns the candidate that is most like word, if one is like it at all: at most a third of its letters changed,
// added, left out or swapped with their neighbour.
func nearest(word string, candidates []string) (string, bool) {
	best, bestDistance := "", len(word)
	for _, c := range candidates {
		limit := max(1, max(len(c), len(word))/3)
		if d := distance(word, c); d <= limit && d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best, best != ""
}

// didYouMean returns "; did you mean …?" or nothing.
func didYouMean(word string, candidates []string) string {
	if c, ok := nearest(word, candidates); ok {
		return fmt.Sprintf("; did you mean %q?", c)
	}
	return ""
}

// maxWord is the longest word worth comparing; every name of ours is shorter.
const maxWord = 64

// distance counts the letters to change, add, leave out or swap with their neighbour to turn a into b.
func distance(a, b string) int {
	if len(a) > maxWord || len(b) > maxWord {
		return max(len(a), len(b))
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, before
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := last[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
