package script

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fetchsim/fetchsim/internal/suggest"
)

// scriptExtensions are what a script's file name may end in, and what an import may leave out.
func scriptExtensions() []string {
	return []string{".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs"}
}

func withoutScriptExtension(file string) string {
	for _, e := range scriptExtensions() {
		if stem, ok := strings.CutSuffix(file, e); ok {
			return stem
		}
	}
	return file
}

// nearestFile is the script in a folder whose name is most like the wanted one; "" when none is.
func nearestFile(folder, wanted string) string {
	files := scriptsIn(folder)
	if near, ok := suggest.Nearest(wanted, files); ok {
		return near
	}
	wanted = withoutScriptExtension(wanted)
	stems := make([]string, len(files))
	for i, f := range files {
		stems[i] = withoutScriptExtension(f)
	}
	if near, ok := suggest.Nearest(wanted, stems); ok {
		return files[slices.Index(stems, near)]
	}
	return ""
}

// sameStem is the script in a folder that is called name but for its extension.
func sameStem(folder, name string) string {
	for _, f := range scriptsIn(folder) {
		if withoutScriptExtension(f) == name {
			return f
		}
	}
	return ""
}

// scriptIn is the script in a folder that is likely meant by it.
func scriptIn(folder string) string {
	files := scriptsIn(folder)
	for _, f := range files {
		if withoutScriptExtension(f) == "index" {
			return f
		}
	}
	if len(files) > 0 {
		return files[0]
	}
	return ""
}

// scriptsIn are the names of the scripts in a folder, sorted.
func scriptsIn(folder string) []string {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() && slices.Contains(scriptExtensions(), filepath.Ext(e.Name())) {
			names = append(names, e.Name())
		}
	}
	return names
}
