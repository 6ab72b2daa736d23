package network

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fetchsim/fetchsim/internal/suggest"
)

// routeKeys are the keys of a route.
func routeKeys() []string {
	return append([]string{"url", "method", "fail_first", "answers"}, replyKeys()...)
}

// replyKeys are the keys that say what comes back.
func replyKeys() []string {
	return []string{"status", "headers", "body", "json", "file", "delay", "error"}
}

// ReadFile reads a file that a mock file names, by its path as written, relative to the mock file.
type ReadFile func(name string) ([]byte, error)

// LoadMock reads a mock file. The error is a *MockError with all problems of the file.
func LoadMock(name string, read ReadFile) (*Mock, error) {
	text, err := read(name)
	if err != nil {
		return nil, &MockError{Problems: []Problem{{File: name, Text: "cannot read the mock file: " + plain(err)}}}
	}
	return ParseMock(name, text, read)
}

// ParseMock reads the text of a mock file called name:
//
//	routes:
//	  - url: https://api.example.com/items/:id
//	    method: GET                  # any, if left out
//	    status: 200
//	    headers: {cache-control: no-store}
//	    json: {ok: true}             # or body: text, or file: items.json
//	    delay: 800ms                 # on top of the link's time
//	  - url: /login
//	    fail_first: 2                # the first two requests lose their connection
//	    answers:                     # one after the other; the last stays
//	      - {status: 503}
//	      - {error: timeout}
//	      - {status: 204}
//
// The error is a *MockError with all problems of the file.
func ParseMock(name string, text []byte, read ReadFile) (*Mock, error) {
	p := &mockParser{name: name, read: read}
	m := &Mock{name: name}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		p.syntax(err)
	} else if len(doc.Content) == 0 {
		p.problems = append(p.problems, Problem{File: name, Text: "the file is empty; write routes: and a list of them"})
	} else if p.plainNodes(doc.Content[0]) {
		m.routes = p.file(doc.Content[0])
	}
	if len(p.problems) > 0 {
		slices.SortStableFunc(p.problems, func(a, b Problem) int {
			if a.Line != b.Line {
				return a.Line - b.Line
			}
			return a.Column - b.Column
		})
		return nil, &MockError{Problems: p.problems}
	}
	return m, nil
}

// mockParser collects problems while it reads.
type mockParser struct {
	name     string
	read     ReadFile
	problems []Problem
}

func (p *mockParser) fail(n *yaml.Node, format string, args ...any) {
	p.problems = append(p.problems, Problem{File: p.name, Line: n.Line, Column: n.Column, Text: fmt.Sprintf(format, args...)})
}

// syntax turns the YAML reader's error, which names only a line, into a problem.
func (p *mockParser) syntax(err error) {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 0
	if m := regexp.MustCompile(`^line (\d+): `).FindStringSubmatch(text); m != nil {
		line, _ = strconv.Atoi(m[1])
		text = text[len(m[0]):]
	}
	problem := Problem{File: p.name, Text: "not YAML: " + text}
	if line > 0 {
		problem.Line, problem.Column = line, 1
	}
	p.problems = append(p.problems, problem)
}

// plainNodes refuses anchors and aliases, with which a small file can stand for an endless one.
func (p *mockParser) plainNodes(n *yaml.Node) bool {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		p.fail(n, "anchors and aliases (&name, *name) are not read here; write the value out, or quote it")
		return false
	}
	ok := true
	for _, c := range n.Content {
		ok = p.plainNodes(c) && ok
	}
	return ok
}

func (p *mockParser) file(n *yaml.Node) (routes []route) {
	keys := p.mapping(n, "a mock file", []string{"routes"})
	if keys == nil {
		return nil
	}
	list := keys["routes"]
	if list == nil {
		p.fail(n, "routes is missing; write routes: and a list of them")
		return nil
	}
	if list.Kind != yaml.SequenceNode {
		p.fail(list, "routes must be a list: each route begins with -")
		return nil
	}
	for _, item := range list.Content {
		routes = append(routes, p.route(item))
	}
	return routes
}

func (p *mockParser) route(n *yaml.Node) route {
	r := route{line: n.Line}
	keys := p.mapping(n, "a route", routeKeys())
	if keys == nil {
		return r
	}
	r.url = p.url(n, keys["url"])
	r.method = p.method(keys["method"])
	r.failFirst = p.number(keys["fail_first"], "fail_first", 0, 1_000_000)
	answers := keys["answers"]
	if answers == nil {
		r.replies = []reply{p.reply(keys)}
		return r
	}
	for _, key := range replyKeys() {
		if keys[key] != nil {
			p.fail(keys[key], "%s stands beside answers; move it into them", key)
		}
	}
	if answers.Kind != yaml.SequenceNode || len(answers.Content) == 0 {
		p.fail(answers, "answers must be a list with at least one answer")
		return r
	}
	for _, item := range answers.Content {
		if keys := p.mapping(item, "an answer", replyKeys()); keys != nil {
			r.replies = append(r.replies, p.reply(keys))
		}
	}
	return r
}

func (p *mockParser) url(route, n *yaml.Node) pattern {
	if n == nil {
		p.fail(route, "url is missing: which requests does this route answer?")
		return pattern{}
	}
	if !p.isText(n) || n.Value == "" {
		p.fail(n, "url must be a text such as https://api.example.com/items/:id")
		return pattern{}
	}
	u, err := parsePattern(n.Value)
	if err != nil {
		p.fail(n, "%s", err)
	}
	return u
}

func (p *mockParser) method(n *yaml.Node) string {
	methods := []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "ANY"}
	switch {
	case n == nil:
		return ""
	case !p.isText(n):
		p.fail(n, "method must be a text such as GET")
		return ""
	}
	m := strings.ToUpper(n.Value)
	if !slices.Contains(methods, m) {
		p.fail(n, "unknown method %q%s", n.Value, suggest.DidYouMean(m, methods))
	}
	if m == "ANY" {
		return ""
	}
	return m
}

// mapping returns the values of a mapping by key, after it has complained about keys that are unknown or come twice.
func (p *mockParser) mapping(n *yaml.Node, what string, known []string) map[string]*yaml.Node {
	if n.Kind != yaml.MappingNode {
		p.fail(n, "%s must be a mapping with the keys %s", what, strings.Join(known, ", "))
		return nil
	}
	values := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case !slices.Contains(known, key.Value):
			p.fail(key, "unknown key %q%s", key.Value, suggest.DidYouMean(key.Value, known))
		case values[key.Value] != nil:
			p.fail(key, "key %q comes twice; it stands in line %d already", key.Value, values[key.Value].Line)
		default:
			values[key.Value] = value
		}
	}
	return values
}

func (p *mockParser) isText(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!str"
}

// number reads a whole number within bounds; 0 when it is left out.
func (p *mockParser) number(n *yaml.Node, key string, least, most int) int {
	if n == nil {
		return 0
	}
	v, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil || v < least || v > most {
		p.fail(n, "%s must be a whole number from %d to %d", key, least, most)
		return 0
	}
	return v
}

// beside is the path of a file that the mock file names.
func (p *mockParser) beside(name string) string {
	if path.IsAbs(name) {
		return name
	}
	return path.Join(path.Dir(strings.ReplaceAll(p.name, `\`, "/")), name)
}

// FieldName says whether s can be the name of a header field: a token of RFC 9110.
func FieldName(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
}
