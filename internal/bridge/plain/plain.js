// The task that a callback gets, and what becomes of its result.
(global, host) => {
  // The parts that need other parts of the platform are made when they are asked for.
  const makeTask = (id, trigger, leftMs) => {
    const deadline = new global.Date(global.Date.now() + leftMs);
    let controller;
    let expired = false;
    const task = { id, trigger, deadline };
    Object.defineProperty(task, 'signal', {
      enumerable: true,
      get() {
        if (!controller) {
          controller = new global.AbortController();
          if (expired) abort();
        }
        return controller.signal;
      },
    });
    const abort = () => {
      expired = true;
      if (controller) controller.abort(new global.DOMException('The task expired.', 'TimeoutError'));
    };
    return { task, abort };
  };

  // Only what can be waited for is waited for; any other result is there at once.
  const settle = (result, resolved, rejected) => {
    if (result !== null && (typeof result === 'object' || typeof result === 'function') && typeof result.then === 'function') {
      result.then(resolved, rejected);
    } else {
      resolved(result);
    }
  };

  host.expose(makeTask, settle);
}
