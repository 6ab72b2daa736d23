package bridge_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/bridge"
)

func TestChooseFindsThePlugin(t *testing.T) {
	for _, tt := range []struct{ name, code, want string }{
		{"nothing", `export default () => {}`, "none"},
		{"a comment is no use", "// BackgroundFetch.configure({})\nexport default () => {}", "none"},
		{"React Native's package", `import B from 'react-native-background-fetch'; B.configure({}, () => {});`, "react-native-background-fetch 4.2.8"},
		{"React Native alone", `import { View } from 'react-native'; print(View);`, "react-native-background-fetch 4.2.8"},
		{"ionic-native", `import { BackgroundFetch } from 'ionic-native'; BackgroundFetch.start();`, "cordova-plugin-background-fetch 4.0.4"},
		{"the Cordova package", `import B from 'cordova-plugin-background-fetch'; B.start();`, "cordova-plugin-background-fetch 5.6.0"},
		{"deviceready", `document.addEventListener("deviceready", () => {});`, "cordova-plugin-background-fetch 5.6.0"},
		{"the wrong case", `window.backgroundFetch.configure(() => {});`, "cordova-plugin-background-fetch 5.6.0"},
		{"options first", `BackgroundFetch.configure({}, (id) => {}, (id) => {});`, "cordova-plugin-background-fetch 7.2.4"},
		{"callback first", `BackgroundFetch.configure(() => {}, () => {}, {});`, "cordova-plugin-background-fetch 5.6.0"},
		{"async callback first", `window.BackgroundFetch.configure(async () => {}, null, config);`, "cordova-plugin-background-fetch 5.6.0"},
		{"function first", `BackgroundFetch.configure(function () { a(b, {}); }, fail);`, "cordova-plugin-background-fetch 5.6.0"},
		{"one parameter", `BackgroundFetch.configure(id => {}, fail);`, "cordova-plugin-background-fetch 5.6.0"},
		{"a declared object", `const x = { a: 1 }; BackgroundFetch.configure(x, go, stop); function go() {} function stop() {}`, "cordova-plugin-background-fetch 7.2.4"},
		{"a declared function", `const x = () => {}; BackgroundFetch.configure(x, y, z); var y, z;`, "cordova-plugin-background-fetch 5.6.0"},
		{"a function statement", `async function x() {} BackgroundFetch.configure(x, y, z); var y, z;`, "cordova-plugin-background-fetch 5.6.0"},
		{"a name that says so", `BackgroundFetch.configure(this.config, (id) => {}, (id) => {});`, "cordova-plugin-background-fetch 7.2.4"},
		{"an object at the end", `BackgroundFetch.configure(this.run, this.fail, { stopOnTerminate: false });`, "cordova-plugin-background-fetch 5.6.0"},
		{"a comma in a text", `BackgroundFetch.configure({ a: ",)" }, run); function run() {}`, "cordova-plugin-background-fetch 7.2.4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := bridge.Choose(bundle(t, tt.code), bridge.Facts{OS: 26, Device: "phone", NoProject: true}, "")
			require.NoError(t, err)
			got := c.Plugin.Name
			if c.Plugin.Version != "" {
				got += " " + c.Plugin.Version
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestChooseTheAPI(t *testing.T) {
	rn, old := `import B from 'react-native-background-fetch'; B.start();`, `BackgroundFetch.configure(() => {});`
	found := func(ids ...string) bridge.Facts {
		return bridge.Facts{OS: 26, Device: "phone", Permitted: ids}
	}
	for _, tt := range []struct {
		name, code string
		facts      bridge.Facts
		want       string
	}{
		{"modern core", rn, bridge.Facts{OS: 13, Device: "phone", NoProject: true}, "bgTaskScheduler"},
		{"modern core before iOS 13", rn, bridge.Facts{OS: 12, Device: "phone", NoProject: true}, "legacy"},
		{"modern core in the Simulator", rn, bridge.Facts{OS: 26, Device: "simulator", NoProject: true}, "legacy"},
		{"the identifier is listed", rn, found("com.transistorsoft.fetch"), "bgTaskScheduler"},
		{"the identifier is not listed", rn, found(), "legacy"},
		{"old core", old, bridge.Facts{OS: 26, Device: "phone", NoProject: true}, "legacy"},
		{"no plugin", `export default () => {}`, bridge.Facts{OS: 26, Device: "phone", NoProject: true}, "bgTaskScheduler"},
		{"no plugin before iOS 13", `export default () => {}`, bridge.Facts{OS: 12, Device: "phone", NoProject: true}, "legacy"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := bridge.Choose(bundle(t, tt.code), tt.facts, "")
			require.NoError(t, err)
			assert.Equal(t, tt.want, c.API)
		})
	}
}

func TestChooseByName(t *testing.T) {
	for _, tt := range []struct{ override, want, err string }{
		{override: "default", want: "none"},
		{override: "ionic-native", want: "cordova-plugin-background-fetch 4.0.4"},
		{override: "ionic-native@2", want: "cordova-plugin-background-fetch 4.0.4"},
		{override: "cordova-plugin-background-fetch@7", want: "cordova-plugin-background-fetch 7.2.4"},
		{override: "cordova-plugin-background-fetch@5.6.0", want: "cordova-plugin-background-fetch 5.6.0"},
		{override: "cordova-plugin-background-fetch", want: "cordova-plugin-background-fetch 7.2.4"},
		{override: "react-native-background-fetch", want: "react-native-background-fetch 4.2.8"},
		{override: "react-native-backgroundfetch", err: `unknown plugin "react-native-backgroundfetch"; did you mean "react-native-background-fetch"?`},
		{override: "xyz", err: `unknown plugin "xyz"; known: react-native-background-fetch, ionic-native, cordova-plugin-background-fetch, default`},
		{override: "cordova-plugin-background-fetch@3.0.0", err: `unknown version of cordova-plugin-background-fetch "3.0.0"; known: 4.0.4, 5.6.0, 7.2.4`},
		{override: "default@2", err: `unknown version of default "2"`},
	} {
		t.Run(tt.override, func(t *testing.T) {
			c, err := bridge.Choose(bundle(t, `export default () => {}`), bridge.Facts{OS: 26, Device: "phone", NoProject: true}, tt.override)
			if tt.err != "" {
				require.EqualError(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			got := c.Plugin.Name
			if c.Plugin.Version != "" {
				got += " " + c.Plugin.Version
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestAModuleOfAnotherPluginSaysSo(t *testing.T) {
	s := newSim(t, `import B from 'react-native-background-fetch'; B.start();`, withPlugin("default"))
	s.open()
	assert.Equal(t, []string{
		"load: Error: react-native-background-fetch belongs to another plugin than the one this script is run with; choose it with --plugin",
	}, s.errors())
}

func TestEveryFamilyHasItsOwnNameAndModules(t *testing.T) {
	var names []string
	for _, f := range bridge.Families() {
		assert.NotContains(t, names, f.Name)
		names = append(names, f.Name)
	}
	assert.Equal(t, "default", names[len(names)-1], "the family that asks for nothing is tried last")
	assert.Equal(t, []string{
		"cordova-plugin-background-fetch", "ionic-angular", "ionic-native", "react-native", "react-native-background-fetch",
	}, sortedKeys(bridge.Virtual()))
}

func sortedKeys(m map[string]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
