package simulate

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// rooms is the table of docs/architecture.md: what each room may import of ours. A room's folders count as the room,
// unless they have a row of their own.
func rooms() map[string][]string {
	floor := []string{"trace", "vclock", "chance", "suggest"}
	with := func(more ...string) []string { return append(slices.Clone(floor), more...) }
	return map[string][]string{
		"trace": nil, "vclock": nil, "chance": nil, "suggest": nil, "realtime": nil, "script/engine": nil,
		"usagemodel": {"vclock", "chance", "suggest"},
		"network":    {"vclock", "chance", "suggest"},
		"scheduler":  {"usagemodel", "vclock", "chance"},
		"device":     {"trace", "vclock", "chance"},
		"script":     with("script/engine"),
		"webapi":     with("script", "script/engine", "network", "device"),
		"bridge":     with("device", "script", "script/engine", "webapi"),
		"verdict":    {"trace"},
		"report":     {"trace", "verdict"},
		"fleet":      {"usagemodel", "scheduler", "simulate", "vclock"},
		"simulate":   with("usagemodel", "network", "scheduler", "device", "script", "script/engine", "webapi", "bridge", "realtime"),
	}
}

func TestRoomsImportOnlyWhatTheyMay(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "../...").Output()
	require.NoError(t, err)
	const ours = "github.com/fetchsim/fetchsim/internal/"
	allowed := rooms()
	room := func(path string) string {
		for p := strings.TrimPrefix(path, ours); p != "" && p != "."; {
			if _, ok := allowed[p]; ok {
				return p
			}
			i := strings.LastIndexByte(p, '/')
			if i < 0 {
				break
			}
			p = p[:i]
		}
		return ""
	}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		from := room(fields[0])
		if !assert.NotEmpty(t, from, "%s is in no room of docs/architecture.md", fields[0]) {
			continue
		}
		for _, imported := range fields[1:] {
			if !strings.HasPrefix(imported, ours) {
				continue
			}
			to := room(imported)
			assert.True(t, to == from || slices.Contains(allowed[from], to), "%s must not import %s", fields[0], imported)
		}
	}
}
