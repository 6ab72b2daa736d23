package webapi

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// golden is what Node said in one zone: pairs of input and result. NaN is a text.
type golden struct {
	Zone                       string
	Instant, Local, Set, Parse [][2]json.RawMessage
}

func readGolden(t *testing.T) (all []golden) {
	t.Helper()
	text, err := os.ReadFile("testdata/date.golden.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &all))
	return all
}

func TestDateSaysWhatNodeSays(t *testing.T) {
	t.Parallel()
	probe, err := os.ReadFile("testdata/date_probe.js")
	require.NoError(t, err)
	for _, g := range readGolden(t) {
		t.Run(g.Zone, func(t *testing.T) {
			t.Parallel()
			for kind, cases := range map[string][][2]json.RawMessage{"instant": g.Instant, "local": g.Local, "set": g.Set, "parse": g.Parse} {
				inputs := make([]json.RawMessage, len(cases))
				for i, c := range cases {
					inputs[i] = c[0]
				}
				text, err := json.Marshal(inputs)
				require.NoError(t, err)
				got := output(t, string(probe)+`
					const revive = (v) => Array.isArray(v) ? v.map(revive) : v === 'NaN' ? NaN : v;
					const inputs = `+string(text)+`;
					for (const input of inputs) {
						const r = probe.`+kind+`(revive(input));
						console.log(JSON.stringify(typeof r === 'number' && !Number.isFinite(r) ? String(r) : r));
					}`, setting{zone: g.Zone})
				want := ""
				for _, c := range cases {
					want += string(c[1]) + "\n"
				}
				compareLines(t, kind, inputs, want, got)
			}
		})
	}
}

// compareLines shows the inputs whose lines differ, ten at most.
func compareLines(t *testing.T, kind string, inputs []json.RawMessage, want, got string) {
	t.Helper()
	w, g := lines(want), lines(got)
	require.Len(t, g, len(w), got)
	shown := 0
	for i := range w {
		if w[i] != g[i] && shown < 10 {
			shown++
			assert.Equal(t, w[i], g[i], "%s %s", kind, inputs[i])
		}
	}
}

func lines(s string) (list []string) {
	for line := range strings.Lines(s) {
		list = append(list, line)
	}
	return list
}

func TestDateIsThePhonesClock(t *testing.T) {
	t.Parallel()
	p := start(t, `
		console.log(Date(), new Date().toISOString(), Date.now());
		globalThis.later = () => console.log(new Date().getHours(), new Date().getTimezoneOffset(), String(new Date()));
		setTimeout(later, 3600e3);
	`, setting{})
	p.rt.Load()
	zone, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	p.zone = zone // the person has landed
	p.run()
	assert.Equal(t, `Mon Mar 02 2026 10:00:00 GMT+0100 (Central European Standard Time) 2026-03-02T09:00:00.000Z 1772442000000
5 300 Mon Mar 02 2026 05:00:00 GMT-0500 (Eastern Standard Time)
`, p.lines())
}

func TestDateIsADateToTheLanguage(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `function 7 Date
true true true
string number
2026-03-02T09:00:00.000Z
"2026-03-02T09:00:00.000Z"
Mon Mar 02 2026 10:00:00 GMT+0100 (Central European Standard Time)1 1772442000000
My true true 2026
1772442000000 1772442000000
true
NaN Invalid Date
threw RangeError
threw TypeError
1970-01-01T00:00:00.005Z 1970-01-01T00:00:00.001Z 1970-01-01T00:00:00.000Z
2026-03-02T09:00:00.000Z
function Date() {
    [native code]
}
5
`, output(t, `
		console.log(typeof Date, Date.length, Date.name);
		console.log(new Date() instanceof Date, Date.prototype.constructor === Date, Object.prototype.toString.call(new Date()) === '[object Date]');
		console.log(typeof Date(), typeof Date.now());
		const t = 1772442000000;
		console.log(new Date(t).toISOString());
		console.log(JSON.stringify(new Date(t)));
		console.log(new Date(t) + 1, +new Date(t));
		class My extends Date { constructor(...a) { super(...a) } year() { return this.getFullYear() } }
		const m = new My(t);
		console.log(m.constructor.name, m instanceof My, m instanceof Date, m.year());
		console.log(new Date(new Date(t)).getTime(), new Date(m).getTime());
		console.log(Object.is(new (Date.bind(null, 5))().getTime(), 5));
		console.log(new Date('x').getTime(), String(new Date(NaN)));
		try { new Date(NaN).toISOString() } catch (e) { console.log('threw', e.name) }
		try { Date.prototype.getHours.call({}) } catch (e) { console.log('threw', e.name) }
		console.log(new Date({ valueOf() { return 5 } }).toISOString(), new Date(true).toISOString(), new Date(null).toISOString());
		console.log(new Date({ [Symbol.toPrimitive]() { return '2026-03-02T10:00' } }).toISOString());
		console.log(String(Date));
		console.log(Date.UTC(1970, 0, 1, 0, 0, 0, 5));
	`, setting{}))
}

func TestHermesEndsADateAfterItsOffset(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "Mon Mar 02 2026 10:00:00 GMT+0100\n", output(t, "console.log(String(new Date()))", setting{family: ReactNative}))
}

func TestDateParsesItsOwnTexts(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "ok\n", output(t, `
		for (let t = -1e12; t < 4e12; t += 86400000 * 97 + 12345000) {
			for (const text of [String(new Date(t)), new Date(t).toUTCString(), new Date(t).toISOString()]) {
				if (new Date(text).getTime() !== t) console.log(text, t);
			}
		}
		console.log('ok');
	`, setting{}))
}

func TestIntlKnowsThePhonesZone(t *testing.T) {
	t.Parallel()
	p := start(t, `
		globalThis.show = () => {
			const f = new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit' });
			console.log(f.format(), f.resolvedOptions().timeZone, f instanceof Intl.DateTimeFormat);
			console.log(new Date().toLocaleTimeString('en-US', { timeZone: 'UTC' }), '/', new Date().toLocaleString());
			console.log(new Intl.NumberFormat('en-US').format(1234.5), (1e6).toLocaleString());
		};
		show();
		setTimeout(show, 60e3);
	`, setting{intl: true})
	p.rt.Load()
	zone, err := time.LoadLocation("Asia/Tokyo")
	require.NoError(t, err)
	p.zone = zone
	p.run()
	assert.Equal(t, `10:00 AM Europe/Berlin true
9:00:00 AM / 3/2/2026, 10:00:00 AM
1,234.5 1,000,000
6:01 PM Asia/Tokyo true
9:01:00 AM / 3/2/2026, 6:01:00 PM
1,234.5 1,000,000
`, p.lines())
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-03-02T10:00:00.5+01:00", "Mon, 2 Mar 2026 10:00 PM EST", "3/2/26", "(a (b) 1", "1:2:3.4 +05:30", "+012345-01-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ms, isLocal, ok := parseDate(text)
		if again, l, o := parseDate(text); o != ok || ok && (again != ms || l != isLocal) {
			t.Fatalf("%q is read twice as %v and %v", text, ms, again)
		}
		if ok && !math.IsNaN(clip(ms)) && !isLocal {
			if back, _, ok := parseDate(isoText(ms)); !ok || back != ms {
				t.Fatalf("%q is %v, and %s is %v", text, ms, isoText(ms), back)
			}
		}
	})
}
