package recording

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// recordings is where the recordings of the repository are.
const recordings = "../../../testdata/recordings"

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	require.NoError(t, err)
	return z
}

func imported(t testing.TB, name, content string, o Options) (*Recording, *ImportReport) {
	t.Helper()
	rec, report, err := Import(name, strings.NewReader(content), o)
	require.NoError(t, err)
	return rec, report
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "renew with UPDATE_GOLDEN=1")
	assert.Equal(t, string(want), got)
}

// told writes the events of a recording in short: kind, value, and the seconds since the first.
func told(r *Recording) string {
	var words []string
	first := time.Time{}
	for e := range r.Events() {
		if first.IsZero() {
			first = e.At
		}
		word := e.Kind.String()
		if e.Value != "" {
			word += "=" + e.Value
		}
		words = append(words, word+"@"+strings.TrimSuffix(e.At.Sub(first).String(), "s"))
	}
	return strings.Join(words, " ")
}

func profile(t testing.TB, name string) *usagemodel.Profile {
	t.Helper()
	p, err := usagemodel.Load(name, os.ReadFile)
	require.NoError(t, err)
	return p
}
