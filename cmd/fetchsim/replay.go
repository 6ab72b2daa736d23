package main

import (
	"github.com/spf13/cobra"
)

func newReplayCmd(a *app) *cobra.Command {
	o := defaultRunOptions()
	cmd := &cobra.Command{
		Use:   "replay FILE [SCRIPT…]",
		Short: "Replay a written 24 h usage profile",
		Long: "replay lives the days of a profile file. Without a script a well-behaved built-in callback (2 s, 20 kB, newData)\n" +
			"shows the wakes that such a person's phone grants.",
		Example: "  fetchsim replay my-day.yaml\n  fetchsim replay my-day.yaml src/background.ts --days 7",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("name the profile to replay: fetchsim replay my-day.yaml")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(o.profiles) > 0 {
				return usagef("replay has its profile already: %s; leave --profile out", args[0])
			}
			o.profiles, o.scripts = []string{args[0]}, args[1:]
			o.verb = "replay"
			return a.run(cmd.Context(), cmd, o)
		},
	}
	o.register(cmd.Flags())
	return cmd
}
