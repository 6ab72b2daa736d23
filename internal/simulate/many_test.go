package simulate

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestManyDoesEachRunOnce(t *testing.T) {
	for _, workers := range []int{0, 1, 3, 100} {
		var done [50]atomic.Int32
		errs := Many(t.Context(), len(done), workers, func(_ context.Context, k int) (bool, error) {
			done[k].Add(1)
			return false, nil
		})
		assert.Empty(t, errs)
		for k := range done {
			assert.Equal(t, int32(1), done[k].Load(), "run %d with %d workers", k, workers)
		}
	}
}

func TestManyStopsAfterTheRunThatSaysSo(t *testing.T) {
	var ran []int
	Many(t.Context(), 10, 1, func(_ context.Context, k int) (bool, error) {
		ran = append(ran, k)
		return k == 3, nil
	})
	assert.Equal(t, []int{0, 1, 2, 3}, ran)
}

func TestManyBeginsNoRunOnceItIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var ran []int
	Many(ctx, 10, 1, func(_ context.Context, k int) (bool, error) {
		ran = append(ran, k)
		cancel()
		return false, nil
	})
	assert.Equal(t, []int{0}, ran, "the first says that it was interrupted")
}

func TestManyGivesErrorsInTheOrderOfTheRuns(t *testing.T) {
	first, second := errors.New("first"), errors.New("second")
	errs := Many(t.Context(), 8, 4, func(_ context.Context, k int) (bool, error) {
		switch k {
		case 2:
			return false, first
		case 6:
			return false, second
		}
		return false, nil
	})
	assert.True(t, slices.Equal([]error{first, second}, errs))
}
