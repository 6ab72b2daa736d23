package network

import (
	"math/rand/v2"
	"strings"
	"time"

	"github.com/fetchsim/fetchsim/internal/chance"
)

// bitsPerSecond is a bandwidth.
type bitsPerSecond int64

// time is how long n bytes take.
func (b bitsPerSecond) time(n int64) time.Duration {
	return time.Duration(n*8*1e6/int64(b)) * time.Microsecond
}

// Link is how the phone reaches the network.
type Link struct {
	Name      string
	Aliases   []string      // other names for the same
	RoundTrip time.Duration // over the link alone, without the way to the server
	Down, Up  bitsPerSecond
	Offline   bool
	Source    string
}

// Links are the presets, best first. Delays and bandwidths of wifi, cellular and weak are those of Apple's Network Link
// Conditioner (the profiles Wi-Fi, LTE and Edge in the Additional Tools for Xcode). Documented as test conditions; that
// they stand for a usual phone is assumed.
func Links() []Link {
	const source = "Network Link Conditioner, Additional Tools for Xcode"
	return []Link{
		{Name: "wifi", RoundTrip: 2 * time.Millisecond, Down: 40_000_000, Up: 33_000_000, Source: source},
		{Name: "cellular", Aliases: []string{"lte"}, RoundTrip: 115 * time.Millisecond, Down: 50_000_000, Up: 10_000_000, Source: source},
		{Name: "weak", Aliases: []string{"edge"}, RoundTrip: 840 * time.Millisecond, Down: 240_000, Up: 200_000, Source: source},
		{Name: "none", Aliases: []string{"offline"}, Offline: true, Source: "no network"},
	}
}

// LinkOf returns the link of that name; an unknown name panics, since names are checked where they are read.
func LinkOf(name string) Link {
	for _, l := range Links() {
		if l.Name == name || len(l.Aliases) > 0 && l.Aliases[0] == name {
			return l
		}
	}
	panic("network: no link is called " + name)
}

// What a request costs beyond its link.
const (
	// pathRoundTrip is the way from the provider to the server and back. Assumed: a server on the same continent.
	pathRoundTrip = 30 * time.Millisecond
	// serverTime is what the server takes to answer. Assumed.
	serverTime = 60 * time.Millisecond
	// tripsOnNew and tripsOnKept count round trips until the first byte: name, TCP, TLS 1.3 (RFC 8446: one round trip)
	// and the request itself; on a kept connection the request alone. Documented by the protocols.
	tripsOnNew  = 4
	tripsOnKept = 1
	// keepAlive is how long an idle connection is kept. Assumed: below the 60 s to 75 s of usual servers.
	keepAlive = 30 * time.Second
	// firstFlight is how many bytes come with the first byte: ten segments of 1,460 bytes. Documented: RFC 6928.
	firstFlight = 14_600
	// offlineFails is how soon iOS gives up without a network. Assumed: it asks no one.
	offlineFails = 5 * time.Millisecond
	// jitterLeast and jitterMost bound the factor on each request's time, in thousandths. Assumed.
	jitterLeast, jitterMost = 800, 1500
)

// receive is the time from the first byte of a body to its last.
func (l Link) receive(n int64) time.Duration {
	if n <= firstFlight {
		return 0
	}
	return l.Down.time(n - firstFlight)
}

// jitter scales d by a drawn factor, in whole microseconds.
func jitter(d time.Duration, rng *rand.Rand) time.Duration {
	factor := jitterLeast + int64(chance.Uniform(rng)*(jitterMost-jitterLeast))
	return d / 1000 / time.Microsecond * time.Duration(factor) * time.Microsecond
}

// origin is the scheme, host and port of a URL.
func origin(url string) string {
	i := strings.Index(url, "://")
	if i < 0 {
		return url
	}
	if end := strings.IndexAny(url[i+3:], "/?#"); end >= 0 {
		return url[:i+3+end]
	}
	return url
}
