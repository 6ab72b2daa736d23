package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/fetchsim/fetchsim/internal/suggest"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// newProfileCmd is the parent of the verbs about usage days. Each has its file, profile_<verb>.go.
func newProfileCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "profile",
		Short: "Usage days: the built-in ones and your own",
		Long: "A profile is a person: when the phone is unlocked, the app opened, the charger plugged in. Some are built in; a file\n" +
			"extends one of them and says only what differs.",
		Example: "  fetchsim profile list\n  fetchsim profile show night-shift\n  fetchsim profile new -o my-day.yaml\n  fetchsim profile lint my-day.yaml",
		Args:    unknownProfileVerb,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newProfileListCmd(a), newProfileShowCmd(a), newProfileNewCmd(a), newProfileLintCmd(a), newProfileImportCmd(a))
	return cmd
}

func unknownProfileVerb(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var verbs []string
	for _, c := range cmd.Commands() {
		verbs = append(verbs, c.Name())
	}
	if _, err := usagemodel.Load(args[0], readFile); err == nil {
		return usagef("unknown command %q; to see that profile: fetchsim profile show %s", args[0], args[0])
	}
	return usagef("unknown command %q%s; see fetchsim profile --help", args[0], suggest.DidYouMean(args[0], verbs))
}

// summaryOf is what a built-in persona's file says of it in its first line.
func summaryOf(persona string) string {
	source, _ := usagemodel.PersonaSource(persona)
	first, _, _ := strings.Cut(string(source), "\n")
	sentence, _, _ := strings.Cut(strings.TrimPrefix(first, "# "), ". ")
	return strings.TrimSuffix(sentence, ".")
}
