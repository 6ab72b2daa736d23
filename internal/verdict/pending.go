package verdict

import (
	"cmp"
	"slices"

	"github.com/fetchsim/fetchsim/internal/trace"
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
// stand for themselves; the others wait for one of them and appear in its chain.
func (s *snapshot) pending(grantUs int64) []Pending {
	byID := map[int]*trace.AwaitPending{}
	waitedOn := map[int]bool{} // functions that wait for another of these
	for i := range s.awaits {
		a := &s.awaits[i]
		if a.ID != 0 {
			byID[a.ID] = a
		}
		if a.Parent != 0 && a.Parent != a.ID && a.Link == "awaited" {
			waitedOn[a.Parent] = true
		}
	}
	var leaves []leaf
	for i := range s.awaits {
		a := &s.awaits[i]
		if a.ID != 0 && waitedOn[a.ID] {
			continue
		}
		leaves = append(leaves, newLeaf(a, byID, s.atUs, grantUs))
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
	detached bool // something on its way out is started, not awaited: the task does not wait for it
	root     int  // the outermost function's id; ids grow, and the handler's own is made before what it starts
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
	if a.On == "function" {
		l.WaitingFor = "promise"
	}
	seen := map[int]bool{a.ID: true}
	for a.Parent != 0 && !seen[a.Parent] {
		link := a.Link
		parent, ok := byID[a.Parent]
		if !ok {
			break
		}
		l.detached = l.detached || link == "started"
		l.Chain = append(l.Chain, frameOf(parent, link))
		seen[parent.ID] = true
		l.root = parent.ID
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

// likelier puts first what the task itself awaits, in this wake; then the elder root, which is the handler's.
func likelier(a, b leaf) int {
	return cmp.Or(
		falseFirst(a.nameless, b.nameless),
		falseFirst(!a.HasPos, !b.HasPos),
		falseFirst(a.older, b.older),
		falseFirst(a.detached, b.detached),
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
