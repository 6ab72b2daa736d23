package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bare:", err)
		os.Exit(1)
	}
}

// every is the beat of the wakes.
const every = 15 * time.Minute

func run(args []string) error {
	flags := flag.NewFlagSet("bare", flag.ContinueOnError)
	days := flags.Int("days", 1, "how many days")
	mock := flags.String("mock", "", "the JSON `file` that the server answers")
	unseen := flags.Bool("unseen", false, "leave out what makes pending awaits visible")
	relaunch := flags.Int("relaunch", 0, "a new machine after so many wakes (default never)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return errors.New("name the script to run")
	}
	body, err := os.ReadFile(*mock)
	if err != nil {
		return err
	}
	text, err := bundle(flags.Arg(0))
	if err != nil {
		return err
	}
	l, err := newLoop(text, string(body))
	if err != nil {
		return err
	}
	l.unseen, l.relaunch = *unseen, *relaunch
	wakes := *days * int(24*time.Hour/every)
	finished, err := l.live(wakes)
	if err != nil {
		return err
	}
	fmt.Printf("%d of %d wakes finished\n", finished, wakes)
	if finished != wakes {
		return errors.New("not every wake finished")
	}
	return nil
}

// bundle is the script as fetchsim bundles it; its value is the exports.
func bundle(script string) (string, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{script}, Bundle: true, Format: api.FormatIIFE, GlobalName: "exports",
		Platform: api.PlatformBrowser, Target: api.ES2022, Supported: map[string]bool{"for-await": false},
		Sourcemap: api.SourceMapExternal, SourcesContent: api.SourcesContentInclude, Outfile: "bundle.js",
		Metafile: true, LogLevel: api.LogLevelError,
	})
	for _, f := range result.OutputFiles {
		if f.Path[len(f.Path)-3:] == ".js" {
			return string(f.Contents) + "exports", nil
		}
	}
	return "", fmt.Errorf("%s: cannot be bundled", script)
}
