package simulate

import (
	"context"
	"runtime"
	"sync"
)

// Many does n runs on several cores: do is called with each number from 0 in order, at most workers at a time (0: as many
// as there are cores). Once do reports stop, or ctx is done, no further run begins; those that go on are let finish unless
// ctx ends them. The errors are those of do, in the order of the runs.
func Many(ctx context.Context, n, workers int, do func(ctx context.Context, k int) (stop bool, err error)) []error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var (
		mu      sync.Mutex
		next    int
		stopped bool
		wg      sync.WaitGroup
	)
	errs := make([]error, n)
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		if stopped || next == n || ctx.Err() != nil && next > 0 {
			return 0, false
		}
		next++
		return next - 1, true
	}
	for range min(workers, n) {
		wg.Go(func() {
			for k, ok := take(); ok; k, ok = take() {
				stop, err := do(ctx, k)
				mu.Lock()
				errs[k] = err
				stopped = stopped || stop
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	var found []error
	for _, err := range errs {
		if err != nil {
			found = append(found, err)
		}
	}
	return found
}
