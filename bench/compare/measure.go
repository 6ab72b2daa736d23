package main

import (
	"cmp"
	"slices"
	"time"
)

// result is what the rounds showed of one command.
type result struct {
	command
	samples []sample
}

// measure runs the commands in turn, after a round that is not counted. Every other round goes backwards, so that none
// always follows the same.
func measure(commands []command, rounds int) ([]result, error) {
	results := make([]result, len(commands))
	for i, c := range commands {
		results[i].command = c
		if _, err := c.once(); err != nil {
			return nil, err
		}
	}
	for round := range rounds {
		for k := range results {
			if round%2 == 1 {
				k = len(results) - 1 - k
			}
			s, err := results[k].once()
			if err != nil {
				return nil, err
			}
			results[k].samples = append(results[k].samples, s)
		}
	}
	return results, nil
}

// What is compared of two samples.
func wall(s sample) time.Duration { return s.wall }
func cpu(s sample) time.Duration  { return s.cpu }

// fastest is the shortest time.
func (r result) fastest() time.Duration {
	return slices.MinFunc(r.samples, func(a, b sample) int { return cmp.Compare(a.wall, b.wall) }).wall
}

// resident is the most memory that any run held, in bytes.
func (r result) resident() int64 {
	return slices.MaxFunc(r.samples, func(a, b sample) int { return cmp.Compare(a.resident, b.resident) }).resident
}

// ratio is the median over the rounds of r's value divided by other's in the same round.
func (r result) ratio(other result, of func(sample) time.Duration) float64 {
	ratios := make([]float64, len(r.samples))
	for i, s := range r.samples {
		ratios[i] = float64(of(s)) / float64(of(other.samples[i]))
	}
	return median(ratios, func(f float64) float64 { return f })
}

// median is the middle value, or the mean of the two in the middle.
func median[S any, T time.Duration | float64](list []S, of func(S) T) T {
	values := make([]T, len(list))
	for i, s := range list {
		values[i] = of(s)
	}
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}
