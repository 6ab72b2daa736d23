// Stand-ins for what a phone has and fetchsim has no model of. They answer typeof as on the phone, so that a script goes
// the same way; whoever uses one is reported and gets an error. Nothing is an instance of them.
(function (global, host) {
  'use strict';
  const { report, isObject } = host;
  const made = new Map();
  function standIn(name) {
    const use = () => {
      report(name);
      throw new Error(`${name} is not simulated by fetchsim`);
    };
    const target = isObject(name) ? {} : function () {};
    return new Proxy(target, {
      get(target, key) {
        if (key === Symbol.hasInstance) return () => false;
        if (key === 'name') return name;
        if (typeof key === 'symbol' || key === 'prototype') return target[key];
        return use();
      },
      set: use,
      apply: use,
      construct: use,
      deleteProperty: use,
      defineProperty: use,
    });
  }
  return new Proxy({}, {
    get(_, name) {
      if (!made.has(name)) made.set(name, standIn(name));
      return made.get(name);
    },
  });
})
