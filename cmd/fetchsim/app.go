package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fetchsim/fetchsim/internal/realtime"
	"github.com/fetchsim/fetchsim/internal/suggest"
	"github.com/fetchsim/fetchsim/internal/verdict"
)

// app is the process as the verbs meet it.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	clock          realtime.Clock
	stdoutTerminal bool
	columns        func() int // of the terminal; 0 if unknown
	checkEngine    func() error
	args           []string
	// instead, if set, gets a command line that run or replay understood, and nothing is simulated or written.
	instead func(cmd *cobra.Command, o *runOptions) error
}

// main runs one command and returns its exit code. A panic of ours becomes exit 70 and a crash file.
func (a *app) main(ctx context.Context, args []string) (code int) {
	a.args = args
	defer func() {
		if v := recover(); v != nil {
			a.crashed(fmt.Sprint(v), string(debug.Stack()), defaultOut)
			code = int(verdict.ExitInternal)
		}
	}()
	root := newRootCmd(a)
	root.SetArgs(args)
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	err := root.ExecuteContext(ctx)
	return int(a.exit(err))
}

func newRootCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "fetchsim",
		Short: "Simulate iOS background fetch and judge your callback",
		Long: "fetchsim wakes your app's own JavaScript through a simulated day, as iOS would, and fails when the callback\n" +
			"has not finished within the 30 seconds that iOS gives it: with the line it was stuck at.",
		Example:       "  fetchsim run src/background.ts\n  fetchsim run src/background.ts -p night-shift --days 7\n  fetchsim replay my-day.yaml src/background.ts",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          unknownVerb,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.SetFlagErrorFunc(flagError)
	cmd.CompletionOptions.DisableDefaultCmd = true
	cmd.AddCommand(newRunCmd(a), newReplayCmd(a), newWhyCmd(a), newProfileCmd(a), newSchemaCmd(a), newVersionCmd(a))
	cmd.SetHelpCommand(newHelpCmd(a))
	return cmd
}

// unknownVerb answers a word that is no verb. cobra's own suggestions need two lines of set-up for each verb.
func unknownVerb(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var verbs []string
	for _, c := range cmd.Commands() {
		verbs = append(verbs, c.Name())
	}
	if looksLikeScript(args[0]) {
		return usagef("unknown command %q; to run a script: fetchsim run %s", args[0], args[0])
	}
	return usagef("unknown command %q%s; see fetchsim --help", args[0], suggest.DidYouMean(args[0], verbs))
}

func looksLikeScript(word string) bool {
	for _, end := range []string{".js", ".mjs", ".cjs", ".ts", ".tsx", ".jsx"} {
		if strings.HasSuffix(word, end) {
			return true
		}
	}
	return false
}

// flagError names the flag that was probably meant.
func flagError(cmd *cobra.Command, err error) error {
	text := err.Error()
	name, found := strings.CutPrefix(text, "unknown flag: --")
	if !found {
		return usagef("%s; see fetchsim %s --help", text, cmd.Name())
	}
	return usagef("unknown flag --%s%s; see fetchsim %s --help", name, suggest.DidYouMean(name, flagNames(cmd)), cmd.Name())
}

// crashed writes what we need to know about a panic of ours, and tells where.
func (a *app) crashed(value, stack, out string) {
	text := fmt.Sprintf("fetchsim %s crashed: %s\n\narguments: %q\n\n%s\n", version(), value, a.args, stack)
	fmt.Fprintf(a.stderr, "fetchsim: internal error: %s\n", value)
	path, err := writeCrash(out, a.clock.Now(), text)
	if err != nil {
		fmt.Fprintf(a.stderr, "%s\nThis is a bug of fetchsim. Please report it with the text above (it could not be saved: %v).\n", text, err)
		return
	}
	fmt.Fprintf(a.stderr, "This is a bug of fetchsim. Please report it with the file %s and, if you may, your script.\n", path)
}

// readFile reads a file by the path as the user typed it.
func readFile(path string) ([]byte, error) { return os.ReadFile(path) }
