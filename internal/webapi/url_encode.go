package webapi

import (
	"strings"
	"unicode/utf8"
)

// encodeSet says which bytes are percent-encoded in a part of a URL, beside controls and everything beyond ASCII.
type encodeSet string

// The standard's percent-encode sets.
const (
	inC0           encodeSet = ""
	inFragment     encodeSet = " \"<>`"
	inQuery        encodeSet = " \"#<>"
	inSpecialQuery encodeSet = inQuery + "'"
	inPath         encodeSet = inQuery + "?^`{}"
	inUserinfo     encodeSet = inPath + "/:;=@[\\]|"
)

// encode percent-encodes what the set names.
func encode(s string, set encodeSet) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return set.has(r) }) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if !set.has(r) {
			b.WriteRune(r)
			continue
		}
		for _, c := range utf8.AppendRune(nil, r) {
			writePercent(&b, c)
		}
	}
	return b.String()
}

func (set encodeSet) has(r rune) bool {
	return r < ' ' || r > '~' || strings.ContainsRune(string(set), r)
}

func writePercent(b *strings.Builder, c byte) {
	const hex = "0123456789ABCDEF"
	b.WriteByte('%')
	b.WriteByte(hex[c>>4])
	b.WriteByte(hex[c&0xf])
}

// percentDecode decodes %xx; what is none stays.
func percentDecode(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			high, ok1 := hexDigit(s[i+1])
			low, ok2 := hexDigit(s[i+2])
			if ok1 && ok2 {
				out = append(out, high<<4|low)
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}

// parseQuery reads application/x-www-form-urlencoded: names and values in turn.
func parseQuery(s string) (list []string) {
	for pair := range strings.SplitSeq(s, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		list = append(list, formDecode(name), formDecode(value))
	}
	return list
}

func formDecode(s string) string {
	return decodeUTF8(percentDecode(strings.ReplaceAll(s, "+", " ")))
}

// writeQuery writes names and values, which come in turn, as application/x-www-form-urlencoded.
func writeQuery(list []string) string {
	var b strings.Builder
	for i, s := range list {
		switch {
		case i == 0:
		case i%2 == 0:
			b.WriteByte('&')
		default:
			b.WriteByte('=')
		}
		for _, c := range []byte(s) {
			switch {
			case c == ' ':
				b.WriteByte('+')
			case isASCIILetter(c) || c >= '0' && c <= '9' || strings.IndexByte("*-._", c) >= 0:
				b.WriteByte(c)
			default:
				writePercent(&b, c)
			}
		}
	}
	return b.String()
}

// set is the URL after its attribute part was assigned value; ok is false when the URL refuses it as a whole (href alone).
// An assignment that the standard ignores leaves the URL as it is.
func (u *urlRecord) set(part, value string) (*urlRecord, bool) {
	noAuthority := !u.hasHost || u.host == "" || u.scheme == "file"
	switch part {
	case "href":
		return readURL(value, nil)
	case "protocol":
		u.setScheme(value)
	case "username":
		if !noAuthority {
			u.username = encode(value, inUserinfo)
		}
	case "password":
		if !noAuthority {
			u.password = encode(value, inUserinfo)
		}
	case "host", "hostname":
		u.setHost(value, part == "host")
	case "port":
		if !noAuthority {
			end := 0
			for end < len(value) && value[end] >= '0' && value[end] <= '9' {
				end++
			}
			if end > 0 || value == "" {
				u.setPort(value[:end])
			}
		}
	case "pathname":
		if !u.isOpaque {
			if value == "" && !u.special() {
				u.path = nil
				break
			}
			u.readPath(nil, "/"+strings.TrimPrefix(strings.NewReplacer("?", "%3F", "#", "%23").Replace(u.slashed(value)), "/"))
		}
	case "search", "query":
		u.query, u.hasQuery = "", value != ""
		if u.hasQuery {
			u.setQuery(strings.TrimPrefix(value, "?"))
		}
	case "hash":
		u.fragment, u.hasFrag = encode(strings.TrimPrefix(value, "#"), inFragment), value != ""
	}
	return u, true
}

// slashed is a path with the first backslash taken for a slash where the scheme does.
func (u *urlRecord) slashed(path string) string {
	if path != "" && u.isSlash(path[0]) {
		return "/" + path[1:]
	}
	return path
}

func (u *urlRecord) setScheme(value string) {
	scheme, _, ok := cutScheme(value + ":")
	if !ok {
		return
	}
	_, is := special(scheme)
	if is != u.special() || scheme == "file" && (u.username != "" || u.password != "" || u.port != "") || u.scheme == "file" && u.host == "" {
		return
	}
	u.scheme = scheme
	u.setPort(u.port)
}

func (u *urlRecord) setHost(value string, withPort bool) {
	if u.isOpaque {
		return
	}
	end := 0
	for end < len(value) && !u.isSlash(value[end]) && value[end] != '?' && value[end] != '#' {
		end++
	}
	value = value[:end]
	next := *u
	if !withPort {
		if strings.Contains(value[strings.IndexByte(value, ']')+1:], ":") {
			return
		}
	}
	if value == "" && u.special() && u.scheme != "file" || !next.readHostPort(value) {
		return
	}
	if !strings.Contains(value[strings.IndexByte(value, ']')+1:], ":") {
		next.port = u.port
	}
	*u = next
}
