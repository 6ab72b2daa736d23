// cordova-plugin-background-fetch, with the surface of 4.0.4.
(global, host) => {
  global.cordova.define('cordova-plugin-background-fetch.BackgroundFetch', (require, exports, module) => {
    const exec = require('cordova/exec');
    const nothing = () => {};
    const call = (action, success, failure, args) => exec(success || nothing, failure || nothing, 'BackgroundFetch', action, args);

    module.exports = {
      configure(callback, failure, config) {
        if (typeof callback !== 'function') {
          const text = 'BackgroundFetch configure error:  You must provide a callback function as 1st argument';
          host.argumentError('BackgroundFetch.configure', text);
          throw text;
        }
        call('configure', callback, failure, [config || {}]);
      },
      finish() {
        call('finish', undefined, undefined, []);
      },
      start(success, failure) {
        call('start', success, failure, []);
      },
      stop(success, failure) {
        call('stop', success, failure, []);
      },
      status(success, failure) {
        call('status', success, failure, []);
      },
    };
  });
}
