package network

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/fetchsim/fetchsim/internal/suggest"
)

// reply reads the keys that say what comes back.
func (p *mockParser) reply(keys map[string]*yaml.Node) reply {
	r := reply{status: 200, delay: p.delay(keys["delay"]), err: p.err(keys["error"])}
	if n := keys["status"]; n != nil {
		r.status = p.number(n, "status", 200, 599)
	}
	kind := p.body(&r, keys)
	r.header = p.headers(keys["headers"])
	if kind != "" && !slices.ContainsFunc(r.header, func(f Field) bool { return f.Name == "content-type" }) {
		r.header = append(r.header, Field{"content-type", kind})
	}
	if !slices.ContainsFunc(r.header, func(f Field) bool { return f.Name == "content-length" }) {
		r.header = append(r.header, Field{"content-length", strconv.Itoa(len(r.body))})
	}
	if n := keys["error"]; n != nil {
		for _, key := range []string{"status", "headers", "body", "json", "file"} {
			if keys[key] != nil {
				p.fail(keys[key], "%s stands beside error: a request that fails has no answer; leave one of them out", key)
			}
		}
	}
	return r
}

// body reads body, json or file, and returns the content type that follows from it.
func (p *mockParser) body(r *reply, keys map[string]*yaml.Node) (contentType string) {
	given := ""
	for _, key := range []string{"body", "json", "file"} {
		n := keys[key]
		if n == nil {
			continue
		}
		if given != "" {
			p.fail(n, "%s stands beside %s; an answer has one body", key, given)
			continue
		}
		given = key
		switch key {
		case "body":
			if n.Kind != yaml.ScalarNode {
				p.fail(n, "body must be a text; for an object write json instead")
			}
			r.body, contentType = []byte(n.Value), "text/plain;charset=UTF-8"
		case "json":
			var b strings.Builder
			p.json(&b, n)
			r.body, contentType = []byte(b.String()), "application/json"
		case "file":
			r.body, contentType = p.fileBody(n)
		}
	}
	return contentType
}

func (p *mockParser) fileBody(n *yaml.Node) (body []byte, contentType string) {
	if !p.isText(n) || n.Value == "" {
		p.fail(n, "file must be the name of a file beside this one")
		return nil, ""
	}
	body, err := p.read(p.beside(n.Value))
	if err != nil {
		p.fail(n, "cannot read file %s: %s", n.Value, plain(err))
		return nil, ""
	}
	types := map[string]string{
		".json": "application/json", ".txt": "text/plain;charset=UTF-8", ".html": "text/html;charset=UTF-8", ".xml": "application/xml",
		".csv": "text/csv", ".js": "text/javascript", ".png": "image/png", ".jpg": "image/jpeg",
	}
	if t := types[strings.ToLower(path.Ext(n.Value))]; t != "" {
		return body, t
	}
	return body, "application/octet-stream"
}

// plain is the cause of a file error without the path, which the message names as the user typed it.
func plain(err error) string {
	var inPath *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file"
	case errors.As(err, &inPath):
		return inPath.Err.Error()
	}
	return err.Error()
}

func (p *mockParser) headers(n *yaml.Node) (fields []Field) {
	if n == nil {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		p.fail(n, "headers must be a mapping of names to texts")
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if !FieldName(key.Value) {
			p.fail(key, "%q cannot be the name of a header", key.Value)
		}
		if value.Kind != yaml.ScalarNode || strings.ContainsAny(value.Value, "\r\n\x00") {
			p.fail(value, "header %s must be a text of one line", key.Value)
			continue
		}
		fields = append(fields, Field{strings.ToLower(key.Value), value.Value})
	}
	return fields
}

func (p *mockParser) delay(n *yaml.Node) time.Duration {
	if n == nil {
		return 0
	}
	d, err := time.ParseDuration(n.Value)
	switch {
	case n.Kind != yaml.ScalarNode:
		p.fail(n, "delay must be a time such as 800ms or 2s")
	case err != nil && isNumber(n.Value) && n.Value != "0":
		p.fail(n, "delay %q has no unit; write %sms or %ss", n.Value, n.Value, n.Value)
	case err != nil:
		p.fail(n, "delay %q is not a time; write for example 800ms or 2s", n.Value)
	case d < 0:
		p.fail(n, "delay is negative")
	}
	return max(d, 0).Truncate(time.Microsecond)
}

func isNumber(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

func (p *mockParser) err(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	errs := map[string]string{"offline": ErrOffline, "timeout": ErrTimeout, "lost": ErrLost, "dns": ErrHost, "tls": ErrInsecure}
	if e := errs[n.Value]; e != "" && n.Kind == yaml.ScalarNode {
		return e
	}
	names := []string{"offline", "timeout", "lost", "dns", "tls"}
	p.fail(n, "unknown error %q; it is one of %s%s", n.Value, strings.Join(names, ", "), suggest.DidYouMean(n.Value, names))
	return ""
}

// json writes a YAML value as JSON, with the keys in the order of the file.
func (p *mockParser) json(b *strings.Builder, n *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		p.jsonObject(b, n)
	case yaml.SequenceNode:
		b.WriteByte('[')
		for i, c := range n.Content {
			if i > 0 {
				b.WriteByte(',')
			}
			p.json(b, c)
		}
		b.WriteByte(']')
	default:
		b.WriteString(p.jsonScalar(n))
	}
}

func (p *mockParser) jsonObject(b *strings.Builder, n *yaml.Node) {
	seen := map[string]bool{}
	b.WriteByte('{')
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yaml.ScalarNode {
			p.fail(key, "a key of json must be a text")
			continue
		}
		if seen[key.Value] {
			p.fail(key, "key %q comes twice", key.Value)
		}
		seen[key.Value] = true
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quote(key.Value))
		b.WriteByte(':')
		p.json(b, n.Content[i+1])
	}
	b.WriteByte('}')
}

func (p *mockParser) jsonScalar(n *yaml.Node) string {
	switch n.ShortTag() {
	case "!!null":
		return "null"
	case "!!bool":
		var v bool
		if n.Decode(&v) == nil {
			return strconv.FormatBool(v)
		}
	case "!!int":
		if json.Valid([]byte(n.Value)) {
			return n.Value
		}
		var v int64
		if n.Decode(&v) == nil {
			return strconv.FormatInt(v, 10)
		}
	case "!!float":
		var v float64
		if json.Valid([]byte(n.Value)) {
			return n.Value
		}
		if n.Decode(&v) == nil && !math.IsNaN(v) && !math.IsInf(v, 0) {
			return strconv.FormatFloat(v, 'g', -1, 64)
		}
		p.fail(n, "json has no number %s; quote it", n.Value)
		return "null"
	case "!!str", "!!timestamp", "!!binary":
		return quote(n.Value)
	}
	p.fail(n, "json cannot hold %s", fmt.Sprintf("%s %q", n.ShortTag(), n.Value))
	return "null"
}

func quote(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic("network: a string cannot be written as JSON: " + err.Error())
	}
	return strings.TrimSuffix(b.String(), "\n")
}
