package main

import (
	"fmt"
	"io"
	"time"
)

const megabyte = 1e6

// write prints a table of the commands and, below it, how the first stands against its limits.
func write(out io.Writer, o options, results []result) {
	first, others := results[0], results[1:]
	fmt.Fprintf(out, "%s (%d rounds)\n", o.title, o.rounds)
	fmt.Fprintf(out, "  %-28s %10s %10s %10s %8s   %s takes\n", "", "median", "fastest", "CPU", "memory", first.name)
	for i, r := range results {
		fmt.Fprintf(out, "  %-28s %10s %10s %10s %8s", r.name, milliseconds(median(r.samples, wall)), milliseconds(r.fastest()),
			milliseconds(median(r.samples, cpu)), megabytes(r.resident()))
		if i > 0 {
			fmt.Fprintf(out, "   %.2f × as long, %.2f × the CPU", first.ratio(r, wall), first.ratio(r, cpu))
		}
		fmt.Fprintln(out)
	}
	against := others[0]
	if o.judge == againstFastest {
		for _, r := range others[1:] {
			if median(r.samples, wall) < median(against.samples, wall) {
				against = r
			}
		}
	}
	if o.limit > 0 {
		what, of := "", wall
		if o.by == byCPU {
			what, of = " in CPU time", cpu
		}
		ratio := first.ratio(against, of)
		fmt.Fprintf(out, "  %s  %.2f × %s%s, limit %.2f\n", sign(ratio <= o.limit), ratio, against.name, what, o.limit)
	}
	if o.rssMB > 0 {
		held := float64(first.resident()) / megabyte
		fmt.Fprintf(out, "  %s  %.1f MB resident, limit %.0f MB\n", sign(held <= o.rssMB), held, o.rssMB)
	}
	fmt.Fprintln(out)
}

func sign(held bool) string {
	if held {
		return "ok  "
	}
	return "OVER"
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}

func megabytes(bytes int64) string {
	if bytes == 0 {
		return "?"
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/megabyte)
}
