package webapi

import (
	"embed"
	"fmt"
	"slices"
	"strings"
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
	seen := map[unit]bool{unitConsole: true, unitMissing: true, unitFetch: true} // made in Go · hardly ever meant · a prelude
	for _, n := range p.lists[f]() {
		if seen[n.unit] || !p.program.Has(n.name) {
			continue
		}
		seen[n.unit] = true
		if code, err := p.bytecode[n.unit](); err == nil { // else whoever runs it says so
			units = append(units, code)
		}
	}
	return units
}

// Preludes are what all processes of a family have. also are the names of Env.Also.
func (p *Platform) Preludes(f Family, also []string) (preludes []engine.Prelude) {
	for _, u := range []unit{lazyUnit, unitFetch} {
		if u == unitFetch && !p.fetches(f) {
			continue
		}
		prelude, err := p.prelude(u, f, also)
		if err != nil || u == lazyUnit && prelude.Text == "" { // whoever asks for it says so · no names
			continue
		}
		preludes = append(preludes, prelude)
	}
	return preludes
}

// fetches says whether a program is likely to make requests.
func (p *Platform) fetches(f Family) bool {
	return slices.ContainsFunc(p.lists[f](), func(n name) bool { return n.unit == unitFetch && p.program.Has(n.name) })
}

// prelude is a unit that is run before there is a process.
func (p *Platform) prelude(u unit, f Family, also []string) (engine.Prelude, error) {
	code, err := p.bytecode[u]()
	if err != nil || u != lazyUnit {
		return engine.Prelude{Script: code}, err
	}
	all := slices.Clone(also)
	for _, n := range p.lists[f]() {
		all = append(all, n.name)
	}
	return engine.Prelude{Script: code, Text: strings.Join(all, " ")}, nil
}
