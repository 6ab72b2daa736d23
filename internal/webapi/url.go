package webapi

import (
	"strconv"
	"strings"

	"github.com/fetchsim/fetchsim/internal/script/engine"
)

// urlRecord is a URL as the URL Standard (https://url.spec.whatwg.org) keeps it.
type urlRecord struct {
	scheme             string
	username, password string
	host               string
	hasHost            bool
	port               string // "" for none, or the scheme's own
	path               []string
	opaque             string // instead of path, where isOpaque: mailto:a@b
	isOpaque           bool
	query, fragment    string
	hasQuery, hasFrag  bool
}

// special gives the default port of the schemes that the standard treats specially; file has none.
func special(scheme string) (port string, ok bool) {
	switch scheme {
	case "http", "ws":
		return "80", true
	case "https", "wss":
		return "443", true
	case "ftp":
		return "21", true
	case "file":
		return "", true
	}
	return "", false
}

func (u *urlRecord) special() bool {
	_, ok := special(u.scheme)
	return ok
}

// parseURL reads a URL, against a base if that is not "".
func parseURL(input, base string) (u *urlRecord, ok bool) {
	if base == "" {
		return readURL(input, nil)
	}
	b, ok := readURL(base, nil)
	if !ok {
		return nil, false
	}
	return readURL(input, b)
}

// readURL is the standard's basic URL parser without a state override.
func readURL(input string, base *urlRecord) (u *urlRecord, ok bool) {
	input = strings.TrimFunc(input, func(r rune) bool { return r <= ' ' })
	input = strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, input)
	u = &urlRecord{}
	rest, fragment, hasFrag := strings.Cut(input, "#")
	u.fragment, u.hasFrag = encode(fragment, inFragment), hasFrag
	rest, query, hasQuery := strings.Cut(rest, "?")
	u.hasQuery = hasQuery
	scheme, body, hasScheme := cutScheme(rest)
	switch {
	case hasScheme:
		u.scheme = scheme
		ok = u.withScheme(body, base)
	case base == nil:
		return nil, false
	case base.isOpaque:
		if rest != "" || hasQuery || !hasFrag {
			return nil, false
		}
		copied := *base
		copied.fragment, copied.hasFrag = u.fragment, true
		return &copied, true
	default:
		u.scheme = base.scheme
		ok = u.relative(rest, base)
	}
	if !ok {
		return nil, false
	}
	if hasQuery {
		u.setQuery(query)
	}
	return u, true
}

// cutScheme cuts "scheme:" off, in lower case.
func cutScheme(s string) (scheme, rest string, ok bool) {
	i := strings.IndexByte(s, ':')
	if i <= 0 || !isASCIILetter(s[0]) {
		return "", s, false
	}
	for _, c := range []byte(s[:i]) {
		if !isASCIILetter(c) && (c < '0' || c > '9') && c != '+' && c != '-' && c != '.' {
			return "", s, false
		}
	}
	return strings.ToLower(s[:i]), s[i+1:], true
}

func (u *urlRecord) setQuery(query string) {
	u.hasQuery = true
	if u.special() {
		u.query = encode(query, inSpecialQuery)
		return
	}
	u.query = encode(query, inQuery)
}

// slashes counts the slashes at the start of s, with the backslashes that special schemes take for them.
func (u *urlRecord) slashes(s string) (n int) {
	for n < len(s) && u.isSlash(s[n]) {
		n++
	}
	return n
}

func (u *urlRecord) isSlash(c byte) bool { return c == '/' || c == '\\' && u.special() }

// withScheme reads what follows a scheme.
func (u *urlRecord) withScheme(body string, base *urlRecord) bool {
	switch {
	case u.scheme == "file":
		if base != nil && base.scheme != "file" {
			base = nil
		}
		return u.file(body, base)
	case u.special() && base != nil && base.scheme == u.scheme && u.slashes(body) < 2:
		return u.relative(body, base)
	case u.special():
		return u.authority(body[u.slashes(body):])
	case strings.HasPrefix(body, "//"):
		return u.authority(body[2:])
	case strings.HasPrefix(body, "/"):
		u.readPath(nil, body)
		return true
	}
	u.isOpaque, u.opaque = true, encode(body, inC0)
	return true
}

// relative reads a reference without a scheme.
func (u *urlRecord) relative(body string, base *urlRecord) bool {
	if u.scheme == "file" {
		return u.file(body, base)
	}
	n := u.slashes(body)
	if n >= 2 {
		if u.special() {
			return u.authority(body[n:])
		}
		return u.authority(body[2:])
	}
	u.username, u.password, u.host, u.hasHost, u.port = base.username, base.password, base.host, base.hasHost, base.port
	switch {
	case n == 1:
		u.readPath(nil, body)
	case body == "":
		u.path = append([]string{}, base.path...)
		if !u.hasQuery {
			u.query, u.hasQuery = base.query, base.hasQuery
		}
	default:
		u.readPath(shortened(base.path), "/"+body)
	}
	return true
}

// file reads what follows file:.
func (u *urlRecord) file(body string, base *urlRecord) bool {
	u.hasHost = true
	n := u.slashes(body)
	switch {
	case n >= 2:
		end := 2
		for end < len(body) && !u.isSlash(body[end]) {
			end++
		}
		host, ok := parseHost(body[2:end], true)
		if !ok && end > 2 {
			return false
		}
		if host != "localhost" {
			u.host = host
		}
		u.readPath(nil, body[end:])
	case base == nil:
		u.readPath(nil, "/"+strings.TrimLeft(body, `/\`))
	case n == 1:
		u.host = base.host
		u.readPath(nil, body)
	case body == "":
		u.host, u.path = base.host, append([]string{}, base.path...)
		if !u.hasQuery {
			u.query, u.hasQuery = base.query, base.hasQuery
		}
	default:
		u.host = base.host
		u.readPath(shortened(base.path), "/"+body)
	}
	return true
}

// authority reads [user[:password]@]host[:port][/path].
func (u *urlRecord) authority(s string) bool {
	end := 0
	for end < len(s) && !u.isSlash(s[end]) {
		end++
	}
	auth, path := s[:end], s[end:]
	if i := strings.LastIndexByte(auth, '@'); i >= 0 {
		name, password, _ := strings.Cut(auth[:i], ":")
		u.username, u.password = encode(name, inUserinfo), encode(password, inUserinfo)
		if auth = auth[i+1:]; auth == "" {
			return false
		}
	}
	if !u.readHostPort(auth) {
		return false
	}
	u.readPath(nil, path)
	return true
}

// readHostPort reads host[:port].
func (u *urlRecord) readHostPort(auth string) bool {
	host, port := auth, ""
	if i := strings.IndexByte(auth[strings.IndexByte(auth, ']')+1:], ':'); i >= 0 {
		i += strings.IndexByte(auth, ']') + 1
		if host, port = auth[:i], auth[i+1:]; host == "" {
			return false
		}
	}
	parsed, ok := "", !u.special()
	if host != "" {
		parsed, ok = parseHost(host, u.special())
	}
	if !ok {
		return false
	}
	u.host, u.hasHost = parsed, true
	return u.setPort(port)
}

// setPort takes digits, or nothing.
func (u *urlRecord) setPort(digits string) bool {
	if digits == "" {
		u.port = ""
		return true
	}
	n, err := strconv.ParseUint(digits, 10, 16)
	if err != nil {
		return false
	}
	u.port = strconv.FormatUint(n, 10)
	if own, _ := special(u.scheme); own == u.port {
		u.port = ""
	}
	return true
}

// readPath appends the segments of a path that begins with a slash, or is empty, to those there are.
func (u *urlRecord) readPath(start []string, s string) {
	u.path = start
	if s == "" {
		if u.special() {
			u.path = append(u.path, "")
		}
		return
	}
	if u.isSlash(s[0]) {
		s = s[1:]
	}
	for last := false; !last; {
		end := 0
		for end < len(s) && !u.isSlash(s[end]) {
			end++
		}
		segment := s[:end]
		if last = end == len(s); !last {
			s = s[end+1:]
		}
		switch dots(segment) {
		case 2:
			u.path = shortened(u.path)
			if last {
				u.path = append(u.path, "")
			}
		case 1:
			if last {
				u.path = append(u.path, "")
			}
		default:
			u.path = append(u.path, encode(segment, inPath))
		}
	}
}

// dots says whether a segment is "." or "..", also written %2e.
func dots(segment string) int {
	switch strings.ReplaceAll(strings.ToLower(segment), "%2e", ".") {
	case ".":
		return 1
	case "..":
		return 2
	}
	return 0
}

// shortened is a path without its last segment.
func shortened(path []string) []string {
	return append([]string{}, path[:max(0, len(path)-1)]...)
}

func (u *urlRecord) pathname() string {
	if u.isOpaque {
		return u.opaque
	}
	if len(u.path) == 0 {
		return ""
	}
	return "/" + strings.Join(u.path, "/")
}

func (u *urlRecord) hostPort() string {
	if u.port == "" {
		return u.host
	}
	return u.host + ":" + u.port
}

// href is the whole URL.
func (u *urlRecord) href() string {
	s := u.scheme + ":"
	switch {
	case u.hasHost:
		s += "//"
		if u.username != "" || u.password != "" {
			s += u.username
			if u.password != "" {
				s += ":" + u.password
			}
			s += "@"
		}
		s += u.hostPort()
	case !u.isOpaque && len(u.path) > 1 && u.path[0] == "":
		s += "/."
	}
	s += u.pathname()
	if u.hasQuery {
		s += "?" + u.query
	}
	if u.hasFrag {
		s += "#" + u.fragment
	}
	return s
}

func (u *urlRecord) origin() string {
	if u.special() && u.scheme != "file" {
		return u.scheme + "://" + u.hostPort()
	}
	return "null"
}

// partNames are the attributes of URL in the order of parts.
func partNames() []string {
	return []string{"href", "protocol", "username", "password", "hostname", "port", "pathname", "search", "hash", "origin", "host"}
}

// parts are the values of partNames.
func (u *urlRecord) parts() []string {
	search, hash := "", ""
	if u.query != "" {
		search = "?" + u.query
	}
	if u.fragment != "" {
		hash = "#" + u.fragment
	}
	return []string{u.href(), u.scheme + ":", u.username, u.password, u.host, u.port, u.pathname(), search, hash, u.origin(), u.hostPort()}
}

// hostURL puts into h what js/url.js needs.
func (w *Web) hostURL(h engine.Value) {
	w.fn(h, "parse", 2, func(c *engine.Call) engine.Value {
		input := w.vm.Text(c.Arg(0))
		if c.Arg(1).IsUndefined() {
			return w.urlParts(readURL(input, nil))
		}
		base, ok := readURL(w.vm.Text(c.Arg(1)), nil)
		if !ok {
			return engine.Undefined()
		}
		return w.urlParts(readURL(input, base))
	})
	w.fn(h, "set", 3, func(c *engine.Call) engine.Value {
		u, ok := readURL(w.vm.Text(c.Arg(0)), nil)
		if !ok {
			return engine.Undefined()
		}
		return w.urlParts(u.set(w.vm.Text(c.Arg(1)), w.vm.Text(c.Arg(2))))
	})
	w.fn(h, "parseQuery", 1, func(c *engine.Call) engine.Value {
		var values []engine.Value
		for _, s := range parseQuery(w.vm.Text(c.Arg(0))) {
			values = append(values, w.vm.String(s))
		}
		return w.vm.Array(values...)
	})
	w.fn(h, "writeQuery", 1, func(c *engine.Call) engine.Value {
		n, _ := w.vm.Length(c.Arg(0))
		list := make([]string, n)
		for i := range list {
			v, _ := w.vm.Index(c.Arg(0), i)
			list[i] = w.vm.Text(v)
			w.vm.Free(v)
		}
		return w.vm.String(writeQuery(list))
	})
}

// urlParts is a URL as an array of its parts; undefined if it is none.
func (w *Web) urlParts(u *urlRecord, ok bool) engine.Value {
	if !ok {
		return engine.Undefined()
	}
	parts := u.parts()
	values := make([]engine.Value, len(parts))
	for i, p := range parts {
		values[i] = w.vm.String(p)
	}
	return w.vm.Array(values...)
}
