package bridge_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// honest is a React Native app that finishes what it gets at once.
const honest = `
import BackgroundFetch from 'react-native-background-fetch';
BackgroundFetch.configure({minimumFetchInterval: 60}, (id) => { print(id); BackgroundFetch.finish(id); }, (id) => {
	print('timeout ' + id);
	BackgroundFetch.finish(id);
}).then((status) => print('status ' + status), (status) => print('refused ' + status));
`

// hangs is a React Native app that never finishes its first wake, nor answers its end.
const hangs = `
import BackgroundFetch from 'react-native-background-fetch';
BackgroundFetch.configure({minimumFetchInterval: 15}, (id) => print('event'), (id) => print('timeout'));
`

const unavailable, notPermitted = "unavailable", "notPermitted"

func TestL1OnlyListedIdentifiersAreRegistered(t *testing.T) {
	for _, tt := range []struct {
		name string
		set  func(*setup)
		want string
	}{
		{"the fetch identifier is listed", permitted("com.transistorsoft.fetch"), "submit com.transistorsoft.fetch +1h0m0s"},
		{"another is listed", permitted("com.example.refresh"), "legacy 1h0m0s"},
		{"nothing is listed", permitted(), "legacy 1h0m0s"},
		{"before BGTaskScheduler", onIOS(12), "legacy 1h0m0s"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSim(t, honest, tt.set)
			s.open()
			assert.Equal(t, []string{tt.want}, s.ios.asked)
		})
	}
}

func TestL2UnavailableSchedulerFallsBackToTheLegacyAPI(t *testing.T) {
	s := newSim(t, honest, onDevice("simulator"), submitFails(errors.New(unavailable)))
	s.open()
	s.wake()
	assert.Equal(t, "legacy", s.choice.API)
	assert.Equal(t, []string{
		"submit com.transistorsoft.fetch +1h0m0s", "legacy 1h0m0s",
		"submit com.transistorsoft.fetch +1h0m0s", "legacy 1h0m0s",
	}, s.ios.asked)
	assert.Equal(t, []string{"status 2", "react-native-background-fetch"}, s.printed)
	assert.Equal(t, []string{"finished newData"}, s.outcomes())
}

func TestL3ConfigureListensAlsoWhereNothingIsAllowed(t *testing.T) {
	for _, tt := range []struct {
		name    string
		set     func(*setup)
		printed string
	}{
		{"switched off", withStatus(1), "refused 1"},
		{"restricted", withStatus(0), "refused 0"},
		{"no background fetch", onDevice("no-background-fetch"), "refused 0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSim(t, honest, tt.set)
			s.open()
			assert.Empty(t, s.ios.asked)
			s.begin("refresh", "com.transistorsoft.fetch")
			s.pass(time.Minute)
			assert.Equal(t, []string{tt.printed, "react-native-background-fetch"}, s.printed)
		})
	}
}

func TestL4ASecondConfigureReplacesTheCallbackButNotTheRequest(t *testing.T) {
	s := newSim(t, `
		import BackgroundFetch from 'react-native-background-fetch';
		const finish = (name) => (id) => { print(name); BackgroundFetch.finish(id); };
		BackgroundFetch.configure({minimumFetchInterval: 15}, finish('first'), () => {});
		BackgroundFetch.configure({minimumFetchInterval: 30}, finish('second'), () => {});
	`)
	s.open()
	assert.Equal(t, []string{"submit com.transistorsoft.fetch +15m0s"}, s.ios.asked)
	s.wake()
	assert.Equal(t, []string{"second"}, s.printed)
	assert.Equal(t, "submit com.transistorsoft.fetch +30m0s", s.ios.asked[1], "the new interval counts from the next wake")
}

func TestL5AWakeAsksForTheNextBeforeTheScriptRuns(t *testing.T) {
	s := newSim(t, `
		import BackgroundFetch from 'react-native-background-fetch';
		BackgroundFetch.configure({minimumFetchInterval: 20}, (id) => setTimeout(() => BackgroundFetch.finish(id), 9000), () => {});
	`)
	s.open()
	s.begin("refresh", "com.transistorsoft.fetch")
	s.pass(time.Second)
	assert.Len(t, s.ios.asked, 2)
	assert.Empty(t, s.outcomes(), "the wake is still open")
}

func TestL5AColdWakeAsksWithoutTheIntervalThatItDoesNotKnowYet(t *testing.T) {
	s := newSim(t, honest)
	s.open()
	s.kill()
	s.wake()
	s.wake()
	assert.Equal(t, []string{
		"submit com.transistorsoft.fetch +1h0m0s",
		"submit com.transistorsoft.fetch +0s", // by the launch handler, before configure
		"submit com.transistorsoft.fetch +1h0m0s",
	}, s.ios.asked)
}

func TestL6AColdWakeIsHeldUntilConfigure(t *testing.T) {
	s := newSim(t, `
		import BackgroundFetch from 'react-native-background-fetch';
		setTimeout(() => {
			BackgroundFetch.configure({}, (id) => { print('event'); BackgroundFetch.finish(id); }, () => {});
		}, 4000);
	`)
	s.open()
	s.kill()
	s.wake()
	assert.Equal(t, []string{"held L6", "called"}, s.handled())
	assert.Equal(t, []string{"event"}, s.printed)
	assert.Equal(t, []string{"finished newData"}, s.outcomes())
}

func TestAnUnfinishedWakeCostsTheProcessItsLifeAndTheNextIsCold(t *testing.T) {
	s := newSim(t, hangs)
	s.open()
	s.wake()
	s.wake()
	assert.Equal(t, []string{"called", "called"}, s.handled(), "a new process knows nothing of the wake before")
	assert.Equal(t, []string{"killed none", "killed none"}, s.outcomes())
	assert.Equal(t, 2, s.launches)
}

func TestL8WhatFinishCannotPlaceIsIgnored(t *testing.T) {
	for _, tt := range []struct {
		name, call, want string
	}{
		{"no id", "BackgroundFetch.finish()", "user noId"},
		{"a result of old versions", "BackgroundFetch.finish(BackgroundFetch.FETCH_RESULT_NEW_DATA)", "user noId"},
		{"iOS's identifier", "BackgroundFetch.finish('com.transistorsoft.fetch')", "user unknown"},
		{"another plugin's id", "BackgroundFetch.finish('cordova-background-fetch')", "user unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSim(t, `
				import BackgroundFetch from 'react-native-background-fetch';
				BackgroundFetch.configure({}, (id) => { `+tt.call+`; }, (id) => {});
			`)
			s.open()
			s.wake()
			assert.Equal(t, []string{tt.want}, s.finishes())
			assert.Equal(t, []string{"killed none"}, s.outcomes())
			calls := s.found("bridge.call")
			assert.Contains(t, calls[len(calls)-1], "answer:ignored")
		})
	}
}

func TestL9TheSecondFinishIsIgnored(t *testing.T) {
	s := newSim(t, `
		import BackgroundFetch from 'react-native-background-fetch';
		BackgroundFetch.configure({}, (id) => { BackgroundFetch.finish(id); BackgroundFetch.finish(id); }, (id) => {});
	`)
	s.open()
	s.wake()
	assert.Equal(t, []string{"user accepted", "user twice"}, s.finishes())
	assert.Equal(t, []string{"finished newData"}, s.outcomes())
}

func TestAFinishWithoutAnyWakeIsUnknown(t *testing.T) {
	s := newSim(t, `
		import BackgroundFetch from 'react-native-background-fetch';
		BackgroundFetch.configure({}, () => {}, () => {});
		BackgroundFetch.finish('react-native-background-fetch');
	`)
	s.open()
	assert.Equal(t, []string{"user unknown"}, s.finishes())
}

func TestL10FinishSucceedsInJavaScriptWhateverBecomesOfIt(t *testing.T) {
	s := newSim(t, `
		document.addEventListener('deviceready', () => {
			BackgroundFetch.configure({}, () => {}, () => {});
			BackgroundFetch.finish('nonsense', () => print('success'), () => print('failure'));
		});
	`)
	s.open()
	assert.Equal(t, []string{"user unknown"}, s.finishes())
	assert.Equal(t, []string{"success"}, s.printed)
}

func TestD1TheTimeoutComesFromIOSAlone(t *testing.T) {
	s := newSim(t, honest+`
		const never = new Promise(() => {});
	`)
	s.open()
	s.wake()
	assert.Empty(t, s.expirations(), "a wake that was finished expires no more")
}

func TestD2TheUserHearsTheTimeoutAndMustFinish(t *testing.T) {
	s := newSim(t, `
		import BackgroundFetch from 'react-native-background-fetch';
		BackgroundFetch.configure({}, (id) => {}, (id) => { print('timeout ' + id); BackgroundFetch.finish(id); });
	`)
	s.open()
	s.wake()
	assert.Equal(t, []string{"timeout react-native-background-fetch"}, s.printed)
	assert.Equal(t, []string{"user"}, s.expirations())
	assert.Equal(t, []string{"user afterExpiration"}, s.finishes())
	assert.Equal(t, []string{"expired newData"}, s.outcomes())

	s = newSim(t, hangs)
	s.open()
	s.wake()
	assert.Equal(t, []string{"event", "timeout"}, s.printed)
	assert.Equal(t, []string{"killed none"}, s.outcomes())
}

func TestTheDefaultTimeoutHandlerWarnsAndFinishes(t *testing.T) {
	s := newSim(t, `
		import BackgroundFetch from 'react-native-background-fetch';
		BackgroundFetch.configure({}, (id) => {});
	`)
	s.open()
	s.wake()
	assert.Len(t, s.printed, 2)
	assert.Contains(t, s.printed[0], "You did not provide a 3rd argument onTimeout callback")
	assert.Contains(t, s.printed[1], "default onTimeout callback fired")
	assert.Equal(t, []string{"default"}, s.expirations())
	assert.Equal(t, []string{"default afterExpiration"}, s.finishes())
	assert.Equal(t, []string{"expired newData"}, s.outcomes())
}

func TestD3ASubscriberWithoutACallbackIsFinishedByTheNativeSide(t *testing.T) {
	s := newSim(t, `
		import BackgroundFetch from 'react-native-background-fetch';
		import { AppState } from 'react-native';
		if (AppState.currentState === 'active') BackgroundFetch.configure({}, () => {}, () => {});
	`)
	s.open()
	s.kill()
	s.wake()
	assert.Equal(t, []string{"held L6"}, s.handled())
	assert.Equal(t, []string{"none"}, s.expirations())
	assert.Equal(t, []string{"native afterExpiration"}, s.finishes())
	assert.Equal(t, []string{"completedByOs none"}, s.outcomes())
}

func TestD3ACordovaStartWithoutConfigureIsFinishedByTheNativeSide(t *testing.T) {
	s := newSim(t, `document.addEventListener('deviceready', () => BackgroundFetch.start());`,
		withPlugin("cordova-plugin-background-fetch@7.2.4"))
	s.open()
	s.wake()
	assert.Equal(t, []string{"held L6"}, s.handled())
	assert.Equal(t, []string{"completedByOs none"}, s.outcomes())
}

func TestD4StopInTheWakeLeavesNobodyToFinishIt(t *testing.T) {
	s := newSim(t, `
		import BackgroundFetch from 'react-native-background-fetch';
		BackgroundFetch.configure({}, async (id) => { await BackgroundFetch.stop(); BackgroundFetch.finish(id); }, () => print('timeout'));
	`)
	s.open()
	s.wake()
	assert.Equal(t, []string{"user unknown"}, s.finishes())
	assert.Equal(t, []string{"none"}, s.expirations())
	assert.Equal(t, []string{"stopped none"}, s.outcomes())
	assert.Equal(t, "cancel com.transistorsoft.fetch", s.ios.asked[2])
}

func TestD5TheLegacyPathHearsTheTimeoutToo(t *testing.T) {
	s := newSim(t, hangs, onIOS(12))
	s.open()
	s.wake()
	assert.Equal(t, []string{"event", "timeout"}, s.printed)
	assert.Equal(t, []string{"killed none"}, s.outcomes(), "the completion handler stays open until finish")
}

func TestStopCancelsTheRequest(t *testing.T) {
	s := newSim(t, honest+`BackgroundFetch.stop().then((ok) => print('stopped ' + ok));`)
	s.open()
	assert.Equal(t, []string{"submit com.transistorsoft.fetch +1h0m0s", "cancel com.transistorsoft.fetch"}, s.ios.asked)
	assert.Contains(t, s.printed, "stopped true")
}

func TestStopBeforeIOS13IsNotNoticedByStart(t *testing.T) {
	s := newSim(t, honest+`BackgroundFetch.stop(); BackgroundFetch.start();`, onIOS(12))
	s.open()
	assert.Equal(t, []string{"legacy 1h0m0s", "legacy never"}, s.ios.asked)
}

func TestStopInTheFallbackLeavesTheLegacyIntervalStanding(t *testing.T) {
	s := newSim(t, honest+`BackgroundFetch.stop();`, permitted())
	s.open()
	assert.Equal(t, []string{"legacy 1h0m0s", "cancel com.transistorsoft.fetch"}, s.ios.asked)
}

func TestStartAsksOnlyWhereNothingIsPending(t *testing.T) {
	s := newSim(t, `
		import BackgroundFetch from 'react-native-background-fetch';
		BackgroundFetch.start().then((status) => print('first ' + status));
		BackgroundFetch.start().then((status) => print('second ' + status));
	`)
	s.open()
	assert.Equal(t, []string{"submit com.transistorsoft.fetch +0s"}, s.ios.asked)
	assert.Equal(t, []string{"first 2", "second 2"}, s.printed)

	s.wake()
	assert.Equal(t, []string{"none noListener"}, s.handled(), "start before configure: nobody listens in JavaScript")
	assert.Equal(t, []string{"killed none"}, s.outcomes())
}

func TestStartIsRefusedWithAText(t *testing.T) {
	s := newSim(t, `
		import BackgroundFetch from 'react-native-background-fetch';
		BackgroundFetch.start().catch((why) => print(typeof why + ' ' + why));
	`, withStatus(1))
	s.open()
	assert.Equal(t, []string{"string 1"}, s.printed)

	s = newSim(t, `
		import BackgroundFetch from 'react-native-background-fetch';
		BackgroundFetch.start().catch((why) => print(why));
	`, submitFails(errors.New(notPermitted)))
	s.open()
	assert.Equal(t, []string{"The operation couldn’t be completed. (BGTaskSchedulerErrorDomain error 3.)"}, s.printed)
}

func TestEachLineThatCallsTheNativeSideIsShownOnce(t *testing.T) {
	s := newSim(t, `
import BackgroundFetch from 'react-native-background-fetch';
BackgroundFetch.configure({minimumFetchInterval: 15}, (id) => {
	BackgroundFetch.finish(id);
	BackgroundFetch.finish('other');
}, (id) => {});
`)
	s.open()
	s.wake()
	s.wake()
	var lines []int
	for _, ev := range s.events {
		if e, ok := ev.(*trace.Excerpt); ok {
			assert.Equal(t, "app.js", e.File)
			lines = append(lines, e.Line)
		}
	}
	assert.Equal(t, []int{3, 4, 5}, lines)
}
