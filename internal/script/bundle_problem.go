package script

import (
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/fetchsim/fetchsim/internal/script/engine"

	"github.com/fetchsim/fetchsim/internal/suggest"
)

// failure says in our words what esbuild found.
func (b *bundler) failure(messages []api.Message) error {
	e := &BuildError{}
	for _, m := range messages {
		e.Problems = append(e.Problems, b.problem(m))
	}
	slices.SortStableFunc(e.Problems, func(x, y Problem) int {
		return cmp.Or(cmp.Compare(x.Pos.File, y.Pos.File), cmp.Compare(x.Pos.Line, y.Pos.Line), cmp.Compare(x.Pos.Column, y.Pos.Column))
	})
	return e
}

func (b *bundler) problem(m api.Message) Problem {
	p := Problem{Text: lowerFirst(m.Text)}
	line := ""
	if l := m.Location; l != nil {
		p.Pos.File, _ = b.show(l.File)
		p.Pos.Line, p.Pos.Column = l.Line, utf16Column(l.LineText, l.Column)
		line = l.LineText
	}
	if module, ok := unresolved(m.Text); ok {
		p.Text = `cannot find module "` + module + `"`
		p.Hint = b.moduleHint(module, m.Location)
		return p
	}
	switch {
	case strings.HasPrefix(m.Text, "Top-level await"):
		p.Text = "await outside of an async function"
		p.Hint = "an app's script is loaded as a classic script, which cannot wait: put the await into an async function"
	case strings.HasPrefix(m.Text, "No loader is configured"):
		p.Hint = "a script may import .js .mjs .cjs .ts .tsx .jsx and .json"
	case isSentence(line):
		p.Hint = "this line reads like a sentence: a comment mark (//) is missing before it"
	default:
		p.Hint = suggestion(m.Notes)
	}
	return p
}

// unresolved is the specifier of a module that esbuild did not find.
func unresolved(text string) (specifier string, ok bool) {
	rest, ok := strings.CutPrefix(text, `Could not resolve "`)
	if !ok {
		return "", false
	}
	end := strings.IndexByte(rest, '"')
	return rest[:max(end, 0)], end >= 0
}

// suggestion is the note of esbuild that says what to do.
func suggestion(notes []api.Note) string {
	for _, n := range notes {
		if strings.HasPrefix(n.Text, "Did you mean") {
			return lowerFirst(n.Text)
		}
	}
	return ""
}

// moduleHint says what to do about a module that is not there.
func (b *bundler) moduleHint(specifier string, from *api.Location) string {
	folder := b.base
	if from != nil {
		folder = filepath.Dir(b.full(from.File))
	}
	if strings.HasPrefix(specifier, ".") || strings.HasPrefix(specifier, "/") {
		missing := filepath.Join(folder, filepath.FromSlash(specifier))
		if near := nearestFile(filepath.Dir(missing), filepath.Base(missing)); near != "" {
			cut := strings.LastIndexByte(specifier, '/')
			return `did you mean "` + specifier[:cut+1] + withoutScriptExtension(near) + `"?`
		}
		return "the path is taken from the importing file's folder"
	}
	if isNodeModule(specifier) {
		return "it is part of Node, which an app on a phone does not have"
	}
	if near, ok := suggest.Nearest(specifier, slices.Sorted(maps.Keys(b.options.Virtual))); ok {
		return `did you mean "` + near + `"?`
	}
	if file := sameStem(folder, specifier); file != "" {
		return `did you mean "./` + withoutScriptExtension(file) + `"?`
	}
	name := packageName(specifier)
	if listedPackage(folder, name) {
		return "package.json lists it, but it is not installed: npm install"
	}
	return "npm install " + name
}

// packageName is the package of a specifier: "@scope/name/file" is in "@scope/name".
func packageName(specifier string) string {
	parts := strings.SplitN(specifier, "/", 3)
	if strings.HasPrefix(specifier, "@") && len(parts) > 1 {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

// listedPackage tells whether the nearest package.json at or above a folder names the package.
func listedPackage(folder, name string) bool {
	for {
		data, err := os.ReadFile(filepath.Join(folder, "package.json"))
		if err == nil {
			var listed struct {
				Dependencies    map[string]any `json:"dependencies"`
				DevDependencies map[string]any `json:"devDependencies"`
			}
			if json.Unmarshal(data, &listed) != nil {
				return false
			}
			return listed.Dependencies[name] != nil || listed.DevDependencies[name] != nil
		}
		up := filepath.Dir(folder)
		if up == folder {
			return false
		}
		folder = up
	}
}

// isNodeModule tells whether a specifier is one of the modules that Node brings along and scripts use most.
func isNodeModule(specifier string) bool {
	if strings.HasPrefix(specifier, "node:") {
		return true
	}
	name, _, _ := strings.Cut(specifier, "/")
	return slices.Contains([]string{
		"assert", "async_hooks", "buffer", "child_process", "cluster", "crypto", "dgram", "dns", "events", "fs", "http", "http2",
		"https", "module", "net", "os", "path", "perf_hooks", "process", "querystring", "readline", "repl", "stream",
		"string_decoder", "timers", "tls", "tty", "url", "util", "v8", "vm", "worker_threads", "zlib",
	}, name)
}

// refused is the problem of a bundle that the engine, unlike esbuild, does not accept.
func (p *Program) refused(err error) error {
	syntax, ok := errors.AsType[*engine.SyntaxError](err)
	if !ok {
		return err
	}
	problem := Problem{Text: lowerFirst(syntax.Message)}
	problem.Pos.File = p.Entry
	if at := p.sources.at(syntax.Line, syntax.Column); at != nil {
		problem.Pos = at.pos
	}
	return &BuildError{Problems: []Problem{problem}}
}

// isSentence tells whether a line is prose: some words in a row with nothing of a program between them.
func isSentence(line string) bool {
	words := regexp.MustCompile(`^[\p{L}#'’"-]+[,;:.!?]?$`)
	fields := strings.Fields(line)
	for _, f := range fields {
		if !words.MatchString(f) {
			return false
		}
	}
	return len(fields) >= 4
}

// utf16Column is the column, from 1 and in UTF-16 units, of a byte offset into a line.
func utf16Column(line string, offset int) int {
	column := 1
	for _, r := range line[:min(max(offset, 0), len(line))] {
		column += max(utf16.RuneLen(r), 1)
	}
	return column
}

// lowerFirst begins a message in lower case, unless it begins with an abbreviation or a name in capitals.
func lowerFirst(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	if unicode.IsUpper(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}

// reason is an error of the file system without the path it is about.
func reason(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err.Error()
	}
	return err.Error()
}
