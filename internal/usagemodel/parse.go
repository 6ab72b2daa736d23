package usagemodel

// ParseProfile reads a profile file and all that it extends. name is the file as the user typed it and stands in every
// message; load returns the content of another file, named relative to the same folder as name. All problems of all files
// come at once as a *[ProfileError].
func ParseProfile(name string, data []byte, load func(path string) ([]byte, error)) (*Profile, error) {
	panic("usagemodel: being written")
}

// ProfileError holds everything that is wrong with a profile, in order of place.
type ProfileError struct {
	Problems []Problem
}

// Error returns the problems, one a line.
func (e *ProfileError) Error() string { panic("usagemodel: being written") }

// Problem is one thing that is wrong, with its place: lines and columns count from 1.
type Problem struct {
	File         string
	Line, Column int
	Message      string
}
