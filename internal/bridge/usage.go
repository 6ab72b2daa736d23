package bridge

import (
	"regexp"
	"slices"
	"strings"

	"github.com/fetchsim/fetchsim/internal/bridge/core"
	"github.com/fetchsim/fetchsim/internal/script"
)

// usage is what a program's sources tell about the plugin it is written for.
type usage struct {
	program *script.Program
	codes   []string // the files without comments, once they were asked for
}

// imports tells whether the user's files import one of these packages.
func (u *usage) imports(packages ...string) bool {
	return slices.ContainsFunc(u.program.Imports, func(i script.Import) bool {
		return slices.Contains(packages, i.Specifier)
	})
}

// code is the text of the user's files without comments.
func (u *usage) code() []string {
	if u.codes == nil {
		for _, f := range u.program.Files {
			if strings.HasPrefix(f.Name, "node_modules/") || strings.Contains(f.Name, "/node_modules/") {
				continue
			}
			if text, ok := u.program.Source(f.Name); ok {
				u.codes = append(u.codes, withoutComments(text))
			}
		}
	}
	return u.codes
}

func (u *usage) matches(pattern *regexp.Regexp) bool {
	return slices.ContainsFunc(u.code(), pattern.MatchString)
}

// usesGlobal tells whether the plugin is used by its global, or Cordova is waited for.
func (u *usage) usesGlobal() bool {
	return u.matches(regexp.MustCompile(
		`\b[Bb]ackgroundFetch\s*(\?\.|\.)\s*(configure|start|stop|finish|status|scheduleTask|stopTask)\b|['"]deviceready['"]|\bcordova\s*\.`))
}

// usesFreePlatform tells whether the script uses a variable platform that it does not declare.
func (u *usage) usesFreePlatform() bool {
	return u.matches(regexp.MustCompile(`\bplatform\s*\.\s*ready\b`)) &&
		!u.matches(regexp.MustCompile(`\b(const|let|var|class|function)\s+platform\b|\bplatform\s*:|\bimport\b[^;]*\bplatform\b`))
}

// transistorIdentifiers are what the modern core's documentation asks to be listed: its own identifier, and the script's
// scheduled tasks, as far as their names stand in its text.
func (u *usage) transistorIdentifiers() []string {
	list := []string{core.FetchIdentifier}
	literal := regexp.MustCompile("['\"`]([A-Za-z0-9._-]*com\\.transistorsoft[A-Za-z0-9._-]*)['\"`]")
	for _, code := range u.code() {
		for _, m := range literal.FindAllStringSubmatch(code, -1) {
			if !slices.Contains(list, m[1]) {
				list = append(list, m[1])
			}
		}
	}
	return list
}

// configuresFirst tells whether configure is called with the options first, as from version 7 on, rather than with the
// callback.
func (u *usage) configuresFirst() bool {
	call := regexp.MustCompile(`\b[Bb]ackgroundFetch\s*(\?\.|\.)\s*configure\s*\(`)
	for _, code := range u.code() {
		if at := call.FindStringIndex(code); at != nil {
			return optionsFirst(code, arguments(code[at[1]:]))
		}
	}
	return false
}

// optionsFirst looks at the arguments of configure. Where the first could be either, the third decides: an object there
// means that the callback is first.
func optionsFirst(code string, args []string) bool {
	if len(args) == 0 {
		return false
	}
	switch kindOf(code, args[0]) {
	case object:
		return true
	case function:
		return false
	case other:
	}
	if len(args) > 2 && kindOf(code, args[2]) == object {
		return false
	}
	if len(args) > 1 && kindOf(code, args[1]) == function {
		return regexp.MustCompile(`(?i)config|option|setting`).MatchString(args[0])
	}
	return false
}

// kind is what an argument is, as far as its text tells.
type kind int

const (
	other kind = iota
	object
	function
)

// kindOf reads an expression; a name is looked up where it is declared.
func kindOf(code, expr string) kind {
	arrow := regexp.MustCompile(`^(async\s*)?(\(|[A-Za-z_$][\w$]*\s*=>)`)
	name := regexp.MustCompile(`^[A-Za-z_$][\w$]*$`)
	switch {
	case strings.HasPrefix(expr, "{"):
		return object
	case regexp.MustCompile(`^(async\s+)?function\b`).MatchString(expr):
		return function
	case arrow.MatchString(expr) && strings.Contains(expr, "=>"):
		return function
	case name.MatchString(expr):
		return declared(code, expr)
	}
	return other
}

// declared is the kind of what a name is declared as.
func declared(code, name string) kind {
	quoted := regexp.QuoteMeta(name)
	if regexp.MustCompile(`\bfunction\s+` + quoted + `\b`).MatchString(code) {
		return function
	}
	value := regexp.MustCompile(`\b(?:const|let|var)\s+` + quoted + `\s*(?::[^=]*)?=\s*`)
	if at := value.FindStringIndex(code); at != nil {
		rest := code[at[1]:]
		if line := strings.TrimSpace(strings.SplitN(rest, "\n", 2)[0]); line != name {
			return kindOf(code, line)
		}
	}
	return other
}
