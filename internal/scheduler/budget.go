package scheduler

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/fetchsim/fetchsim/internal/chance"
)

// warningShare is the part of the budget after which iOS warns the app: 25 s of 30 s. Observed:
// github.com/element-hq/element-x-ios/pull/3481. An early end is reported by its warning, so its budget is 6/5 of it.
const (
	warningShareNum = 5
	warningShareDen = 6
)

// Budget is how much time iOS grants a fetch or refresh: a distribution. The zero Budget always grants the limit.
type Budget struct {
	field    bool
	min, max time.Duration
}

// FixedBudget grants d each time, or the limit if that is less.
func FixedBudget(d time.Duration) Budget { return Budget{min: d, max: d} }

// UniformBudget grants a whole number of milliseconds between least and most, or the limit if that is less.
func UniformBudget(least, most time.Duration) Budget { return Budget{min: least, max: most} }

// FieldBudget grants the limit, but ends a few wakes early, as the field reports; see the parameters early….
func FieldBudget() Budget { return Budget{field: true} }

// ParseBudget reads "30s", "field" or "2s..30s".
func ParseBudget(text string) (Budget, error) {
	if text == "field" {
		return FieldBudget(), nil
	}
	least, most, isRange := strings.Cut(text, "..")
	lo, err := parseLength(least)
	if err != nil {
		return Budget{}, fmt.Errorf("budget %q: %w; write 30s, field or 2s..30s", text, err)
	}
	if !isRange {
		return FixedBudget(lo), nil
	}
	hi, err := parseLength(most)
	if err != nil {
		return Budget{}, fmt.Errorf("budget %q: %w; write 30s, field or 2s..30s", text, err)
	}
	if hi < lo {
		return Budget{}, fmt.Errorf("budget %q: %v is less than %v", text, hi, lo)
	}
	return UniformBudget(lo, hi), nil
}

func parseLength(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	switch {
	case err != nil:
		return 0, fmt.Errorf("%q is no length of time", text)
	case d < time.Millisecond:
		return 0, fmt.Errorf("%q is less than a millisecond", text)
	}
	return d.Truncate(time.Millisecond), nil
}

// String writes the budget as ParseBudget reads it; the zero Budget is "limit".
func (b Budget) String() string {
	switch {
	case b.field:
		return "field"
	case b.max == 0:
		return "limit"
	case b.min == b.max:
		return b.min.String()
	}
	return b.min.String() + ".." + b.max.String()
}

// newGrant is the next wake's time. The budgets of fetch and refresh are drawn, a processing run's is fixed.
func newGrant(p *Params, c *Config, t Trigger, early *rand.Rand) Grant {
	if t == Processing {
		return Grant{Budget: p.ProcessingBudget}
	}
	budget := c.Budget.draw(p, c.Limit, early)
	return Grant{Budget: budget, Early: budget < c.Limit}
}

// draw returns the next wake's budget. Each takes two draws of the stream, so that the n-th wake's do not depend on the
// distribution's outcome for the wakes before.
func (b Budget) draw(p *Params, limit time.Duration, early *rand.Rand) time.Duration {
	which, where := chance.Uniform(early), chance.Uniform(early)
	switch {
	case b.field && which < p.EarlyShare:
		warning := between(p.EarlyMin, p.EarlyMax, where)
		return min(limit, warning*warningShareDen/warningShareNum)
	case b.field || b.max == 0:
		return limit
	}
	return min(limit, between(b.min, b.max, where))
}

// between is the whole millisecond that lies u (0..1) of the way from least to most.
func between(least, most time.Duration, u float64) time.Duration {
	span := most - least + time.Millisecond
	return (least + time.Duration(float64(span)*u)).Truncate(time.Millisecond)
}
