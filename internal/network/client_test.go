package network

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fetchsim/fetchsim/internal/vclock"
)

// world is the phone's side of a client.
type world struct {
	now  vclock.Instant
	link string
}

func (w *world) client(seed uint64, m *Mock) *Client {
	return New(Options{Seed: seed, Mock: m, Now: func() vclock.Instant { return w.now }, Link: func() string { return w.link }})
}

func get(url string) Request { return Request{Method: "GET", URL: url} }

func TestWithoutAMockEveryRequestGetsTheMarkedPlaceholder(t *testing.T) {
	a := (&world{link: "wifi"}).client(1, nil).Answer(get("https://a.example/"))
	assert.Equal(t, 200, a.Status)
	assert.JSONEq(t, "{}", string(a.Body))
	assert.Equal(t, FromPlaceholder, a.From)
	assert.Empty(t, a.NearMiss)
	assert.Contains(t, a.Header, Field{"content-type", "application/json"})
}

func TestAnUnmatchedRequestNamesTheNearestRoute(t *testing.T) {
	a := (&world{link: "wifi"}).client(1, goodMock(t)).Answer(get("https://api.example.com/itemz/1"))
	assert.Equal(t, FromPlaceholder, a.From)
	assert.Contains(t, a.NearMiss, "api.yaml:2")
}

func TestOfflineFailsAtOnce(t *testing.T) {
	for _, link := range []string{"none", "offline"} {
		a := (&world{link: link}).client(1, nil).Answer(get("https://a.example/"))
		assert.Equal(t, ErrOffline, a.Error)
		assert.Zero(t, a.Status)
		assert.Less(t, a.Wait, 50*time.Millisecond)
	}
}

func TestWorseLinksTakeLonger(t *testing.T) {
	var before time.Duration
	for _, link := range []string{"wifi", "cellular", "weak"} {
		a := (&world{link: link}).client(1, nil).Answer(get("https://a.example/"))
		assert.Greater(t, a.Wait, before, link)
		before = a.Wait
	}
	assert.Less(t, before, 10*time.Second)
}

func TestAKeptConnectionSavesTheRoundTripsOfANewOne(t *testing.T) {
	w := &world{link: "weak"}
	c := w.client(1, nil)
	first := c.Answer(get("https://a.example/1"))
	again := c.Answer(get("https://a.example/2"))
	other := c.Answer(get("https://b.example/"))
	assert.Less(t, again.Wait, first.Wait/2)
	assert.Greater(t, other.Wait, again.Wait)
	w.now = w.now.Add(first.Wait + keepAlive + time.Minute)
	assert.Greater(t, c.Answer(get("https://a.example/3")).Wait, again.Wait, "it was idle for too long")
	w.link = "cellular"
	c.Answer(get("https://a.example/4"))
	w.link = "weak"
	assert.Greater(t, c.Answer(get("https://a.example/5")).Wait, again.Wait, "the interface changed")
	c.Disconnect()
	assert.Greater(t, c.Answer(get("https://a.example/6")).Wait, again.Wait, "the process ended")
}

func TestBytesTakeTheTimeOfTheLink(t *testing.T) {
	body := make([]byte, firstFlight+30_000)
	m := &Mock{name: "m", routes: []route{{url: must(parsePattern("/big")), replies: []reply{{status: 200, body: body}}}}}
	a := (&world{link: "weak"}).client(1, m).Answer(get("https://a.example/big"))
	assert.Equal(t, time.Second, a.Receive, "30,000 bytes at 240 kbit/s")
	small := (&world{link: "weak"}).client(1, nil).Answer(get("https://a.example/"))
	assert.Zero(t, small.Receive, "a small body comes with the first byte")
	sent := (&world{link: "weak"}).client(1, nil).Answer(Request{Method: "POST", URL: "https://a.example/", Bytes: 25_000})
	assert.Equal(t, time.Second, sent.Wait-small.Wait, "25,000 bytes at 200 kbit/s")
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestASilentServerTimesOutAfterAMinute(t *testing.T) {
	for _, r := range []reply{{err: ErrTimeout}, {status: 200, delay: 61 * time.Second}} {
		m := &Mock{routes: []route{{url: must(parsePattern("/slow")), replies: []reply{r}}}}
		a := (&world{link: "wifi"}).client(1, m).Answer(get("https://a.example/slow"))
		assert.Equal(t, ErrTimeout, a.Error)
		assert.Equal(t, time.Minute, a.Wait)
	}
}

func TestARouteThatFailsFirstLosesTheConnection(t *testing.T) {
	c := (&world{link: "wifi"}).client(1, goodMock(t))
	assert.Equal(t, ErrLost, c.Answer(get("https://a.example/login")).Error)
	assert.Equal(t, ErrLost, c.Answer(get("https://a.example/login")).Error)
	assert.Equal(t, 503, c.Answer(get("https://a.example/login")).Status)
}

func TestRoutesAreCountedPerRun(t *testing.T) {
	m := goodMock(t)
	w := &world{link: "wifi"}
	w.client(1, m).Answer(get("https://a.example/login"))
	assert.Equal(t, ErrLost, w.client(1, m).Answer(get("https://a.example/login")).Error)
}

func TestEqualSeedsGiveEqualAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		links := rapid.SliceOfN(rapid.SampledFrom([]string{"wifi", "cellular", "weak", "none"}), 1, 20).Draw(t, "links")
		play := func() (out []Answer) {
			w := &world{link: "wifi"}
			c := w.client(seed, nil)
			for _, w.link = range links {
				out = append(out, c.Answer(get("https://a.example/")))
				w.now = w.now.Add(time.Second)
			}
			return out
		}
		first := play()
		require.Equal(t, first, play())
		for _, a := range first {
			require.Positive(t, a.Wait)
			require.Zero(t, a.Wait%time.Microsecond)
			require.Equal(t, a.Error == "", a.Status == 200)
		}
	})
}

func TestAnUnknownLinkIsAMistakeOfOurs(t *testing.T) {
	assert.Panics(t, func() { LinkOf("5g") })
}

func BenchmarkAnswer(b *testing.B) {
	m, err := LoadMock("testdata/mocks/good/api.yaml", os.ReadFile)
	require.NoError(b, err)
	c := (&world{link: "wifi"}).client(1, m)
	b.ReportAllocs()
	for b.Loop() {
		c.Answer(get("https://api.example.com/items/7"))
	}
}
