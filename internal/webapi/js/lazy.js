// Defines a getter for each name, which loads its unit at the first use. From then on the name is a plain property. It is run
// before there is a process, and keeps what the engine has itself under these names.
(function (global, host, names) {
  'use strict';
  const define = Object.defineProperty;
  const { Date, Intl } = global;
  for (const name of names.split(' ')) {
    const settle = (value) => define(global, name, { value, writable: true, enumerable: false, configurable: true });
    define(global, name, {
      get() {
        const value = host.load(name);
        settle(value);
        return value;
      },
      set: settle,
      enumerable: false,
      configurable: true,
    });
  }
  return { Date, Intl };
})
