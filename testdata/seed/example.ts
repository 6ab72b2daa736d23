import { BackgroundFetch } from 'ionic-native';


// When device is ready :
platform.ready().then(() => {

  let config = {
    stopOnTerminate: false, // Set true to cease background-fetch from operating after user "closes" the app. Defaults to true.
  };

  BackgroundFetch.configure(() => {
       console.log('[js] BackgroundFetch initiated');

       // perform some ajax request to server here

       // You MUST called #finish so that native-side can signal completion of the background-thread to the os.
       BackgroundFetch.finish();

  }, (error) => {
    console.log('- BackgroundFetch failed', error);
  }, config);

});

// Start the background-fetch API. Your callbackFn provided to #configure will be executed each time a background-fetch event occurs. NOTE the #configure method automatically calls #start. You do not have to call this method after you #configure the plugin
BackgroundFetch.start();

// Stop the background-fetch API from firing fetch events. Your callbackFn provided to #configure will no longer be executed.
BackgroundFetch.stop();
