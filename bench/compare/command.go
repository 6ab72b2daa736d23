package main

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// command is something to be run, and the exit code that it has to end with.
type command struct {
	name string
	args []string
	exit int
}

// parseCommand reads NAME=COMMAND or NAME:EXIT=COMMAND; the command's words are separated by spaces.
func parseCommand(text string) (command, error) {
	name, line, found := strings.Cut(text, "=")
	c := command{name: name, args: strings.Fields(line)}
	if !found || len(c.args) == 0 {
		return command{}, fmt.Errorf("%q is not NAME=COMMAND", text)
	}
	if short, code, found := strings.Cut(name, ":"); found {
		exit, err := strconv.Atoi(code)
		if err != nil {
			return command{}, fmt.Errorf("%q: %q is not an exit code", text, code)
		}
		c.name, c.exit = short, exit
	}
	return c, nil
}

// sample is one run of a command.
type sample struct {
	wall     time.Duration
	cpu      time.Duration // of all its threads
	resident int64         // the most memory it held, in bytes; 0 where the system does not say
}

// once runs the command.
func (c command) once() (sample, error) {
	cmd := exec.Command(c.args[0], c.args[1:]...)
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		return sample{}, fmt.Errorf("%s: %w", c.name, err)
	}
	if code := cmd.ProcessState.ExitCode(); code != c.exit {
		return sample{}, fmt.Errorf("%s: exit code %d, want %d; it wrote:\n%s", c.name, code, c.exit, output.Bytes())
	}
	p := cmd.ProcessState
	return sample{wall: wall, cpu: p.UserTime() + p.SystemTime(), resident: resident(p)}, nil
}
