package recording

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// Merge joins two recordings of the same phone, for example the screen and the battery that AWARE exports apart. At one
// instant the events of a come first. Both must count their days in the same zone, and must not follow the same stream.
func Merge(a, b *Recording) (*Recording, error) {
	if a.Zone.String() != b.Zone.String() {
		return nil, fmt.Errorf("merge recordings: one is in %s, the other in %s", a.Zone, b.Zone)
	}
	for _, e := range b.entries {
		if s, ok := e.kind.Stream(); ok && a.Knows(s) {
			return nil, fmt.Errorf("merge recordings: both recorded %s", s)
		}
	}
	all := &Recording{Zone: a.Zone, From: earlier(a.From, b.From), To: a.To, App: a.App, Source: a.Source}
	if b.To.After(a.To) {
		all.To = b.To
	}
	if all.App == "" {
		all.App = b.App
	}
	all.words = words{slices.Clone(a.words.list), maps.Clone(a.words.of)}
	all.entries = slices.Grow(slices.Clone(a.entries), len(b.entries))
	for _, e := range b.entries {
		if hasWord(e.kind) {
			n, ok := all.words.number(b.words.list[e.value])
			if !ok {
				return nil, fmt.Errorf("merge recordings: more than %d different values", maxWords)
			}
			e.value = n
		}
		all.entries = append(all.entries, e)
	}
	slices.SortStableFunc(all.entries, func(x, y entry) int { return int(max(-1, min(1, x.at-y.at))) })
	return all, nil
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
