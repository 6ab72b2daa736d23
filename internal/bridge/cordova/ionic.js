// ionic-native 2.9.0, as far as BackgroundFetch goes, and ionic-angular's Platform.
(global, host) => {
  const warn = (...text) => global.console.warn(...text);

  // What the wrapper finds at the time of a call: the plugin's global, or why it is not there.
  const find = (method) => {
    const found = look(method);
    if (found.error) host.refused(method, found.error);
    return found;
  };
  const look = (method) => {
    const plugin = global.BackgroundFetch;
    if (plugin) return { plugin };
    const tried = 'Native: tried calling BackgroundFetch.' + method + ', but ';
    if (!global.cordova) {
      warn(tried + 'Cordova is not available. Make sure to include cordova.js or run in a device/simulator');
      return { error: 'cordova_not_available' };
    }
    warn(tried + 'the BackgroundFetch plugin is not installed.');
    warn("Install the BackgroundFetch plugin: 'ionic plugin add cordova-plugin-background-fetch'");
    return { error: 'plugin_not_installed' };
  };

  // A call that answers by two callbacks becomes a promise. A plugin that is not there rejects it, which nobody needs to
  // handle.
  const promised = (method) => () => {
    const { plugin, error } = find(method);
    const promise = new Promise((resolve, reject) => {
      if (error) reject(error);
      else plugin[method](resolve, reject);
    });
    if (error) promise.catch(() => {});
    return promise;
  };

  class BackgroundFetch {
    // The one call that is handed on as it is.
    static configure(...args) {
      const { plugin, error } = find('configure');
      return error ? { error } : plugin.configure(...args);
    }
    static installed() { return Boolean(global.BackgroundFetch); }
    static getPlugin() { return global.BackgroundFetch; }
    static checkInstall() { return find('checkInstall').error === undefined; }
  }
  BackgroundFetch.start = promised('start');
  BackgroundFetch.stop = promised('stop');
  BackgroundFetch.finish = promised('finish');
  Object.assign(BackgroundFetch, {
    pluginName: 'BackgroundFetch', plugin: 'cordova-plugin-background-fetch', pluginRef: 'BackgroundFetch',
    repo: 'https://github.com/transistorsoft/cordova-plugin-background-fetch', platforms: ['iOS'],
  });

  const ready = new Promise((resolve) => host.onDeviceReady(() => resolve('cordova')));
  class Platform {
    ready() { return ready; }
    is(name) { return ['ios', 'cordova', 'mobile', 'iphone'].includes(name); }
    platforms() { return ['mobile', 'ios', 'iphone', 'cordova']; }
    versions() { return {}; }
    isRTL() { return false; }
    width() { return 390; }
    height() { return 844; }
  }
  if (!('platform' in global)) global.platform = new Platform();

  const names = new Set(['then', 'toJSON', 'default', '__esModule', 'constructor', 'prototype']);
  const withNames = (prefix, exports) => Object.assign(Object.create(new Proxy({}, {
    get(_target, name) {
      if (typeof name === 'symbol' || names.has(name) || name in Object.prototype) return Object.prototype[name];
      host.missing(prefix + '.' + name);
      return undefined;
    },
  })), exports);
  host.modules['ionic-native'] = withNames('ionic-native', { BackgroundFetch });
  host.modules['ionic-angular'] = withNames('ionic-angular', { Platform });
}
