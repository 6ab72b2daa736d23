// localStorage, which survives the process, and sessionStorage, which does not.
(function (global, host, need) {
  'use strict';
  const spaces = new WeakMap();
  const token = {};
  const here = (storage) => {
    const space = spaces.get(storage);
    if (space === undefined) throw new TypeError('Illegal invocation');
    return space;
  };
  function write(space, key, value) {
    if (space.set(key, value)) return;
    throw new (need('events').DOMException)('The quota has been exceeded.', 'QuotaExceededError');
  }

  class Storage {
    constructor(key) {
      if (key !== token) throw new TypeError('Illegal constructor');
    }
    get length() { return here(this).length(); }
    key(index) {
      const i = Math.trunc(Number(index)) || 0;
      return here(this).key(i) ?? null;
    }
    getItem(key) { return here(this).get(`${key}`) ?? null; }
    setItem(key, value) {
      if (arguments.length < 2) throw new TypeError('Not enough arguments');
      write(here(this), `${key}`, `${value}`);
    }
    removeItem(key) { here(this).remove(`${key}`); }
    clear() { here(this).clear(); }
  }
  Object.defineProperty(Storage.prototype, Symbol.toStringTag, { value: 'Storage', configurable: true });

  // A name that Storage.prototype has is a method; every other one is a key.
  const isKey = (target, name) => typeof name === 'string' && !(name in target);
  const handler = (space) => ({
    get(target, name, receiver) {
      return isKey(target, name) ? space.get(name) : Reflect.get(target, name, receiver);
    },
    set(target, name, value, receiver) {
      if (typeof name === 'symbol') return Reflect.set(target, name, value);
      write(space, name, `${value}`);
      return true;
    },
    has(target, name) {
      return name in target || (typeof name === 'string' && space.get(name) !== undefined);
    },
    deleteProperty(target, name) {
      if (isKey(target, name)) space.remove(name);
      return true;
    },
    ownKeys() { return space.keys(); },
    getOwnPropertyDescriptor(target, name) {
      const value = isKey(target, name) ? space.get(name) : undefined;
      return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
    },
    defineProperty(target, name, descriptor) {
      write(space, `${name}`, `${descriptor.value}`);
      return true;
    },
  });

  function make(space) {
    const target = new Storage(token);
    const storage = new Proxy(target, handler(space));
    spaces.set(storage, space);
    spaces.set(target, space);
    return storage;
  }
  return { Storage, localStorage: make(host.local), sessionStorage: make(host.session) };
})
