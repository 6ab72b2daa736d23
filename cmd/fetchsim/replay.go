package main

import (
	"github.com/spf13/cobra"
)

func newReplayCmd(a *app) *cobra.Command {
	o := defaultRunOptions()
	cmd := &cobra.Command{
		Use:   "replay FILE [SCRIPT…]",
		Short: "Replay a written or recorded usage day",
		Long: "replay lives the days of a profile file (YAML), or those that a real phone recorded (fetchsim profile import). Without a\n" +
			"script a well-behaved built-in callback (2 s, 20 kB, newData) shows the wakes that such a person's phone grants. Of a\n" +
			"recording the last --days are simulated, those before are what iOS has learned from; what it does not tell is drawn\n" +
			"from the profile (-p, default typical), and the report says so.",
		Example: "  fetchsim replay my-day.yaml\n  fetchsim replay my-week.ndjson src/background.ts --days 7",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("name the profile or recording to replay: fetchsim replay my-day.yaml")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.verb, o.replayed, o.scripts = "replay", args[0], args[1:]
			if !isProfileFile(args[0]) {
				return a.run(cmd.Context(), cmd, o)
			}
			if len(o.profiles) > 0 {
				return usagef("replay has its profile already: %s; leave --profile out", args[0])
			}
			o.profiles = []string{args[0]}
			return a.run(cmd.Context(), cmd, o)
		},
	}
	o.register(cmd.Flags())
	return cmd
}
