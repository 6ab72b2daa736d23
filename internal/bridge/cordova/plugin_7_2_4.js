// cordova-plugin-background-fetch, with the surface of 7.2.4.
(global, host) => {
  global.cordova.define('cordova-plugin-background-fetch.BackgroundFetch', (require, exports, module) => {
    const exec = require('cordova/exec');
    const nothing = () => {};
    const call = (action, success, failure, args) => exec(success || nothing, failure || nothing, 'BackgroundFetch', action, args);
    const check = (ok, method, text) => {
      if (ok) return;
      host.argumentError('BackgroundFetch.' + method, text);
      throw text;
    };

    const api = (module.exports = {
      STATUS_RESTRICTED: 0, STATUS_DENIED: 1, STATUS_AVAILABLE: 2,
      FETCH_RESULT_NEW_DATA: 0, FETCH_RESULT_NO_DATA: 1, FETCH_RESULT_FAILED: 2,
      NETWORK_TYPE_NONE: 0, NETWORK_TYPE_ANY: 1, NETWORK_TYPE_UNMETERED: 2, NETWORK_TYPE_NOT_ROAMING: 3, NETWORK_TYPE_CELLULAR: 4,

      configure(config, onEvent, onTimeout) {
        check(typeof config === 'object', 'configure',
          '[BackgroundFetch] configure error: the first argument to #configure is the Config {}');
        check(typeof onEvent === 'function', 'configure',
          '[BackgroundFetch] configure error:  You must provide the fetch callback function as 2nd argument to #configure method');
        const isDefault = typeof onTimeout !== 'function';
        if (isDefault) {
          global.console.warn('[BackgroundFetch] configure:  You did not provide a 3rd argument onTimeout callback.  ' +
            'This callback is a signal from the OS that your allowed background time is about to expire.  Use this callback ' +
            "to finish what you're doing and immediately call BackgroundFetch.finish(taskId)");
          onTimeout = (taskId) => {
            global.console.warn('[BackgroundFetch] default onTimeout callback fired.  You should provide your own onTimeout ' +
              'callback to .configure(options, onEvent, onTimeout)');
            host.byDefault(true);
            api.finish(taskId);
            host.byDefault(false);
          };
        }
        return new Promise((resolve, reject) => {
          const answer = (status) => (status === api.STATUS_AVAILABLE ? resolve : reject)(status);
          host.timeoutIsDefault(isDefault);
          exec(onEvent, onTimeout, 'BackgroundFetch', 'configure', [config]); // answered by events only
          exec(answer, answer, 'BackgroundFetch', 'status', []);
        });
      },
      finish(taskId, success, failure) {
        check(typeof taskId === 'string', 'finish',
          'BackgroundGeolocation.finish now requires a String taskId as first argument');
        call('finish', success, failure, [taskId]);
      },
      start(success, failure) {
        call('start', success, failure, []);
      },
      stop(success, failure) {
        call('stop', success, failure, []);
      },
      scheduleTask(config, success, failure) {
        check(typeof config === 'object', 'scheduleTask',
          '[BackgroundFetch stopTask] ERROR:  The 1st argument to scheduleTask is a config {}');
        call('scheduleTask', success, failure, [config]);
      },
      stopTask(taskId, success, failure) {
        check(typeof taskId === 'string', 'stopTask',
          '[BackgroundFetch stopTask] ERROR: The 1st argument must be a taskId:String');
        call('stop', success, failure, [taskId]);
      },
      status(success, failure) {
        call('status', success, failure, []);
      },
    });
  });
}
