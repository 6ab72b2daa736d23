package usagemodel

// Personas returns the names of the built-in personas, sorted.
func Personas() []string { panic("usagemodel: being written") }

// Load returns a built-in persona by its name, or reads a profile file. A name with a dot or a slash is a file. read
// returns the content of a file by the path as the user typed it. Errors are *ProfileError for a file with problems,
// *UnknownProfileError for a name that is no persona, or what read returned.
func Load(nameOrFile string, read func(path string) ([]byte, error)) (*Profile, error) {
	panic("usagemodel: being written")
}

// UnknownProfileError says that a name is neither a persona nor a file.
type UnknownProfileError struct {
	Name    string
	Nearest string // a persona whose name is much like it; may be empty
}

// Error names the nearest persona.
func (e *UnknownProfileError) Error() string { panic("usagemodel: being written") }
