package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/device"
)

// A warm wake that finishes at once, and the cold launch of a process, for each family.
func BenchmarkWake(b *testing.B) {
	for name, code := range benchmarked() {
		b.Run(name, func(b *testing.B) {
			s := newSim(b, code)
			s.open()
			b.ReportAllocs()
			for b.Loop() {
				s.quickWake(b)
			}
		})
	}
}

func BenchmarkColdLaunch(b *testing.B) {
	for name, code := range benchmarked() {
		b.Run(name, func(b *testing.B) {
			s := newSim(b, code)
			b.ReportAllocs()
			for b.Loop() {
				s.phone.Open()
				s.pass(10 * time.Second)
				s.phone.End("forceQuit")
				s.events = s.events[:0]
			}
		})
	}
}

func benchmarked() map[string]string {
	return map[string]string{
		"plain":       `export default () => "newData"`,
		"reactNative": `import B from 'react-native-background-fetch'; B.configure({}, (id) => B.finish(id), (id) => B.finish(id));`,
		"cordova7":    `document.addEventListener('deviceready', () => BackgroundFetch.configure({}, (id) => BackgroundFetch.finish(id), (id) => {}));`,
		"ionic":       `import { BackgroundFetch as B } from 'ionic-native'; platform.ready().then(() => B.configure(() => B.finish(), () => {}, {stopOnTerminate: false}));`,
	}
}

// quickWake grants a wake and runs on until it is over.
func (s *sim) quickWake(b *testing.B) {
	b.Helper()
	trigger := "refresh"
	if s.choice.API == "legacy" {
		trigger = "fetch"
	}
	s.wakes++
	require.True(b, s.phone.Grant(device.Grant{Wake: s.wakes, Trigger: trigger, Identifier: "com.transistorsoft.fetch", Budget: 30 * time.Second}))
	for s.phone.Busy() {
		s.queue.Step()
	}
	s.events, s.ios.asked, s.ios.results = s.events[:0], s.ios.asked[:0], s.ios.results[:0]
}
