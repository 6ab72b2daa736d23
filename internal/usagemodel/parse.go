package usagemodel

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fetchsim/fetchsim/internal/suggest"
)

// The limits of a profile file.
const (
	maxProfileBytes = 1 << 20
	maxExtends      = 16 // files that extend one another
)

// ParseProfile reads a profile file and all that it extends. name is the file as the user typed it and stands in every
// message; load returns the content of another file, whose path is written relative to the folder of name. All problems of
// all files come at once as a *[ProfileError].
func ParseProfile(name string, data []byte, load func(path string) ([]byte, error)) (*Profile, error) {
	return parse(name, data, load, false)
}

func parse(name string, data []byte, load func(path string) ([]byte, error), isRoot bool) (*Profile, error) {
	p := &Profile{}
	s := &source{load: load, places: make(map[string]place)}
	s.read(p, name, data, isRoot)
	if len(s.problems) == 0 {
		s.checkWhole(p, name)
	}
	if len(s.problems) > 0 {
		sortProblems(s.problems)
		return nil, &ProfileError{Problems: s.problems}
	}
	p.canonical = canonical(p)
	return p, nil
}

// source is what the readers of one profile's files share.
type source struct {
	load     func(path string) ([]byte, error)
	open     []string         // the files being read, outermost first
	places   map[string]place // where each key was last given: "app.opens_per_day"
	problems []Problem
}

type place struct {
	file         string
	line, column int
}

func (s *source) problem(at place, format string, args ...any) {
	s.problems = append(s.problems, Problem{at.file, at.line, at.column, fmt.Sprintf(format, args...)})
}

// read lays a file's values over those of what it extends. The root persona is the one file that extends nothing.
func (s *source) read(p *Profile, file string, data []byte, isRoot bool) {
	s.open = append(s.open, file)
	defer func() { s.open = s.open[:len(s.open)-1] }()
	root, ok := s.document(file, data)
	if !ok {
		return
	}
	r := &reader{source: s, file: file}
	if !isRoot {
		s.extend(p, r, root)
	}
	r.profile(root, p)
}

// document parses the YAML text of a file. It returns the file's outermost mapping.
func (s *source) document(file string, data []byte) (*yaml.Node, bool) {
	start := place{file, 1, 1}
	if len(data) > maxProfileBytes {
		s.problem(start, "the file has %d bytes; a profile has at most %d", len(data), maxProfileBytes)
		return nil, false
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var doc yaml.Node
	if err := decoder.Decode(&doc); errors.Is(err, io.EOF) {
		s.problem(start, "the file is empty; begin with fetchsim_profile: 1")
		return nil, false
	} else if err != nil {
		s.syntax(file, err)
		return nil, false
	}
	var more yaml.Node
	if err := decoder.Decode(&more); err == nil {
		s.problem(place{file, max(1, more.Line), 1}, "a second document begins here; a profile is one")
		return nil, false
	} else if !errors.Is(err, io.EOF) {
		s.syntax(file, err)
		return nil, false
	}
	root := resolve(doc.Content[0])
	if root.Kind != yaml.MappingNode {
		s.problem(place{file, max(1, root.Line), max(1, root.Column)}, "a profile is keys and values; found %s", describe(root))
		return nil, false
	}
	return root, true
}

// syntax says what the YAML parser found, and where.
func (s *source) syntax(file string, err error) {
	message, line := strings.TrimPrefix(err.Error(), "yaml: "), 1
	if rest, ok := strings.CutPrefix(message, "line "); ok {
		digits, after, _ := strings.Cut(rest, ": ")
		if n, err := strconv.Atoi(digits); err == nil {
			message, line = after, n
		}
	}
	if countsFromZero(message) {
		line++
	}
	if strings.Contains(message, "cannot start any token") {
		message += "; indent with spaces, not tabs"
	}
	s.problem(place{file, max(1, line), 1}, "this is not YAML: %s", message)
}

// countsFromZero tells the messages of the YAML library's grammar, whose lines count from 0, from those of its scanner.
func countsFromZero(message string) bool {
	rest, ok := strings.CutPrefix(message, "did not find expected ")
	if !ok {
		return false
	}
	return slices.ContainsFunc([]string{"node content", "key", "'-'", "',' or", "<"}, func(start string) bool {
		return strings.HasPrefix(rest, start)
	})
}

// extend reads what the file builds on: a persona, or a file beside it.
func (s *source) extend(p *Profile, r *reader, root *yaml.Node) {
	base, at := rootPersona, place{r.file, root.Line, root.Column}
	if n := valueOf(root, "extends"); n != nil {
		at = r.place(n)
		if n.Kind != yaml.ScalarNode || n.Value == "" {
			s.problem(at, "extends wants a persona or a file beside this one; found %s", describe(n))
			return
		}
		base = n.Value
	}
	if !isFile(base) {
		data, ok := persona(base)
		if !ok {
			s.problem(at, "extends: there is no persona %q%s", base, suggest.DidYouMean(base, Personas()))
			return
		}
		s.read(p, personaFile(base), data, base == rootPersona)
		return
	}
	file := path.Join(path.Dir(filepath.ToSlash(r.file)), base)
	if slices.Contains(s.open, file) {
		s.problem(at, "extends goes in a circle: %s", strings.Join(append(s.open, file), " extends "))
		return
	}
	if len(s.open) >= maxExtends {
		s.problem(at, "more than %d files extend one another", maxExtends)
		return
	}
	data, err := s.load(file)
	if err != nil {
		s.problem(at, "extends %s: %v", base, err)
		return
	}
	s.read(p, file, data, false)
}

// isFile tells a file from the name of a persona.
func isFile(name string) bool { return strings.ContainsAny(name, `./\`) }

// valueOf returns the value of a key of a mapping, nil if it has none.
func valueOf(mapping *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return resolve(mapping.Content[i+1])
		}
	}
	return nil
}

// resolve follows an alias to what it stands for.
func resolve(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		return n.Alias
	}
	return n
}

// describe says in a word what a node is.
func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "keys and values"
	case yaml.SequenceNode:
		return "a list"
	case yaml.ScalarNode:
		if n.Tag == "!!null" {
			return "nothing"
		}
		return strconv.Quote(n.Value)
	default:
		return "something else"
	}
}
