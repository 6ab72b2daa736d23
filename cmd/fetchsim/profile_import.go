package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fetchsim/fetchsim/internal/usagemodel/recording"
)

// importOptions are the flags of profile import as they were typed.
type importOptions struct{ out, tz, device, app string }

func newProfileImportCmd(a *app) *cobra.Command {
	var o importOptions
	cmd := &cobra.Command{
		Use:   "import FILE…",
		Short: "Make a day to replay out of what a phone recorded",
		Long: "import reads what a phone or a tracker recorded and writes it as a recording that `fetchsim replay` lives again. The\n" +
			"format is found out by the content: fetchsim's own NDJSON or CSV, an ActivityWatch export, AWARE's screen and battery\n" +
			"CSV, a PowerLog from a sysdiagnose; compressed with gzip or not. Several files of one phone become one recording.\n" +
			"What was repaired, dropped or cannot be known is said on standard error.",
		Example: "  fetchsim profile import export.json -o my-week.ndjson\n" +
			"  fetchsim profile import screen.csv.gz battery.csv.gz --tz Europe/Helsinki -o my-month.ndjson",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("name the file to import: fetchsim profile import export.json -o my-week.ndjson")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.importRecording(args, o) },
	}
	cmd.Flags().StringVarP(&o.out, "output", "o", "", "the `file` to write (default standard output)")
	cmd.Flags().StringVar(&o.tz, "tz", "", "the time `zone` in which its days are counted, where the file states none")
	cmd.Flags().StringVar(&o.device, "device", "", "which `device`, where the file holds several")
	cmd.Flags().StringVar(&o.app, "app", "", "whose opens to take: a bundle `identifier` or package name")
	return cmd
}

func (a *app) importRecording(files []string, o importOptions) error {
	var wrong problems
	options := recording.Options{Zone: wrong.zone("--tz", o.tz), Device: o.device, App: o.app}
	if err := wrong.err(); err != nil {
		return err
	}
	var whole *recording.Recording
	for _, name := range files {
		rec, err := a.readRecording(name, options)
		if err != nil {
			return err
		}
		if whole == nil {
			whole = rec
		} else if whole, err = recording.Merge(whole, rec); err != nil {
			return usagef("%s: %v", name, err)
		}
	}
	return a.writeRecording(whole, o.out)
}

// readRecording reads one file and says what became of it.
func (a *app) readRecording(name string, options recording.Options) (*recording.Recording, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, usagef("%v", err)
	}
	defer file.Close()
	rec, report, err := recording.Import(name, file, options)
	if err != nil {
		return nil, usagef("%v", err)
	}
	fmt.Fprintf(a.stderr, "%s\n", name)
	return rec, report.WriteText(indented{a.stderr})
}

func (a *app) writeRecording(rec *recording.Recording, path string) error {
	if path == "" {
		return rec.Write(a.stdout)
	}
	file, err := os.Create(path)
	if err != nil {
		return usagef("cannot write the recording: %v", err)
	}
	err = rec.Write(file)
	if err = errors.Join(err, file.Close()); err != nil {
		return usagef("cannot write the recording: %v", err)
	}
	fmt.Fprintf(a.stderr, "%s: written; replay it: fetchsim replay %s\n", path, shellQuote(path))
	return nil
}

// indented writes each line of a text two columns to the right.
type indented struct{ w io.Writer }

func (i indented) Write(p []byte) (int, error) {
	text := strings.TrimSuffix(string(p), "\n")
	_, err := fmt.Fprintf(i.w, "  %s\n", strings.ReplaceAll(text, "\n", "\n  "))
	return len(p), err
}

// isProfileFile tells a written profile from a recording by its name: profiles are YAML, or built in.
func isProfileFile(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml") || !strings.ContainsAny(name, "./\\")
}
