package engine

// Running says whether JavaScript is running: a host function was called by it, or Poll is asked in the middle of it.
// Between a job's beginning and its first function there is nothing running yet.
func (vm *VM) Running() bool {
	return !vm.closed && vm.runtime().Fcurrent_stack_frame != 0
}

// PollSoon makes the next poll come at the next call or back-edge.
func (vm *VM) PollSoon() {
	if !vm.stop.stopped && !vm.closed {
		vm.pollAtOnce()
	}
}
