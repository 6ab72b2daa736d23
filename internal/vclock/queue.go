package vclock

import "time"

// Rank says who goes first among events of one instant. The order is a rule of the simulation, not a detail: a finish()
// at exactly 30.000 s is in time because Work ranks before Deadline.
type Rank uint8

// The ranks, first to last at one instant.
const (
	Phone      Rank = iota // the person and the surroundings change
	Work                   // timers, network answers and bridge replies of the app, with their microtasks
	Grant                  // the scheduler answers
	Expiration             // iOS warns the app that its time is up
	Deadline               // the budget is spent: kill
)

// Handle names a scheduled event for Cancel. The zero Handle names none.
type Handle struct {
	slot int32
	gen  uint32
}

// Queue is the virtual now and the events to come. The zero Queue stands at 00:00 of day 0 with nothing scheduled.
type Queue struct {
	now   Instant
	order uint64
	heap  []node
	slots []slot
	free  []int32
}

// node is what the heap moves about: the whole ordering key and where the rest is.
type node struct {
	at    Instant
	order uint64 // rank in the top byte, then the order of scheduling
	slot  int32
}

type slot struct {
	fn   func(now Instant)
	pos  int32 // in heap; -1 when free
	gen  uint32
	rank Rank
}

// NewQueue returns a queue that stands at start.
func NewQueue(start Instant) *Queue { return &Queue{now: start} }

// Now is the virtual instant.
func (q *Queue) Now() Instant { return q.now }

// Len is how many events are scheduled.
func (q *Queue) Len() int { return len(q.heap) }

// Schedule has fn called at the given instant, in the order of (instant, rank, order of scheduling). An instant that has
// passed already is taken as now: code that ran meanwhile made it late. fn gets the virtual now, which is at or after at.
// Scheduling allocates nothing once the queue has reached its size.
func (q *Queue) Schedule(at Instant, rank Rank, fn func(now Instant)) Handle {
	at = max(at, q.now)
	var s int32
	if n := len(q.free); n > 0 {
		s = q.free[n-1]
		q.free = q.free[:n-1]
	} else {
		s = int32(len(q.slots))
		q.slots = append(q.slots, slot{})
	}
	sl := &q.slots[s]
	sl.fn, sl.rank = fn, rank
	sl.gen++
	q.order++
	q.heap = append(q.heap, node{at: at, order: uint64(rank)<<56 | q.order, slot: s})
	sl.pos = int32(len(q.heap) - 1)
	q.up(len(q.heap) - 1)
	return Handle{slot: s, gen: sl.gen}
}

// Cancel takes an event back. It reports whether the event was still to come.
func (q *Queue) Cancel(h Handle) bool {
	if h.gen == 0 || int(h.slot) >= len(q.slots) {
		return false
	}
	sl := &q.slots[h.slot]
	if sl.gen != h.gen || sl.pos < 0 {
		return false
	}
	q.remove(int(sl.pos))
	return true
}

// Next returns the instant and rank of the earliest event.
func (q *Queue) Next() (at Instant, rank Rank, ok bool) {
	if len(q.heap) == 0 {
		return Never, 0, false
	}
	n := q.heap[0]
	return max(n.at, q.now), q.slots[n.slot].rank, true
}

// Step moves virtual time to the earliest event and runs it. It reports whether there was one.
func (q *Queue) Step() bool {
	if len(q.heap) == 0 {
		return false
	}
	n := q.heap[0]
	fn := q.slots[n.slot].fn
	q.remove(0)
	q.now = max(q.now, n.at)
	fn(q.now)
	return true
}

// Spend moves virtual time forward while code runs: the cost of CPU. Events that fall due meanwhile run late, at the now
// that the code left behind. A negative duration panics.
func (q *Queue) Spend(d time.Duration) {
	if d < 0 {
		panic("vclock: negative time spent")
	}
	q.now = q.now.Add(d)
}

// remove takes the heap's i-th node out and frees its slot.
func (q *Queue) remove(i int) {
	s := q.heap[i].slot
	last := len(q.heap) - 1
	q.swap(i, last)
	q.heap = q.heap[:last]
	if i < last && !q.down(i) {
		q.up(i)
	}
	q.slots[s].fn = nil
	q.slots[s].pos = -1
	q.free = append(q.free, s)
}

func (q *Queue) less(i, j int) bool {
	a, b := q.heap[i], q.heap[j]
	if a.at != b.at {
		return a.at < b.at
	}
	return a.order < b.order
}

func (q *Queue) swap(i, j int) {
	q.heap[i], q.heap[j] = q.heap[j], q.heap[i]
	q.slots[q.heap[i].slot].pos = int32(i)
	q.slots[q.heap[j].slot].pos = int32(j)
}

func (q *Queue) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if !q.less(i, parent) {
			return
		}
		q.swap(i, parent)
		i = parent
	}
}

func (q *Queue) down(i int) (moved bool) {
	for {
		child := 2*i + 1
		if child >= len(q.heap) {
			return moved
		}
		if right := child + 1; right < len(q.heap) && q.less(right, child) {
			child = right
		}
		if !q.less(child, i) {
			return moved
		}
		q.swap(i, child)
		i, moved = child, true
	}
}
