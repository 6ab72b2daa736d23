package trace

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// kinds is every kind that a trace may hold.
func kinds() []string {
	return []string{
		"run.header", "run.end", "phone.state", "phone.change", "phone.boot", "app.update", "person.sleep", "person.wake",
		"person.open", "person.close", "person.forceQuit", "request.submit", "request.cancel", "request.spent",
		"sched.answer", "sched.rate", "sched.grant", "proc.launch", "proc.ready", "proc.state", "proc.exit",
		"wake.delivered", "wake.expiring", "wake.end", "finish", "bridge.call", "bridge.event", "timer.set", "timer.fire",
		"timer.clear", "net.start", "net.end", "await.pending", "console", "js.error", "cpu", "cpu.runaway", "memory.limit",
		"api.missing", "storage", "source.excerpt", "guard.stop",
	}
}

func TestEveryKindIsReadAsItself(t *testing.T) {
	for _, kind := range kinds() {
		ev := newEvent(kind)
		require.NotNil(t, ev, kind)
		assert.Equal(t, kind, ev.Kind())
	}
	assert.Nil(t, newEvent("run.unknown"))
}

func TestEncodingIsThatOfEncodingJSON(t *testing.T) {
	for _, kind := range kinds() {
		t.Run(kind, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				ev := newEvent(kind)
				fill(rt, reflect.ValueOf(ev).Elem())
				var w Writer
				got := w.line(nil, 0, ev)
				var want bytes.Buffer
				enc := json.NewEncoder(&want)
				enc.SetEscapeHTML(false)
				require.NoError(rt, enc.Encode(ev))
				_, tail, _ := strings.Cut(string(got), `"kind":"`+kind+`"`)
				tail = "{" + strings.TrimPrefix(tail, ",")
				require.Equal(rt, strings.ReplaceAll(want.String(), `\ufffd`, "\uFFFD"), tail)
			})
		})
	}
}

// fill gives every field of a struct some value, empty ones among them.
func fill(rt *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("json") != "-" {
				fill(rt, v.Field(i))
			}
		}
	case reflect.String:
		v.SetString(rapid.OneOf(rapid.Just(""), rapid.String(), rapid.Just("a\xffb<&>\u2028\x00\b\f\"\\")).Draw(rt, "s"))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.Int64().Draw(rt, "n"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(rt, "b"))
	case reflect.Pointer:
		if rapid.Bool().Draw(rt, "nil") {
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		fill(rt, v.Elem())
	case reflect.Slice:
		n := rapid.IntRange(0, 3).Draw(rt, "len")
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(rt, v.Index(i))
		}
	}
}

func sample() ([]byte, string) {
	var out bytes.Buffer
	w := NewWriter(&out)
	w.Emit(-5, &Header{Schema: 1, Scripts: []Script{}})
	w.Emit(0, &Person{What: Opens})
	w.Emit(7, &Console{App: App{PID: 1, Wake: 2}, Level: "log", Text: "hi", Pos: &Pos{"a.ts", 1, 2}})
	sum := w.End(9, Complete)
	return out.Bytes(), sum
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	data, sum := sample()
	var got []Record
	require.NoError(t, Read(bytes.NewReader(data), func(r Record) error { got = append(got, r); return nil }))
	require.Len(t, got, 4)
	assert.Equal(t, &Person{What: Opens}, got[1].Event)
	assert.Equal(t, int64(7), got[2].TUs)
	assert.Equal(t, App{1, 2}, got[2].Event.(*Console).In())
	assert.Equal(t, sum, got[3].Event.(*End).SHA256)
}

func TestReaderNamesTheBadLine(t *testing.T) {
	data, _ := sample()
	lines := strings.SplitAfter(strings.TrimSuffix(string(data), "\n"), "\n")
	lines[3] += "\n"
	join := func(l ...string) string { return strings.Join(l, "") }
	for _, tt := range []struct {
		name, trace string
		line        int
	}{
		{"empty", "", 1},
		{"a line dropped", join(lines[0], lines[2], lines[3]), 2},
		{"two lines swapped", join(lines[0], lines[2], lines[1], lines[3]), 2},
		{"cut off", join(lines[0], lines[1]), 3},
		{"cut inside a line", join(lines[0], lines[1][:20]), 2},
		{"not JSON", join(lines[0], "x\n", lines[2]), 2},
		{"unknown kind", join(lines[0], strings.Replace(lines[1], "person.open", "person.nap", 1)), 2},
		{"a changed value", join(lines[0], lines[1], strings.Replace(lines[2], "hi", "ho", 1), lines[3]), 4},
		{"an added field", join(lines[0], lines[1], strings.Replace(lines[2], `"text"`, `"x":1,"text"`, 1), lines[3]), 3},
		{"more after the end", join(lines[0], lines[1], lines[2], lines[3], lines[3]), 5},
		{"no header", join(strings.Replace(lines[1], `"seq":2`, `"seq":1`, 1)), 1},
		{"time goes back", join(lines[0], strings.Replace(lines[1], `"tUs":0`, `"tUs":-9`, 1)), 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := Read(strings.NewReader(tt.trace), func(Record) error { return nil })
			var bad *BadLineError
			require.ErrorAs(t, err, &bad)
			assert.Equal(t, tt.line, bad.Line, "%v", err)
		})
	}
}

func FuzzReaderNeverPanics(f *testing.F) {
	data, _ := sample()
	f.Add(data)
	f.Fuzz(func(t *testing.T, b []byte) {
		err := Read(bytes.NewReader(b), func(Record) error { return nil })
		if err == nil && !bytes.Contains(b, []byte(`"run.end"`)) {
			t.Fatal("a trace without run.end was accepted")
		}
	})
}

func TestATraceWithTextThatIsNotUTF8CanBeRead(t *testing.T) {
	var out bytes.Buffer
	w := NewWriter(&out)
	w.Emit(0, &Header{Schema: 1, Scripts: []Script{}})
	w.Emit(0, &Console{App: App{PID: 1}, Level: "log", Text: "a\xff\xed\xa0\x80\u2028"})
	w.End(0, Complete)
	require.NoError(t, Read(&out, func(Record) error { return nil }))
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestListenersHearOnWhenTheDiskIsFull(t *testing.T) {
	n := 0
	w := NewWriter(failing{}, func(Record) { n++ })
	for range 2000 {
		w.Emit(0, &Person{What: Opens})
	}
	w.End(0, Complete)
	require.ErrorContains(t, w.Err(), "no space left")
	assert.Equal(t, 2001, n)
}

func BenchmarkEmit(b *testing.B) {
	w := NewWriter(nil)
	ev := &Finish{App: App{PID: 1, Wake: 9}, TaskID: "react-native-background-fetch", Result: "noData", Answer: "accepted", By: "user", Pos: &Pos{"src/a.ts", 10, 3}}
	b.ReportAllocs()
	for b.Loop() {
		w.Emit(1, ev)
	}
}
