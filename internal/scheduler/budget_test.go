package scheduler

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/chance"
)

func TestParseBudget(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		want Budget
		err  string
	}{
		{text: "30s", want: FixedBudget(30 * time.Second)},
		{text: "field", want: FieldBudget()},
		{text: "2s..30s", want: UniformBudget(2*time.Second, 30*time.Second)},
		{text: "500ms..500ms", want: FixedBudget(500 * time.Millisecond)},
		{text: "1m30s", want: FixedBudget(90 * time.Second)},
		{text: "30", err: `budget "30": "30" is no length of time; write 30s, field or 2s..30s`},
		{text: "0s", err: `budget "0s": "0s" is less than a millisecond; write 30s, field or 2s..30s`},
		{text: "2s..", err: `budget "2s..": "" is no length of time; write 30s, field or 2s..30s`},
		{text: "30s..2s", err: `budget "30s..2s": 2s is less than 30s`},
	} {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			got, err := ParseBudget(tt.text)
			if tt.err != "" {
				require.EqualError(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

func FuzzParseBudget(f *testing.F) {
	for _, seed := range []string{"30s", "field", "2s..30s", "1ms", "..", "2562047h..1ns"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := ParseBudget(text)
		if err != nil {
			assert.True(t, strings.HasPrefix(err.Error(), "budget "), err)
			return
		}
		again, err := ParseBudget(b.String())
		require.NoError(t, err)
		assert.Equal(t, b, again)
	})
}

func TestBudgetsStayInTheirRange(t *testing.T) {
	t.Parallel()
	const limit, draws = 30 * time.Second, 20_000
	p := DefaultParams()
	for _, tt := range []struct {
		budget      Budget
		least, most time.Duration
		early       float64 // share below the limit
	}{
		{Budget{}, limit, limit, 0},
		{FixedBudget(20 * time.Second), 20 * time.Second, 20 * time.Second, 1},
		{FixedBudget(time.Minute), limit, limit, 0},
		{FieldBudget(), 2400 * time.Millisecond, limit, 0.03},
		{UniformBudget(2*time.Second, 5*time.Second), 2 * time.Second, 5 * time.Second, 1},
	} {
		t.Run(tt.budget.String(), func(t *testing.T) {
			t.Parallel()
			stream := chance.Stream(1, "early")
			short, least, most, longestShort := 0, time.Hour, time.Duration(0), time.Duration(0)
			for range draws {
				d := tt.budget.draw(&p, limit, stream)
				least, most = min(least, d), max(most, d)
				if d < limit {
					short++
					longestShort = max(longestShort, d)
				}
			}
			assert.GreaterOrEqual(t, least, tt.least)
			assert.LessOrEqual(t, most, tt.most)
			assert.InDelta(t, tt.early, float64(short)/draws, 0.005)
			if tt.budget.field {
				assert.LessOrEqual(t, longestShort, 6*time.Second, "a warning after 5 s is a budget of 6 s")
			}
		})
	}
}

func TestUniformBudgetReachesBothEnds(t *testing.T) {
	t.Parallel()
	assert.Equal(t, 2*time.Second, between(2*time.Second, 3*time.Second, 0))
	assert.Equal(t, 3*time.Second, between(2*time.Second, 3*time.Second, 1-1e-9))
}

func TestAnEarlyEndIsToldWithTheGrant(t *testing.T) {
	t.Parallel()
	c := refreshConfig()
	c.Budget = FixedBudget(10 * time.Second)
	g := New(c).Force(0).Grant
	assert.Equal(t, 10*time.Second, g.Budget)
	assert.True(t, g.Early)
	c.Limit = 10 * time.Second
	assert.False(t, New(c).Force(0).Grant.Early)
}
