// What surrounds a script: navigator, and in a web view document, location and the events of window.
(function (global, host, need) {
  'use strict';
  const { online, userAgent, visible, reactNative, locationParts } = host;
  const { EventTarget, Event, handler, tag } = need('events');
  const missing = need('missing');
  const lacking = (target, prefix, names) => {
    for (const name of names) {
      Object.defineProperty(target, name, { get: () => missing[`${prefix}.${name}`], configurable: true, enumerable: true });
    }
  };

  class Navigator {
    get onLine() { return reactNative ? undefined : online(); }
    get userAgent() { return reactNative ? undefined : userAgent; }
    get product() { return reactNative ? 'ReactNative' : 'Gecko'; }
    get platform() { return reactNative ? undefined : 'iPhone'; }
    get language() { return reactNative ? undefined : 'en-US'; }
    get languages() { return reactNative ? undefined : Object.freeze(['en-US']); }
    get maxTouchPoints() { return reactNative ? undefined : 5; }
    get cookieEnabled() { return reactNative ? undefined : true; }
  }
  tag(Navigator);
  if (!reactNative) {
    lacking(Navigator.prototype, 'navigator', [
      'geolocation', 'sendBeacon', 'storage', 'permissions', 'clipboard', 'share', 'mediaDevices', 'locks',
    ]);
  }
  const navigator = new Navigator();

  if (reactNative) {
    return {
      navigator,
      setImmediate(callback, ...args) {
        if (typeof callback !== 'function') throw new TypeError('The callback is not a function');
        return global.setTimeout(callback, 0, ...args);
      },
      clearImmediate: (id) => global.clearTimeout(id),
      $appState() {},
    };
  }

  class Document extends EventTarget {
    get visibilityState() { return visible() ? 'visible' : 'hidden'; }
    get hidden() { return !visible(); }
    get readyState() { return 'complete'; }
    get URL() { return locationParts().href; }
    get defaultView() { return global; }
    get location() { return location; }
    hasFocus() { return visible(); }
  }
  tag(Document);
  handler(Document.prototype, 'visibilitychange');
  lacking(Document.prototype, 'document', [
    'body', 'head', 'documentElement', 'cookie', 'title', 'querySelector', 'querySelectorAll', 'getElementById',
    'getElementsByTagName', 'getElementsByClassName', 'createElement', 'createTextNode', 'createEvent', 'write', 'execCommand',
  ]);
  const document = new Document();

  class Location {
    reload() { missing['location.reload'](); }
    assign() { missing['location.assign'](); }
    replace() { missing['location.replace'](); }
    toString() { return locationParts().href; }
  }
  for (const part of ['href', 'protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash', 'origin']) {
    Object.defineProperty(Location.prototype, part, {
      get: () => locationParts()[part],
      set: part === 'origin' ? undefined : () => missing[`location.${part} = …`](),
      enumerable: true,
      configurable: true,
    });
  }
  tag(Location);
  const location = new Location();

  const target = new EventTarget();
  return {
    navigator, document, location,
    addEventListener: (type, callback, options) => target.addEventListener(type, callback, options),
    removeEventListener: (type, callback, options) => target.removeEventListener(type, callback, options),
    dispatchEvent: (event) => target.dispatchEvent(event),
    $appState() {
      document.dispatchEvent(new Event('visibilitychange'));
    },
  };
})
