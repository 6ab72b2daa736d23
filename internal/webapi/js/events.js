// Event, EventTarget, CustomEvent, DOMException, AbortController, AbortSignal.
(function (global, host) {
  'use strict';
  const { invoke, after, now, reactNative } = host;
  const { defineProperty } = Object;
  const tag = (constructor) =>
    defineProperty(constructor.prototype, Symbol.toStringTag, { value: constructor.name, configurable: true });

  const codes = {
    IndexSizeError: 1, HierarchyRequestError: 3, WrongDocumentError: 4, InvalidCharacterError: 5,
    NoModificationAllowedError: 7, NotFoundError: 8, NotSupportedError: 9, InUseAttributeError: 10, InvalidStateError: 11,
    SyntaxError: 12, InvalidModificationError: 13, NamespaceError: 14, InvalidAccessError: 15, TypeMismatchError: 17,
    SecurityError: 18, NetworkError: 19, AbortError: 20, URLMismatchError: 21, QuotaExceededError: 22, TimeoutError: 23,
    InvalidNodeTypeError: 24, DataCloneError: 25,
  };

  class DOMException extends Error {
    #name;
    constructor(message = '', name = 'Error') {
      super(`${message}`);
      this.#name = `${name}`;
    }
    get name() {
      return this.#name;
    }
    get code() {
      return codes[this.#name] ?? 0;
    }
  }
  tag(DOMException);
  for (const name of Object.keys(codes)) {
    const constant = name.replace(/Error$/, '').replace(/([a-z])(?=[A-Z])/g, '$1_').toUpperCase() + '_ERR';
    const value = { value: codes[name], enumerable: true };
    defineProperty(DOMException, constant, value);
    defineProperty(DOMException.prototype, constant, value);
  }

  // What the dispatch writes into an event.
  let write;
  class Event {
    #type; #bubbles; #cancelable; #composed;
    #target = null;
    #phase = 0;
    #canceled = false;
    #stopped = false;
    #passive = false;
    #time = now();
    constructor(type, init) {
      if (arguments.length === 0) throw new TypeError('Not enough arguments');
      this.#type = `${type}`;
      this.#bubbles = Boolean(init?.bubbles);
      this.#cancelable = Boolean(init?.cancelable);
      this.#composed = Boolean(init?.composed);
    }
    static {
      write = {
        begin(event, target) {
          event.#target = target;
          event.#phase = 2;
          event.#stopped = false;
        },
        end(event) {
          event.#phase = 0;
        },
        passive(event, passive) {
          event.#passive = passive;
        },
        stopped: (event) => event.#stopped,
        busy: (event) => event.#phase !== 0,
      };
    }
    get type() { return this.#type; }
    get target() { return this.#target; }
    get srcElement() { return this.#target; }
    get currentTarget() { return this.#phase === 0 ? null : this.#target; }
    get eventPhase() { return this.#phase; }
    get bubbles() { return this.#bubbles; }
    get cancelable() { return this.#cancelable; }
    get composed() { return this.#composed; }
    get defaultPrevented() { return this.#canceled; }
    get returnValue() { return !this.#canceled; }
    get timeStamp() { return this.#time; }
    get isTrusted() { return false; }
    get cancelBubble() { return this.#stopped; }
    composedPath() { return this.#phase === 0 ? [] : [this.#target]; }
    preventDefault() {
      if (this.#cancelable && !this.#passive) this.#canceled = true;
    }
    stopPropagation() {}
    stopImmediatePropagation() { this.#stopped = true; }
  }
  tag(Event);
  for (const [name, value] of Object.entries({ NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 })) {
    defineProperty(Event, name, { value, enumerable: true });
    defineProperty(Event.prototype, name, { value, enumerable: true });
  }

  class CustomEvent extends Event {
    #detail;
    constructor(type, init) {
      super(type, init);
      this.#detail = init?.detail ?? null;
    }
    get detail() { return this.#detail; }
  }
  tag(CustomEvent);

  class EventTarget {
    #listeners = new Map();
    addEventListener(type, callback, options) {
      if (callback === null || callback === undefined) return;
      if (typeof callback !== 'function' && typeof callback !== 'object') {
        throw new TypeError('The listener must be a function or an object');
      }
      const { once = false, passive = false, signal } = typeof options === 'object' && options !== null ? options : {};
      const capture = typeof options === 'object' ? Boolean(options?.capture) : Boolean(options);
      if (signal?.aborted) return;
      type = `${type}`;
      let list = this.#listeners.get(type);
      if (list === undefined) this.#listeners.set(type, (list = []));
      if (list.some((l) => l.callback === callback && l.capture === capture)) return;
      list.push({ callback, capture, once: Boolean(once), passive: Boolean(passive), removed: false });
      if (signal) onAbort(signal, () => this.removeEventListener(type, callback, { capture }));
    }
    removeEventListener(type, callback, options) {
      type = `${type}`;
      const capture = typeof options === 'object' ? Boolean(options?.capture) : Boolean(options);
      const list = this.#listeners.get(type);
      const i = list ? list.findIndex((l) => l.callback === callback && l.capture === capture) : -1;
      if (i < 0) return;
      list[i].removed = true;
      list.splice(i, 1);
    }
    dispatchEvent(event) {
      if (!(event instanceof Event)) throw new TypeError('The argument is not an Event');
      if (write.busy(event)) throw new DOMException('The event is already being dispatched', 'InvalidStateError');
      write.begin(event, this);
      for (const listener of [...(this.#listeners.get(event.type) ?? [])]) {
        if (listener.removed) continue;
        if (listener.once) this.removeEventListener(event.type, listener.callback, { capture: listener.capture });
        write.passive(event, listener.passive);
        const { callback } = listener;
        if (typeof callback === 'function') invoke(callback, this, event);
        else if (typeof callback.handleEvent === 'function') invoke(callback.handleEvent, callback, event);
        write.passive(event, false);
        if (write.stopped(event)) break;
      }
      write.end(event);
      return !event.defaultPrevented;
    }
  }
  tag(EventTarget);

  // Defines on<type>, whose function is called in the place of the first one that was set.
  function handler(prototype, type) {
    const functions = new WeakMap();
    defineProperty(prototype, `on${type}`, {
      get() {
        return functions.get(this)?.callback ?? null;
      },
      set(callback) {
        callback = typeof callback === 'function' ? callback : null;
        const slot = functions.get(this);
        if (slot) {
          slot.callback = callback;
          return;
        }
        const made = { callback };
        functions.set(this, made);
        this.addEventListener(type, function (event) {
          if (made.callback !== null) return made.callback.call(this, event);
        });
      },
      enumerable: true,
      configurable: true,
    });
  }

  const token = {};
  let onAbort, offAbort, abort;
  class AbortSignal extends EventTarget {
    #aborted = false;
    #reason;
    #algorithms = new Set();
    #sources = [];
    constructor(key) {
      if (key !== token) throw new TypeError('Illegal constructor');
      super();
    }
    static {
      onAbort = (signal, algorithm) => {
        if (!signal.#aborted) signal.#algorithms.add(algorithm);
      };
      offAbort = (signal, algorithm) => signal.#algorithms.delete(algorithm);
      abort = (signal, reason) => {
        if (signal.#aborted) return;
        signal.#aborted = true;
        signal.#reason = reason;
        const algorithms = [...signal.#algorithms];
        signal.#algorithms.clear();
        for (const algorithm of algorithms) algorithm(reason);
        signal.dispatchEvent(new Event('abort'));
      };
    }
    static abort(reason = new DOMException('The operation was aborted.', 'AbortError')) {
      const signal = new AbortSignal(token);
      signal.#aborted = true;
      signal.#reason = reason;
      return signal;
    }
    static timeout(milliseconds) {
      const ms = Math.trunc(Number(milliseconds));
      if (!(ms >= 0 && ms <= Number.MAX_SAFE_INTEGER)) throw new TypeError('The delay must be a number of milliseconds from 0 on');
      const signal = new AbortSignal(token);
      after(ms, () => abort(signal, new DOMException('The operation timed out.', 'TimeoutError')));
      return signal;
    }
    static any(signals) {
      const result = new AbortSignal(token);
      for (const signal of signals) {
        if (!(signal instanceof AbortSignal)) throw new TypeError('AbortSignal.any takes signals');
        if (signal.aborted && !result.#aborted) {
          result.#aborted = true;
          result.#reason = signal.reason;
        }
        result.#sources.push(signal);
      }
      if (!result.#aborted) {
        const algorithm = (reason) => {
          for (const source of result.#sources) offAbort(source, algorithm);
          abort(result, reason);
        };
        for (const source of result.#sources) onAbort(source, algorithm);
      }
      return result;
    }
    get aborted() { return this.#aborted; }
    get reason() { return this.#reason; }
    throwIfAborted() {
      if (this.#aborted) throw this.#reason;
    }
  }
  handler(AbortSignal.prototype, 'abort');
  tag(AbortSignal);

  class AbortController {
    #signal = new AbortSignal(token);
    get signal() { return this.#signal; }
    abort(reason = new DOMException('The operation was aborted.', 'AbortError')) {
      abort(this.#signal, reason);
    }
  }
  tag(AbortController);

  const reasonOf = Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'reason').get;
  if (reactNative) {
    // React Native ships the package abort-controller, which knows none of these.
    for (const name of ['abort', 'timeout', 'any']) delete AbortSignal[name];
    for (const name of ['reason', 'throwIfAborted']) delete AbortSignal.prototype[name];
  }
  return {
    Event, CustomEvent, EventTarget, DOMException, AbortController, AbortSignal,
    onAbort, offAbort, handler, tag, reasonOf: (signal) => reasonOf.call(signal),
  };
})
