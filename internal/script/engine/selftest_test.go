package engine

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSelfTestPassesWithTheLinkedEngine(t *testing.T) {
	t.Parallel()
	got, err := selfTestReport()
	require.NoError(t, err)
	assert.Equal(t, selfTestWant, got)
	assert.NoError(t, SelfTest())
}

func BenchmarkSelfTest(b *testing.B) {
	for b.Loop() {
		if err := SelfTest(); err != nil {
			b.Fatal(err)
		}
	}
}
