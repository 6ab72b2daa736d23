package usagemodel

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzProfile holds that any text either has problems with a place, or is a profile whose canonical text means the same
// and from which a day can be drawn.
func FuzzProfile(f *testing.F) {
	for _, pattern := range []string{"personas/*.yaml", profiles + "/*.yaml", profiles + "/bad/*.yaml"} {
		files, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(f, err)
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		load := func(string) ([]byte, error) { return nil, fs.ErrNotExist }
		p, err := ParseProfile("fuzz.yaml", data, load)
		if err != nil {
			problems, ok := errors.AsType[*ProfileError](err)
			require.True(t, ok)
			require.NotEmpty(t, problems.Problems)
			for _, problem := range problems.Problems {
				assert.Positive(t, problem.Line)
				assert.Positive(t, problem.Column)
				assert.NotEmpty(t, problem.Message)
			}
			return
		}
		again, err := ParseProfile("again.yaml", []byte(p.Canonical()), load)
		require.NoError(t, err, p.Canonical())
		require.Equal(t, p.Canonical(), again.Canonical())
		p.History = min(p.History, 1)
		last := Long
		for _, e := range live(t, p, 1, 2) {
			require.GreaterOrEqual(t, e.At, last)
			last = e.At
		}
	})
}
