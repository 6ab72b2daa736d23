package bridge

import (
	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/trace"
)

// Choose finds the plugin of a program: by what it imports, by the globals it uses, or by override ("NAME" or
// "NAME@VERSION", the value of --plugin; empty to find it). An override that names nothing gives a *NameError.
func Choose(p *script.Program, facts Facts, override string) (*Choice, error) {
	f := Families()[0]
	code, err := script.CompilePrelude(f.layer)
	if err != nil {
		return nil, err
	}
	return &Choice{
		Family: f.Name, Plugin: trace.Plugin{Name: "none", Source: "built-in", Core: "default"}, API: apiOf(facts),
		Platform: Plain, OnError: script.WebView, family: f, facts: facts, code: code,
	}, nil
}

func apiOf(facts Facts) string {
	if facts.OS < 13 {
		return "legacy"
	}
	return "bgTaskScheduler"
}

// NameError is a --plugin that names nothing we know.
type NameError struct {
	Name string
	Near []string // the nearest names or versions, best first
	What string   // "plugin", "version"
}

func (e *NameError) Error() string { return "unknown " + e.What + " " + e.Name }
