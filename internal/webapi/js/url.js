// URL and URLSearchParams. Go parses: parse(input, base) gives the parts, or undefined.
(function (global, host) {
  'use strict';
  const { parse, set, parseQuery, writeQuery } = host;
  const tag = (constructor) =>
    Object.defineProperty(constructor.prototype, Symbol.toStringTag, { value: constructor.name, configurable: true });
  const wellFormed = (text) => `${text}`.toWellFormed();

  let bind;
  class URLSearchParams {
    #list = [];
    #url = null;
    static {
      bind = (params, list, url) => {
        params.#list = list;
        params.#url = url;
      };
    }
    constructor(init = '') {
      if (typeof init === 'object' && init !== null) {
        if (typeof init[Symbol.iterator] === 'function') {
          for (const pair of init) {
            const [name, value, ...more] = pair;
            if ([...pair].length !== 2) throw new TypeError('A parameter must be a pair of name and value');
            this.#list.push([wellFormed(name), wellFormed(value)]);
          }
        } else {
          for (const name of Object.keys(init)) this.#list.push([wellFormed(name), wellFormed(init[name])]);
        }
        return;
      }
      init = wellFormed(init);
      this.#list = pairs(init.startsWith('?') ? init.slice(1) : init);
    }
    #changed() {
      if (this.#url !== null) this.#url(this.toString());
    }
    get size() { return this.#list.length; }
    append(name, value) {
      this.#list.push([wellFormed(name), wellFormed(value)]);
      this.#changed();
    }
    delete(name, value) {
      name = wellFormed(name);
      this.#list = this.#list.filter((p) => p[0] !== name || (value !== undefined && p[1] !== wellFormed(value)));
      this.#changed();
    }
    get(name) {
      name = wellFormed(name);
      return this.#list.find((p) => p[0] === name)?.[1] ?? null;
    }
    getAll(name) {
      name = wellFormed(name);
      return this.#list.filter((p) => p[0] === name).map((p) => p[1]);
    }
    has(name, value) {
      name = wellFormed(name);
      return this.#list.some((p) => p[0] === name && (value === undefined || p[1] === wellFormed(value)));
    }
    set(name, value) {
      name = wellFormed(name);
      value = wellFormed(value);
      const i = this.#list.findIndex((p) => p[0] === name);
      if (i < 0) this.#list.push([name, value]);
      else {
        this.#list[i][1] = value;
        this.#list = this.#list.filter((p, at) => at <= i || p[0] !== name);
      }
      this.#changed();
    }
    sort() {
      this.#list.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
      this.#changed();
    }
    forEach(callback, thisArg) {
      for (const [name, value] of this) callback.call(thisArg, value, name, this);
    }
    *entries() {
      for (let i = 0; i < this.#list.length; i++) yield [...this.#list[i]];
    }
    *keys() { for (const [name] of this) yield name; }
    *values() { for (const [, value] of this) yield value; }
    toString() { return writeQuery(this.#list.flat()); }
  }
  Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, { value: URLSearchParams.prototype.entries, writable: true, configurable: true });
  tag(URLSearchParams);

  function pairs(query) {
    const flat = parseQuery(query);
    const list = [];
    for (let i = 0; i < flat.length; i += 2) list.push([flat[i], flat[i + 1]]);
    return list;
  }

  class URL {
    // [href, protocol, username, password, hostname, port, pathname, search, hash, origin, host]
    #parts;
    #params = null;
    constructor(url, base) {
      if (arguments.length === 0) throw new TypeError('Not enough arguments');
      this.#parts = parse(wellFormed(url), base === undefined ? undefined : wellFormed(base));
      if (this.#parts === undefined) throw new TypeError(`"${url}" cannot be parsed as a URL${base === undefined ? '' : ` against "${base}"`}.`);
    }
    static canParse(url, base) {
      return parse(wellFormed(url), base === undefined ? undefined : wellFormed(base)) !== undefined;
    }
    static parse(url, base) {
      return URL.canParse(url, base) ? new URL(url, base) : null;
    }
    // Takes what the setter of one part made of the URL.
    #change(part, value) {
      const parts = set(this.#parts[0], part, wellFormed(value));
      if (parts === undefined) return false;
      this.#parts = parts;
      if (this.#params !== null && part !== 'query') bind(this.#params, pairs(parts[7].slice(1)), this.#hook);
      return true;
    }
    #hook = null;
    get href() { return this.#parts[0]; }
    set href(value) {
      if (!this.#change('href', value)) throw new TypeError(`"${value}" cannot be parsed as a URL.`);
    }
    get protocol() { return this.#parts[1]; }
    set protocol(value) { this.#change('protocol', value); }
    get username() { return this.#parts[2]; }
    set username(value) { this.#change('username', value); }
    get password() { return this.#parts[3]; }
    set password(value) { this.#change('password', value); }
    get hostname() { return this.#parts[4]; }
    set hostname(value) { this.#change('hostname', value); }
    get port() { return this.#parts[5]; }
    set port(value) { this.#change('port', value); }
    get pathname() { return this.#parts[6]; }
    set pathname(value) { this.#change('pathname', value); }
    get search() { return this.#parts[7]; }
    set search(value) { this.#change('search', value); }
    get hash() { return this.#parts[8]; }
    set hash(value) { this.#change('hash', value); }
    get origin() { return this.#parts[9]; }
    get host() { return this.#parts[10]; }
    set host(value) { this.#change('host', value); }
    get searchParams() {
      if (this.#params === null) {
        this.#params = new URLSearchParams();
        this.#hook = (query) => this.#change('query', query);
        bind(this.#params, pairs(this.#parts[7].slice(1)), this.#hook);
      }
      return this.#params;
    }
    toString() { return this.#parts[0]; }
    toJSON() { return this.#parts[0]; }
  }
  tag(URL);
  return { URL, URLSearchParams };
})
