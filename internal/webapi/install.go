package webapi

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/fetchsim/fetchsim/internal/network"
	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
)

// Network answers requests; *network.Client does.
type Network interface {
	Answer(network.Request) network.Answer
	Online() bool
	// Disconnect closes the kept connections: the process they belonged to is no more.
	Disconnect()
}

// Storage is a namespace that survives the process; *device.Space is one.
type Storage interface {
	Get(key string) (string, bool)
	Set(key, value string)
	Remove(key string) bool
	Clear()
	Keys() []string
}

// Env is what the web of a process stands on.
type Env struct {
	Family   Family
	Start    time.Time             // the wall clock at instant 0, in any zone
	Zone     func() *time.Location // the phone's, of this instant: it may change in mid-run
	Network  Network
	Random   *rand.Rand // Math.random
	Crypto   *rand.Rand // crypto.getRandomValues
	Local    Storage    // localStorage
	Moved    func(in, out int64)
	BaseURL  string   // of the page of a web view; "": capacitor://localhost/
	Visible  bool     // the app is on screen at its start; see [Web.AppState]
	Requests *int     // numbers the requests of a run; nil: of this process
	Console  Console  // nil: the trace
	Also     []string // names to install although the bundle does not mention them, for code of ours that uses them
}

// Console takes what a script writes. level is debug, log, info, warn or error.
type Console func(level, text string, pos *trace.Pos)

// Web is the web of one process.
type Web struct {
	platform   *Platform
	rt         *script.Runtime
	vm         *engine.VM
	env        Env
	global     engine.Value
	need       engine.Value
	units      map[unit]engine.Value // what each loaded unit gave; owned
	held       []engine.Value        // given back when the process is closed
	date       *dateUnit
	engineDate engine.Value // the engine's own Date and Intl, which ours stand on; Intl may be undefined
	engineIntl engine.Value
	page       engine.Value // function (foreground), owned by held
	requests   *requests
	delays     int // how many delays were begun
	delayed    delays
}

// Install gives a process its web, before the program runs.
func (p *Platform) Install(rt *script.Runtime, env Env) (*Web, error) {
	if env.BaseURL == "" {
		env.BaseURL = "capacitor://localhost/"
	}
	w := &Web{platform: p, rt: rt, vm: rt.VM(), env: env, units: map[unit]engine.Value{}, delayed: delays{}}
	w.requests = newRequests(w)
	env.Network.Disconnect()
	w.global = w.vm.Global()
	w.need = w.vm.Func("need", 1, w.needed)
	rt.OnClose(w.close)
	if err := w.installNames(); err != nil {
		return nil, err
	}
	if err := w.installAliases(); err != nil {
		return nil, err
	}
	return w, w.seedMath()
}

func (w *Web) close() {
	for _, v := range w.held {
		w.vm.Free(v)
	}
	for _, v := range w.units {
		w.vm.Free(v)
	}
	w.vm.Free(w.need)
	w.vm.Free(w.global)
}

// hasIntl says whether the process was made with Intl.
func (w *Web) hasIntl() bool { return w.engineIntl.IsObject() }

// installAliases defines window and its like, which are the global object.
func (w *Web) installAliases() error {
	for _, alias := range w.env.Family.aliases() {
		if t := w.vm.Hide(w.global, alias, w.vm.Dup(w.global)); t != nil {
			return w.broken("aliases", t)
		}
	}
	return nil
}

// installNames has the prelude's getters load what they are named after.
func (w *Web) installNames() error {
	p, err := w.platform.prelude(lazyUnit, w.env.Family, w.env.Also)
	if err != nil {
		return err
	}
	if p.Text == "" {
		return w.keepEngines(w.global)
	}
	host, engines, thrown := w.vm.Prelude(p)
	if thrown != nil {
		return w.broken("names", thrown)
	}
	defer w.vm.Free(host)
	defer w.vm.Free(engines)
	w.fn(host, "load", 1, w.loadName)
	return w.keepEngines(engines)
}

// keepEngines keeps what the engine has itself and ours stand on.
func (w *Web) keepEngines(from engine.Value) error {
	var thrown *engine.Thrown
	if w.engineDate, thrown = w.vm.Get(from, "Date"); thrown != nil {
		return w.broken("Date", thrown)
	}
	if w.engineIntl, thrown = w.vm.Get(from, "Intl"); thrown != nil {
		return w.broken("Intl", thrown)
	}
	w.held = append(w.held, w.engineDate, w.engineIntl)
	return nil
}

// loadName is the getter of a global: it loads the name's unit, which defines all its names.
func (w *Web) loadName(c *engine.Call) engine.Value {
	v, thrown := w.Global(w.vm.Text(c.Arg(0)))
	if thrown != nil {
		return c.Rethrow(thrown)
	}
	return v
}

// Global is the value of one of this package's names, loaded if need be, whether or not the program mentions it. It
// belongs to the caller; undefined if the family has no such name.
func (w *Web) Global(name string) (engine.Value, *engine.Thrown) {
	for _, n := range names() {
		if n.name != name || n.families&w.env.Family == 0 {
			continue
		}
		u := n.unit
		if u == unitIntl && !w.hasIntl() {
			u = unitMissing
		}
		exports, thrown := w.load(u)
		if thrown != nil {
			return engine.Undefined(), thrown
		}
		return w.vm.Get(exports, name)
	}
	return engine.Undefined(), nil
}

// needed is how units ask for each other.
func (w *Web) needed(c *engine.Call) engine.Value {
	exports, thrown := w.load(unit(w.vm.Text(c.Arg(0))))
	if thrown != nil {
		return c.Rethrow(thrown)
	}
	return w.vm.Dup(exports)
}

// load runs a unit once and gives its exports, borrowed.
func (w *Web) load(u unit) (engine.Value, *engine.Thrown) {
	if exports, ok := w.units[u]; ok {
		return exports, nil
	}
	if u == unitConsole {
		exports := w.vm.Object()
		w.vm.Give(exports, "console", w.newConsole())
		w.units[u] = exports
		return exports, nil
	}
	run := w.run
	if u == unitFetch {
		run = w.runPrelude
	}
	exports, thrown := run(u)
	if thrown != nil {
		return engine.Undefined(), thrown
	}
	w.units[u] = exports
	return exports, w.loaded(u, exports)
}

// run gives a unit its host and what else it needs.
func (w *Web) run(u unit) (exports engine.Value, thrown *engine.Thrown) {
	code, err := w.platform.bytecode[u]()
	if err != nil {
		panic(err) // our own JavaScript does not compile
	}
	fn, thrown := w.vm.Run(code)
	if thrown != nil {
		return engine.Undefined(), thrown
	}
	host := w.vm.Object()
	w.host(u, host)
	exports, thrown = w.vm.Call(fn, engine.Undefined(), w.global, host, w.need)
	w.vm.Free(host)
	w.vm.Free(fn)
	return exports, thrown
}

// runPrelude is run for a unit that was run before there was a process: it lacks only its host's functions.
func (w *Web) runPrelude(u unit) (exports engine.Value, thrown *engine.Thrown) {
	p, err := w.platform.prelude(u, w.env.Family, nil)
	if err != nil {
		panic(err) // our own JavaScript does not compile
	}
	host, exports, thrown := w.vm.Prelude(p)
	if thrown != nil {
		return engine.Undefined(), thrown
	}
	w.host(u, host)
	w.vm.Give(host, "need", w.vm.Dup(w.need))
	w.vm.Free(host)
	return exports, nil
}

// host fills the object of Go functions that a unit gets.
func (w *Web) host(u unit, h engine.Value) {
	switch u {
	case unitInspect, unitClone:
		w.hostInspect(h)
	case unitDate:
		w.hostDate(h)
	case unitIntl:
		w.hostIntl(h)
	case unitPerformance:
		w.hostPerformance(h)
	case unitCrypto:
		w.hostCrypto(h)
	case unitStorage:
		w.hostStorage(h)
	case unitEncoding:
		w.hostEncoding(h)
	case unitURL:
		w.hostURL(h)
	case unitEvents:
		w.hostEvents(h)
	case unitFetch, unitXHR:
		w.hostFetch(h)
	case unitPage:
		w.hostPage(h)
	case unitMissing:
		w.hostMissing(h)
	case unitConsole, lazyUnit: // made in Go · has its own
	}
}

// loaded takes from a unit's exports what Go calls later.
func (w *Web) loaded(u unit, exports engine.Value) *engine.Thrown {
	switch u {
	case unitFetch:
		settle, thrown := w.vm.Get(exports, "$settle")
		w.requests.settle = settle
		w.held = append(w.held, settle)
		return thrown
	case unitPage:
		page, thrown := w.vm.Get(exports, "$appState")
		w.page = page
		w.held = append(w.held, page)
		return thrown
	case unitDate:
		if w.hasIntl() {
			_, thrown := w.load(unitIntl)
			return thrown
		}
	default:
	}
	return nil
}

// AppState tells the page that the app came to the foreground or left it.
func (w *Web) AppState(foreground bool) {
	w.env.Visible = foreground
	if !w.page.IsUndefined() {
		v, _ := w.rt.Call("event", w.page, engine.Undefined())
		w.vm.Free(v)
	}
}

// fn puts a Go function into a unit's host object.
func (w *Web) fn(host engine.Value, name string, length int, f func(*engine.Call) engine.Value) {
	w.vm.Give(host, name, w.vm.Func(name, length, f))
}

// broken says that JavaScript of ours failed before the program ran.
func (w *Web) broken(what string, t *engine.Thrown) error {
	err := fmt.Errorf("install the web (%s): %s: %s", what, t.Name, t.Message)
	w.vm.Free(t.Value)
	return err
}
