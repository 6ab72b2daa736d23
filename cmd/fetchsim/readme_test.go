package main

import (
	"bytes"
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/realtime"
	"github.com/fetchsim/fetchsim/internal/script/engine"
)

// session is a command in the README with the output that is shown below it.
type session struct {
	command string
	output  string
}

// sessions are the README's blocks ```console that begin with `$ `.
func sessions(readme string) []session {
	var list []session
	for _, block := range regexp.MustCompile("(?s)```console\n(.*?)```").FindAllStringSubmatch(readme, -1) {
		first, rest, _ := strings.Cut(block[1], "\n")
		if command, ok := strings.CutPrefix(first, "$ "); ok && rest != "" {
			list = append(list, session{command, rest})
		}
	}
	return list
}

// timing is what no two runs share.
var timing = regexp.MustCompile(`simulated in [\d.]+ (ms|s)|\.fetchsim/runs/[^/]+/`)

func TestReadmeShowsWhatItDoes(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	list := sessions(string(readme))
	require.NotEmpty(t, list)
	out := t.TempDir()
	t.Chdir("../..")
	for _, s := range list {
		t.Run(s.command, func(t *testing.T) {
			args := strings.Fields(s.command)
			require.Equal(t, "fetchsim", args[0])
			var stdout, stderr bytes.Buffer
			a := &app{
				stdout: &stdout, stderr: &stderr, getenv: func(string) string { return "" }, clock: realtime.New(),
				columns: func() int { return 0 }, checkEngine: engine.SelfTest,
			}
			a.main(context.Background(), append(args[1:], "--out", out))
			shown := strings.ReplaceAll(stderr.String()+stdout.String(), out, ".fetchsim")
			assert.Equal(t, timing.ReplaceAllString(s.output, "T"), timing.ReplaceAllString(shown, "T"))
		})
	}
}
