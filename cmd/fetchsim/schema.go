package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fetchsim/fetchsim/internal/suggest"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// schemas are the formats that fetchsim schema prints the JSON Schema of.
func schemas() map[string]func() []byte {
	return map[string]func() []byte{"profile": usagemodel.ProfileSchema}
}

func newSchemaCmd(a *app) *cobra.Command {
	names := slices.Sorted(maps.Keys(schemas()))
	return &cobra.Command{
		Use:     "schema NAME",
		Short:   "Print the JSON Schema of a format: " + strings.Join(names, ", "),
		Example: "  fetchsim schema profile > fetchsim-profile.schema.json",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("name one format: %s", strings.Join(names, ", "))
			}
			schema, ok := schemas()[args[0]]
			if !ok {
				return usagef("no schema for %q; there is %s%s", args[0], strings.Join(names, ", "), suggest.DidYouMean(args[0], names))
			}
			_, err := a.stdout.Write(schema())
			return err
		},
	}
}
