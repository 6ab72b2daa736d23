package webapi

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestURLSaysWhatNodeSays(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/url.golden.json")
	require.NoError(t, err)
	var cases map[string][][2]json.RawMessage
	require.NoError(t, json.Unmarshal(text, &cases))
	const probe = `
		const parts = (u) => [u.href, u.origin, u.protocol, u.username, u.password, u.host, u.hostname, u.port, u.pathname, u.search, u.hash].join(' ');
		const probe = {
			absolute: (a) => parts(new URL(a)),
			relative: (r) => parts(new URL(...r)),
			set: (s) => { const u = new URL(s[0]); u[s[1]] = s[2]; return parts(u) },
			query: (q) => JSON.stringify([...new URLSearchParams(q)]) + ' ' + new URLSearchParams(q),
		};`
	for kind, list := range cases {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			inputs := make([]json.RawMessage, len(list))
			want := ""
			for i, c := range list {
				inputs[i] = c[0]
				want += string(c[1]) + "\n"
			}
			all, err := json.Marshal(inputs)
			require.NoError(t, err)
			got := output(t, probe+`for (const input of `+string(all)+`) {
				let r;
				try { r = probe.`+kind+`(input) } catch (e) { r = e instanceof TypeError ? 'throws' : String(e) }
				console.log(JSON.stringify(r));
			}`, setting{})
			compareLines(t, kind, inputs, want, got)
		})
	}
}

func TestSearchParamsAndTheirURLChangeTogether(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `https://e.com/?a=1&b=x+y
1 https://e.com/?b=x+y
2 b=x+y&c=3
c=4
1 null 4
{ a: '1', b: '2' } 2 true false
b=1&b=2&a=3 a,b,b 3
true false null https://e.com/
"https://e.com/?z" [object URL]
TypeError
`, output(t, `
		const u = new URL('https://e.com/?a=1');
		u.searchParams.append('b', 'x y');
		console.log(u.href);
		u.searchParams.delete('a');
		console.log(u.searchParams.size, String(u));
		const p = u.searchParams;
		u.search = '?b=x+y&c=3';
		console.log(p.size, p.toString());
		u.href = 'https://e.com/?c=4';
		console.log(p.toString());
		console.log(p.size, p.get('x'), p.get('c'));
		const q = new URLSearchParams({ a: 1, b: 2 });
		console.log(Object.fromEntries(q), q.size, q.has('a', '1'), q.has('a', '2'));
		const r = new URLSearchParams([['b', '1'], ['a', '3'], ['b', '2']]);
		const s = new URLSearchParams('b=1&b=2&a=3');
		r.sort();
		console.log(s.toString(), [...r.keys()].join(), r.size);
		console.log(URL.canParse('a', 'https://e.com'), URL.canParse('a'), URL.parse('a'), URL.parse('/', 'https://e.com').href);
		console.log(JSON.stringify(new URL('?z', 'https://e.com')), Object.prototype.toString.call(u));
		try { new URL('nope') } catch (e) { console.log(e.name) }
	`, setting{}))
}

func FuzzParseURL(f *testing.F) {
	for _, s := range []string{"https://a.b:1/c?d#e", "a", "[::1]", "file:c", "mailto:x", "https://1.2.3/..", "https://xn--a/", "https://ü/"} {
		f.Add(s, "https://e.com/a/b")
	}
	f.Fuzz(func(t *testing.T, input, base string) {
		u, ok := parseURL(input, base)
		if !ok {
			return
		}
		again, ok := parseURL(u.href(), "")
		if !ok || again.href() != u.href() {
			t.Fatalf("%q against %q gives %q, which gives %v", input, base, u.href(), again)
		}
	})
}
