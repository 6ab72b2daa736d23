package script

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/script/engine"
)

func TestProcessesOfAProgramOneAfterTheOtherShareTheirMemory(t *testing.T) {
	t.Parallel()
	p := bundled(t, "globalThis.all = Array.from({length: 1000}, (_, i) => ({i})); setTimeout(() => {}, 5); new Promise(() => {})")
	for range 1000 {
		r, err := p.NewRuntime(newPhone(), RuntimeOptions{})
		require.NoError(t, err)
		require.True(t, r.Load())
		r.Close()
	}
	assert.Equal(t, 1, p.machines.Kept())
}

func TestTheMemoryOfAProgramThatNobodyHasIsGivenBack(t *testing.T) {
	t.Parallel()
	kept := usedProgram(t)
	for range 1000 {
		runtime.GC()
		if kept.Kept() == 0 {
			return
		}
		runtime.Gosched()
	}
	assert.Fail(t, "it is kept")
}

// usedProgram is what is kept of a program that had a process.
func usedProgram(t *testing.T) *engine.Machines {
	t.Helper()
	p := bundled(t, "1")
	r, err := p.NewRuntime(newPhone(), RuntimeOptions{})
	require.NoError(t, err)
	r.Close()
	require.Equal(t, 1, p.machines.Kept())
	return p.machines
}
