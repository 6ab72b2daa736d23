package webapi

import (
	"embed"
	"fmt"
	"sync"

	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/script/engine"
)

//go:embed js/*.js
var sources embed.FS

// Program is what [New] asks of a script.
type Program interface {
	// Has tells whether the bundle's text contains s.
	Has(s string) bool
}

// Platform is the web as one program needs it. It does not change once made but for units that it compiles when they are
// first needed; any number of goroutines may install it.
type Platform struct {
	program  Program
	computed bool // the bundle may use names that it does not spell out
	bytecode map[unit]func() (engine.Bytecode, error)
	lists    map[Family]func() []name
	units    map[Family]func() []engine.Bytecode
}

// lazyUnit installs the getters of all others.
const lazyUnit unit = "lazy"

// New returns the web for a program.
func New(program Program) *Platform {
	p := &Platform{program: program, bytecode: map[unit]func() (engine.Bytecode, error){}, lists: map[Family]func() []name{}}
	p.units = map[Family]func() []engine.Bytecode{}
	for _, spelling := range []string{"eval(", "Function(", "globalThis[", "window[", "self[", "global["} {
		p.computed = p.computed || program.Has(spelling)
	}
	for _, u := range []unit{
		lazyUnit, unitInspect, unitDate, unitIntl, unitPerformance, unitCrypto, unitStorage, unitEncoding, unitURL, unitClone,
		unitEvents, unitFetch, unitXHR, unitPage, unitMissing,
	} {
		p.bytecode[u] = sync.OnceValues(func() (engine.Bytecode, error) { return compile(u) })
	}
	for _, f := range []Family{Plain, WebView, ReactNative} {
		p.lists[f] = sync.OnceValue(func() []name { return p.list(f) })
		p.units[f] = sync.OnceValue(func() []engine.Bytecode { return p.likely(f) })
	}
	return p
}

func compile(u unit) (engine.Bytecode, error) {
	text, err := sources.ReadFile("js/" + string(u) + ".js")
	if err != nil {
		return engine.Bytecode{}, err
	}
	code, err := script.CompilePrelude(string(text))
	if err != nil {
		return engine.Bytecode{}, fmt.Errorf("web unit %s: %w", u, err)
	}
	return code, nil
}

// list are the names of a family that the program may use.
func (p *Platform) list(f Family) (list []name) {
	for _, n := range names() {
		if n.families&f != 0 && p.mentions(n.name) {
			list = append(list, n)
		}
	}
	return list
}

// mentions says whether the program may use a name: one that its text does not contain can only be put together when the
// program runs, and hardly any program does that.
func (p *Platform) mentions(name string) bool { return p.computed || p.program.Has(name) }

// Units are what processes of a family are likely to run: what makes the names that the program spells out.
func (p *Platform) Units(f Family) []engine.Bytecode { return p.units[f]() }

func (p *Platform) likely(f Family) (units []engine.Bytecode) {
	seen := map[unit]bool{unitConsole: true, unitMissing: true} // made in Go · hardly ever meant
	add := func(u unit) {
		if seen[u] {
			return
		}
		seen[u] = true
		if code, err := p.bytecode[u](); err == nil { // else whoever runs it says so
			units = append(units, code)
		}
	}
	for _, n := range p.lists[f]() {
		add(lazyUnit)
		if p.program.Has(n.name) {
			add(n.unit)
		}
	}
	return units
}
