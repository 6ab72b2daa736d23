package usagemodel

import (
	"cmp"
	"slices"
	"time"

	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// network is the link through the day: Wi-Fi, and the profile's blocks painted over it in the order of the file.
type network struct {
	links  []Link // each link of the profile once; moments hold its number
	ofMain []uint16
	ofElse []uint16
	layers []layer // of the day being drawn and those that reach into it
	now    layer   // what holds at the moment
	edges  []vclock.Instant
	out    []moment
}

// layer is a stretch of time on one link.
type layer struct {
	from, to vclock.Instant
	block    int // in the order of the file
	day      int
	outage   bool
	link     uint16
}

func newNetwork(p *Profile) network {
	var n network
	n.number(Wifi)
	n.number(NoLink)
	for _, b := range p.Network {
		n.ofMain = append(n.ofMain, n.number(b.Link))
		n.ofElse = append(n.ofElse, n.number(b.Else))
	}
	return n
}

// The numbers of the links that every profile has.
const (
	numberWifi uint16 = iota
	numberNoLink
)

func (n *network) number(link Link) uint16 {
	at := slices.Index(n.links, link)
	if at < 0 {
		at = len(n.links)
		n.links = append(n.links, link)
	}
	return uint16(at)
}

// draw adds the blocks that begin on the day.
func (n *network) draw(t *Timeline, number int) {
	if len(t.profile.Network) == 0 {
		return
	}
	today, rng := t.dates.day(number), t.stream(number, "link")
	for i, b := range t.profile.Network {
		if !b.Days.Include(today.kind) {
			continue
		}
		from, to := t.dates.span(number, b.Span)
		block := layer{from: from, to: to, block: i, day: number, link: n.ofMain[i]}
		if !chance.Chance(b.P, rng) {
			if b.Else == "" {
				continue
			}
			block.link = n.ofElse[i]
		}
		n.layers = append(n.layers, block)
		length := to.Sub(from)
		for range chance.Poisson(b.OutagesPerHour*length.Hours(), rng) {
			out := block
			out.from = from.Add(millis(time.Duration(float64(length) * chance.Uniform(rng))))
			out.to = min(out.from.Add(b.Outage), to)
			out.outage, out.link = true, numberNoLink
			n.layers = append(n.layers, out)
		}
	}
	slices.SortStableFunc(n.layers, func(a, b layer) int {
		return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.day, b.day))
	})
}

// begin returns the link at the start of the timeline.
func (n *network) begin(start vclock.Instant) Link {
	n.now = n.top(start)
	return n.links[n.now.link]
}

// top is the uppermost layer at an instant. Outages lie above their block.
func (n *network) top(at vclock.Instant) layer {
	for _, l := range slices.Backward(n.layers) {
		if l.from <= at && at < l.to {
			return l
		}
	}
	return layer{link: numberWifi}
}

// moments returns the changes of the link from start to end.
func (n *network) moments(start, end vclock.Instant) []moment {
	n.edges, n.out = append(n.edges[:0], start), n.out[:0]
	for _, l := range n.layers {
		for _, at := range [...]vclock.Instant{l.from, l.to} {
			if start < at && at < end {
				n.edges = append(n.edges, at)
			}
		}
	}
	slices.Sort(n.edges)
	for _, at := range n.edges {
		top := n.top(at)
		if top.link != n.now.link {
			m := moment{at: at, kind: LinkChange, value: top.link}
			if top.outage {
				m.cause = causeOutage
			}
			n.out = append(n.out, m)
		}
		n.now = top
	}
	return n.out
}

// forget drops the layers that are over at the instant.
func (n *network) forget(at vclock.Instant) {
	n.layers = slices.DeleteFunc(n.layers, func(l layer) bool { return l.to <= at })
}
