package simulate

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/bridge"
	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/webapi"
)

// Three thousand processes are launched, use timers, requests, storage and the plugin, hang, and are killed. What one of
// them leaves behind would show. It takes a while: .ci/run sets FETCHSIM_SOAK, a plain go test skips it.
func TestThreeThousandKilledProcessesLeaveNothingBehind(t *testing.T) {
	if os.Getenv("FETCHSIM_SOAK") == "" {
		t.Skip("a soak: set FETCHSIM_SOAK=1 (.ci/run does)")
	}
	program, err := script.Bundle("../../testdata/scripts/hung.ts", script.BundleOptions{Virtual: bridge.Virtual()})
	require.NoError(t, err)
	choice, err := bridge.Choose(program, bridge.Facts{OS: 26, Device: "phone", NoProject: true}, "")
	require.NoError(t, err)
	s := spec(t, "typical", 1, 32)
	s.App = &JavaScript{
		Program: program, Choice: choice, Platform: webapi.New(program), Costs: script.DefaultCosts(), MemoryLimit: 512 << 20,
	}
	s.Every, s.PermitAll = 15*time.Minute, true
	launches, early := 0, int64(0)
	s.Listen = append(s.Listen, func(r trace.Record) {
		if l, ok := r.Event.(*trace.Launch); ok && l.How == "cold" {
			if launches++; launches == 500 {
				early = resident(t)
			}
		}
	})
	out, err := Run(context.Background(), s)
	require.NoError(t, err)
	require.Nil(t, out.Crash)
	require.Greater(t, launches, 3000)
	assert.Less(t, resident(t)-early, int64(8<<20), "bytes more than after 500 launches")
}

// resident is how much memory the test's process has, in bytes.
func resident(t *testing.T) int64 {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip("no /proc here to read the memory from")
	}
	pages, err := strconv.ParseInt(strings.Fields(string(statm))[1], 10, 64)
	require.NoError(t, err)
	return pages * int64(os.Getpagesize())
}
