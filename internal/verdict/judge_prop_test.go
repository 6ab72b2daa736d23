package verdict

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict/verdicttest"
)

// kinds makes an empty event of every kind that a run can meet between its header and its end.
func kinds() []func() trace.Event {
	return []func() trace.Event{
		func() trace.Event { return &trace.PhoneState{} }, func() trace.Event { return &trace.PhoneChange{} },
		func() trace.Event { return &trace.Boot{} }, func() trace.Event { return &trace.Person{What: trace.Opens} },
		func() trace.Event { return &trace.Person{What: trace.Closes} }, func() trace.Event { return &trace.RequestSubmit{} },
		func() trace.Event { return &trace.RequestCancel{} }, func() trace.Event { return &trace.RequestSpent{} },
		func() trace.Event { return &trace.Answer{} }, func() trace.Event { return &trace.Grant{} },
		func() trace.Event { return &trace.Launch{} }, func() trace.Event { return &trace.Exit{} },
		func() trace.Event { return &trace.Delivered{} }, func() trace.Event { return &trace.Expiring{} },
		func() trace.Event { return &trace.WakeEnd{} }, func() trace.Event { return &trace.Finish{} },
		func() trace.Event { return &trace.BridgeCall{} }, func() trace.Event { return &trace.NetStart{} },
		func() trace.Event { return &trace.NetEnd{} }, func() trace.Event { return &trace.AwaitPending{} },
		func() trace.Event { return &trace.Console{} }, func() trace.Event { return &trace.JSError{} },
		func() trace.Event { return &trace.Runaway{} }, func() trace.Event { return &trace.MemoryLimit{} },
		func() trace.Event { return &trace.GuardStop{} }, func() trace.Event { return &trace.APIMissing{} },
		func() trace.Event { return &trace.Excerpt{} }, func() trace.Event { return &trace.Header{} },
	}
}

// words are strings that mean something to the judge, and some that do not.
func words() []string {
	return []string{
		"", "finished", "killed", "expired", "crashed", "guard", "stopped", "completedByOs", "user", "default", "native",
		"accepted", "twice", "unknown", "afterExpiration", "none", "held", "called", "rejection", "callback", "load", "stop",
		"refused", "notYet", "awaited", "started", "function", "fetch", "kill", "expiration", "crash", "true", "link", "screen",
		"placeholder", "2026-03-02T03:12:40.000+01:00", "newData", "launch", "x",
	}
}

func fill(rt *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("json") != "-" {
				fill(rt, v.Field(i))
			}
		}
	case reflect.String:
		v.SetString(rapid.SampledFrom(words()).Draw(rt, "s"))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.OneOf(rapid.Int64Range(-1, 4), rapid.Int64Range(0, 90_000_000_000)).Draw(rt, "n"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(rt, "b"))
	case reflect.Pointer:
		if rapid.Bool().Draw(rt, "there") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(rt, v.Elem())
		}
	case reflect.Slice:
		n := rapid.IntRange(0, 2).Draw(rt, "len")
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(rt, v.Index(i))
		}
	}
}

// TestRandomEventsNeverPanicAndNeverPassIncomplete throws any events in any order at the judge.
func TestRandomEventsNeverPanicAndNeverPassIncomplete(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		h := verdicttest.NewStory().Header
		records := []trace.Record{{Seq: 1, TUs: -5, Event: &h}}
		now := int64(-5)
		for range rapid.IntRange(0, 40).Draw(rt, "events") {
			ev := rapid.SampledFrom(kinds()).Draw(rt, "kind")()
			fill(rt, reflect.ValueOf(ev).Elem())
			now += rapid.Int64Range(-1, 40*second).Draw(rt, "step")
			records = append(records, trace.Record{Seq: int64(len(records) + 1), TUs: now, Event: ev})
		}
		reason := rapid.SampledFrom([]trace.EndReason{"", trace.Complete, trace.Interrupted, trace.Bail, trace.ScriptError}).Draw(rt, "reason")
		if reason != "" {
			n := int64(len(records))
			records = append(records, trace.Record{Seq: n + 1, TUs: now, Event: &trace.End{Reason: reason, Events: n}})
		}
		run := judgeRecords(records)
		if run.ExitCode == ExitPass {
			require.Equal(rt, trace.Complete, run.End)
			require.Empty(rt, run.Broken)
			require.Positive(rt, run.Summary.Wakes)
			for _, w := range run.Wakes {
				if w.Judged {
					require.Contains(rt, []Outcome{Finished, Expired, Stopped}, w.Outcome)
				}
			}
		}
	})
}

// TestAMutatedTraceNeverPasses drops, repeats and swaps lines of a good trace.
func TestAMutatedTraceNeverPasses(t *testing.T) {
	t.Parallel()
	lines := strings.SplitAfter(string(good().Bytes(trace.Complete)), "\n")
	lines = lines[:len(lines)-1]
	rapid.Check(t, func(rt *rapid.T) {
		i := rapid.IntRange(0, len(lines)-1).Draw(rt, "line")
		mutated := slices.Clone(lines)
		switch rapid.IntRange(0, 2).Draw(rt, "how") {
		case 0:
			mutated = slices.Delete(mutated, i, i+1)
		case 1:
			mutated = slices.Insert(mutated, i, lines[i])
		case 2:
			k := rapid.IntRange(0, len(lines)-1).Filter(func(k int) bool { return k != i }).Draw(rt, "with")
			mutated[i], mutated[k] = mutated[k], mutated[i]
		}
		j := NewJudge(Options{})
		err := trace.Read(bytes.NewReader([]byte(strings.Join(mutated, ""))), func(r trace.Record) error { j.Record(r); return nil })
		require.Error(rt, err)
		j.Distrust(err)
		require.NotEqual(rt, ExitPass, j.Verdict().ExitCode)
	})
}

// TestMutatedRecordsNeverPass does the same to a live run, where no hash protects it.
func TestMutatedRecordsNeverPass(t *testing.T) {
	t.Parallel()
	records := good().Records(trace.Complete)
	rapid.Check(t, func(rt *rapid.T) {
		mutated := slices.Clone(records)
		i := rapid.IntRange(0, len(records)-1).Draw(rt, "record")
		if rapid.Bool().Draw(rt, "drop") {
			mutated = slices.Delete(mutated, i, i+1)
		} else {
			k := rapid.IntRange(0, len(records)-1).Filter(func(k int) bool { return k != i }).Draw(rt, "with")
			mutated[i], mutated[k] = mutated[k], mutated[i]
		}
		require.NotEqual(rt, ExitPass, judgeRecords(mutated).ExitCode)
	})
}
