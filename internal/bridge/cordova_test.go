package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// The plugin's versions, each with a script in its own style that finishes what it gets.
const (
	style4 = `document.addEventListener('deviceready', () => {
		window.BackgroundFetch.configure((...args) => {
			print('event ' + JSON.stringify(args));
			BackgroundFetch.finish();
		}, (...args) => print('failure ' + JSON.stringify(args)), {stopOnTerminate: false, minimumFetchInterval: 30});
	});`
	style7 = `document.addEventListener('deviceready', () => {
		BackgroundFetch.configure({minimumFetchInterval: 30}, (...args) => {
			print('event ' + JSON.stringify(args));
			BackgroundFetch.finish(args[0], (...args) => print('finished ' + JSON.stringify(args)));
		}, (id) => { print('timeout ' + id); BackgroundFetch.finish(id); })
			.then((status) => print('status ' + status), (status) => print('refused ' + status));
	});`
	plugin4 = "cordova-plugin-background-fetch@4.0.4"
	plugin5 = "cordova-plugin-background-fetch@5.6.0"
	plugin7 = "cordova-plugin-background-fetch@7.2.4"
)

func TestCordovaVersionsAskAndWake(t *testing.T) {
	for _, tt := range []struct {
		name, plugin, code string
		asked              []string
		printed            []string
	}{
		{"4.0.4 asks for the most frequent wakes", plugin4, style4, []string{"legacy 0s"}, []string{"event [null]"}},
		{"5.6.0 asks with its interval", plugin5, style4, []string{"legacy 30m0s"}, []string{"event [null]"}},
		{
			"7.2.4 asks BGTaskScheduler", plugin7, style7,
			[]string{"submit com.transistorsoft.fetch +30m0s", "submit com.transistorsoft.fetch +30m0s"},
			[]string{"status 2", `event ["cordova-background-fetch"]`},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSim(t, tt.code, withPlugin(tt.plugin))
			s.open()
			s.wake()
			assert.Equal(t, tt.asked, s.ios.asked)
			assert.Equal(t, tt.printed, s.printed)
			assert.Equal(t, []string{"called"}, s.handled())
			assert.Equal(t, []string{"user accepted"}, s.finishes())
			assert.Equal(t, []string{"finished newData"}, s.outcomes())
		})
	}
}

func TestCordovaRefusals(t *testing.T) {
	for _, tt := range []struct {
		name, plugin, code string
		set                func(*setup)
		want               []string
	}{
		{"4.0.4, switched off", plugin4, style4, withStatus(1), []string{"failure [null]"}},
		{"4.0.4, no background fetch", plugin4, style4, onDevice("no-background-fetch"), []string{"failure [null]"}},
		{"5.6.0, switched off", plugin5, style4, withStatus(1), []string{"failure [1]"}},
		{"5.6.0, no background fetch", plugin5, style4, onDevice("no-background-fetch"), []string{"failure [0]"}},
		{"7.2.4, switched off", plugin7, style7, withStatus(1), []string{"refused 1"}},
		{"7.2.4, no background fetch", plugin7, style7, onDevice("no-background-fetch"), []string{"refused 0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSim(t, tt.code, withPlugin(tt.plugin), tt.set)
			s.open()
			assert.Empty(t, s.ios.asked)
			assert.Equal(t, tt.want, s.printed)
		})
	}
}

func TestCordovaStartAndStopAnswer(t *testing.T) {
	for _, tt := range []struct {
		plugin  string
		status  int
		printed []string
		asked   []string
	}{
		{plugin4, 2, []string{"start [null]", "stop [null]", "status [2]"}, []string{"legacy 0s", "legacy never"}},
		{plugin5, 2, []string{"start [null]", "stop [null]", "status [2]"}, []string{"legacy 0s", "legacy never"}},
		{
			plugin7, 2, []string{"start [2]", "stop [null]", "status [2]"},
			[]string{"submit com.transistorsoft.fetch +0s", "cancel com.transistorsoft.fetch"},
		},
		{plugin4, 1, []string{"!start [null]", "stop [null]", "status [1]"}, []string{"legacy never"}},
		{plugin5, 1, []string{"!start [1]", "stop [null]", "status [1]"}, []string{"legacy never"}},
		{plugin7, 1, []string{"!start [1]", "stop [null]", "status [1]"}, nil},
	} {
		t.Run(tt.plugin, func(t *testing.T) {
			s := newSim(t, `
				const say = (name) => (...args) => print(name + ' ' + JSON.stringify(args));
				document.addEventListener('deviceready', () => {
					BackgroundFetch.start(say('start'), say('!start'));
					BackgroundFetch.stop(say('stop'), say('!stop'));
					BackgroundFetch.status(say('status'), say('!status'));
				});
			`, withPlugin(tt.plugin), withStatus(tt.status))
			s.open()
			assert.Equal(t, tt.printed, s.printed)
			if tt.status == 1 && tt.plugin == plugin7 {
				return // the subscriber was never there: nothing to cancel
			}
			assert.Equal(t, tt.asked, s.ios.asked)
		})
	}
}

func TestCordovaGlobalIsThereFromDevicereadyOn(t *testing.T) {
	s := newSim(t, `
		print(typeof window.BackgroundFetch);
		print(typeof cordova.exec);
		document.addEventListener('deviceready', (event) => {
			print(event.type + ' ' + typeof window.BackgroundFetch);
			document.addEventListener('deviceready', () => print('late listeners are called at once'), false);
			print('after');
		}, false);
	`, withPlugin(plugin5))
	s.open()
	assert.Equal(t, []string{"undefined", "function", "deviceready object", "late listeners are called at once", "after"}, s.printed)
}

func TestCordovaPauseAndResume(t *testing.T) {
	s := newSim(t, `
		document.addEventListener('pause', () => print('pause'));
		document.addEventListener('resume', () => print('resume'));
		document.addEventListener('deviceready', () => print('ready'));
	`, withPlugin(plugin5))
	s.open()
	s.open()
	assert.Equal(t, []string{"ready", "pause", "resume", "pause"}, s.printed)
}

func TestCordovaSignatureErrorsNameTheMethod(t *testing.T) {
	for _, tt := range []struct{ name, plugin, call, want string }{
		{
			"old argument order on 7", plugin7, "BackgroundFetch.configure(() => {}, () => {}, {})",
			"event: [BackgroundFetch] configure error: the first argument to #configure is the Config {} (BackgroundFetch.configure)",
		},
		{
			"no callback on 7", plugin7, "BackgroundFetch.configure({})",
			"event: [BackgroundFetch] configure error:  You must provide the fetch callback function as 2nd argument to #configure method (BackgroundFetch.configure)",
		},
		{
			"finish without an id on 7", plugin7, "BackgroundFetch.finish()",
			"event: BackgroundGeolocation.finish now requires a String taskId as first argument (BackgroundFetch.finish)",
		},
		{
			"new argument order on 5", plugin5, "BackgroundFetch.configure({}, () => {})",
			"event: BackgroundFetch configure error:  You must provide a callback function as 1st argument (BackgroundFetch.configure)",
		},
		{
			"a variable that has no value yet on 4", plugin4, "BackgroundFetch.configure(later, () => {}); var later = () => {}",
			"event: BackgroundFetch configure error:  You must provide a callback function as 1st argument (BackgroundFetch.configure)",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSim(t, `document.addEventListener('deviceready', () => { `+tt.call+` });`, withPlugin(tt.plugin))
			s.open()
			assert.Equal(t, []string{tt.want}, s.errors())
			assert.Empty(t, s.ios.asked)
		})
	}
}

func TestCordovaSecondConfigure(t *testing.T) {
	for _, tt := range []struct{ plugin, want string }{{plugin4, "first"}, {plugin5, "second"}} {
		t.Run(tt.plugin, func(t *testing.T) {
			s := newSim(t, `document.addEventListener('deviceready', () => {
				const finish = (name) => () => { print(name); BackgroundFetch.finish(); };
				BackgroundFetch.configure(finish('first'), () => {}, {stopOnTerminate: false});
				BackgroundFetch.configure(finish('second'), () => {}, {stopOnTerminate: false});
			});`, withPlugin(tt.plugin))
			s.open()
			s.wake()
			assert.Equal(t, []string{tt.want}, s.printed)
		})
	}
}

func TestCordova5TakesAResult(t *testing.T) {
	for call, want := range map[string]string{
		"finish()": "newData", "finish(BackgroundFetch.FETCH_RESULT_NO_DATA)": "noData",
		"finish(BackgroundFetch.FETCH_RESULT_FAILED)": "failed", "finish(99)": "newData", "finish('text')": "newData",
	} {
		s := newSim(t, `document.addEventListener('deviceready', () => {
			BackgroundFetch.configure(() => BackgroundFetch.`+call+`, () => {}, {stopOnTerminate: false});
		});`, withPlugin(plugin5))
		s.open()
		s.wake()
		assert.Equal(t, []string{"finished " + want}, s.outcomes(), call)
	}
}

func TestCordovaStopOnTerminateEndsWakesAfterTheFirstColdOne(t *testing.T) {
	code := `document.addEventListener('deviceready', () => {
		BackgroundFetch.configure(() => BackgroundFetch.finish(), () => {}, OPTIONS);
	});`
	for _, tt := range []struct {
		options string
		want    []string
	}{
		{"{}", []string{"legacy 0s", "legacy 0s", "legacy never"}},
		{"{stopOnTerminate: true}", []string{"legacy 0s", "legacy 0s", "legacy never"}},
		{"{stopOnTerminate: false}", []string{"legacy 0s", "legacy 0s"}},
	} {
		t.Run(tt.options, func(t *testing.T) {
			s := newSim(t, replace(code, "OPTIONS", tt.options), withPlugin(plugin4))
			s.open()
			s.kill()
			s.begin("fetch", "")
			s.pass(4 * time.Second)
			assert.Empty(t, s.outcomes(), "the native side waits 5 s after the first finish")
			s.pass(time.Minute)
			assert.Equal(t, []string{"finished newData"}, s.outcomes())
			assert.Equal(t, tt.want, s.ios.asked)
		})
	}
}

func TestCordovaOldCoreHearsNoTimeout(t *testing.T) {
	s := newSim(t, `document.addEventListener('deviceready', () => {
		BackgroundFetch.configure(() => print('event'), () => print('failure'), {});
	});`, withPlugin(plugin5))
	s.open()
	s.wake()
	assert.Equal(t, []string{"event"}, s.printed)
	assert.Empty(t, s.expirations(), "nobody asked iOS for a warning")
	assert.Equal(t, []string{"killed none"}, s.outcomes())
	assert.Contains(t, s.found("proc.exit")[0], "0x2182bad4")
}

func TestCordovaAThrowInTheCallbackIsReportedAndTheAppGoesOn(t *testing.T) {
	s := newSim(t, `document.addEventListener('deviceready', () => {
		BackgroundFetch.configure({}, (id) => { setTimeout(() => BackgroundFetch.finish(id), 100); throw new Error('boom'); }, () => {});
	});`, withPlugin(plugin7))
	s.open()
	s.wake()
	assert.Equal(t, []string{"callback: Error: boom"}, s.errors())
	assert.Equal(t, []string{"finished newData"}, s.outcomes())
}

func TestCordovaPluginThatIsNotSimulatedIsNamed(t *testing.T) {
	s := newSim(t, `document.addEventListener('deviceready', () => cordova.exec(() => {}, () => {}, 'Camera', 'takePicture', []));`)
	s.open()
	assert.Equal(t, []string{"{name:cordova.exec Camera.takePicture}"}, s.found("api.missing"))
}

func TestCordovaScheduleTask(t *testing.T) {
	s := newSim(t, `document.addEventListener('deviceready', () => {
		BackgroundFetch.configure({}, (id) => { print(id); BackgroundFetch.finish(id); }, () => {});
		BackgroundFetch.scheduleTask({taskId: 'com.transistorsoft.sync', delay: 2999, requiresCharging: true},
			() => print('scheduled'), (why) => print(why));
	});`, withPlugin(plugin7))
	s.open()
	assert.Equal(t, []string{"com.transistorsoft.fetch", "com.transistorsoft.sync"}, s.choice.Permitted())
	assert.Equal(t, "submit com.transistorsoft.sync +2s power=true network=false", s.ios.asked[1])
	s.task("com.transistorsoft.sync")
	assert.Equal(t, []string{"scheduled", "com.transistorsoft.sync"}, s.printed)
	assert.Equal(t, []string{"finished newData"}, s.outcomes())
}
