package script

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
)

// metafile is what of esbuild's account of a build is used: its files and what they import.
type metafile struct {
	Inputs map[string]struct {
		Imports []struct {
			Path     string `json:"path"`
			Original string `json:"original"`
			External bool   `json:"external"`
		} `json:"imports"`
	} `json:"inputs"`
}

// describe fills in the program's files and imports.
func (b *bundler) describe(p *Program, account string) error {
	var meta metafile
	if err := json.Unmarshal([]byte(account), &meta); err != nil {
		return fmt.Errorf("bundle %s: read the bundler's account: %w", b.typed, err)
	}
	var remote []Problem
	for _, path := range slices.Sorted(maps.Keys(meta.Inputs)) {
		name, from := b.show(path)
		data, err := os.ReadFile(b.full(path))
		if from == ofUs || err != nil { // a virtual module, or one that package.json takes out for browsers
			continue
		}
		sum := sha256.Sum256(data)
		p.Files = append(p.Files, File{Name: name, Path: b.full(path), SHA256: hex.EncodeToString(sum[:])})
		if from != ofUser {
			continue
		}
		for _, i := range meta.Inputs[path].Imports {
			if i.External && strings.Contains(i.Path, "//") {
				at := importIn(name, string(data), i.Path, "")
				remote = append(remote, Problem{
					Pos: at.From, Text: `cannot import "` + i.Path + `"`, Hint: "an app's script does not load modules from the web: install it as a package",
				})
			}
			if kind, ok := b.kindOf(i.Path); ok && i.Original != "" && !i.External {
				p.Imports = append(p.Imports, importIn(name, string(data), i.Original, kind))
			}
		}
	}
	if len(remote) > 0 {
		return &BuildError{Problems: remote}
	}
	slices.SortStableFunc(p.Files, func(x, y File) int {
		return cmp.Or(cmp.Compare(rankOf(x, b.entry), rankOf(y, b.entry)), cmp.Compare(x.Name, y.Name))
	})
	slices.SortStableFunc(p.Imports, func(x, y Import) int {
		return cmp.Or(cmp.Compare(x.From.File, y.From.File), cmp.Compare(x.From.Line, y.From.Line), cmp.Compare(x.From.Column, y.From.Column))
	})
	p.Imports = slices.Compact(p.Imports) // an import and an export from the same place
	return nil
}

// rankOf puts the entry before all other files.
func rankOf(f File, entry string) int {
	if f.Path == entry {
		return 0
	}
	return 1
}

func (b *bundler) kindOf(path string) (kind ImportKind, ok bool) {
	switch _, from := b.show(path); from {
	case ofUs:
		return VirtualModule, true
	case ofPackage:
		return PackageModule, true
	case ofUser:
	}
	return "", false
}

// importIn finds the place in a file's text where it imports a module. esbuild does not say it.
func importIn(file, text, specifier string, kind ImportKind) Import {
	i := Import{Specifier: specifier, Kind: kind}
	i.From.File = file
	name := regexp.QuoteMeta(specifier)
	statement := regexp.MustCompile(`(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*(["'` + "`" + `])` + name + `["'` + "`" + `]`)
	for _, at := range statement.FindAllStringSubmatchIndex(text, -1) {
		before, line := text[:at[2]], text[strings.LastIndexByte(text[:at[2]], '\n')+1:at[2]]
		if comment := strings.TrimSpace(line); strings.HasPrefix(comment, "//") || strings.HasPrefix(comment, "*") {
			continue
		}
		i.From.Line = strings.Count(before, "\n") + 1
		i.From.Column = utf16Column(line, len(line))
		break
	}
	return i
}
