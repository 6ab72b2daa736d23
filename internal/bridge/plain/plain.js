// The task that a callback gets, and what becomes of its result.
(global, host) => {
  // The parts that need other parts of the platform are made when they are asked for.
  let last = null;
  const makeTask = (id, trigger, deadlineUs) => {
    const state = { deadline: null, controller: null, expired: false };
    last = state;
    return {
      id,
      trigger,
      get deadline() { return (state.deadline ??= new global.Date(global.Date.now() + host.msUntil(deadlineUs))); },
      get signal() {
        if (state.controller === null) {
          state.controller = new global.AbortController();
          if (state.expired) abort(state);
        }
        return state.controller.signal;
      },
    };
  };

  const abort = (state) => state.controller.abort(new global.DOMException('The task expired.', 'TimeoutError'));
  const expire = () => {
    last.expired = true;
    if (last.controller !== null) abort(last);
  };

  // Only what can be waited for is waited for; any other result is there at once.
  const settle = (result, wake) => {
    if (result !== null && (typeof result === 'object' || typeof result === 'function') && typeof result.then === 'function') {
      result.then((value) => host.resolved(wake, value), (reason) => host.rejected(wake, reason));
    } else {
      host.resolved(wake, result);
    }
  };

  host.expose(makeTask, expire, settle);
}
