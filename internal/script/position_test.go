package script

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/trace"
)

func TestPositionsAreThoseOfTheSources(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		entry string
		files map[string]string
		want  string
	}{
		{
			"behind emoji, in UTF-16 units", "app.ts",
			map[string]string{"app.ts": "const s: string = '😀👍🏽'; print(s)"},
			"app.ts:1:29",
		},
		{
			"after types were taken out", "app.ts",
			map[string]string{"app.ts": "interface A { a: number }\ntype B = A\n\nconst f = <T extends A>(x: T): B => {\n    print(x)\n    return x\n}\nf({ a: 1 } as A)"},
			"app.ts:5:5",
		},
		{
			"within JSX", "app.tsx",
			map[string]string{"app.tsx": "const React = { createElement: (t: any, p: any) => p.onPress() };\nexport const a = (\n  <button\n    onPress={() => print('x')}\n  />\n)"},
			"app.tsx:4:20",
		},
		{
			"in a folder below", "src/app.ts",
			map[string]string{"src/app.ts": "import { f } from './lib/deep/f'\nf()", "src/lib/deep/f.ts": "\n\nexport function f() {\n\tprint(1)\n}"},
			"src/lib/deep/f.ts:4:2",
		},
		{
			"with Windows line ends", "app.ts",
			map[string]string{"app.ts": "// one\r\n// two\r\n  print(1)\r\n"},
			"app.ts:3:3",
		},
		{
			"on a long line of a minified package: the user's call of it", "app.ts",
			map[string]string{"app.ts": "import go from 'mini'\n\ngo()", "node_modules/mini/index.js": "module.exports=function(){var a=1;return print(a)};"},
			"app.ts:3:1",
		},
		{
			"in a package that nobody of the user's calls", "app.ts",
			map[string]string{"app.ts": "import 'mini'", "node_modules/mini/index.js": "var a=1;print(a);"},
			"node_modules/mini/index.js:1:9",
		},
		{
			"through a module of ours", "app.ts",
			map[string]string{"app.ts": "import { log } from 'ours'\nfunction f() {\n  log(1)\n}\nf()"},
			"app.ts:3:3",
		},
		{
			"only in a module of ours", "app.ts",
			map[string]string{"app.ts": "import 'ours'"},
			"nowhere",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ours := "export const log = x => print(x)"
			if tt.want == "nowhere" {
				ours = "print(1)"
			}
			p, err := Bundle(tt.entry, BundleOptions{Dir: folder(t, tt.files), Virtual: map[string]string{"ours": ours}})
			require.NoError(t, err)
			r, h := process(t, p, RuntimeOptions{})
			require.True(t, r.Load(), h.lines("js.error"))
			require.Len(t, h.events, 1)
			assert.Equal(t, tt.want, where(h.events[0].(*trace.Console).Pos))
		})
	}
}

func TestAPositionIsMadeOnce(t *testing.T) {
	t.Parallel()
	r, h := process(t, bundled(t, "for (let i = 0; i < 3; i++) print(i)"), RuntimeOptions{})
	require.True(t, r.Load())
	first := h.events[0].(*trace.Console).Pos
	assert.Same(t, first, h.events[1].(*trace.Console).Pos)
	assert.Same(t, first, h.events[2].(*trace.Console).Pos)
}

func TestASourceMapIsLookedUpAtOrBefore(t *testing.T) {
	t.Parallel()
	// line 1: column 0 from a:1:1, column 8 from a:1:5; line 2: nothing; line 3: column 4 from b:3:1
	m, err := readSourceMap([]byte(`{"version":3,"sources":["a.ts","b.ts"],"sourcesContent":["A","B"],"mappings":"AAAA,QAAI;;ICEJ"}`),
		func(path string) (string, origin) { return path, ofUser })
	require.NoError(t, err)
	for _, tt := range []struct {
		line, column int
		want         string
	}{
		{1, 1, "a.ts:1:1"}, {1, 8, "a.ts:1:1"}, {1, 9, "a.ts:1:5"}, {1, 9000, "a.ts:1:5"},
		{2, 1, ""}, {3, 4, ""}, {3, 5, "b.ts:3:1"}, {0, 1, ""}, {4, 1, ""}, {-1, -1, ""},
	} {
		got := ""
		if p := m.at(tt.line, tt.column); p != nil {
			got = where(&p.pos)
		}
		assert.Equal(t, tt.want, got, "%d:%d", tt.line, tt.column)
	}
}

func TestABrokenSourceMapIsRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"no JSON", "{", "read source map: unexpected end of JSON input"},
		{"unknown digit", `{"sources":["a"],"mappings":"AA!A"}`, `read source map: bad segment "AA!A"`},
		{"unfinished number", `{"sources":["a"],"mappings":"g"}`, `read source map: bad segment "g"`},
		{"too many numbers", `{"sources":["a"],"mappings":"AAAAAA"}`, `read source map: bad segment "AAAAAA"`},
		{"no such source", `{"sources":["a"],"mappings":"ACAA"}`, "read source map: a segment points outside the sources"},
		{"before the beginning", `{"sources":["a"],"mappings":"AADA"}`, "read source map: a segment points outside the sources"},
		{"out of order", `{"sources":["a"],"mappings":"IAAA,JAAA"}`, "read source map: the segments of a line are out of order"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := readSourceMap([]byte(tt.text), func(path string) (string, origin) { return path, ofUser })
			assert.EqualError(t, err, tt.want)
		})
	}
}

func FuzzSourceMap(f *testing.F) {
	f.Add("AAAA,QAAI;;ICEJ", 1, 9)
	f.Add("AAAA;AACA;AACA,gBAAgB", 3, 100)
	f.Add(";;;,", -4, 1<<30)
	f.Add("gggggggggggB", 0, 0)
	f.Fuzz(func(t *testing.T, mappings string, line, column int) {
		m := &sourceMap{sources: []source{{name: "a"}, {name: "b"}}}
		if m.readMappings(mappings) != nil {
			return
		}
		m.made = newPlaces(len(m.segs))
		if p := m.at(line, column); p != nil {
			assert.Positive(t, p.pos.Line)
			assert.Positive(t, p.pos.Column)
		}
	})
}

func TestAnExcerptIsCutFromItsNeighbours(t *testing.T) {
	t.Parallel()
	from, lines := linesAround("1\r\n2\n3\n4\n5\n6", 4)
	assert.Equal(t, 2, from)
	assert.Equal(t, []string{"2", "3", "4", "5", "6"}, lines)
	from, lines = linesAround("1\n2", 1)
	assert.Equal(t, 1, from)
	assert.Equal(t, []string{"1", "2"}, lines)
	from, lines = linesAround("1\n2", 9)
	assert.Equal(t, 7, from)
	assert.Empty(t, lines)
	long := make([]byte, 0, 1000)
	for range 200 {
		long = append(long, "ä1"...)
	}
	assert.Equal(t, string(long[:240])+"…", cutLine(string(long)))
}

func TestAnExcerptIsWrittenOnceForEachLineOfARun(t *testing.T) {
	t.Parallel()
	p := bundled(t, "export default () => { throw new Error('x') }")
	shared := &Excerpts{}
	for launch, want := range []string{"app.ts:1 from 1: export default () => { throw new Error('x') }\n", ""} {
		r, h := process(t, p, RuntimeOptions{Excerpts: shared})
		require.True(t, r.Load())
		fn, _ := r.VM().Get(r.Exports(), "default")
		for range 2 {
			_, ok := r.Call("callback", fn, fn)
			assert.False(t, ok)
		}
		r.VM().Free(fn)
		assert.Equal(t, want, h.lines("source.excerpt"), "launch %d", launch)
	}
}

func TestAFunctionIsCalledAsInItsSource(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"a.ts": "import { load as other } from './b'\nfunction load() { throw new Error('a') }\nexport { load, other }",
		"b.ts": "export function load() { throw new Error('b') }\nexport const v2 = 1",
	})
	p, err := Bundle("a.ts", BundleOptions{Dir: dir})
	require.NoError(t, err)
	r, h := process(t, p, RuntimeOptions{})
	require.True(t, r.Load())
	for _, export := range []string{"load", "other"} {
		fn, _ := r.VM().Get(r.Exports(), export)
		r.Call("callback", fn, fn)
		r.VM().Free(fn)
	}
	assert.Equal(t, "callback: Error: a\n  load a.ts:2:29\ncallback: Error: b\n  load b.ts:1:36\n", h.lines("js.error"))
}
