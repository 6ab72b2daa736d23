// Date over the engine's own: what it would ask the machine (the time, the zone) it asks the simulated phone. The engine's
// prototype is shared, so that UTC methods, JSON and subclasses are its own; the local methods were replaced in Go.
(function (global, host) {
  'use strict';
  const { now, parse, local, text } = host;
  const RealDate = host.Date;
  const { construct, defineProperty, apply } = Reflect;
  const prototype = RealDate.prototype;
  const getTime = prototype.getTime;
  const isObject = (v) => (typeof v === 'object' && v !== null) || typeof v === 'function';

  function primitive(v) {
    const exotic = v[Symbol.toPrimitive];
    if (exotic !== undefined && exotic !== null) {
      const p = apply(exotic, v, ['default']);
      if (!isObject(p)) return p;
    } else {
      for (const name of ['valueOf', 'toString']) {
        const method = v[name];
        if (typeof method !== 'function') continue;
        const p = apply(method, v, []);
        if (!isObject(p)) return p;
      }
    }
    throw new TypeError('Cannot convert object to primitive value');
  }

  function timeOf(value) {
    if (isObject(value)) {
      if (value instanceof RealDate) {
        try {
          return apply(getTime, value, []);
        } catch {
          // it only looks like a Date
        }
      }
      value = primitive(value);
    }
    return typeof value === 'string' ? parse(value) : value;
  }

  function Date(value) {
    if (new.target === undefined) return text(now());
    const count = arguments.length;
    const time = count === 0 ? now() : count === 1 ? timeOf(value) : apply(local, undefined, arguments);
    return construct(RealDate, [time], new.target);
  }
  const fixed = { enumerable: false, writable: false, configurable: false };
  defineProperty(Date, 'prototype', { value: prototype, ...fixed });
  defineProperty(Date, 'length', { value: 7, configurable: true });
  const method = { enumerable: false, writable: true, configurable: true };
  defineProperty(Date, 'now', { value: now, ...method });
  defineProperty(Date, 'parse', { value: parse, ...method });
  defineProperty(Date, 'UTC', { value: RealDate.UTC, ...method });
  defineProperty(prototype, 'constructor', { value: Date, ...method });
  return { Date };
})
