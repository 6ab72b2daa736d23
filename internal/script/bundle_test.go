package script

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/trace"
)

func TestAProblemOfTheSourcesSaysWhereAndWhatToDo(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		entry string
		files map[string]string
		want  string
	}{
		{
			"package not installed", "src/a.ts",
			map[string]string{"src/a.ts": "// 😀\nconst s = '😀'; import axios from 'axios'\nprint(axios)"},
			"src/a.ts:2:35: cannot find module \"axios\"\n  npm install axios",
		},
		{
			"file of a package in a scope", "a.js",
			map[string]string{"a.js": "require('@ionic-native/core/x')"},
			"a.js:1:9: cannot find module \"@ionic-native/core/x\"\n  npm install @ionic-native/core",
		},
		{
			"package listed but not installed", "src/a.ts",
			map[string]string{"src/a.ts": "import 'axios'", "package.json": `{"dependencies": {"axios": "1"}}`},
			"src/a.ts:1:8: cannot find module \"axios\"\n  package.json lists it, but it is not installed: npm install",
		},
		{
			"misspelt file", "src/a.ts",
			map[string]string{"src/a.ts": "import { b } from './lib/synch'; b()", "src/lib/sync.ts": "export const b = () => 1"},
			"src/a.ts:1:19: cannot find module \"./lib/synch\"\n  did you mean \"./lib/sync\"?",
		},
		{
			"file that is nowhere", "a.ts",
			map[string]string{"a.ts": "import '../nothing/like/this'"},
			"a.ts:1:8: cannot find module \"../nothing/like/this\"\n  the path is taken from the importing file's folder",
		},
		{
			"neighbour without its dot", "a.ts",
			map[string]string{"a.ts": "import 'store'", "store.ts": ""},
			"a.ts:1:8: cannot find module \"store\"\n  did you mean \"./store\"?",
		},
		{
			"misspelt module of ours", "a.ts",
			map[string]string{"a.ts": "import 'react-native-background-fech'"},
			"a.ts:1:8: cannot find module \"react-native-background-fech\"\n  did you mean \"react-native-background-fetch\"?",
		},
		{
			"module of Node", "a.ts",
			map[string]string{"a.ts": "import fs from 'node:fs/promises'\nimport path from 'path'\nprint(fs, path)"},
			"a.ts:1:16: cannot find module \"node:fs/promises\"\n  it is part of Node, which an app on a phone does not have\n" +
				"a.ts:2:18: cannot find module \"path\"\n  it is part of Node, which an app on a phone does not have",
		},
		{
			"all problems of all files at once", "src/a.ts",
			map[string]string{
				"src/a.ts": "import './b'\nimport 'one'\nimport 'two'", "src/b.ts": "let x = ;\n",
			},
			"src/a.ts:2:8: cannot find module \"one\"\n  npm install one\n" +
				"src/a.ts:3:8: cannot find module \"two\"\n  npm install two\n" +
				"src/b.ts:1:9: unexpected \";\"",
		},
		{
			"sentence in the code", "page.ts",
			map[string]string{"page.ts": "configure(() => {\n  // perform some ajax request\n\n" +
				"  You MUST called #finish so that native-side can signal completion of the background-thread to the os.\n  finish();\n})"},
			"page.ts:4:7: expected \";\" but found \"MUST\"\n  this line reads like a sentence: a comment mark (//) is missing before it",
		},
		{
			"line that is code", "page.ts",
			map[string]string{"page.ts": "const a = 1 const b = 2"},
			"page.ts:1:13: expected \";\" but found \"const\"",
		},
		{
			"await at the top", "a.ts",
			map[string]string{"a.ts": "await print(1)\nexport {}"},
			"a.ts:1:1: await outside of an async function\n  an app's script is loaded as a classic script, which cannot wait: put the await into an async function",
		},
		{
			"export that is not there", "src/a.ts",
			map[string]string{"src/a.ts": "import { lod } from './lib'; lod()", "src/lib.ts": "export const load = () => 1"},
			"src/a.ts:1:10: no matching export in \"src/lib.ts\" for import \"lod\"\n  did you mean to import \"load\" instead?",
		},
		{
			"file that is no script", "a.ts",
			map[string]string{"a.ts": "import './b.vue'", "b.vue": "<x/>"},
			"a.ts:1:8: no loader is configured for \".vue\" files: b.vue\n  a script may import .js .mjs .cjs .ts .tsx .jsx and .json",
		},
		{
			"module from the web", "a.ts",
			map[string]string{"a.ts": "import x from 'https://esm.sh/x'\nprint(x)\ntry { require('optional') } catch {}"},
			"a.ts:1:15: cannot import \"https://esm.sh/x\"\n  an app's script does not load modules from the web: install it as a package",
		},
		{
			"misspelt entry", "src/syn.ts",
			map[string]string{"src/sync.ts": ""},
			"src/syn.ts: no such file\n  did you mean src/sync.ts?",
		},
		{
			"entry with another extension", "app.js",
			map[string]string{"app.ts": ""},
			"app.js: no such file\n  did you mean app.ts?",
		},
		{
			"entry that is nowhere", "nope/a.ts", nil,
			"nope/a.ts: no such file",
		},
		{
			"folder as entry", "src",
			map[string]string{"src/b.ts": "", "src/index.ts": ""},
			"src: is a folder\n  name the script in it, such as src/index.ts",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Bundle(tt.entry, BundleOptions{
				Dir: folder(t, tt.files), Virtual: map[string]string{"react-native-background-fetch": "export default {}"},
			})
			var build *BuildError
			require.ErrorAs(t, err, &build)
			assert.Equal(t, tt.want, build.Error())
		})
	}
}

func TestVirtualModulesWinOverInstalledOnes(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"app.ts":                       "import {who} from 'react-native'; print(who)",
		"node_modules/react-native.js": "export const who = 'installed'",
	})
	p, err := Bundle("app.ts", BundleOptions{Dir: dir, Virtual: map[string]string{"react-native": "export const who = 'ours'"}})
	require.NoError(t, err)
	r, h := process(t, p, RuntimeOptions{})
	require.True(t, r.Load())
	assert.Equal(t, "ours\n", h.lines("console"))
}

func TestImportsFromElsewhereAreListedWithTheirPlaces(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"src/app.ts": "// import 'axios' is not this one\nimport axios from \"axios\"\n" +
			"import type { T } from 'types-only'\nimport { b } from './b'\nprint(axios, b)",
		"src/b.ts":                       "const rn = require('react-native')\nexport const b = rn\n",
		"node_modules/axios/index.js":    "module.exports = require('./lib/core')",
		"node_modules/axios/lib/core.js": "module.exports = 1",
	})
	p, err := Bundle("src/app.ts", BundleOptions{Dir: dir, Virtual: map[string]string{"react-native": "export default 1"}})
	require.NoError(t, err)
	assert.Equal(t, []Import{
		{"axios", PackageModule, trace.Pos{File: "src/app.ts", Line: 2, Column: 19}},
		{"react-native", VirtualModule, trace.Pos{File: "src/b.ts", Line: 1, Column: 20}},
	}, p.Imports)
	var names []string
	for _, f := range p.Files {
		names = append(names, f.Name)
		assert.Len(t, f.SHA256, 64)
	}
	assert.Equal(t, []string{"src/app.ts", "node_modules/axios/index.js", "node_modules/axios/lib/core.js", "src/b.ts"}, names)
}

func TestFilesAreShownAsTheUserTypedThem(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"app/src/main.ts":  "import {f} from '../../common/deep/f'; import {g} from './lib/g'; f(); g()",
		"common/deep/f.ts": "export const f = () => print('f')",
		"app/src/lib/g.ts": "export const g = () => print('g')",
	}
	dir := folder(t, files)
	for _, tt := range []struct{ name, dir, entry, main, f, g string }{
		{"from above", dir, "app/src/main.ts", "app/src/main.ts", "common/deep/f.ts", "app/src/lib/g.ts"},
		{"with a dot", dir, "./app/src/main.ts", "app/src/main.ts", "common/deep/f.ts", "app/src/lib/g.ts"},
		{"from within", dir + "/app/src", "main.ts", "main.ts", "../../common/deep/f.ts", "lib/g.ts"},
		{"from beside", dir + "/common", "../app/src/main.ts", "../app/src/main.ts", "../common/deep/f.ts", "../app/src/lib/g.ts"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, err := Bundle(tt.entry, BundleOptions{Dir: tt.dir})
			require.NoError(t, err)
			r, h := process(t, p, RuntimeOptions{})
			require.True(t, r.Load())
			var at []string
			for _, ev := range h.events {
				at = append(at, where(ev.(*trace.Console).Pos))
			}
			assert.Equal(t, []string{tt.f + ":1:24", tt.g + ":1:24"}, at)
			assert.Equal(t, tt.main, p.Entry)
			_, ok := p.Source(tt.main)
			assert.True(t, ok)
		})
	}
	t.Run("absolute", func(t *testing.T) {
		t.Parallel()
		p, err := Bundle(dir+"/app/src/main.ts", BundleOptions{})
		require.NoError(t, err)
		assert.Equal(t, dir+"/app/src/main.ts", p.Files[0].Name)
		_, ok := p.Source(dir + "/app/src/lib/g.ts")
		assert.True(t, ok)
	})
}

func TestExportsAreThoseOfTheEntry(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, entry, text, read string }{
		{"default export", "a.ts", "export default function task() { return 'yes' }", "default"},
		{"named export", "a.tsx", "export const fetchsim = 'yes'", "fetchsim"},
		{"module.exports", "a.cjs", "module.exports = { answer: 'yes' }", "answer"},
		{"module.exports is the function", "a.js", "module.exports = () => 'yes'; module.exports.x = 'yes'", "x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, err := Bundle(tt.entry, BundleOptions{Dir: folder(t, map[string]string{tt.entry: tt.text})})
			require.NoError(t, err)
			r, _ := process(t, p, RuntimeOptions{})
			require.True(t, r.Load())
			v, thrown := r.VM().Get(r.Exports(), tt.read)
			require.Nil(t, thrown)
			assert.False(t, v.IsUndefined())
			r.VM().Free(v)
			has, _ := r.VM().Has(r.VM().Global(), exportsName)
			assert.False(t, has, "the bundler's variable must not be seen")
		})
	}
}

func TestDefinesReplaceExpressions(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"a.ts": "print(process.env.API + process.env.NODE_ENV)"})
	p, err := Bundle("a.ts", BundleOptions{Dir: dir, Defines: map[string]string{"process.env.API": `"https://x/"`}})
	require.NoError(t, err)
	r, h := process(t, p, RuntimeOptions{})
	require.True(t, r.Load())
	assert.Equal(t, "https://x/production\n", h.lines("console"))
}

func TestHasLooksIntoTheBundle(t *testing.T) {
	t.Parallel()
	p := bundled(t, "print(() => new Intl.NumberFormat())")
	assert.True(t, p.Has("Intl"))
	assert.False(t, p.Has("toLocale"))
}

func TestASentenceIsWordsWithoutCode(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{
		"  You MUST called #finish so that it works.": true,
		"Don't forget: call it twice!":                true,
		"const a b c":                                 true, // no sentence, but no code either
		"return new Foo bar(1)":                       false,
		"let x = 1 let y = 2":                         false,
		"one two":                                     false,
		"":                                            false,
	} {
		assert.Equal(t, want, isSentence(line), strings.TrimSpace(line))
	}
}
