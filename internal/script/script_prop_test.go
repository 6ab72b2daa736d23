package script

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestTimersFireByInstantAndThenByOrder(t *testing.T) {
	p := bundled(t, "export default (delay: number, n: number) => setTimeout(() => print(n), delay)")
	rapid.Check(t, func(rt *rapid.T) {
		delays := rapid.SliceOfN(rapid.IntRange(-5, 40), 1, 20).Draw(rt, "delays")
		h := newPhone()
		r, err := p.NewRuntime(h, RuntimeOptions{Costs: Costs{NsPerPoll: 1}})
		if err != nil {
			rt.Fatal(err)
		}
		defer r.Close()
		var fired []int
		installPrint(r, func(n int) { fired = append(fired, n) })
		r.Load()
		for i, d := range delays {
			callDefaultWith(r, d, i)
		}
		h.run(time.Second)
		want := make([]int, len(delays))
		for i := range want {
			want[i] = i
		}
		slices.SortStableFunc(want, func(a, b int) int { return max(delays[a], 0) - max(delays[b], 0) })
		assert.Equal(rt, want, fired)
	})
}

func TestAPositionAndItsOffsetAreOne(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.ReplaceAll(rapid.StringOfN(rapid.RuneFrom([]rune("ab😀ä\n")), 0, 40, -1).Draw(rt, "text"), "\r", "")
		for i, r := range text {
			line := strings.Count(text[:i], "\n") + 1
			begin := strings.LastIndexByte(text[:i], '\n') + 1
			column := utf16Column(text[begin:], i-begin)
			assert.Equal(rt, i, offsetOf(text, line, column), "%q at %d (%c)", text, i, r)
		}
	})
}

func TestAProgramRunsInManyGoroutines(t *testing.T) {
	p := bundled(t, "async function f() { await new Promise(() => {}) }\nf()\nthrow new Error('x')")
	var wait sync.WaitGroup
	got := make([]string, 8)
	for i := range got {
		wait.Go(func() {
			h := newPhone()
			r, err := p.NewRuntime(h, RuntimeOptions{})
			if err != nil {
				return
			}
			r.Load()
			r.Pending("kill")
			r.Close()
			got[i] = h.lines("js.error", "await.pending")
		})
	}
	wait.Wait()
	for i := range got {
		assert.Equal(t, "load: Error: x\n  (anonymous) app.ts:3:11\n1 f app.ts:1:32 on promise (abandoned), started by 2\n2 (anonymous) app.ts:2:1 on function\n", got[i], fmt.Sprint(i))
	}
}
