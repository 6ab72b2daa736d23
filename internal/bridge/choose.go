package bridge

import (
	"fmt"
	"strings"

	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/suggest"
)

// Choose finds the plugin of a program: by what it imports, by the globals it uses, or by override ("NAME" or
// "NAME@VERSION", the value of --plugin; empty to find it). An override that names nothing gives a *NameError.
func Choose(p *script.Program, facts Facts, override string) (*Choice, error) {
	u := &usage{program: p}
	family, version, err := pick(u, override)
	if err != nil {
		return nil, err
	}
	c := &Choice{Family: family.Name, facts: facts}
	family.choose(c, version, u)
	if facts.NoProject && c.Plugin.Name != "none" {
		c.Notes = append(c.Notes, "no Info.plist: the set-up that the plugin's documentation asks for is assumed")
	}
	for _, source := range family.layers(version) {
		layer, err := script.CompilePrelude(source)
		if err != nil {
			return nil, fmt.Errorf("choose %s: %w", family.Name, err)
		}
		c.layers = append(c.layers, layer)
	}
	return c, nil
}

// pick is the family that the override names, or the first that the program uses.
func pick(u *usage, override string) (Family, string, error) {
	if override != "" {
		return named(u, override)
	}
	for _, f := range Families() {
		if version, ok := f.find(u); ok {
			return f, version, nil
		}
	}
	panic("bridge: no family for a program")
}

// named is the family of an override. Without a version it is the one that fits the program, else the newest.
func named(u *usage, override string) (Family, string, error) {
	name, version := cutVersion(override)
	var names []string
	for _, f := range Families() {
		names = append(names, f.Name)
		if f.Name != name {
			continue
		}
		if version == "" {
			return f, f.bestVersion(u), nil
		}
		for _, v := range f.Versions {
			if v == version || strings.HasPrefix(v, version+".") {
				return f, v, nil
			}
		}
		return Family{}, "", &NameError{What: "version of " + name, Name: version, Known: f.Versions}
	}
	return Family{}, "", &NameError{What: "plugin", Name: name, Known: names}
}

func (f Family) bestVersion(u *usage) string {
	if version, ok := f.find(u); ok || len(f.Versions) == 0 {
		return version
	}
	return f.Versions[len(f.Versions)-1]
}

// cutVersion splits NAME@VERSION; the @ of a scope such as @ionic-native/x does not count.
func cutVersion(s string) (name, version string) {
	if i := strings.LastIndexByte(s, '@'); i > 0 {
		return s[:i], s[i+1:]
	}
	return s, ""
}

// NameError is a --plugin that names nothing that is modelled.
type NameError struct {
	What  string // "plugin", "version of …"
	Name  string
	Known []string
}

// Error names the nearest known word, and all of them where none is near.
func (e *NameError) Error() string {
	text := fmt.Sprintf("unknown %s %q", e.What, e.Name)
	if hint := suggest.DidYouMean(e.Name, e.Known); hint != "" {
		return text + hint
	}
	if len(e.Known) == 0 {
		return text
	}
	return text + "; known: " + strings.Join(e.Known, ", ")
}
