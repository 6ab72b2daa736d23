// What a Date says of an instant, a local time and a change: run by Node to make date.golden.json, and by the engine to be
// compared with it.
globalThis.probe = {
  instant(t) {
    const d = new Date(t);
    // Zones had other names in other times; only the present's are known here.
    const text = Math.abs(d.getFullYear() - 2026) < 2 ? d.toString() : d.toString().replace(/ \(.*/, '');
    return [
      d.getFullYear(), d.getMonth(), d.getDate(), d.getDay(), d.getHours(), d.getMinutes(), d.getSeconds(), d.getMilliseconds(),
      d.getTimezoneOffset(), text, d.toLocaleString('en-US'),
    ].join('|');
  },
  local(parts) {
    return new Date(...parts).getTime();
  },
  set([t, method, ...args]) {
    const d = new Date(t);
    const r = d[method](...args);
    return Object.is(r, d.getTime()) ? r : 'differs';
  },
  parse(text) {
    const t = Date.parse(text);
    return Object.is(t, new Date(text).getTime()) ? t : 'differs';
  },
};
