// fetch, Headers, Request, Response. Go answers requests by number; settle() below takes what it says.
// It is run before there is a process: host has its functions only when something is called.
(function (global, host) {
  'use strict';
  const define = Object.defineProperty;
  const tag = (constructor) => define(constructor.prototype, Symbol.toStringTag, { value: constructor.name, configurable: true });
  const consumed = () => new TypeError(host.reactNative ? 'Already read' : 'Body is disturbed or locked');

  function headerName(name) {
    const lower = host.fieldName(`${name}`);
    if (lower === undefined) throw new TypeError(`Invalid header name: '${name}'`);
    return lower;
  }
  function headerValue(value) {
    const trimmed = host.fieldValue(`${value}`);
    if (trimmed === undefined) throw new TypeError('Invalid header value');
    return trimmed;
  }

  class Headers {
    #list = new Map();
    constructor(init) {
      if (init === undefined || init === null) return;
      if (typeof init !== 'object' && typeof init !== 'function') throw new TypeError('Headers takes an object or a list of pairs');
      if (init instanceof Headers) {
        for (const [name, values] of init.#list) this.#list.set(name, [...values]);
      } else if (typeof init[Symbol.iterator] === 'function') {
        for (const pair of init) {
          const [name, value, ...more] = pair;
          if (value === undefined || more.length > 0) throw new TypeError('A header must be a pair of name and value');
          this.append(name, value);
        }
      } else {
        for (const name of Object.keys(init)) this.append(name, init[name]);
      }
    }
    append(name, value) {
      name = headerName(name);
      value = headerValue(value);
      const values = this.#list.get(name);
      if (values) values.push(value);
      else this.#list.set(name, [value]);
    }
    delete(name) { this.#list.delete(headerName(name)); }
    get(name) { return this.#list.get(headerName(name))?.join(', ') ?? null; }
    has(name) { return this.#list.has(headerName(name)); }
    set(name, value) { this.#list.set(headerName(name), [headerValue(value)]); }
    getSetCookie() { return [...(this.#list.get('set-cookie') ?? [])]; }
    forEach(callback, thisArg) {
      for (const [name, value] of this) callback.call(thisArg, value, name, this);
    }
    *entries() {
      for (const name of [...this.#list.keys()].sort()) {
        const values = this.#list.get(name);
        if (values === undefined) continue;
        if (name === 'set-cookie') yield* values.map((value) => [name, value]);
        else yield [name, values.join(', ')];
      }
    }
    *keys() { for (const [name] of this) yield name; }
    *values() { for (const [, value] of this) yield value; }
  }
  define(Headers.prototype, Symbol.iterator, { value: Headers.prototype.entries, writable: true, configurable: true });
  tag(Headers);

  function parseHeaders(text) {
    const headers = new Headers();
    const parts = text.split('\0');
    for (let i = 0; i + 1 < parts.length; i += 2) headers.append(parts[i], parts[i + 1]);
    return headers;
  }

  // Bodies are text, bytes, or null; kind is the content type that follows.
  function extract(body) {
    if (body === undefined || body === null) return { data: null, kind: null };
    if (typeof body === 'string') return { data: body, kind: 'text/plain;charset=UTF-8' };
    if (body instanceof ArrayBuffer) return { data: new Uint8Array(body.slice(0)), kind: null };
    if (ArrayBuffer.isView(body)) {
      return { data: new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice(), kind: null };
    }
    if (Object.prototype.toString.call(body) === '[object URLSearchParams]') {
      return { data: `${body}`, kind: 'application/x-www-form-urlencoded;charset=UTF-8' };
    }
    return { data: `${body}`, kind: 'text/plain;charset=UTF-8' };
  }

  // What an answer's body becomes: done at once, or when the last byte is there.
  const whole = (data) => ({ data, done: true, failed: false, reason: undefined, waiters: null, id: 0, placeholder: false });
  function arrived(content) {
    if (content.failed) return Promise.reject(content.reason);
    if (content.done) return Promise.resolve(content.data);
    return new Promise((resolve, reject) => {
      (content.waiters ??= []).push({ resolve, reject });
      host.receive(content.id);
    });
  }

  const asText = (data) => (typeof data === 'string' ? data : host.decode(data));
  const asBytes = (data) => (typeof data === 'string' ? host.encode(data) : data.slice());

  let contentOf, adopt;
  class Body {
    #content = null;
    #used = false;
    static {
      contentOf = (body) => body.#content;
      adopt = (body, content) => {
        body.#content = content;
      };
    }
    get bodyUsed() { return this.#used; }
    get body() {
      if (host.reactNative) return undefined;
      if (this.#content === null) return null;
      return host.missing(`${this.constructor.name}.body`);
    }
    // The body as convert makes it: at once, if it is there already.
    #read(convert) {
      if (this.#used) return Promise.reject(consumed());
      const content = this.#content;
      if (content !== null) {
        this.#used = true;
        if (content.placeholder) host.readPlaceholder();
        if (!content.done || content.failed) return arrived(content).then(convert);
      }
      try {
        return Promise.resolve(convert(content === null ? '' : content.data));
      } catch (error) {
        return Promise.reject(error);
      }
    }
    text() { return this.#read(asText); }
    json() { return this.#read((data) => JSON.parse(asText(data))); }
    arrayBuffer() { return this.#read((data) => asBytes(data).buffer); }
    bytes() { return this.#read(asBytes); }
    blob() { return Promise.reject(host.missing('Response.blob', true)); }
    formData() { return Promise.reject(host.missing('Response.formData', true)); }
  }

  const methods = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH']);
  function methodOf(method) {
    method = `${method}`;
    if (methods.has(method)) return method;
    if (host.fieldName(method) === undefined) throw new TypeError(`Method is not valid: '${method}'`);
    const upper = method.toUpperCase();
    if (upper === 'CONNECT' || upper === 'TRACE' || upper === 'TRACK') throw new TypeError('Method is forbidden');
    return upper !== 'PATCH' && methods.has(upper) ? upper : method;
  }

  class Request extends Body {
    #url; #method; #headers; #signal; #init;
    constructor(input, init = {}) {
      super();
      init ??= {};
      const from = input instanceof Request ? input : null;
      this.#url = from ? from.#url : host.resolve(`${input}`);
      this.#init = { ...from?.#init };
      for (const name of ['mode', 'credentials', 'cache', 'redirect', 'referrer', 'referrerPolicy', 'integrity', 'keepalive']) {
        if (init[name] !== undefined) this.#init[name] = init[name];
      }
      this.#method = init.method === undefined ? (from?.#method ?? 'GET') : methodOf(init.method);
      this.#headers = new Headers(init.headers ?? from?.#headers);
      const signal = init.signal === undefined ? from?.#signal : init.signal;
      if (signal !== undefined && signal !== null && !isSignal(signal)) throw new TypeError('signal is not an AbortSignal');
      this.#signal = signal ?? null;
      const given = init.body !== undefined && init.body !== null;
      if ((given || (from && contentOf(from))) && (this.#method === 'GET' || this.#method === 'HEAD')) {
        throw new TypeError(`Request has method '${this.#method}' and cannot have a body`);
      }
      if (given) {
        const { data, kind } = extract(init.body);
        adopt(this, whole(data));
        if (kind !== null && !this.#headers.has('content-type')) this.#headers.set('content-type', kind);
      } else if (from && contentOf(from)) {
        if (from.bodyUsed) throw consumed();
        adopt(this, contentOf(from));
      }
    }
    get url() { return this.#url; }
    get method() { return this.#method; }
    get headers() { return this.#headers; }
    get signal() { return (this.#signal ??= new (host.need('events').AbortController)().signal); }
    get mode() { return this.#init.mode ?? 'cors'; }
    get credentials() { return this.#init.credentials ?? 'same-origin'; }
    get cache() { return this.#init.cache ?? 'default'; }
    get redirect() { return this.#init.redirect ?? 'follow'; }
    get referrer() { return this.#init.referrer ?? 'about:client'; }
    get referrerPolicy() { return this.#init.referrerPolicy ?? ''; }
    get integrity() { return this.#init.integrity ?? ''; }
    get keepalive() { return Boolean(this.#init.keepalive); }
    clone() {
      if (this.bodyUsed) throw consumed();
      return new Request(this);
    }
  }
  tag(Request);

  const isSignal = (value) => value instanceof host.need('events').AbortSignal;
  const nullStatus = (status) => status === 101 || status === 103 || status === 204 || status === 205 || status === 304;

  let answer;
  const blank = {}; // makes a Response that is filled in from within: the constructor's checks are the user's alone
  class Response extends Body {
    #head; // one private field: each costs as much as an object
    constructor(body = null, init = {}) {
      super();
      if (body === blank) {
        this.#head = init;
        return;
      }
      init ??= {};
      const status = init.status === undefined ? 200 : Math.trunc(Number(init.status));
      if (!(status >= 200 && status <= 599)) throw new RangeError('Status must be between 200 and 599');
      const { data, kind } = extract(body);
      if (data !== null && nullStatus(status)) throw new TypeError('Response cannot have a body with the given status.');
      const statusText = init.statusText === undefined ? '' : `${init.statusText}`;
      const headers = init.headers === undefined ? null : new Headers(init.headers);
      this.#head = { status, statusText, headers, headerText: '', url: '', type: 'default' };
      if (data === null) return;
      adopt(this, whole(data));
      if (kind !== null && !this.headers.has('content-type')) this.headers.set('content-type', kind);
    }
    static {
      answer = (url, status, statusText, headerText, content) => {
        const response = new Response(blank, { status, statusText, headers: null, headerText, url, type: 'basic' });
        if (content !== null) adopt(response, content);
        return response;
      };
    }
    static error() {
      return new Response(blank, { status: 0, statusText: '', headers: null, headerText: '', url: '', type: 'error' });
    }
    static json(data, init = {}) {
      const text = JSON.stringify(data);
      if (text === undefined) throw new TypeError('Value is not JSON serializable');
      const response = new Response(text, init);
      if (!new Headers(init?.headers).has('content-type')) response.headers.set('content-type', 'application/json');
      return response;
    }
    static redirect(url, status = 302) {
      if (![301, 302, 303, 307, 308].includes(status)) throw new RangeError('Invalid redirect status');
      return new Response(null, { status, headers: { location: host.resolve(`${url}`) } });
    }
    get status() { return this.#head.status; }
    get ok() { return this.#head.status >= 200 && this.#head.status <= 299; }
    get statusText() { return this.#head.statusText; }
    get headers() { return (this.#head.headers ??= parseHeaders(this.#head.headerText)); }
    get url() { return this.#head.url; }
    get type() { return this.#head.type; }
    get redirected() { return false; }
    clone() {
      if (this.bodyUsed) throw consumed();
      const copy = new Response(blank, { ...this.#head, headers: new Headers(this.headers) });
      if (contentOf(this) !== null) adopt(copy, contentOf(this));
      return copy;
    }
  }
  tag(Response);

  // HTTP/2 has no status text, and hardly a server speaks less.
  // Open requests: number to { head(status, headerText, content), fail(reason) } until the last byte.
  const open = new Map();

  // Go calls this: with the head of an answer (and its body, if it came with it), the rest of the body, or an error.
  function settle(id, phase, status, headerText, data, placeholder) {
    const entry = open.get(id);
    if (entry === undefined) return;
    if (phase === 'head') {
      const complete = data !== undefined;
      const none = nullStatus(status) || entry.noBody;
      entry.content = none ? null : whole(complete ? data : null);
      if (!none) {
        entry.content.id = id;
        entry.content.done = complete;
        entry.content.placeholder = placeholder;
      }
      if (complete) open.delete(id);
      entry.head(status, headerText, entry.content);
      if (complete) entry.end?.();
    } else if (phase === 'body') {
      open.delete(id);
      const { content } = entry;
      if (content !== null) {
        content.data = data;
        content.done = true;
        for (const waiter of content.waiters ?? []) waiter.resolve(data);
        content.waiters = null;
      }
      entry.end?.();
    } else {
      fail(id, entry, phase);
    }
  }

  // Ends a request that failed: reason is Go's word for it, or what the signal was aborted with.
  function fail(id, entry, reason) {
    open.delete(id);
    const { content } = entry;
    if (content) {
      content.failed = true;
      content.reason = typeof reason === 'string' ? new TypeError(host.networkError) : reason;
      for (const waiter of content.waiters ?? []) waiter.reject(content.reason);
      content.waiters = null;
    }
    entry.fail(reason);
  }

  // Begins a request. Its errors of form are thrown.
  function start(method, url, body, entry) {
    const id = host.request(method, url, body);
    entry.content = null;
    entry.noBody = method === 'HEAD';
    open.set(id, entry);
    return id;
  }

  function stop(id, reason) {
    const entry = open.get(id);
    if (entry === undefined) return;
    host.abort(id);
    fail(id, entry, reason);
  }

  // What most requests do at their head and with an error, without closures of their own.
  function answered(status, headerText, content) { this.resolve(answer(this.url, status, '', headerText, content)); }
  function failed() { this.reject(new TypeError(host.networkError)); }

  function fetch(input, init) {
    return new Promise((resolve_, reject) => {
      let url, method, body, signal;
      if (typeof input === 'string' && (init === undefined || init === null)) {
        url = host.resolve(input);
        method = 'GET';
        body = null;
      } else {
        const asked = new Request(input, init);
        const content = contentOf(asked);
        ({ url, method } = asked);
        signal = init?.signal === undefined ? (input instanceof Request ? input.signal : undefined) : (init.signal ?? undefined);
        body = content === null ? null : content.data;
        if (input instanceof Request && content !== null && content === contentOf(input)) input.bytes();
      }
      if (signal === undefined) {
        start(method, url, body, { url, resolve: resolve_, reject, head: answered, fail: failed });
        return;
      }
      const { onAbort, offAbort, reasonOf, DOMException } = host.need('events');
      const why = () => (host.reactNative ? new DOMException('Aborted', 'AbortError') : reasonOf(signal));
      if (signal.aborted) {
        reject(why());
        return;
      }
      const aborted = () => stop(id, why());
      const id = start(method, url, body, {
        head: (status, headerText, content) => resolve_(answer(url, status, '', headerText, content)),
        end: () => offAbort(signal, aborted),
        fail: (reason) => {
          offAbort(signal, aborted);
          reject(typeof reason === 'string' ? new TypeError(host.networkError) : reason);
        },
      });
      onAbort(signal, aborted);
    });
  }

  return { fetch, Headers, Request, Response, $settle: settle, start, stop, extract, headerName, headerValue };
})
