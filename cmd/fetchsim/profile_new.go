package main

import (
	_ "embed" // the file to start from
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"
)

// profileTemplate is a profile with every key explained. A test holds that it says what the persona typical says.
//
//go:embed profile_new.yaml
var profileTemplate string

func newProfileNewCmd(a *app) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:     "new",
		Short:   "Write a commented profile to start from",
		Long:    "new writes a profile with every key explained, to standard output or into a new file. It overwrites nothing.",
		Example: "  fetchsim profile new -o my-day.yaml\n  fetchsim profile lint my-day.yaml",
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			if out == "" {
				_, err := fmt.Fprint(a.stdout, profileTemplate)
				return err
			}
			return a.newProfile(out)
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `file` to write (default standard output)")
	return cmd
}

func (a *app) newProfile(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return usagef("%s exists and is left as it is; give another name with -o", path)
	}
	if err != nil {
		return usagef("cannot write the profile: %v", err)
	}
	_, err = file.WriteString(profileTemplate)
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return usagef("cannot write the profile: %v", err)
	}
	fmt.Fprintf(a.stdout, "%s: written; change it, then: fetchsim profile show %s\n", path, shellQuote(path))
	return nil
}
