package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/scheduler"
)

func TestTheModelsPageIsMadeFromItsTables(t *testing.T) {
	t.Parallel()
	const path = "../../docs/model.md"
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, []byte(modelDoc()), 0o644))
	}
	page, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, modelDoc(), string(page), "renew it: UPDATE_GOLDEN=1 go test ./cmd/fetchsim -run Model")
}

func TestTheModelsHelpNamesEverythingWithItsLabelAndSource(t *testing.T) {
	t.Parallel()
	page := modelPage()
	for _, r := range append(scheduler.GateRules(), scheduler.FactorRules()...) {
		assert.Contains(t, page, "  "+r.Code+" ")
		assert.Contains(t, page, r.Says)
		assert.Contains(t, page, r.Source)
	}
	for _, p := range modelParameters() {
		assert.Contains(t, page, "  "+p.name+" ")
		assert.Contains(t, page, p.source)
	}
	assert.Contains(t, page, "never claims that a number below is Apple's")
}

func TestEveryParameterHasOneName(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, p := range modelParameters() {
		assert.False(t, seen[p.name], "%s is in both tables", p.name)
		seen[p.name] = true
	}
}
