package bridge_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func replace(code, old, with string) string { return strings.ReplaceAll(code, old, with) }

// ionic is a script of Ionic 2 that waits for the platform; CALL stands for what its callback does.
const ionic = `
import { BackgroundFetch } from 'ionic-native';
platform.ready().then((source) => {
	print('ready ' + source);
	BackgroundFetch.configure((...args) => { print('event ' + JSON.stringify(args)); CALL }, (error) => print('failure ' + error),
		{stopOnTerminate: false});
});
`

// finishAndTell finishes and says whether the promise of finish settles.
const finishAndTell = `BackgroundFetch.finish(...args.filter((a) => a)).then(() => print('resolved'), (why) => print('rejected: ' + why));`

func TestIonicWrapperOverTheVersionsOfThePlugin(t *testing.T) {
	for _, tt := range []struct {
		name, plugin, call string
		printed            []string
		outcomes           []string
	}{
		{
			"4.0.4: the promise of finish never settles", plugin4, finishAndTell,
			[]string{"ready cordova", "event [null]", "event [null]"}, []string{"finished newData", "finished newData"},
		},
		{
			"5.6.0: finish is called with what is no result", plugin5, finishAndTell,
			[]string{"ready cordova", "event [null]", "ready cordova", "event [null]"}, []string{"killed none", "killed none"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSim(t, replace(ionic, "CALL", tt.call), withPlugin(tt.plugin))
			s.open()
			s.wake()
			s.wake()
			assert.Equal(t, tt.printed, s.printed)
			assert.Equal(t, tt.outcomes, s.outcomes())
		})
	}
}

func TestIonicWrapperOver7ThrowsItsText(t *testing.T) {
	s := newSim(t, replace(ionic, "CALL", ""), withPlugin(plugin7))
	s.open()
	assert.Equal(t, []string{
		"rejection: [BackgroundFetch] configure error: the first argument to #configure is the Config {} (BackgroundFetch.configure)",
	}, s.errors())
	assert.Empty(t, s.ios.asked)
}

func TestIonicWrapperRejectsFinishWithoutAnIDOver7(t *testing.T) {
	s := newSim(t, `
		import { BackgroundFetch } from 'ionic-native';
		platform.ready().then(() => BackgroundFetch.finish()).catch((why) => print(why));
	`, withPlugin(plugin7))
	s.open()
	assert.Equal(t, []string{"BackgroundGeolocation.finish now requires a String taskId as first argument"}, s.printed)
}

func TestIonicWrapperStartAndStopResolve(t *testing.T) {
	for _, plugin := range []string{plugin4, plugin5, plugin7} {
		s := newSim(t, `
			import { BackgroundFetch } from 'ionic-native';
			platform.ready().then(async () => {
				await BackgroundFetch.start();
				print('started');
				await BackgroundFetch.stop();
				print('stopped');
			});
		`, withPlugin(plugin))
		s.open()
		assert.Equal(t, []string{"started", "stopped"}, s.printed, plugin)
	}
}

func TestIonicWrapperBeforeTheDeviceIsReady(t *testing.T) {
	s := newSim(t, `
		import { BackgroundFetch } from 'ionic-native';
		BackgroundFetch.start();
		BackgroundFetch.stop().catch((why) => print(why));
		print(JSON.stringify(BackgroundFetch.configure(() => {}, () => {}, {})));
		BackgroundFetch.start().then(() => print('never'));
	`)
	s.open()
	assert.Contains(t, s.printed, "plugin_not_installed")
	assert.Contains(t, s.printed, `{"error":"plugin_not_installed"}`)
	assert.Contains(t, s.printed, "warn: Native: tried calling BackgroundFetch.start, but the BackgroundFetch plugin is not installed.")
	assert.Empty(t, s.ios.asked)
	assert.Equal(t, []string{"rejection: plugin_not_installed"}, s.errors(), "only the chain that nobody handles")
	assert.Contains(t, s.found("bridge.call")[0], "answer:ignored")
}

func TestIonicWrapperWithoutCordova(t *testing.T) {
	s := newSim(t, `
		import { BackgroundFetch } from 'ionic-native';
		delete globalThis.cordova;
		BackgroundFetch.start().catch((why) => print(why));
	`)
	s.open()
	assert.Equal(t, []string{
		"warn: Native: tried calling BackgroundFetch.start, but Cordova is not available. Make sure to include cordova.js or run in a device/simulator",
		"cordova_not_available",
	}, s.printed)
}

func TestIonicPlatformIsAlsoImported(t *testing.T) {
	s := newSim(t, `
		import { Platform } from 'ionic-angular';
		import { BackgroundFetch } from 'ionic-native';
		const platform = new Platform();
		platform.ready().then((source) => print(source + ' ' + platform.is('ios') + ' ' + typeof BackgroundFetch.configure));
	`)
	s.open()
	assert.Equal(t, []string{"cordova true function"}, s.printed)
	assert.Equal(t, []string{
		"ionic-native 2.9.0 (built-in) over cordova-plugin-background-fetch 4.0.4",
		"no Info.plist: the set-up that the plugin's documentation asks for is assumed",
	}, s.choice.Notes)
}

func TestIonicNotesThePlatformThatIsDeclaredNowhere(t *testing.T) {
	s := newSim(t, replace(ionic, "CALL", ""))
	assert.Contains(t, s.choice.Notes, "platform is declared nowhere in the script: it is ionic-angular's Platform")
	assert.Equal(t, "cordova-plugin-background-fetch", s.choice.Plugin.Name)
	assert.Equal(t, "4.0.4", s.choice.Plugin.Version)
	assert.Equal(t, "legacy", s.choice.API)
}

func TestIonicNativePluginsThatAreNotSimulatedAreNamed(t *testing.T) {
	s := newSim(t, `
		import { BackgroundFetch, Geolocation } from 'ionic-native';
		print(typeof Geolocation);
	`)
	s.open()
	assert.Equal(t, []string{"undefined"}, s.printed)
	assert.Equal(t, []string{"{name:ionic-native.Geolocation}"}, s.found("api.missing"))
}

func TestIonicWrapperConfigureReturnsNothing(t *testing.T) {
	s := newSim(t, `
		import { BackgroundFetch } from 'ionic-native';
		print(BackgroundFetch.platforms.join());
		platform.ready().then(() => print(typeof BackgroundFetch.configure(() => {}, () => {}, {})));
	`)
	s.open()
	assert.Equal(t, []string{"iOS", "undefined"}, s.printed, "no Location object")
}
