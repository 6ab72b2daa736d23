// structuredClone: primitives, plain objects, arrays, Date, RegExp, Map, Set, buffers, errors, cycles. What a phone could
// not clone is refused with the same DataCloneError.
(function (global, host, need) {
  'use strict';
  const { getOwnPropertyDescriptor: own, getPrototypeOf, apply } = Reflect;
  const getter = (prototype, name) => own(prototype, name).get;
  const probes = {
    map: getter(Map.prototype, 'size'),
    set: getter(Set.prototype, 'size'),
    buffer: getter(ArrayBuffer.prototype, 'byteLength'),
    view: getter(DataView.prototype, 'byteLength'),
    date: Date.prototype.getTime,
    regexp: getter(RegExp.prototype, 'source'),
    number: Number.prototype.valueOf,
    string: String.prototype.valueOf,
    boolean: Boolean.prototype.valueOf,
    bigint: BigInt.prototype.valueOf,
  };
  const typedTag = getter(getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);
  const errors = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
  const is = (kind, value) => {
    try {
      apply(probes[kind], value, []);
      return true;
    } catch {
      return false;
    }
  };
  const refuse = (value) => {
    const what = typeof value === 'symbol' ? 'A symbol' : typeof value === 'function' ? 'A function' : 'The object';
    throw new (need('events').DOMException)(`${what} can not be cloned.`, 'DataCloneError');
  };

  function special(value, copies, keep) {
    const typed = apply(typedTag, value, []);
    if (typed !== undefined) {
      const buffer = clone(value.buffer, copies);
      return keep(new global[typed](buffer, value.byteOffset, value.length));
    }
    if (is('date', value)) return keep(new Date(apply(probes.date, value, [])));
    if (is('map', value)) {
      const copy = keep(new Map());
      for (const [k, v] of [...Map.prototype.entries.call(value)]) copy.set(clone(k, copies), clone(v, copies));
      return copy;
    }
    if (is('set', value)) {
      const copy = keep(new Set());
      for (const v of [...Set.prototype.values.call(value)]) copy.add(clone(v, copies));
      return copy;
    }
    if (is('buffer', value)) return keep(ArrayBuffer.prototype.slice.call(value, 0));
    if (is('view', value)) return keep(new DataView(clone(value.buffer, copies), value.byteOffset, value.byteLength));
    if (value !== RegExp.prototype && is('regexp', value)) return keep(new RegExp(value.source, value.flags));
    for (const kind of ['number', 'string', 'boolean', 'bigint']) {
      if (is(kind, value)) return keep(Object(apply(probes[kind], value, [])));
    }
    return undefined;
  }

  function cloneError(value, copies, keep) {
    const name = errors[`${value.name}`] ? `${value.name}` : 'Error';
    const copy = keep(Object.create((errors[name] ?? Error).prototype));
    const made = new (errors[name] ?? Error)(value.message === undefined ? undefined : `${value.message}`);
    copies.set(value, made);
    if (own(value, 'cause')) made.cause = clone(value.cause, copies);
    return copy && made;
  }

  function clone(value, copies) {
    if (typeof value === 'symbol' || typeof value === 'function') refuse(value);
    if (typeof value !== 'object' || value === null) return value;
    if (copies.has(value)) return copies.get(value);
    const keep = (copy) => {
      copies.set(value, copy);
      return copy;
    };
    if (host.isError(value)) return cloneError(value, copies, keep);
    if (host.isPromise(value) || host.isProxy(value)) refuse(value);
    const array = Array.isArray(value);
    const copy = array ? keep(new Array(value.length)) : special(value, copies, keep) ?? plain(value, keep);
    if (array || copies.get(value).constructor === Object) {
      for (const key of Object.keys(value)) copy[key] = clone(value[key], copies);
    }
    return copy;
  }

  function plain(value, keep) {
    if (own(value, Symbol.toStringTag) === undefined && getPrototypeOf(value) !== null && Symbol.toStringTag in value) refuse(value);
    for (const weak of [WeakMap, WeakSet, WeakRef]) if (value instanceof weak) refuse(value);
    return keep({});
  }

  function structuredClone(value, options) {
    if (arguments.length === 0) throw new TypeError('Not enough arguments');
    const copies = new Map();
    const moved = [...(options?.transfer ?? [])];
    for (const buffer of moved) if (!is('buffer', buffer)) refuse(buffer);
    const copy = clone(value, copies);
    for (const buffer of moved) buffer.transfer?.();
    return copy;
  }
  return { structuredClone };
})
