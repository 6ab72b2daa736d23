package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"github.com/fetchsim/fetchsim/internal/suggest"
)

// topics are the pages of help that are no verb.
func topics() map[string]string {
	return map[string]string{"exit-codes": exitCodesPage, "model": modelPage()}
}

// exitCodesPage is `fetchsim help exit-codes`.
const exitCodesPage = `What fetchsim returns to the shell

  code  name               when
     0  pass               every wake finished in its budget
     1  failed             an error-level finding about a wake
     2  usage              bad flag, profile or mock file; output that could not be written
     3  script             not found, does not compile, a module is missing, or it throws in its first launch
     4  wall-limit         the real-time guard (--wall-limit) had to stop a script
     5  nothing-ran        no callback registered, stopped, or not one wake granted
     6  not-deterministic  --check-determinism found two different runs
    70  internal           a bug of fetchsim; a crash file says what to send
   130  interrupted        Ctrl-C (143: SIGTERM); what was simulated so far is still written

Of several the gravest wins: 70, 130 and 143, 2, 6, 4, 3, 1, 5, 0. "go run" turns every failure into 1: in CI use a
built binary ("go install github.com/fetchsim/fetchsim/cmd/fetchsim@latest").
`

func newHelpCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "help [verb or topic]",
		Short: "Help about a verb, or a topic: " + topicList(),
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			if len(args) == 0 {
				return root.Help()
			}
			if page, ok := topics()[args[0]]; ok {
				_, err := fmt.Fprint(a.stdout, page)
				return err
			}
			var names []string
			for _, c := range root.Commands() {
				if c.Name() == args[0] {
					return c.Help()
				}
				names = append(names, c.Name())
			}
			names = append(names, slices.Sorted(maps.Keys(topics()))...)
			return usagef("no help for %q%s", args[0], suggest.DidYouMean(args[0], names))
		},
	}
}

func topicList() string {
	list := ""
	for i, t := range slices.Sorted(maps.Keys(topics())) {
		if i > 0 {
			list += ", "
		}
		list += t
	}
	return list
}
