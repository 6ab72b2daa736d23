package usagemodel

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// violation is why a value does not match a schema, "" if it does. It knows the words that profile schemas use, and
// panics at others.
func violation(s map[string]any, v any, at string) string {
	for _, word := range []string{"type", "const", "enum", "pattern", "minimum", "maximum", "minLength", "minItems", "maxItems", "items", "required", "oneOf", "properties", "additionalProperties"} {
		if arg, ok := s[word]; ok {
			if why := breaks(s, word, arg, v, at); why != "" {
				return why
			}
		}
	}
	for word := range s {
		if !slices.Contains(strings.Fields("type const enum pattern minimum maximum minLength minItems maxItems items required oneOf properties additionalProperties description title $schema"), word) {
			panic("no such word here: " + word)
		}
	}
	return ""
}

func breaks(s map[string]any, word string, arg, v any, at string) string {
	bad := func(format string, args ...any) string { return at + ": " + fmt.Sprintf(format, args...) }
	text, isText := v.(string)
	number, isNumber := v.(float64)
	list, isList := v.([]any)
	object, isObject := v.(map[string]any)
	switch word {
	case "type":
		is := map[string]bool{"string": isText, "number": isNumber, "integer": isNumber && number == float64(int(number)), "array": isList, "object": isObject}
		if !is[arg.(string)] {
			return bad("%v is no %s", v, arg)
		}
	case "const":
		if v != arg {
			return bad("%v is not %v", v, arg)
		}
	case "enum":
		if !slices.Contains(arg.([]any), v) {
			return bad("%v is none of %v", v, arg)
		}
	case "pattern":
		if isText && !regexp.MustCompile(arg.(string)).MatchString(text) {
			return bad("%q is not like %s", text, arg)
		}
	case "minimum":
		if isNumber && number < arg.(float64) {
			return bad("%v is below %v", v, arg)
		}
	case "maximum":
		if isNumber && number > arg.(float64) {
			return bad("%v is above %v", v, arg)
		}
	case "minLength":
		if isText && len(text) < int(arg.(float64)) {
			return bad("too short")
		}
	case "minItems":
		if isList && len(list) < int(arg.(float64)) {
			return bad("%d items", len(list))
		}
	case "maxItems":
		if isList && len(list) > int(arg.(float64)) {
			return bad("%d items", len(list))
		}
	case "items":
		for i, item := range list {
			if why := violation(arg.(map[string]any), item, fmt.Sprintf("%s[%d]", at, i)); why != "" {
				return why
			}
		}
	case "required":
		for _, key := range arg.([]any) {
			if _, has := object[key.(string)]; isObject && !has {
				return bad("lacks %v", key)
			}
		}
	case "oneOf":
		var whys []string
		matches := 0
		for _, one := range arg.([]any) {
			why := violation(one.(map[string]any), v, at)
			if why == "" {
				matches++
			}
			whys = append(whys, why)
		}
		if matches != 1 {
			return bad("matches %d: %v", matches, whys)
		}
	case "properties":
		for key, value := range object {
			part, known := arg.(map[string]any)[key]
			if !known {
				return bad("unknown key %q", key)
			}
			if why := violation(part.(map[string]any), value, at+"."+key); why != "" {
				return why
			}
		}
	case "additionalProperties":
		if arg != false {
			panic("only false is understood")
		}
	}
	return ""
}

func profileSchemaOf(t *testing.T) map[string]any {
	t.Helper()
	var s map[string]any
	require.NoError(t, json.Unmarshal(ProfileSchema(), &s))
	return s
}

// asJSON is a YAML text as JSON has it: what an editor gives to a schema.
func asJSON(t *testing.T, text []byte) (any, bool) {
	t.Helper()
	var v any
	if yaml.Unmarshal(text, &v) != nil {
		return nil, false
	}
	data, err := json.Marshal(v)
	if err != nil {
		return nil, false
	}
	require.NoError(t, json.Unmarshal(data, &v))
	return v, true
}

func TestTheSchemaAcceptsEveryPersona(t *testing.T) {
	t.Parallel()
	s := profileSchemaOf(t)
	for _, name := range Personas() {
		source, _ := PersonaSource(name)
		v, ok := asJSON(t, source)
		require.True(t, ok)
		assert.Empty(t, violation(s, v, name))
		p, err := Load(name, nil)
		require.NoError(t, err)
		whole, ok := asJSON(t, []byte(p.Canonical()))
		require.True(t, ok)
		assert.Empty(t, violation(s, whole, name+" in full"))
	}
}

func TestTheSchemaAcceptsWhatTheParserAccepts(t *testing.T) {
	t.Parallel()
	s := profileSchemaOf(t)
	files, err := filepath.Glob("../../testdata/profiles/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		v, ok := asJSON(t, data)
		require.True(t, ok)
		assert.Empty(t, violation(s, v, file))
	}
}

// What an editor marks must be a mistake, and most mistakes must be marked.
func TestTheSchemaMarksMostBrokenProfiles(t *testing.T) {
	t.Parallel()
	s := profileSchemaOf(t)
	files, err := filepath.Glob("../../testdata/profiles/bad/*.yaml")
	require.NoError(t, err)
	marked, all := 0, 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		v, ok := asJSON(t, data)
		if !ok || strings.HasPrefix(filepath.Base(file), "extends") || strings.HasPrefix(filepath.Base(file), "circle") {
			continue
		}
		all++
		if violation(s, v, "") != "" {
			marked++
		}
	}
	t.Logf("%d of %d", marked, all)
	assert.GreaterOrEqual(t, marked*3, all*2)
}

// The parser and the schema know the same keys: each key of the schema, given nothing, is no unknown key to the parser,
// and the parser's canonical text holds all keys that the schema has, but for those of alternatives.
func TestTheSchemaAndTheParserKnowTheSameKeys(t *testing.T) {
	t.Parallel()
	for _, path := range keyPaths(profileSchemaOf(t), nil) {
		doc := strings.Repeat(" ", 0)
		for depth, key := range path {
			indent := strings.Repeat("    ", depth)
			if key == "[]" {
				continue
			}
			if depth > 0 && path[depth-1] == "[]" {
				doc += strings.Repeat("    ", depth-1) + "  - " + key + ":\n"
				continue
			}
			doc += indent + key + ":\n"
		}
		_, err := ParseProfile("keys.yaml", []byte(doc), nil)
		require.Error(t, err)
		assert.NotContains(t, err.Error(), "unknown key", "%s\n%s", strings.Join(path, "."), doc)
	}
}

// keyPaths are the ways to all keys of a schema; [] goes into a list.
func keyPaths(s map[string]any, under []string) [][]string {
	var all [][]string
	if one, ok := s["oneOf"].([]any); ok {
		for _, alternative := range one {
			all = append(all, keyPaths(alternative.(map[string]any), under)...)
		}
	}
	if items, ok := s["items"].(map[string]any); ok {
		all = append(all, keyPaths(items, append(slices.Clone(under), "[]"))...)
	}
	if properties, ok := s["properties"].(map[string]any); ok {
		for key, part := range properties {
			path := append(slices.Clone(under), key)
			all = append(append(all, path), keyPaths(part.(map[string]any), path)...)
		}
	}
	return all
}
