// cordova.js: modules, exec, and the document's own events.
(global, host) => {
  const factories = Object.create(null);
  const loaded = Object.create(null);

  const define = (id, factory) => {
    if (id in factories) throw new Error('module ' + id + ' already defined');
    factories[id] = factory;
  };
  const require = (id) => {
    if (id in loaded) return loaded[id].exports;
    if (!(id in factories)) throw new Error('module ' + id + ' not found');
    const module = (loaded[id] = { id, exports: {} });
    factories[id](require, module.exports, module);
    return module.exports;
  };

  // A channel calls its handlers in the order in which they came. A sticky one that was fired calls a late one at once.
  const channel = (sticky) => {
    let fired = false;
    const handlers = [];
    const callOf = (handler) => (typeof handler === 'function' ? handler : handler.handleEvent);
    return {
      subscribe(handler) {
        const call = handler && callOf(handler);
        if (typeof call !== 'function') throw new Error('Must provide a function or an object with a handleEvent method');
        if (fired) call.call(handler, event);
        else if (!handlers.includes(handler)) handlers.push(handler);
      },
      unsubscribe(handler) {
        const i = handlers.indexOf(handler);
        if (i >= 0) handlers.splice(i, 1);
      },
      fire(type) {
        event = { type, bubbles: false, cancelable: false };
        fired = sticky;
        for (const handler of sticky ? handlers.splice(0) : handlers.slice()) callOf(handler).call(handler, event);
      },
    };
  };
  let event;
  const channels = { deviceready: channel(true), pause: channel(false), resume: channel(false) };
  const channelOf = (type) => channels[String(type).toLowerCase()];

  if (host.hearsDocument && global.document) {
    const { addEventListener, removeEventListener } = global.document;
    global.document.addEventListener = function (type, handler, options) {
      if (channelOf(type)) channelOf(type).subscribe(handler);
      else addEventListener.call(global.document, type, handler, options);
    };
    global.document.removeEventListener = function (type, handler, options) {
      if (channelOf(type)) channelOf(type).unsubscribe(handler);
      else removeEventListener.call(global.document, type, handler, options);
    };
  }

  const cordova = { version: '6.3.0', platformVersion: '6.3.0', platformId: 'ios', plugins: {}, define, require };
  Object.defineProperty(cordova, 'exec', { get: () => host.exec, set() {} });
  define('cordova', (_require, _exports, module) => { module.exports = cordova; });
  define('cordova/exec', (_require, _exports, module) => { module.exports = host.exec; });
  define('cordova/channel', (_require, _exports, module) => { module.exports = { onCordovaReady: channels.deviceready, onDeviceReady: channels.deviceready }; });
  global.cordova = cordova;

  const modules = Object.create(null);
  Object.defineProperty(global, Symbol.for('fetchsim.modules'), { value: modules });
  host.modules = modules;
  host.onDeviceReady = (fn) => channels.deviceready.subscribe(fn);
  modules['cordova-plugin-background-fetch'] = {
    __esModule: true,
    // The npm package's class hands every call on to the global, which must be there by then.
    default: new Proxy({}, { get: (_target, name) => (...args) => global.BackgroundFetch[name](...args) }),
  };

  host.expose((name) => {
    if (name === 'deviceready') global.BackgroundFetch = require('cordova-plugin-background-fetch.BackgroundFetch');
    channels[name].fire(name);
  });
}
