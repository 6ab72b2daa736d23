// crypto.getRandomValues and randomUUID, drawn from the run's seed.
(function (global, host, need) {
  'use strict';
  const { random, uuid } = host;
  const typedTag = Reflect.getOwnPropertyDescriptor(Reflect.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
  const integers = new Set(['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'BigInt64Array', 'BigUint64Array']);
  class Crypto {
    getRandomValues(array) {
      const { DOMException } = need('events');
      if (!ArrayBuffer.isView(array)) throw new TypeError('The argument is not a typed array');
      if (!integers.has(typedTag.call(array))) throw new DOMException('The array must hold integers.', 'TypeMismatchError');
      if (array.byteLength > 65536) {
        throw new DOMException(`${array.byteLength} bytes are more than the 65536 that one call gives.`, 'QuotaExceededError');
      }
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(random(array.byteLength));
      return array;
    }
    randomUUID() { return uuid(); }
    get subtle() { return need('missing')['crypto.subtle']; }
  }
  Object.defineProperty(Crypto.prototype, Symbol.toStringTag, { value: 'Crypto', configurable: true });
  return { crypto: new Crypto() };
})
