package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	title  string
	rounds int
	limit  float64 // of the ratio; 0: none
	rssMB  float64 // the most that the first command may hold; 0: no limit
	judge  string  // which ratio the limit is for
	by     string  // what the limit is about
}

// Which of the other commands the limit is about.
const (
	againstFastest = "fastest"
	againstSecond  = "second"
)

// What the limit is about. CPU time is steadier where other programs keep the machine busy; it counts all threads.
const (
	byWall = "wall"
	byCPU  = "cpu"
)

func run(args []string, out io.Writer) error {
	var o options
	flags := flag.NewFlagSet("compare", flag.ContinueOnError)
	flags.StringVar(&o.title, "title", "", "what is compared")
	flags.IntVar(&o.rounds, "rounds", 11, "how often each command is run")
	flags.Float64Var(&o.limit, "limit", 0, "the most that the ratio may be (default none)")
	flags.Float64Var(&o.rssMB, "rss", 0, "the most resident memory of the first command, in MB (default no limit)")
	flags.StringVar(&o.judge, "against", againstFastest, "whom the limit compares the first command with: the fastest of the others, or the second command")
	flags.StringVar(&o.by, "by", byWall, "what the limit is about: wall or cpu")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if o.judge != againstFastest && o.judge != againstSecond {
		return fmt.Errorf("-against %q: give %s or %s", o.judge, againstFastest, againstSecond)
	}
	if o.by != byWall && o.by != byCPU {
		return fmt.Errorf("-by %q: give %s or %s", o.by, byWall, byCPU)
	}
	var commands []command
	for _, arg := range flags.Args() {
		c, err := parseCommand(arg)
		if err != nil {
			return err
		}
		commands = append(commands, c)
	}
	if len(commands) < 2 || o.rounds < 1 {
		return errors.New("give at least two commands, NAME=COMMAND, and one round")
	}
	results, err := measure(commands, o.rounds)
	if err != nil {
		return err
	}
	write(out, o, results)
	return nil
}
