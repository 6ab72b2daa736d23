package script

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/fetchsim/fetchsim/internal/script/engine"
)

// BundleOptions say how a script is bundled.
type BundleOptions struct {
	// Virtual are modules of ours: specifier to JavaScript source. They win over node_modules.
	Virtual map[string]string
	// Defines replace global expressions at build time, such as process.env.API by "\"https://…\"".
	Defines map[string]string
	// Dir is what entry is relative to; empty: the working directory.
	Dir string
}

// programUnit is the name of the program's code in the engine.
const programUnit = "program"

// virtualSpace is esbuild's namespace of our modules: their files are called "virtual:react-native".
const virtualSpace = "virtual"

// exportsName is the variable that esbuild assigns the entry's exports to. It never comes to be: see program.
const exportsName = "fetchsimExports"

// Bundle reads a script (.js .mjs .cjs .ts .tsx .jsx) with everything it imports and compiles it. The error is a
// *BuildError where the user's files are to blame.
func Bundle(entry string, o BundleOptions) (*Program, error) {
	b, err := newBundler(entry, o)
	if err != nil {
		return nil, err
	}
	if problem := b.checkEntry(); problem != nil {
		return nil, &BuildError{Problems: []Problem{*problem}}
	}
	result := api.Build(b.settings())
	if len(result.Errors) > 0 {
		return nil, b.failure(result.Errors)
	}
	return b.program(result)
}

// bundler knows how files are named: esbuild by where they are, the user by what they typed.
type bundler struct {
	options BundleOptions
	typed   string // the entry as the user named it, with "/"
	dir     string // real path of what the entry is relative to
	entry   string // real path of the entry
	base    string // real path of the entry's folder
}

func newBundler(entry string, o BundleOptions) (*bundler, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("bundle %s: %w", entry, err)
	}
	full := entry
	if !filepath.IsAbs(full) {
		full = filepath.Join(dir, entry)
	}
	return &bundler{
		options: o, typed: filepath.ToSlash(filepath.Clean(entry)),
		dir: realPath(dir), entry: realPath(full), base: realPath(filepath.Dir(full)),
	}, nil
}

// realPath follows symbolic links, as esbuild does. What does not exist stays as it is.
func realPath(path string) string {
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		return resolved
	}
	return path
}

func (b *bundler) settings() api.BuildOptions {
	return api.BuildOptions{
		EntryPoints:   []string{b.entry},
		AbsWorkingDir: b.dir,
		Outfile:       filepath.Join(b.dir, "fetchsim.js"), // never written: paths in the source map are relative to it
		Bundle:        true,
		Write:         false,
		Format:        api.FormatIIFE,
		GlobalName:    exportsName,
		Platform:      api.PlatformBrowser,
		Target:        api.ES2022,
		// Lowered, a suspended loop stands at its own line; the engine would say the first line of its body.
		Supported:      map[string]bool{"for-await": false},
		Sourcemap:      api.SourceMapExternal,
		SourcesContent: api.SourcesContentInclude,
		Metafile:       true,
		LogLevel:       api.LogLevelSilent,
		LogLimit:       0, // all of them
		Define:         b.defines(),
		Loader:         loaders(),
		Plugins:        b.plugins(),
	}
}

// defines are the user's, and that this is a release build.
func (b *bundler) defines() map[string]string {
	d := map[string]string{"process.env.NODE_ENV": `"production"`}
	maps.Copy(d, b.options.Defines)
	return d
}

// loaders are those of esbuild, JSX in every script as React Native has it, and nothing in place of styles and pictures.
func loaders() map[string]api.Loader {
	l := map[string]api.Loader{".js": api.LoaderJSX, ".mjs": api.LoaderJSX, ".cjs": api.LoaderJSX}
	for _, asset := range []string{".css", ".scss", ".sass", ".less", ".html", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ttf", ".woff", ".woff2"} {
		l[asset] = api.LoaderEmpty
	}
	return l
}

// plugins answer the specifiers of the virtual modules.
func (b *bundler) plugins() []api.Plugin {
	if len(b.options.Virtual) == 0 {
		return nil
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(b.options.Virtual)) {
		names = append(names, regexp.QuoteMeta(name))
	}
	ours := "^(" + strings.Join(names, "|") + ")$"
	return []api.Plugin{{Name: virtualSpace, Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: ours}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			if a.Kind == api.ResolveEntryPoint {
				return api.OnResolveResult{}, nil
			}
			return api.OnResolveResult{Path: a.Path, Namespace: virtualSpace}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: virtualSpace}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			text := b.options.Virtual[a.Path]
			return api.OnLoadResult{Contents: &text, Loader: api.LoaderJS}, nil
		})
	}}}
}

// program compiles what esbuild made.
func (b *bundler) program(result api.BuildResult) (*Program, error) {
	p := newProgram(b.typed)
	for _, f := range result.OutputFiles {
		switch {
		case !strings.HasSuffix(f.Path, ".map"):
			p.text = valueOfScript(string(f.Contents))
			p.loops = emptyLoops(p.text)
		default:
			var err error
			if p.sources, err = readSourceMap(f.Contents, b.show); err != nil {
				return nil, fmt.Errorf("bundle %s: %w", b.typed, err)
			}
		}
	}
	if p.sources == nil {
		return nil, fmt.Errorf("bundle %s: the bundler wrote no source map", b.typed)
	}
	var err error
	if p.code, err = engine.Compile(programUnit, p.text); err != nil {
		return nil, p.refused(err)
	}
	if err := b.describe(p, result.Metafile); err != nil {
		return nil, err
	}
	return p, nil
}

// valueOfScript blanks "var fetchsimExports = " out, so that the exports are the script's value rather than a global
// variable that user code could see. Columns stay.
func valueOfScript(text string) string {
	assignment := "var " + exportsName + " = "
	return strings.Replace(text, assignment, strings.Repeat(" ", len(assignment)), 1)
}

// show is how the user knows a file: relative to the entry as they typed it. path is esbuild's, relative to dir.
func (b *bundler) show(path string) (name string, from origin) {
	if module, ok := strings.CutPrefix(path, virtualSpace+":"); ok {
		if _, ours := b.options.Virtual[module]; ours {
			return path, ofUs
		}
	}
	path = strings.TrimPrefix(path, "(disabled):") // what package.json takes out for browsers
	if i := strings.Index("/"+path, "/node_modules/"); i >= 0 {
		return path[i:], ofPackage
	}
	full := b.full(path)
	if full == b.entry {
		return b.typed, ofUser
	}
	relative, err := filepath.Rel(b.base, full)
	if err != nil { // another drive
		return filepath.ToSlash(full), ofUser
	}
	return filepath.ToSlash(filepath.Join(filepath.Dir(filepath.FromSlash(b.typed)), relative)), ofUser
}

// full is where a file lies that esbuild names.
func (b *bundler) full(path string) string {
	if native := filepath.FromSlash(path); filepath.IsAbs(native) {
		return native
	}
	return filepath.Join(b.dir, filepath.FromSlash(path))
}

// checkEntry looks at the entry before esbuild does, to say what is wrong with it in better words.
func (b *bundler) checkEntry() *Problem {
	info, err := os.Stat(b.entry)
	p := &Problem{}
	p.Pos.File = b.typed
	switch {
	case err == nil && !info.IsDir():
		return nil
	case err == nil:
		p.Text = "is a folder"
		p.Hint = "name the script in it"
		if inside := scriptIn(b.entry); inside != "" {
			p.Hint += ", such as " + b.beside(b.typed, inside)
		}
	case os.IsNotExist(err):
		p.Text = "no such file"
		if near := nearestFile(b.base, filepath.Base(b.entry)); near != "" {
			p.Hint = "did you mean " + b.beside(filepath.ToSlash(filepath.Dir(filepath.FromSlash(b.typed))), near) + "?"
		}
	default:
		p.Text = "cannot be read: " + reason(err)
	}
	return p
}

// beside is a file in a folder, both named as the user does.
func (b *bundler) beside(folder, file string) string {
	if folder == "." {
		return file
	}
	return folder + "/" + file
}
