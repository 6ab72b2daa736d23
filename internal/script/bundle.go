package script

// BundleOptions say how a script is bundled.
type BundleOptions struct {
	// Virtual are modules of ours: specifier to JavaScript source. They win over node_modules.
	Virtual map[string]string
	// Defines replace global expressions at build time, such as process.env.API to "\"https://…\"".
	Defines map[string]string
	// Dir is where entry is relative to; empty: the working directory.
	Dir string
}

// Bundle reads a script (.js .mjs .cjs .ts .tsx .jsx) with everything it imports and compiles it. The error is a
// *BuildError where the user's files are to blame.
func Bundle(entry string, o BundleOptions) (*Program, error) { return nil, nil }
