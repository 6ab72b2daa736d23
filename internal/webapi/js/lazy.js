// Defines a getter for each name, which loads its unit at the first use. From then on the name is a plain property.
(function (global, host) {
  'use strict';
  const { load } = host;
  const define = Object.defineProperty;
  for (const name of host.names.split(' ')) {
    const settle = (value) => define(global, name, { value, writable: true, enumerable: false, configurable: true });
    define(global, name, {
      get() {
        const value = load(name);
        settle(value);
        return value;
      },
      set: settle,
      enumerable: false,
      configurable: true,
    });
  }
})
