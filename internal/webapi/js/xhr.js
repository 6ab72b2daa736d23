// XMLHttpRequest over the requests of js/fetch.js. Only asynchronous ones: a synchronous one would stop the app's thread.
(function (global, host, need) {
  'use strict';
  const { resolve, encode, decode, missing, after, cancel, readPlaceholder } = host;
  const { EventTarget, Event, DOMException, handler, tag } = need('events');
  const { start, stop, extract, headerName, headerValue } = need('fetch');
  const events = ['readystatechange', 'loadstart', 'progress', 'abort', 'error', 'load', 'timeout', 'loadend'];
  const responseTypes = ['', 'text', 'json', 'arraybuffer', 'blob', 'document'];

  class ProgressEvent extends Event {
    #loaded; #total;
    constructor(type, loaded, total) {
      super(type);
      this.#loaded = loaded;
      this.#total = total;
    }
    get lengthComputable() { return true; }
    get loaded() { return this.#loaded; }
    get total() { return this.#total; }
  }
  tag(ProgressEvent);

  class XMLHttpRequestEventTarget extends EventTarget {}
  for (const type of events.slice(1)) handler(XMLHttpRequestEventTarget.prototype, type);
  tag(XMLHttpRequestEventTarget);
  class XMLHttpRequestUpload extends XMLHttpRequestEventTarget {}
  tag(XMLHttpRequestUpload);

  class XMLHttpRequest extends XMLHttpRequestEventTarget {
    #state = 0;
    #method; #url; #id = 0; #timer = 0; #sent = false; #headers = new Map();
    #status = 0; #answer = null; #content = null; #parsed;
    #responseType = '';
    #upload = new XMLHttpRequestUpload();
    timeout = 0;
    withCredentials = false;

    get readyState() { return this.#state; }
    get upload() { return this.#upload; }
    get status() { return this.#status; }
    get statusText() { return ''; }
    get responseURL() { return this.#state >= 2 && this.#status !== 0 ? this.#url : ''; }
    get responseType() { return this.#responseType; }
    set responseType(value) {
      if (this.#state >= 3) throw new DOMException('The response is loading already', 'InvalidStateError');
      if (responseTypes.includes(value)) this.#responseType = value;
    }

    open(method, url, async = true) {
      method = headerName(method) && `${method}`;
      if (!async) {
        missing('synchronous XMLHttpRequest', true);
        throw new DOMException('A synchronous request would block the app; fetchsim does not simulate it', 'InvalidAccessError');
      }
      const upper = method.toUpperCase();
      this.#url = resolve(`${url}`);
      this.#end();
      this.#method = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'].includes(upper) ? upper : method;
      this.#headers.clear();
      this.#clear();
      this.#to(1);
    }
    setRequestHeader(name, value) {
      if (this.#state !== 1 || this.#sent) throw new DOMException('The request is not open', 'InvalidStateError');
      name = headerName(name);
      value = headerValue(value);
      const before = this.#headers.get(name);
      this.#headers.set(name, before === undefined ? value : `${before}, ${value}`);
    }
    overrideMimeType() {}
    send(body = null) {
      if (this.#state !== 1 || this.#sent) throw new DOMException('The request is not open', 'InvalidStateError');
      const data = this.#method === 'GET' || this.#method === 'HEAD' ? null : extract(body).data;
      this.#sent = true;
      this.dispatchEvent(new ProgressEvent('loadstart', 0, 0));
      if (!this.#sent) return;
      this.#id = start(this.#method, this.#url, data, {
        head: (status, headerText, content) => {
          this.#status = status;
          this.#answer = headerText.split('\0');
          this.#content = content;
          this.#to(2);
          if (content !== null && !content.done) this.#to(3);
        },
        end: () => this.#finish(),
        fail: (reason) => this.#fail(typeof reason !== 'string' ? reason.type : reason === 'timed out' ? 'timeout' : 'error'),
      });
      if (this.timeout > 0) this.#timer = after(this.timeout, () => stop(this.#id, { type: 'timeout' }));
    }
    abort() {
      if (this.#sent && this.#id !== 0) stop(this.#id, { type: 'abort' });
      if (this.#state === 4) this.#state = 0;
      this.#clear();
    }
    getResponseHeader(name) {
      name = `${name}`.toLowerCase();
      const values = this.#fields().filter((f) => f[0] === name).map((f) => f[1]);
      return values.length > 0 ? values.join(', ') : null;
    }
    getAllResponseHeaders() {
      return this.#fields().sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)).map((f) => `${f[0]}: ${f[1]}\r\n`).join('');
    }
    get responseText() {
      if (this.#responseType !== '' && this.#responseType !== 'text') {
        throw new DOMException('responseText is for text alone', 'InvalidStateError');
      }
      return this.#text();
    }
    get responseXML() { return this.#state === 4 && this.#content !== null ? missing('XMLHttpRequest.responseXML') : null; }
    get response() {
      if (this.#responseType === '' || this.#responseType === 'text') return this.#text();
      if (this.#state !== 4 || this.#content === null) return null;
      if (this.#parsed !== undefined) return this.#parsed;
      const { data } = this.#content;
      if (this.#content.placeholder) readPlaceholder();
      switch (this.#responseType) {
        case 'arraybuffer':
          return (this.#parsed = (typeof data === 'string' ? encode(data) : data.slice()).buffer);
        case 'json':
          try {
            return (this.#parsed = JSON.parse(this.#text()));
          } catch {
            return null;
          }
        default:
          return missing(`XMLHttpRequest.responseType = '${this.#responseType}'`);
      }
    }

    #fields() {
      const fields = [];
      for (let i = 0; this.#answer !== null && i + 1 < this.#answer.length; i += 2) fields.push([this.#answer[i], this.#answer[i + 1]]);
      return fields;
    }
    #text() {
      if (this.#state < 4 || this.#content === null) return '';
      if (this.#content.placeholder) readPlaceholder();
      const { data } = this.#content;
      return typeof data === 'string' ? data : decode(data);
    }
    #clear() {
      this.#status = 0;
      this.#answer = this.#content = null;
      this.#parsed = undefined;
    }
    #to(state) {
      this.#state = state;
      this.dispatchEvent(new Event('readystatechange'));
    }
    #end() {
      const id = this.#id;
      this.#id = 0;
      this.#sent = false;
      if (this.#timer !== 0) cancel(this.#timer);
      this.#timer = 0;
      if (id !== 0) stop(id, { type: '' });
    }
    #finish() {
      this.#id = 0;
      this.#end();
      const size = this.#content === null ? 0 : this.#content.data.length;
      this.#to(4);
      for (const type of ['progress', 'load', 'loadend']) this.dispatchEvent(new ProgressEvent(type, size, size));
    }
    #fail(type) {
      this.#id = 0;
      this.#end();
      this.#clear();
      if (type === '') return;
      this.#to(4);
      this.dispatchEvent(new ProgressEvent(type, 0, 0));
      this.dispatchEvent(new ProgressEvent('loadend', 0, 0));
    }
  }
  handler(XMLHttpRequest.prototype, 'readystatechange');
  for (const [name, value] of Object.entries({ UNSENT: 0, OPENED: 1, HEADERS_RECEIVED: 2, LOADING: 3, DONE: 4 })) {
    Object.defineProperty(XMLHttpRequest, name, { value, enumerable: true });
    Object.defineProperty(XMLHttpRequest.prototype, name, { value, enumerable: true });
  }
  tag(XMLHttpRequest);
  return { XMLHttpRequest };
})
