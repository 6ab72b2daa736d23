package wire

import "fmt"

// Module is the source of a virtual module: what the running platform layer serves under that name. A platform layer puts
// its modules into an object of the global scope, under the symbol "fetchsim.modules".
func Module(specifier string) string {
	return fmt.Sprintf(`const modules = globalThis[Symbol.for("fetchsim.modules")];
if (!modules || !(%[1]q in modules)) throw new Error(%[2]q);
module.exports = modules[%[1]q];
`, specifier, specifier+" belongs to another plugin than the one this script is run with; choose it with --plugin")
}

// Modules is the virtual modules of those names.
func Modules(specifiers ...string) map[string]string {
	m := make(map[string]string, len(specifiers))
	for _, s := range specifiers {
		m[s] = Module(s)
	}
	return m
}
