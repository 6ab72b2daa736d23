// Intl over the engine's add-on, which knows one zone for ever: the phone's may change, and "now" is the phone's.
(function (global, host) {
  'use strict';
  const { now, zone, Intl, Date } = host;
  const Real = Intl.DateTimeFormat;
  const withZone = (options) => {
    if (options !== undefined && options !== null && options.timeZone !== undefined) return options;
    return Object.defineProperty(Object.create(options ?? null), 'timeZone', { value: zone(), enumerable: true });
  };
  function DateTimeFormat(locales, options) {
    return Reflect.construct(Real, [locales, withZone(options)], new.target ?? DateTimeFormat);
  }
  Object.defineProperty(DateTimeFormat, 'prototype', { value: Real.prototype, writable: false });
  Object.defineProperty(DateTimeFormat, 'length', { value: 0, configurable: true });
  DateTimeFormat.supportedLocalesOf = Real.supportedLocalesOf;
  const hide = (object, name, value) => Object.defineProperty(object, name, { value, writable: true, enumerable: false, configurable: true });
  hide(Real.prototype, 'constructor', DateTimeFormat);
  const format = Reflect.getOwnPropertyDescriptor(Real.prototype, 'format');
  Object.defineProperty(Real.prototype, 'format', {
    get() {
      const write = Reflect.apply(format.get, this, []);
      return (date) => write(date === undefined ? now() : date);
    },
    configurable: true,
  });
  const { formatToParts } = Real.prototype;
  hide(Real.prototype, 'formatToParts', function (date) {
    return Reflect.apply(formatToParts, this, [date === undefined ? now() : date]);
  });
  hide(Intl, 'DateTimeFormat', DateTimeFormat);
  for (const name of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']) {
    const real = Date.prototype[name];
    hide(Date.prototype, name, {
      [name](locales, options) {
        return Reflect.apply(real, this, [locales, withZone(options)]);
      },
    }[name]);
  }
  return { Intl };
})
