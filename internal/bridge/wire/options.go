package wire

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/fetchsim/fetchsim/internal/script/engine"
)

// Options is an object of JavaScript's as native code gets it: what JSON keeps of it. What is missing or of another kind
// reads as Objective-C reads it: nil and NO are 0, texts are read as numbers.
type Options map[string]any

// Options reads an object; anything else reads as an empty one.
func (w *Wire) Options(v engine.Value) Options {
	return ParseOptions(w.JSON(v))
}

// ParseOptions reads an object's JSON; anything else reads as an empty one.
func ParseOptions(text string) Options {
	var o Options
	if json.Unmarshal([]byte(text), &o) != nil {
		return Options{}
	}
	return o
}

// Has tells whether the key is there.
func (o Options) Has(key string) bool {
	_, ok := o[key]
	return ok
}

// Text is a string's text; anything else is "".
func (o Options) Text(key string) string {
	s, _ := o[key].(string)
	return s
}

// Number is NSNumber's or NSString's doubleValue.
func (o Options) Number(key string) float64 {
	switch v := o[key].(type) {
	case float64:
		return v
	case bool:
		if v {
			return 1
		}
	case string:
		n, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
		if err == nil {
			return n
		}
	}
	return 0
}

// Bool is NSNumber's or NSString's boolValue.
func (o Options) Bool(key string) bool {
	if s, ok := o[key].(string); ok {
		return s != "" && strings.ContainsRune("YyTt123456789", rune(s[0]))
	}
	return o.Number(key) != 0
}

// ParseList reads an array's JSON; anything else reads as an empty one.
func ParseList(text string) []any {
	var list []any
	if json.Unmarshal([]byte(text), &list) != nil {
		return nil
	}
	return list
}
