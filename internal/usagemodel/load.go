package usagemodel

import (
	"embed"
	"fmt"
	"strings"

	"github.com/fetchsim/fetchsim/internal/suggest"
)

// personas holds one file for each built-in persona. To add one is to add a file.
//
//go:embed personas/*.yaml
var personas embed.FS

// rootPersona is the persona that extends nothing: every other profile says only how it differs, from it or from another.
const rootPersona = "typical"

// Personas returns the names of the built-in personas, sorted.
func Personas() []string {
	files, err := personas.ReadDir("personas")
	if err != nil {
		panic("usagemodel: the personas were not built in: " + err.Error())
	}
	names := make([]string, len(files)) // ReadDir sorts by name
	for i, f := range files {
		names[i] = strings.TrimSuffix(f.Name(), ".yaml")
	}
	return names
}

// PersonaSource returns the file of a built-in persona as it was written, with its comments.
func PersonaSource(name string) ([]byte, bool) { return persona(name) }

func persona(name string) ([]byte, bool) {
	data, err := personas.ReadFile(personaFile(name))
	return data, err == nil
}

// personaFile is how messages name a persona's file.
func personaFile(name string) string { return "personas/" + name + ".yaml" }

// Load returns a built-in persona by its name, or reads a profile file. A name with a dot or a slash is a file. read
// returns the content of a file by the path as the user typed it. Errors are *[ProfileError] for a file with problems,
// *[UnknownProfileError] for a name that is no persona, or what read returned.
func Load(nameOrFile string, read func(path string) ([]byte, error)) (*Profile, error) {
	if isFile(nameOrFile) {
		data, err := read(nameOrFile)
		if err != nil {
			return nil, fmt.Errorf("load profile %s: %w", nameOrFile, err)
		}
		return ParseProfile(nameOrFile, data, read)
	}
	data, ok := persona(nameOrFile)
	if !ok {
		near, _ := suggest.Nearest(nameOrFile, Personas())
		return nil, &UnknownProfileError{Name: nameOrFile, Nearest: near}
	}
	return parse(personaFile(nameOrFile), data, read, nameOrFile == rootPersona)
}

// UnknownProfileError says that a name is neither a persona nor a file.
type UnknownProfileError struct {
	Name    string
	Nearest string // a persona whose name is much like it; may be empty
}

// Error names the nearest persona, or all of them.
func (e *UnknownProfileError) Error() string {
	if e.Nearest != "" {
		return fmt.Sprintf("unknown profile %q; did you mean %q?", e.Name, e.Nearest)
	}
	return fmt.Sprintf("unknown profile %q; give a file or one of %s", e.Name, strings.Join(Personas(), ", "))
}
