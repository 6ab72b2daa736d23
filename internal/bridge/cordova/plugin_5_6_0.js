// cordova-plugin-background-fetch, with the surface of 5.6.0.
(global, host) => {
  global.cordova.define('cordova-plugin-background-fetch.BackgroundFetch', (require, exports, module) => {
    const exec = require('cordova/exec');
    const nothing = () => {};
    const call = (action, success, failure, args) => exec(success || nothing, failure || nothing, 'BackgroundFetch', action, args);

    module.exports = {
      STATUS_RESTRICTED: 0, STATUS_DENIED: 1, STATUS_AVAILABLE: 2,
      FETCH_RESULT_NEW_DATA: 0, FETCH_RESULT_NO_DATA: 1, FETCH_RESULT_FAILED: 2,
      NETWORK_TYPE_NONE: 0, NETWORK_TYPE_ANY: 1, NETWORK_TYPE_UNMETERED: 2, NETWORK_TYPE_NOT_ROAMING: 3, NETWORK_TYPE_CELLULAR: 4,

      configure(callback, failure, config) {
        if (typeof callback !== 'function') {
          const text = 'BackgroundFetch configure error:  You must provide a callback function as 1st argument';
          host.argumentError('BackgroundFetch.configure', text);
          throw text;
        }
        call('configure', callback, failure, [config || {}]);
      },
      finish(status) {
        call('finish', undefined, undefined, [status || 0]);
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
