package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/verdict"
)

func newProfileLintCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "lint FILE…",
		Short: "Say all that is wrong with profile files",
		Long: "lint reads profiles and what they extend, and prints every problem as file:line:column: message. It ends with exit\n" +
			"code 2 if there is any.",
		Example: "  fetchsim profile lint profiles/*.yaml",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("name the files to check: fetchsim profile lint my-day.yaml")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.lintProfiles(args) },
	}
}

func (a *app) lintProfiles(files []string) error {
	broken, count := 0, 0
	for _, file := range files {
		_, err := usagemodel.Load(file, readFile)
		if err == nil {
			fmt.Fprintf(a.stdout, "%s: ok\n", file)
			continue
		}
		broken++
		count++
		if problems, ok := errors.AsType[*usagemodel.ProfileError](err); ok {
			count += len(problems.Problems) - 1
		}
		fmt.Fprintf(a.stdout, "%v\n", err)
	}
	if broken == 0 {
		return nil
	}
	fmt.Fprintf(a.stderr, "%s in %s\n", plural(count, "problem"), plural(broken, "file"))
	return &codeError{verdict.ExitUsage, errJudged}
}

// plural is a number with its noun: 1 day, 2 days.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
