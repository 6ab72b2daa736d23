// performance: the clock of the process, which stands still while the app is suspended.
(function (global, host, need) {
  'use strict';
  const { now, timeOrigin } = host;
  const tag = (constructor) =>
    Object.defineProperty(constructor.prototype, Symbol.toStringTag, { value: constructor.name, configurable: true });
  const token = {};

  class PerformanceEntry {
    #name; #type; #start; #duration; #detail;
    constructor(key, name, type, start, duration, detail) {
      if (key !== token) throw new TypeError('Illegal constructor');
      this.#name = name;
      this.#type = type;
      this.#start = start;
      this.#duration = duration;
      this.#detail = detail;
    }
    get name() { return this.#name; }
    get entryType() { return this.#type; }
    get startTime() { return this.#start; }
    get duration() { return this.#duration; }
    get detail() { return this.#detail; }
    toJSON() {
      return { name: this.#name, entryType: this.#type, startTime: this.#start, duration: this.#duration, detail: this.#detail };
    }
  }
  tag(PerformanceEntry);
  class PerformanceMark extends PerformanceEntry {}
  tag(PerformanceMark);
  class PerformanceMeasure extends PerformanceEntry {}
  tag(PerformanceMeasure);

  class Performance {
    #entries = [];
    get timeOrigin() { return timeOrigin; }
    mark(name, options) {
      const entry = new PerformanceMark(token, `${name}`, 'mark', options?.startTime ?? now(), 0, options?.detail ?? null);
      this.#entries.push(entry);
      return entry;
    }
    measure(name, from, to) {
      let start = 0, end = now(), detail = null;
      if (typeof from === 'object' && from !== null) {
        detail = from.detail ?? null;
        if (from.end !== undefined) end = this.#instant(from.end);
        if (from.start !== undefined) start = this.#instant(from.start);
        if (from.duration !== undefined) {
          if (from.start !== undefined) end = start + from.duration;
          else start = end - from.duration;
        }
      } else {
        if (to !== undefined) end = this.#instant(to);
        if (from !== undefined) start = this.#instant(from);
      }
      const entry = new PerformanceMeasure(token, `${name}`, 'measure', start, end - start, detail);
      this.#entries.push(entry);
      return entry;
    }
    #instant(mark) {
      if (typeof mark === 'number') return mark;
      const entry = this.#entries.findLast((e) => e.entryType === 'mark' && e.name === `${mark}`);
      if (entry === undefined) {
        throw new (need('events').DOMException)(`The mark '${mark}' does not exist.`, 'SyntaxError');
      }
      return entry.startTime;
    }
    clearMarks(name) { this.#clear('mark', name); }
    clearMeasures(name) { this.#clear('measure', name); }
    #clear(type, name) {
      this.#entries = this.#entries.filter((e) => e.entryType !== type || (name !== undefined && e.name !== `${name}`));
    }
    #sorted() { return this.#entries.slice().sort((a, b) => a.startTime - b.startTime); }
    getEntries() { return this.#sorted(); }
    getEntriesByType(type) { return this.#sorted().filter((e) => e.entryType === `${type}`); }
    getEntriesByName(name, type) {
      return this.#sorted().filter((e) => e.name === `${name}` && (type === undefined || e.entryType === `${type}`));
    }
    toJSON() { return { timeOrigin }; }
  }
  Object.defineProperty(Performance.prototype, 'now', { value: now, writable: true, enumerable: true, configurable: true });
  tag(Performance);
  return { performance: new Performance() };
})
