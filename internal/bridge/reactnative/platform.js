// React Native as far as an app without a screen uses it.
(global, host) => {
  const modules = Object.create(null);
  Object.defineProperty(global, Symbol.for('fetchsim.modules'), { value: modules });

  // Events from native code to JavaScript: one list of listeners per event, as DeviceEventEmitter has.
  const listeners = new Map();
  const listen = (type, fn, context, removed) => {
    const entry = { call: (args) => fn.apply(context, args) };
    if (!listeners.has(type)) listeners.set(type, []);
    listeners.get(type).push(entry);
    return {
      remove() {
        const list = listeners.get(type) || [];
        const i = list.indexOf(entry);
        if (i < 0) return;
        list.splice(i, 1);
        removed();
      },
    };
  };
  const emit = (type, ...args) => {
    for (const entry of (listeners.get(type) || []).slice()) entry.call(args);
  };

  class NativeEventEmitter {
    #module;
    constructor(module) {
      if (module === undefined || module === null) {
        throw new Error('Invariant Violation: `new NativeEventEmitter()` requires a non-null argument.');
      }
      this.#module = module;
    }
    addListener(type, fn, context) {
      if (this.#module.addListener) this.#module.addListener(type);
      return listen(type, fn, context, () => this.#removed(1));
    }
    removeAllListeners(type) {
      const count = this.listenerCount(type);
      listeners.delete(type);
      this.#removed(count);
    }
    removeSubscription(subscription) {
      subscription.remove();
    }
    listenerCount(type) {
      return (listeners.get(type) || []).length;
    }
    emit(type, ...args) {
      emit(type, ...args);
    }
    #removed(count) {
      if (this.#module.removeListeners) this.#module.removeListeners(count);
    }
  }

  // What stands for a thing that is not simulated: it can be read, called and made without an effect, so that the app
  // goes on. That it was used has been told by then.
  const inert = () => new Proxy(function () {}, {
    get(target, key) {
      if (key === 'prototype') return target.prototype;
      if (key === Symbol.toPrimitive) return () => '';
      return typeof key === 'symbol' || key === 'then' || key === 'toJSON' ? undefined : inert();
    },
    apply: () => inert(),
    construct: () => inert(),
  });

  // Names that are asked for by anything that handles objects, not by the user's code.
  const silent = new Set(['then', 'toJSON', 'default', '__esModule', 'constructor', 'prototype', '$$typeof', 'nodeType']);
  const naming = (prefix, otherwise) => new Proxy({}, {
    get(target, key) {
      if (typeof key === 'symbol' || silent.has(key) || key in Object.prototype) return Object.prototype[key];
      return otherwise(prefix + '.' + key);
    },
  });

  const nativeModules = Object.create(naming('NativeModules', (name) => host.missing(name)));
  nativeModules.RNBackgroundFetch = host.plugin;

  const nothing = () => {};
  const subscription = () => ({ remove: nothing });
  const component = (name) => name; // a host component is its name, as in React Native itself
  const makeReactNative = () => {
    const rn = Object.create(naming('react-native', (name) => {
      host.missing(name);
      return inert();
    }));
    const components = ['ActivityIndicator', 'Button', 'FlatList', 'Image', 'ImageBackground', 'KeyboardAvoidingView', 'Modal',
      'Pressable', 'RefreshControl', 'SafeAreaView', 'ScrollView', 'SectionList', 'StatusBar', 'Switch', 'Text', 'TextInput',
      'TouchableHighlight', 'TouchableOpacity', 'TouchableWithoutFeedback', 'View', 'VirtualizedList'];
    for (const name of components) rn[name] = component(name);

    rn.NativeModules = nativeModules;
    rn.NativeEventEmitter = NativeEventEmitter;
    rn.DeviceEventEmitter = new NativeEventEmitter({});
    rn.TurboModuleRegistry = {
      get: (name) => nativeModules[name] || null,
      getEnforcing(name) {
        const module = nativeModules[name];
        if (!module) {
          throw new Error(`Invariant Violation: TurboModuleRegistry.getEnforcing(...): '${name}' could not be found. ` +
            'Verify that a module by this name is registered in the native binary.');
        }
        return module;
      },
    };
    rn.Platform = {
      OS: 'ios', Version: host.ios + '.0', isPad: false, isTV: false, isTesting: false,
      constants: { osVersion: host.ios + '.0', systemName: 'iOS', interfaceIdiom: 'phone', isTesting: false },
      select: (by) => ('ios' in by ? by.ios : 'native' in by ? by.native : by.default),
    };
    rn.AppState = {
      get currentState() { return host.foreground() ? 'active' : 'background'; },
      isAvailable: true,
      addEventListener: (type, fn) => listen('appState.' + type, fn, undefined, nothing),
    };
    const components_ = new Map();
    rn.AppRegistry = {
      registerComponent: (name, provider) => { components_.set(name, provider); return name; },
      registerHeadlessTask: nothing, // Android only
      registerRunnable: (name, run) => { components_.set(name, run); return name; },
      getAppKeys: () => [...components_.keys()],
      getRunnable: (name) => components_.get(name),
      runApplication: nothing,
      setWrapperComponentProvider: nothing,
    };
    rn.StyleSheet = {
      create: (styles) => styles, flatten: (style) => style, compose: (a, b) => [a, b], hairlineWidth: 0.5,
      absoluteFill: {}, absoluteFillObject: {},
    };
    rn.Dimensions = {
      get: () => ({ width: 390, height: 844, scale: 3, fontScale: 1 }), addEventListener: subscription,
    };
    rn.PixelRatio = { get: () => 3, getFontScale: () => 1, roundToNearestPixel: (n) => Math.round(n * 3) / 3 };
    rn.Linking = {
      openURL: async () => {}, canOpenURL: async () => false, getInitialURL: async () => null,
      openSettings: async () => {}, addEventListener: subscription,
    };
    rn.Appearance = { getColorScheme: () => 'light', addChangeListener: subscription };
    rn.I18nManager = { isRTL: false, allowRTL: nothing, forceRTL: nothing };
    rn.InteractionManager = { runAfterInteractions: (task) => ({ cancel: nothing, then: (a, b) => Promise.resolve().then(task).then(a, b) }) };
    rn.Keyboard = { addListener: subscription, dismiss: nothing };
    rn.LogBox = { ignoreLogs: nothing, ignoreAllLogs: nothing, install: nothing, uninstall: nothing };
    rn.Alert = { alert: nothing, prompt: nothing }; // nobody sees it
    rn.Vibration = { vibrate: nothing, cancel: nothing };
    rn.useColorScheme = () => 'light';
    rn.useWindowDimensions = () => rn.Dimensions.get();
    return rn;
  };

  // Made when they are first asked for: a launch pays for what it imports.
  const lazy = (name, make) => {
    let made;
    Object.defineProperty(modules, name, { enumerable: true, get: () => made || (made = make()) });
  };
  lazy('react-native', makeReactNative);
  host.lazy = lazy;
  host.NativeEventEmitter = NativeEventEmitter;
  host.expose(emit, (taskId, timeout) => emit('fetch', { taskId, timeout }));
}
