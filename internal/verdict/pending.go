package verdict

import (
	"cmp"
	"slices"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// Words of await.pending.
const (
	linkAwaited = "awaited"
	onFunction  = "function"
	onCallback  = "callback" // nothing is known to be waited for: the place is the last call, or where code ran
	refRunning  = "running"
)

// snapshot is all suspended async functions at one moment of a wake.
type snapshot struct {
	when   string // expiration, kill, finish, launch
	atUs   int64
	awaits []trace.AwaitPending
}

func (s *snapshot) add(ev *trace.AwaitPending, in interner) {
	a := *ev
	a.Function, a.Ref = in.of(a.Function), in.of(shorten(a.Ref, consoleText))
	if a.Pos != nil {
		pos := *a.Pos
		pos.File = in.of(pos.File)
		a.Pos = &pos
	}
	s.awaits = append(s.awaits, a)
}

// pending turns the records into places with their chains, the likeliest culprit first. Only the innermost functions
// stand for themselves; those that wait for another one appear in its chain.
func (s *snapshot) pending(grantUs int64) []Pending {
	byID := map[int]*trace.AwaitPending{}
	outer := map[int]bool{} // what others lead to: it awaits one of them, or is only the place that started one
	for i := range s.awaits {
		if a := &s.awaits[i]; a.ID != 0 {
			byID[a.ID] = a
		}
	}
	for i := range s.awaits {
		a := &s.awaits[i]
		if parent := byID[a.Parent]; parent != nil && parent != a && (a.Link == linkAwaited || parent.On == onFunction) {
			outer[parent.ID] = true
		}
	}
	var leaves []leaf
	for i := range s.awaits {
		if a := &s.awaits[i]; a.ID == 0 || !outer[a.ID] {
			leaves = append(leaves, newLeaf(a, byID, s.atUs, grantUs))
		}
	}
	if len(leaves) == 0 && len(s.awaits) > 0 { // functions that wait for each other in a circle
		leaves = append(leaves, newLeaf(&s.awaits[0], byID, s.atUs, grantUs))
	}
	slices.SortStableFunc(leaves, likelier)
	out := make([]Pending, len(leaves))
	for i := range leaves {
		out[i] = leaves[i].Pending
	}
	return out
}

// leaf is a place with what speaks for and against it being the one that the task hangs on.
type leaf struct {
	Pending
	older    bool // what it waits for was made before this wake: left over from earlier
	nameless bool // no async function: a callback-style wait
	root     int  // the id of the outermost function that awaits it; the handler's is made before those it starts
}

func newLeaf(a *trace.AwaitPending, byID map[int]*trace.AwaitPending, atUs, grantUs int64) leaf {
	l := leaf{
		Pending: Pending{
			Frame: frameOf(a, ""), WaitingFor: a.On, Ref: a.Ref, Abandoned: a.Abandoned, ForUs: max(0, atUs-a.SinceUs),
		},
		older:    a.SinceUs < grantUs,
		nameless: a.ID == 0,
		root:     a.ID,
	}
	if a.On == onFunction {
		l.WaitingFor = "promise"
	}
	seen := map[int]bool{a.ID: true}
	awaited := true
	for a.Parent != 0 && !seen[a.Parent] {
		parent, ok := byID[a.Parent]
		if !ok {
			break
		}
		l.Chain = append(l.Chain, frameOf(parent, a.Link))
		seen[parent.ID] = true
		if awaited = awaited && a.Link == linkAwaited; awaited {
			l.root = parent.ID
		}
		a = parent
	}
	return l
}

func frameOf(a *trace.AwaitPending, link string) Frame {
	f := Frame{Function: a.Function, Link: link}
	if a.Pos != nil {
		f.Pos, f.HasPos = *a.Pos, true
	}
	return f
}

// likelier puts first what an async function awaits, in this wake, and of several the one with the eldest root.
func likelier(a, b leaf) int {
	return cmp.Or(
		falseFirst(a.nameless, b.nameless),
		falseFirst(!a.HasPos, !b.HasPos),
		falseFirst(a.older, b.older),
		cmp.Compare(a.root, b.root),
	)
}

func falseFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

// LastCall tells that nothing is known to be waited for: the place is only the last call that the script made.
func (p *Pending) LastCall() bool { return p.WaitingFor == onCallback && p.Ref != refRunning }

// waits tells whether code of the user's still waited for something when the wake ended.
func (w *Wake) waits() bool {
	return slices.ContainsFunc(w.Pending, func(p Pending) bool { return !p.LastCall() })
}
