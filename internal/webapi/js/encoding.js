// btoa, atob, TextEncoder, TextDecoder (UTF-8 alone). The work is done in Go.
(function (global, host, need) {
  'use strict';
  const { toBase64, fromBase64, encode, decode, missing } = host;
  const invalid = (message) => new (need('events').DOMException)(message, 'InvalidCharacterError');
  const tag = (constructor) =>
    Object.defineProperty(constructor.prototype, Symbol.toStringTag, { value: constructor.name, configurable: true });
  function btoa(text) {
    if (arguments.length === 0) throw new TypeError('Not enough arguments');
    const result = toBase64(`${text}`);
    if (result === undefined) throw invalid('The string contains characters beyond U+00FF.');
    return result;
  }
  function atob(text) {
    if (arguments.length === 0) throw new TypeError('Not enough arguments');
    const result = fromBase64(`${text}`);
    if (result === undefined) throw invalid('The string is not Base64.');
    return result;
  }

  class TextEncoder {
    get encoding() { return 'utf-8'; }
    encode(text = '') { return encode(`${text}`); }
    encodeInto(text, array) {
      let read = 0, written = 0;
      for (const c of `${text}`) {
        const bytes = encode(c);
        if (written + bytes.length > array.length) break;
        array.set(bytes, written);
        written += bytes.length;
        read += c.length;
      }
      return { read, written };
    }
  }
  tag(TextEncoder);

  const labels = ['unicode-1-1-utf-8', 'unicode11utf8', 'unicode20utf8', 'utf-8', 'utf8', 'x-unicode20utf8'];
  class TextDecoder {
    #fatal; #ignoreBOM;
    #pending = new Uint8Array(0);
    #started = false;
    constructor(label = 'utf-8', options) {
      if (!labels.includes(`${label}`.trim().toLowerCase())) {
        missing(`TextDecoder('${label}')`, true);
        throw new RangeError(`fetchsim decodes UTF-8 only, not '${label}'`);
      }
      this.#fatal = Boolean(options?.fatal);
      this.#ignoreBOM = Boolean(options?.ignoreBOM);
    }
    get encoding() { return 'utf-8'; }
    get fatal() { return this.#fatal; }
    get ignoreBOM() { return this.#ignoreBOM; }
    decode(input, options) {
      let bytes = input === undefined ? new Uint8Array(0) : input instanceof ArrayBuffer ? new Uint8Array(input)
        : ArrayBuffer.isView(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : null;
      if (bytes === null) throw new TypeError('The argument is neither a buffer nor a view of one');
      if (this.#pending.length > 0) {
        const joined = new Uint8Array(this.#pending.length + bytes.length);
        joined.set(this.#pending);
        joined.set(bytes, this.#pending.length);
        bytes = joined;
      }
      const stream = Boolean(options?.stream);
      const cut = stream ? unfinished(bytes) : 0;
      this.#pending = bytes.slice(bytes.length - cut);
      let text = decode(cut > 0 ? bytes.subarray(0, bytes.length - cut) : bytes, this.#fatal);
      if (text === undefined) {
        this.#pending = new Uint8Array(0);
        this.#started = false;
        throw new TypeError('The bytes are not UTF-8');
      }
      if (!this.#started && text.length > 0) {
        if (!this.#ignoreBOM && text.charCodeAt(0) === 0xfeff) text = text.slice(1);
        this.#started = true;
      }
      if (!stream) this.#started = false;
      return text;
    }
  }
  tag(TextDecoder);

  // How many bytes at the end begin a character that is not complete.
  function unfinished(bytes) {
    for (let back = 1; back <= 3 && back <= bytes.length; back++) {
      const b = bytes[bytes.length - back];
      if (b >= 0xc2 && b <= 0xf4) return back < (b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2) ? back : 0;
      if ((b & 0xc0) !== 0x80) return 0;
    }
    return 0;
  }
  return { btoa, atob, TextEncoder, TextDecoder };
})
