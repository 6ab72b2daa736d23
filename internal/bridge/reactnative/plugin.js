// react-native-background-fetch, with the surface of 4.2.8.
(global, host) => {
  const make = () => {
    const native = host.plugin;
    const emitter = new host.NativeEventEmitter(native);
    const promised = (call) => new Promise((resolve, reject) => call(resolve, reject));

    class BackgroundFetch {
      static get STATUS_RESTRICTED() { return 0; }
      static get STATUS_DENIED() { return 1; }
      static get STATUS_AVAILABLE() { return 2; }
      static get NETWORK_TYPE_NONE() { return 0; }
      static get NETWORK_TYPE_ANY() { return 1; }
      static get NETWORK_TYPE_UNMETERED() { return 2; }
      static get NETWORK_TYPE_NOT_ROAMING() { return 3; }
      static get NETWORK_TYPE_CELLULAR() { return 4; }

      static configure(config, onEvent, onTimeout) {
        if (typeof onEvent !== 'function') {
          const text = 'BackgroundFetch requires an event callback at 2nd argument';
          host.argumentError('BackgroundFetch.configure', text);
          throw text;
        }
        const isDefault = typeof onTimeout !== 'function';
        if (isDefault) {
          global.console.warn('[BackgroundFetch] configure:  You did not provide a 3rd argument onTimeout callback.  ' +
            'This callback is a signal from the OS that your allowed background time is about to expire.  Use this callback ' +
            "to finish what you're doing and immediately call BackgroundFetch.finish(taskId)");
          onTimeout = (taskId) => {
            global.console.warn('[BackgroundFetch] default onTimeout callback fired.  You should provide your own onTimeout ' +
              'callback to .configure(options, onEvent, onTimeout)');
            host.finishByDefault(taskId);
          };
        }
        host.timeoutIsDefault(isDefault);
        emitter.removeAllListeners('fetch');
        emitter.addListener('fetch', (event) => (event.timeout ? onTimeout : onEvent)(event.taskId));
        return promised((resolve, reject) => native.configure(config || {}, resolve, reject));
      }

      static scheduleTask(config) {
        return promised((resolve, reject) => native.scheduleTask(config, resolve, reject));
      }

      static registerHeadlessTask() {} // Android only

      static start() {
        return promised((resolve, reject) => native.start(resolve, reject));
      }

      static stop(taskId) {
        return promised((resolve, reject) => native.stop(taskId, resolve, reject));
      }

      static finish(taskId) {
        native.finish(taskId);
      }

      static status(callback) {
        if (typeof callback === 'function') return native.status(callback);
        return promised((resolve) => native.status(resolve));
      }
    }
    return { __esModule: true, default: BackgroundFetch };
  };
  host.lazy('react-native-background-fetch', make);
}
