package vclock

import (
	"slices"
	"testing"
	"time"

	"github.com/benbjohnson/clock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestRankDecidesWhoGoesFirstAtOneInstant(t *testing.T) {
	q := NewQueue(0)
	var order []string
	note := func(s string) func(Instant) { return func(Instant) { order = append(order, s) } }
	at := Instant(30_000_000)
	q.Schedule(at, Deadline, note("deadline"))
	q.Schedule(at, Expiration, note("expiration"))
	q.Schedule(at, Grant, note("grant"))
	q.Schedule(at, Work, note("finish"))
	q.Schedule(at, Work, note("second finish"))
	q.Schedule(at, Phone, note("phone"))
	for q.Step() {
	}
	assert.Equal(t, []string{"phone", "finish", "second finish", "grant", "expiration", "deadline"}, order)
	assert.Equal(t, at, q.Now())
}

func TestEventsThatCodeMadeLateRunAtTheNowItLeft(t *testing.T) {
	q := NewQueue(0)
	var saw []Instant
	q.Schedule(10, Work, func(Instant) { q.Spend(50 * time.Microsecond) })
	q.Schedule(20, Work, func(now Instant) { saw = append(saw, now) })
	q.Schedule(70, Work, func(now Instant) { saw = append(saw, now) })
	for q.Step() {
	}
	assert.Equal(t, []Instant{60, 70}, saw)
}

func TestCancelledEventsDoNotRunAndOldHandlesCancelNothing(t *testing.T) {
	q := NewQueue(0)
	ran := 0
	h := q.Schedule(10, Work, func(Instant) { ran++ })
	assert.True(t, q.Cancel(h))
	assert.False(t, q.Cancel(h))
	q.Schedule(10, Work, func(Instant) { ran++ }) // takes the freed slot
	assert.False(t, q.Cancel(h), "the handle names the event, not its slot")
	assert.False(t, q.Cancel(Handle{}))
	for q.Step() {
	}
	assert.Equal(t, 1, ran)
}

func TestNegativeTimeCannotBeSpent(t *testing.T) {
	assert.Panics(t, func() { NewQueue(0).Spend(-1) })
}

// The queue is held against the obvious one: a list that is sorted anew for each step.
func TestQueueIsASortedList(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		type item struct {
			at     Instant
			rank   Rank
			id     int
			handle Handle
		}
		q := NewQueue(-1000)
		var list []item
		fired := -1
		n := 0
		last := q.Now()
		rt.Repeat(map[string]func(*rapid.T){
			"schedule": func(rt *rapid.T) {
				id := n
				n++
				at := q.Now() + Instant(rapid.IntRange(-5, 20).Draw(rt, "in"))
				rank := Rank(rapid.IntRange(0, 4).Draw(rt, "rank"))
				h := q.Schedule(at, rank, func(Instant) { fired = id })
				list = append(list, item{max(at, q.Now()), rank, id, h})
			},
			"cancel": func(rt *rapid.T) {
				if len(list) == 0 {
					rt.Skip()
				}
				i := rapid.IntRange(0, len(list)-1).Draw(rt, "which")
				require.True(rt, q.Cancel(list[i].handle))
				list = slices.Delete(list, i, i+1)
			},
			"spend": func(rt *rapid.T) {
				q.Spend(time.Duration(rapid.IntRange(0, 8).Draw(rt, "us")) * time.Microsecond)
			},
			"step": func(rt *rapid.T) {
				fired = -1
				if !q.Step() {
					require.Empty(rt, list)
					return
				}
				best := 0
				for i, it := range list {
					b := list[best]
					if it.at < b.at || it.at == b.at && (it.rank < b.rank || it.rank == b.rank && it.id < b.id) {
						best = i
					}
				}
				require.Equal(rt, list[best].id, fired)
				list = slices.Delete(list, best, best+1)
			},
			"": func(rt *rapid.T) {
				require.GreaterOrEqual(rt, q.Now(), last, "time never goes back")
				last = q.Now()
				require.Equal(rt, len(list), q.Len())
			},
		})
	})
}

// benbjohnson/clock's Mock is an independent virtual clock: each of its timers says at which of its instants it fired.
// Timers of one instant it fires in any order, so the instants are distinct here.
func TestFiringOrderIsTheMocksAtDistinctInstants(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		delays := rapid.SliceOfNDistinct(rapid.IntRange(1, 1000), 1, 8, rapid.ID[int]).Draw(rt, "delays")
		mock := clock.NewMock()
		start := mock.Now()
		timers := map[int]*clock.Timer{}
		q := NewQueue(0)
		var ours []int
		for _, d := range delays {
			after := time.Duration(d) * time.Second
			timers[d] = mock.Timer(after)
			q.Schedule(Instant(0).Add(after), Work, func(Instant) { ours = append(ours, d) })
		}
		mock.WaitForAllTimers()
		mocks := slices.Clone(delays)
		firedAt := map[int]time.Duration{}
		for d, timer := range timers {
			firedAt[d] = (<-timer.C).Sub(start)
		}
		slices.SortFunc(mocks, func(a, b int) int { return int(firedAt[a] - firedAt[b]) })
		for q.Step() {
		}
		require.Equal(rt, mocks, ours)
		require.Equal(rt, mock.Now().Sub(start), q.Now().Sub(0))
	})
}

func BenchmarkScheduleAndStep(b *testing.B) {
	q := NewQueue(0)
	fn := func(Instant) {}
	for i := range 100 {
		q.Schedule(Instant(i), Work, fn)
	}
	b.ReportAllocs()
	for b.Loop() {
		q.Schedule(q.Now()+50, Work, fn)
		q.Step()
	}
}

func TestTheHeapAllocatesNothingPerEvent(t *testing.T) {
	q := NewQueue(0)
	fn := func(Instant) {}
	for i := range 100 {
		q.Schedule(Instant(i), Work, fn)
	}
	assert.Zero(t, testing.AllocsPerRun(1000, func() {
		q.Schedule(q.Now()+50, Work, fn)
		q.Step()
	}))
}
