package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func timed(name string, ms ...int) result {
	r := result{command: command{name: name}}
	for _, m := range ms {
		r.samples = append(r.samples, sample{wall: time.Duration(m) * time.Millisecond, resident: int64(m) * megabyte})
	}
	return r
}

func TestTheRatioIsTheMedianOfTheRounds(t *testing.T) {
	a, b := timed("a", 10, 40, 11), timed("b", 20, 40, 20) // the second round was disturbed for both
	assert.InDelta(t, 0.55, a.ratio(b, wall), 1e-9)
	assert.Equal(t, 11*time.Millisecond, median(a.samples, wall))
	assert.Equal(t, 10*time.Millisecond, a.fastest())
	assert.Equal(t, int64(40e6), a.resident())
}

func TestTheMedianOfAnEvenNumberIsTheMeanOfTheMiddle(t *testing.T) {
	assert.Equal(t, 15*time.Millisecond, median(timed("", 10, 20, 30, 1).samples, wall))
}

func TestACommandSaysItsExitCode(t *testing.T) {
	c, err := parseCommand("hung:1=fetchsim run hung.ts")
	require.NoError(t, err)
	assert.Equal(t, command{name: "hung", exit: 1, args: []string{"fetchsim", "run", "hung.ts"}}, c)
	for _, wrong := range []string{"fetchsim run", "x=", "x:y=true"} {
		_, err := parseCommand(wrong)
		assert.Error(t, err, wrong)
	}
}

func TestTheLimitIsForTheFastestOrTheSecond(t *testing.T) {
	results := []result{timed("ours", 10), timed("slow", 100), timed("quick", 20)}
	var out bytes.Buffer
	write(&out, options{limit: 0.4, rssMB: 9, judge: againstFastest, rounds: 1}, results)
	assert.Contains(t, out.String(), "OVER  0.50 × quick, limit 0.40")
	assert.Contains(t, out.String(), "OVER  10.0 MB resident, limit 9 MB")
	out.Reset()
	write(&out, options{limit: 0.4, judge: againstSecond, rounds: 1}, results)
	assert.Contains(t, out.String(), "ok    0.10 × slow, limit 0.40")
}
