package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestPlainCallbackIsFoundWhereverItIsExported(t *testing.T) {
	for name, code := range map[string]string{
		"export default":         `export default async function (task) { print(task.id); }`,
		"export default, arrow":  `export default (task) => print(task.id);`,
		"module.exports":         `module.exports = async (task) => print(task.id);`,
		"module.exports.default": `module.exports.default = (task) => print(task.id);`,
		"compiled ES module":     `Object.defineProperty(exports, '__esModule', {value: true}); exports.default = (task) => print(task.id);`,
		"beside other exports":   `export const fetchsim = {}; export default (task) => print(task.id);`,
	} {
		t.Run(name, func(t *testing.T) {
			s := newSim(t, code)
			s.open()
			s.begin("refresh", "fetchsim.refresh")
			s.pass(time.Minute)
			assert.Equal(t, []string{"fetchsim.refresh"}, s.printed)
			assert.Equal(t, []string{"finished noData"}, s.outcomes())
		})
	}
}

func TestPlainPolicyAsksAtTheFirstLaunchAndAtEachWake(t *testing.T) {
	s := newSim(t, `export default () => {}`)
	s.open()
	s.kill()
	s.open()
	assert.Equal(t, []string{"submit fetchsim.refresh +15m0s"}, s.ios.asked, "later launches ask for nothing")
	s.begin("refresh", "fetchsim.refresh")
	s.pass(time.Minute)
	assert.Equal(t, []string{"submit fetchsim.refresh +15m0s", "submit fetchsim.refresh +15m0s"}, s.ios.asked)
	assert.Equal(t, "bgTaskScheduler", s.choice.API)
	assert.Equal(t, []string{"fetchsim.refresh"}, s.choice.Permitted())
}

func TestPlainPolicyIsLegacyBeforeIOS13(t *testing.T) {
	s := newSim(t, `export default () => "newData"`, onIOS(12))
	s.open()
	s.wake()
	assert.Equal(t, []string{"legacy 15m0s", "legacy 15m0s"}, s.ios.asked)
	assert.Equal(t, []string{"finished newData"}, s.outcomes())
}

func TestPlainPolicyAsksLaterWhereItWasNotAllowed(t *testing.T) {
	s := newSim(t, `export default () => {}`, withStatus(1))
	s.open()
	assert.Empty(t, s.ios.asked)
	s.ios.status = 2
	s.kill()
	s.open()
	assert.Equal(t, []string{"submit fetchsim.refresh +15m0s"}, s.ios.asked)
}

func TestPlainResults(t *testing.T) {
	for _, tt := range []struct {
		name, body, want string
		errors           []string
	}{
		{"newData", `return "newData"`, "finished newData", nil},
		{"noData", `return "noData"`, "finished noData", nil},
		{"failed", `return "failed"`, "finished failed", nil},
		{"nothing", ``, "finished noData", nil},
		{"something else", `return 42`, "finished noData", nil},
		{"later", `return new Promise((r) => setTimeout(r, 5000, "newData"))`, "finished newData", nil},
		{"a throw", `throw new TypeError("boom")`, "finished failed", []string{"callback: TypeError: boom"}},
		{"a rejection", `return Promise.reject(new Error("no"))`, "finished failed", []string{"callback: Error: no"}},
		{"a text thrown", `throw "text"`, "finished failed", []string{"callback: text"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSim(t, `export default function () { `+tt.body+` }`)
			s.open()
			s.begin("refresh", "fetchsim.refresh")
			s.pass(time.Minute)
			assert.Equal(t, []string{tt.want}, s.outcomes())
			assert.Equal(t, []string{"user accepted"}, s.finishes())
			assert.ElementsMatch(t, tt.errors, s.errors())
		})
	}
}

func TestPlainTaskTellsItsDeadlineAndTrigger(t *testing.T) {
	s := newSim(t, `export default (task) => {
		print(task.trigger);
		print(Math.round((task.deadline - Date.now()) / 1000));
		print(task.signal.aborted);
	}`)
	s.open()
	s.begin("refresh", "fetchsim.refresh")
	s.pass(time.Minute)
	assert.Equal(t, []string{"refresh", "30", "false"}, s.printed)
}

func TestPlainDeadlineIsOneInstantWheneverItIsAskedFor(t *testing.T) {
	s := newSim(t, `export default async (task) => {
		await new Promise((resolve) => setTimeout(resolve, 5000));
		print(Object.keys(task).join());
		print(Math.round((task.deadline - Date.now()) / 1000));
		print(task.deadline instanceof Date && task.deadline === task.deadline);
		await new Promise(() => {});
	}`)
	s.open()
	s.begin("refresh", "fetchsim.refresh")
	s.pass(time.Minute)
	assert.Equal(t, []string{"id,trigger,deadline,signal", "25", "true"}, s.printed)
}

func TestPlainTaskOfAnEarlierWakeStaysItsOwn(t *testing.T) {
	s := newSim(t, `
		let first;
		export default async (task) => {
			if (!first) { first = task; return "newData"; }
			print(Math.round((task.deadline - first.deadline) / 1000) >= 60);
			await new Promise((resolve) => { task.signal.onabort = resolve; });
			print(first.signal.aborted);
		};
	`)
	s.open()
	for range 2 {
		s.begin("refresh", "fetchsim.refresh")
		s.pass(time.Minute)
	}
	assert.Equal(t, []string{"true", "false"}, s.printed)
}

func TestPlainSignalIsAbortedAtTheExpiration(t *testing.T) {
	s := newSim(t, `export default (task) => new Promise((resolve) => {
		task.signal.onabort = () => { print(task.signal.reason.name); resolve("noData"); };
	})`)
	s.open()
	s.begin("refresh", "fetchsim.refresh")
	s.pass(time.Minute)
	assert.Equal(t, []string{"TimeoutError"}, s.printed)
	assert.Equal(t, []string{"user"}, s.expirations())
	assert.Equal(t, []string{"user afterExpiration"}, s.finishes())
	assert.Equal(t, []string{"expired noData"}, s.outcomes())
}

func TestPlainSignalThatIsAskedForAfterTheExpirationIsAborted(t *testing.T) {
	s := newSim(t, `export default (task) => new Promise((resolve) => setTimeout(() => {
		print(task.signal.aborted);
		resolve();
	}, 27000))`)
	s.open()
	s.begin("refresh", "fetchsim.refresh")
	s.pass(time.Minute)
	assert.Equal(t, []string{"true"}, s.printed)
}

func TestPlainCallbackThatNeverEndsIsKilledAndFoundAgain(t *testing.T) {
	s := newSim(t, `
		let calls = 0;
		export default async () => { print(++calls); await new Promise(() => {}); };
	`)
	s.open()
	for range 2 {
		s.begin("refresh", "fetchsim.refresh")
		s.pass(time.Minute)
	}
	assert.Equal(t, []string{"1", "1"}, s.printed, "each in a process of its own")
	assert.Equal(t, []string{"killed none", "killed none"}, s.outcomes())
	pending := s.found("await.pending")
	assert.Contains(t, pending[0], "when:expiration")
	assert.Contains(t, pending[1], "when:kill")
}

func TestAScriptWithoutACallbackAsksForNothing(t *testing.T) {
	s := newSim(t, `print("loaded"); export const other = 1;`)
	s.open()
	assert.Empty(t, s.ios.asked)
	s.begin("refresh", "fetchsim.refresh")
	s.pass(time.Minute)
	assert.Equal(t, []string{"none"}, s.handled())
	assert.Equal(t, []string{"killed none"}, s.outcomes())
}
