package script

import (
	"runtime"
	"strings"

	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
)

// Program is a bundled and compiled script. It does not change, and may be run by any number of goroutines.
type Program struct {
	// Entry is the script as the user named it.
	Entry string
	// Imports are the modules the user's own files ask for that are not files of theirs, in the order of the sources.
	Imports []Import
	// Files are the files that went into the bundle, the entry first. Virtual modules are not among them.
	Files []File

	code    engine.Bytecode
	text    string
	loops   []emptyLoop
	sources *sourceMap

	machines *engine.Machines // of closed processes, for the next ones
}

// newProgram is an empty program, whose processes' memory is given back once nobody has it any more.
func newProgram(entry string) *Program {
	p := &Program{Entry: entry, machines: &engine.Machines{}}
	runtime.AddCleanup(p, (*engine.Machines).Close, p.machines)
	return p
}

// Import is a module that one of the user's files imports from elsewhere.
type Import struct {
	Specifier string
	Kind      ImportKind
	From      trace.Pos // the module's name in the import statement; line 0 if it is not found in the text
}

// ImportKind says where a module comes from.
type ImportKind string

// The kinds of imports.
const (
	VirtualModule ImportKind = "virtual" // given by BundleOptions.Virtual
	PackageModule ImportKind = "package" // found in node_modules
)

// File is a file of the bundle.
type File struct {
	Name   string // as it is shown
	Path   string // where it lies, absolute
	SHA256 string // of its bytes, in hexadecimal
}

// Has tells whether the bundle's text contains s: a cheap way to see that it cannot use something, such as Intl.
func (p *Program) Has(s string) bool { return strings.Contains(p.text, s) }

// Source returns the text of a file of the bundle, by the name that positions have.
func (p *Program) Source(file string) (text string, ok bool) { return p.sources.text(file) }
