package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// Whoever changes nothing in the file to start from has the persona that it extends.
func TestTheTemplateSaysWhatTypicalSays(t *testing.T) {
	t.Parallel()
	mine, err := usagemodel.ParseProfile("my-day.yaml", []byte(profileTemplate), nil)
	require.NoError(t, err)
	typical, err := usagemodel.Load("typical", nil)
	require.NoError(t, err)
	assert.Equal(t, typical.Canonical(), strings.Replace(mine.Canonical(), `name: "my-day"`, `name: "typical"`, 1))
	for line := range strings.Lines(typical.Canonical()) {
		key, _, _ := strings.Cut(strings.TrimLeft(line, " -"), ":")
		assert.Contains(t, profileTemplate, key+":", "the template explains every key")
	}
}
