package bridge_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestReactNativeUncaughtErrorCrashesTheApp(t *testing.T) {
	s := newSim(t, `
		import BackgroundFetch from 'react-native-background-fetch';
		BackgroundFetch.configure({}, (id) => { throw new Error('boom'); }, () => {});
	`)
	s.open()
	s.wake()
	assert.Equal(t, []string{"callback: Error: boom"}, s.errors())
	assert.Equal(t, []string{"crashed none"}, s.outcomes())
}

func TestReactNativeSignatureErrors(t *testing.T) {
	s := newSim(t, `
		import BackgroundFetch from 'react-native-background-fetch';
		BackgroundFetch.configure({});
	`)
	s.open()
	assert.Equal(t, []string{"load: BackgroundFetch requires an event callback at 2nd argument (BackgroundFetch.configure)"}, s.errors())
}

func TestReactNativeSurface(t *testing.T) {
	s := newSim(t, `
		import BackgroundFetch from 'react-native-background-fetch';
		import { NativeModules, NativeEventEmitter, AppRegistry, AppState, Platform, TurboModuleRegistry, View, StyleSheet } from 'react-native';
		print(Platform.OS + ' ' + Platform.Version + ' ' + Platform.select({ ios: 'a', default: 'b' }));
		print(typeof NativeModules.RNBackgroundFetch.configure);
		print(TurboModuleRegistry.get('RNBackgroundFetch') === NativeModules.RNBackgroundFetch);
		print(AppState.currentState);
		AppState.addEventListener('change', (state) => print('now ' + state));
		AppRegistry.registerComponent('App', () => View);
		BackgroundFetch.registerHeadlessTask(() => print('never'));
		print([BackgroundFetch.STATUS_AVAILABLE, BackgroundFetch.NETWORK_TYPE_CELLULAR, BackgroundFetch.FETCH_RESULT_NEW_DATA].join());
		BackgroundFetch.status((status) => print('status ' + status));
		BackgroundFetch.status().then((status) => print('status ' + status));
		try { new NativeEventEmitter(); } catch (e) { print(e.message.slice(0, 20)); }
		try { TurboModuleRegistry.getEnforcing('None'); } catch (e) { print(e.message.slice(0, 20)); }
	`)
	s.open()
	assert.Equal(t, []string{
		"ios 26.0 a", "function", "true", "active", "2,4,", "Invariant Violation:", "Invariant Violation:", "now active", "status 2",
		"status 2", "now background",
	}, s.printed)
}

func TestReactNativeNamesWhatIsNotSimulated(t *testing.T) {
	s := newSim(t, `
		import { Camera, NativeModules, View } from 'react-native';
		import * as All from 'react-native';
		if (false) Camera.open();
		print('unused imports are fine');
		new Camera(Camera.open('front').zoom + 1).close();
		(async () => print(typeof await Camera.take()))();
		NativeModules.RNDeviceInfo;
		All.View;
	`)
	s.open()
	assert.Equal(t, []string{
		"{name:react-native.Camera}", "{name:react-native.Camera}", "{name:react-native.Camera}", "{name:NativeModules.RNDeviceInfo}",
	}, s.found("api.missing"), "once for each place")
	assert.Equal(t, []string{"unused imports are fine", "function"}, s.printed)
	assert.Empty(t, s.errors())
}

func TestReactNativeScheduleTaskFailsWithAText(t *testing.T) {
	s := newSim(t, `
		import BackgroundFetch from 'react-native-background-fetch';
		BackgroundFetch.scheduleTask({taskId: 'com.example.task', delay: 1000}).catch((why) => print(why));
	`)
	s.open()
	assert.Equal(t, []string{"The operation couldn’t be completed. (TSBackgroundFetch error 0.)"}, s.printed)
}

func TestReactNativeScheduledTaskRuns(t *testing.T) {
	s := newSim(t, `
		import BackgroundFetch from 'react-native-background-fetch';
		BackgroundFetch.configure({}, (id) => { print(id); BackgroundFetch.finish(id); }, () => {});
		BackgroundFetch.scheduleTask({taskId: 'com.transistorsoft.sync', delay: 5000, periodic: true, requiresNetworkConnectivity: true});
	`)
	s.open()
	s.task("com.transistorsoft.sync")
	assert.Equal(t, []string{"com.transistorsoft.sync"}, s.printed)
	assert.Equal(t, "submit com.transistorsoft.sync +5s power=false network=true", s.ios.asked[1])
	assert.Len(t, s.ios.asked, 3, "it is periodic")
}
