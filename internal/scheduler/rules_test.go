package scheduler

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
)

// labels are all there are.
func labels() []Label { return []Label{Documented, DocumentedNotes, Observed, Assumed} }

func TestEveryRuleSaysWhatItRestsOn(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range append(GateRules(), FactorRules()...) {
		assert.Regexp(t, `^[a-z]+(_[a-z]+)*$`, r.Code)
		assert.False(t, seen[r.Code], "%s is there twice", r.Code)
		seen[r.Code] = true
		assert.NotEmpty(t, r.Says, r.Code)
		assert.Contains(t, labels(), r.Label, r.Code)
		assert.NotEmpty(t, r.Source, r.Code)
		if r.Label != Assumed {
			assert.NotContains(t, r.Source, sourceOurs, "%s: only what is assumed has no source", r.Code)
		}
	}
	assert.Len(t, seen, 18+4+1)
}

func TestEveryGateKeepsSomeRequestBack(t *testing.T) {
	t.Parallel()
	for _, r := range GateRules() {
		assert.NotEmpty(t, r.Triggers, r.Code)
	}
}

func TestARuleNamesOnlyParametersThatExist(t *testing.T) {
	t.Parallel()
	p := DefaultParams()
	for _, r := range GateRules() {
		for _, m := range regexp.MustCompile(`(?:parameter |processing: )(\w+)`).FindAllStringSubmatch(r.Says, -1) {
			assert.NoError(t, p.Set(m[1], 1), r.Code)
		}
	}
}

func TestEveryParameterSaysWhatItRestsOn(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, row := range Parameters() {
		assert.False(t, seen[row.Name], "%s is there twice", row.Name)
		seen[row.Name] = true
		assert.Contains(t, labels(), row.Label, row.Name)
		assert.NotEmpty(t, row.Source, row.Name)
		assert.NotEmpty(t, row.Reason, row.Name)
	}
}
