package text

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict"
	"github.com/fetchsim/fetchsim/internal/verdict/verdicttest"
)

func TestDaysAreDrawnAsInTheReport(t *testing.T) {
	t.Parallel()
	run := judge(t, verdicttest.AGoodDay(), trace.Complete)
	var whole, days bytes.Buffer
	require.NoError(t, Write(&whole, verdict.NewReport("0.1.0", []*verdict.Run{run}), Options{}))
	require.NoError(t, WriteDays(&days, run, Options{}))
	assert.Contains(t, days.String(), "wakes")
	assert.Contains(t, whole.String(), days.String())
}
