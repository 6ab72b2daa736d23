// Turns what console is given into text, without running anything of the user's: own data properties only, no getters,
// nothing of a proxy. Go writes plain texts and numbers itself.
(function (global, host) {
  'use strict';
  const { isProxy, kindOf, iso } = host;
  const { getOwnPropertyDescriptor: own, getPrototypeOf, ownKeys, apply } = Reflect;
  const maxDepth = 2, maxItems = 100, maxText = 10000;
  const toTag = Object.prototype.toString;
  const getter = (prototype, name) => own(prototype, name).get;
  const mapSize = getter(Map.prototype, 'size'), setSize = getter(Set.prototype, 'size');
  const mapEach = Map.prototype.forEach, setEach = Set.prototype.forEach;
  const bufferSize = getter(ArrayBuffer.prototype, 'byteLength');
  const typedTag = getter(getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);
  const typedLength = getter(getPrototypeOf(Uint8Array.prototype), 'length');
  const regExpText = RegExp.prototype.toString;
  const functionText = Function.prototype.toString;
  const symbolText = Symbol.prototype.toString;
  const dateValue = Date.prototype.getTime;
  const boxed = [Number.prototype.valueOf, String.prototype.valueOf, Boolean.prototype.valueOf, BigInt.prototype.valueOf, Symbol.prototype.valueOf];
  const weak = [[WeakMap, 'WeakMap'], [WeakSet, 'WeakSet']].map(([c, name]) => [c.prototype.has, name]);

  // Calls a native method that throws unless value is of its kind.
  function attempt(method, value, ...args) {
    try {
      return apply(method, value, args);
    } catch {
      return undefined;
    }
  }

  const data = (object, key) => {
    const d = own(object, key);
    return d && 'value' in d ? d.value : undefined;
  };

  // The name of the class of an object: that of the nearest prototype's constructor. "" for none.
  function className(value) {
    const prototype = getPrototypeOf(value);
    if (prototype === Object.prototype) return 'Object';
    if (prototype === Array.prototype) return 'Array';
    for (let o = prototype, hops = 0; o !== null && hops < 20; o = getPrototypeOf(o), hops++) {
      if (isProxy(o)) return '';
      const constructor = data(o, 'constructor');
      if (typeof constructor === 'function' && !isProxy(constructor)) {
        const name = data(constructor, 'name');
        if (typeof name === 'string' && name !== '') return name;
      }
    }
    return '';
  }

  function quote(text) {
    const q = !text.includes("'") ? "'" : !text.includes('"') ? '"' : '`';
    if (text.length > maxText) text = `${text.slice(0, maxText)}…`;
    if (!text.includes('\n') && !text.includes('\\') && !text.includes('\t') && !text.includes('\r')) return q + text + q;
    return q + text.replace(/[\n\r\t\\]/g, (c) => ({ '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' })[c]) + q;
  }

  const plainKeys = new Set(); // keys that need no quotes, as seen so far
  function keyText(key) {
    if (plainKeys.has(key)) return key;
    if (typeof key === 'symbol') return `[${apply(symbolText, key, [])}]`;
    if (!/^[A-Za-z_$][\w$]*$/.test(key)) return quote(key);
    if (plainKeys.size < 1000) plainKeys.add(key);
    return key;
  }

  function primitive(value) {
    switch (typeof value) {
      case 'string':
        return quote(value);
      case 'bigint':
        return `${value}n`;
      case 'symbol':
        return apply(symbolText, value, []);
      case 'number':
        return Object.is(value, -0) ? '-0' : `${value}`;
      default:
        return `${value}`;
    }
  }

  function describe(descriptor, depth, seen) {
    if ('value' in descriptor) return inspect(descriptor.value, depth + 1, seen);
    return descriptor.get ? (descriptor.set ? '[Getter/Setter]' : '[Getter]') : '[Setter]';
  }

  // The own enumerable properties as texts, but for indices below skip.
  function properties(value, depth, seen, skip = 0, without) {
    const texts = [];
    for (const key of ownKeys(value)) {
      if (skip > 0 && typeof key === 'string' && key >= '0' && key < ':' && Number(key) < skip) continue;
      const d = own(value, key);
      if (!d || !d.enumerable || without?.includes(key)) continue;
      if (texts.length >= maxItems) {
        texts.push('… more');
        break;
      }
      texts.push(`${keyText(key)}: ${describe(d, depth, seen)}`);
    }
    return texts;
  }

  const wrap = (prefix, open, texts, close) => {
    const head = prefix === '' ? '' : `${prefix} `;
    return texts.length === 0 ? `${head}${open}${close}` : `${head}${open} ${texts.join(', ')} ${close}`;
  };

  function list(value, length, depth, seen, prefix) {
    const texts = [];
    let holes = 0;
    const flush = () => {
      if (holes > 0) texts.push(`<${holes} empty item${holes > 1 ? 's' : ''}>`);
      holes = 0;
    };
    const shown = Math.min(length, maxItems);
    for (let i = 0; i < shown; i++) {
      const d = own(value, i);
      if (d === undefined) {
        holes++;
        continue;
      }
      flush();
      texts.push(describe(d, depth, seen));
    }
    flush();
    if (length > shown) texts.push(`… ${length - shown} more item${length - shown > 1 ? 's' : ''}`);
    return wrap(prefix, '[', [...texts, ...properties(value, depth, seen, length, ['length'])], ']');
  }

  function errorText(value, depth, seen) {
    const find = (key) => {
      for (let o = value, hops = 0; o !== null && hops < 20 && !isProxy(o); o = getPrototypeOf(o), hops++) {
        const d = own(o, key);
        if (d) return 'value' in d ? d.value : undefined;
      }
      return undefined;
    };
    let name = find('name');
    if (typeof name !== 'string') name = className(value) || 'Error';
    const message = find('message');
    let text = typeof message === 'string' && message !== '' ? `${name}: ${message}` : name;
    const more = properties(value, depth, seen, 0, ['name', 'message', 'stack', 'cause']);
    const cause = own(value, 'cause');
    if (cause) more.push(`[cause]: ${describe(cause, depth, seen)}`);
    const errors = data(value, 'errors');
    if (Array.isArray(errors)) more.push(`[errors]: ${inspect(errors, depth + 1, seen)}`);
    if (depth > 0) text = `[${text}]`;
    return more.length === 0 ? text : `${text} { ${more.join(', ')} }`;
  }

  function functionName(value) {
    const name = data(value, 'name');
    const isClass = /^class\b/.test(attempt(functionText, value) ?? '');
    if (typeof name !== 'string' || name === '') return isClass ? '[class (anonymous)]' : '[Function (anonymous)]';
    return `[${isClass ? 'class' : 'Function:'} ${name}]`;
  }

  function special(value, tag, depth, seen) {
    const entries = (each, size, pair) => {
      const texts = [];
      apply(each, value, [(v, k) => {
        if (texts.length < maxItems) texts.push(pair(v, k));
      }]);
      if (size > maxItems) texts.push(`… ${size - maxItems} more items`);
      return [...texts, ...properties(value, depth, seen)];
    };
    const name = className(value);
    let n = attempt(mapSize, value);
    if (n !== undefined) {
      return wrap(`${name || 'Map'}(${n})`, '{', entries(mapEach, n, (v, k) => `${inspect(k, depth + 1, seen)} => ${inspect(v, depth + 1, seen)}`), '}');
    }
    n = attempt(setSize, value);
    if (n !== undefined) return wrap(`${name || 'Set'}(${n})`, '{', entries(setEach, n, (v) => inspect(v, depth + 1, seen)), '}');
    n = attempt(dateValue, value);
    if (n !== undefined) return n === n ? iso(n) : 'Invalid Date';
    if (tag === '[object RegExp]') {
      const text = attempt(regExpText, value);
      if (text !== undefined) return text;
    }
    const typed = attempt(typedTag, value);
    if (typed !== undefined) {
      const length = apply(typedLength, value, []);
      return list(value, length, depth, seen, `${name || typed}(${length})`);
    }
    n = attempt(bufferSize, value);
    if (n !== undefined) return `ArrayBuffer { byteLength: ${n} }`;
    for (const [has, kind] of weak) {
      if (attempt(has, value, {}) !== undefined) return `${kind} { <items unknown> }`;
    }
    for (const valueOf of boxed) {
      const v = attempt(valueOf, value);
      if (v !== undefined) {
        const kind = typeof v;
        return `[${kind[0].toUpperCase()}${kind.slice(1)}: ${primitive(v)}]`;
      }
    }
    return undefined;
  }

  function inspect(value, depth, seen) {
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return primitive(value);
    const kind = kindOf(value);
    if (kind === 'proxy') return typeof value === 'function' ? '[Function (proxy)]' : '[Proxy]';
    if (seen.includes(value)) return '[Circular]';
    seen.push(value);
    const text = object(value, kind, depth, seen);
    seen.pop();
    return text;
  }

  function object(value, kind, depth, seen) {
    if (typeof value === 'function') return wrapFunction(value, depth, seen);
    if (kind === 'error') return errorText(value, depth, seen);
    if (kind === 'promise') return `Promise { ${host.promise(value)} }`;
    const array = Array.isArray(value);
    const name = className(value);
    if (depth > maxDepth) return array ? '[Array]' : `[${name || 'Object'}]`;
    if (array) {
      const length = data(value, 'length');
      return list(value, length, depth, seen, name === 'Array' ? '' : `${name || 'Array'}(${length})`);
    }
    // Plain objects and instances of user classes are by far the most.
    if (name !== 'Object') {
      const text = special(value, tagOf(value), depth, seen);
      if (text !== undefined) return text;
    }
    const prefix = name === 'Object' ? '' : name === '' ? '[Object: null prototype]' : name;
    return wrap(prefix, '{', properties(value, depth, seen), '}');
  }

  // Object.prototype.toString reads Symbol.toStringTag, which may be a getter of the user's.
  function tagOf(value) {
    for (let o = value, hops = 0; o !== null && hops < 20; o = getPrototypeOf(o), hops++) {
      if (isProxy(o)) return '';
      if (own(o, Symbol.toStringTag)) return '';
    }
    return apply(toTag, value, []);
  }

  function wrapFunction(value, depth, seen) {
    const texts = depth > maxDepth ? [] : properties(value, depth, seen);
    const name = functionName(value);
    return texts.length === 0 ? name : `${name} { ${texts.join(', ')} }`;
  }

  const top = (value) => (typeof value === 'string' ? value : inspect(value, 0, []));

  function number(value, convert) {
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'symbol' || (typeof value === 'object' && value !== null) || typeof value === 'function') return 'NaN';
    return primitive(convert(value));
  }

  function substitute(format, args) {
    let next = 0;
    const text = format.replace(/%[sdifoOcj%]/g, (mark) => {
      if (mark === '%%') return '%';
      if (next >= args.length) return mark;
      const value = args[next++];
      switch (mark) {
        case '%d':
          return number(value, Number);
        case '%i':
          return number(value, (v) => parseInt(v, 10));
        case '%f':
          return number(value, parseFloat);
        case '%c':
          return '';
        case '%s':
          return typeof value === 'string' ? value : inspect(value, typeof value === 'object' ? maxDepth : 0, []);
        default:
          return inspect(value, 0, []);
      }
    });
    return [text, ...args.slice(next).map(top)];
  }

  function format(...args) {
    try {
      if (typeof args[0] === 'string' && args.length > 1) return substitute(args[0], args.slice(1)).join(' ');
      return args.map(top).join(' ');
    } catch (error) {
      return '[cannot be shown]';
    }
  }

  // The rows of console.table, with columns of equal width.
  function table(value) {
    try {
      if (typeof value !== 'object' || value === null || isProxy(value)) return top(value);
      const columns = [], rows = [];
      let plain = false;
      for (const key of ownKeys(value)) {
        const d = own(value, key);
        if (!d.enumerable || typeof key === 'symbol' || rows.length >= maxItems) continue;
        const row = { '(index)': key };
        const cell = d.value;
        if (typeof cell === 'object' && cell !== null && !isProxy(cell)) {
          for (const column of ownKeys(cell)) {
            const c = own(cell, column);
            if (typeof column === 'symbol' || !c.enumerable) continue;
            if (!columns.includes(column)) columns.push(column);
            row[`=${column}`] = describe(c, 1, []);
          }
        } else {
          plain = true;
          row.value = describe(d, 1, []);
        }
        rows.push(row);
      }
      const keys = ['(index)', ...columns.map((c) => `=${c}`), ...(plain ? ['value'] : [])];
      const titles = ['(index)', ...columns, ...(plain ? ['value'] : [])];
      const lines = [titles, ...rows.map((row) => keys.map((k) => row[k] ?? ''))];
      const widths = keys.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
      return lines.map((line) => line.map((text, i) => text.padEnd(widths[i])).join(' | ').trimEnd()).join('\n');
    } catch {
      return '[cannot be shown]';
    }
  }

  return { $format: format, $table: table };
})
