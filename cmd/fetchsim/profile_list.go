package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// listedProfile is one row of profile list.
type listedProfile struct {
	Name    string `json:"name"`
	Summary string `json:"summary"`
	Zone    string `json:"tz"`
	SHA256  string `json:"sha256"`
}

func newProfileListCmd(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the built-in profiles",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			if asJSON {
				return a.listProfilesAsJSON()
			}
			return a.listProfiles()
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return cmd
}

// noArguments answers whoever gives a verb without arguments one.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%s takes no argument; leave %q out", cmd.CommandPath(), args[0])
	}
	return nil
}

func (a *app) listProfiles() error {
	width := 0
	for _, name := range usagemodel.Personas() {
		width = max(width, len(name))
	}
	for _, name := range usagemodel.Personas() {
		fmt.Fprintf(a.stdout, "%-*s  %s\n", width, name, summaryOf(name))
	}
	_, err := fmt.Fprint(a.stdout, "\nfetchsim profile show NAME has more; fetchsim profile new writes a file of your own.\n")
	return err
}

func (a *app) listProfilesAsJSON() error {
	list := struct {
		Profiles []listedProfile `json:"profiles"`
	}{}
	for _, name := range usagemodel.Personas() {
		p, err := usagemodel.Load(name, readFile)
		if err != nil {
			return err
		}
		list.Profiles = append(list.Profiles, listedProfile{name, summaryOf(name), p.Zone, p.SHA256()})
	}
	enc := json.NewEncoder(a.stdout)
	enc.SetIndent("", "  ")
	return enc.Encode(list)
}
