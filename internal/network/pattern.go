package network

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/fetchsim/fetchsim/internal/suggest"
)

// pattern is how a route names URLs:
//
//	https://api.example.com/items/:id   :id stands for one part of the path
//	https://*.example.com/**            * for anything within a part, ** for anything
//	/items/:id                          on any host
//	/^https:.*\/items\?page=\d+$/       a regular expression over the whole URL
//
// The query is compared only if the pattern has one.
type pattern struct {
	text  string
	re    *regexp.Regexp
	query bool // the query takes part
	path  bool // only the path takes part
}

// parsePattern reads a pattern. The error says what to do.
func parsePattern(text string) (pattern, error) {
	p := pattern{text: text}
	if n := len(text); n > 2 && text[0] == '/' && text[n-1] == '/' {
		re, err := regexp.Compile(strings.ReplaceAll(text[1:n-1], `\/`, "/"))
		if err != nil {
			return p, fmt.Errorf("url is not a regular expression: %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		}
		p.re, p.query = re, true
		return p, nil
	}
	p.path = strings.HasPrefix(text, "/")
	if !p.path && !strings.Contains(text, "://") && !strings.HasPrefix(text, "*") {
		return p, fmt.Errorf("url %q has no scheme; write https://%s, or begin with / for a path on any host, or with ** for anything", text, text)
	}
	if strings.Contains(text, "#") {
		return p, fmt.Errorf("url has a fragment (#…), which is never sent; leave it out")
	}
	p.query = strings.Contains(text, "?")
	p.re = regexp.MustCompile("^" + globToRegexp(text) + "$")
	return p, nil
}

// globToRegexp translates the wildcards; everything else stands for itself.
func globToRegexp(glob string) string {
	var b strings.Builder
	for i := 0; i < len(glob); {
		switch {
		case strings.HasPrefix(glob[i:], "**"):
			b.WriteString(".*")
			i += 2
		case glob[i] == '*':
			b.WriteString("[^/?]*")
			i++
		case glob[i] == ':' && i > 0 && glob[i-1] == '/' && i+1 < len(glob) && isLetter(glob[i+1]):
			b.WriteString("[^/?]+")
			for i++; i < len(glob) && isNameByte(glob[i]); i++ {
			}
		default:
			end := i + 1
			for end < len(glob) && glob[end] != '*' && glob[end] != ':' {
				end++
			}
			b.WriteString(regexp.QuoteMeta(glob[i:end]))
			i = end
		}
	}
	return b.String()
}

func isLetter(c byte) bool   { return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' }
func isNameByte(c byte) bool { return isLetter(c) || c >= '0' && c <= '9' }

// match says whether the pattern names the URL.
func (p pattern) match(url string) bool {
	if !p.query {
		url = clip(url)
	}
	if p.path {
		url = afterOrigin(url)
	}
	return p.re.MatchString(url)
}

// afterOrigin is the path and query of a URL.
func afterOrigin(url string) string {
	if rest := url[len(origin(url)):]; rest != "" && rest[0] == '/' {
		return rest
	}
	return "/" + strings.TrimPrefix(url[len(origin(url)):], "/")
}

// distance is how far a URL is from the pattern: the letters to change, with each :name taken as what it stands for.
func (p pattern) distance(url string) int {
	d := 0
	if p.query && strings.Contains(p.text, "?") {
		d = 1 // the path may fit, but the query does not
	}
	url = clip(url)
	if p.path {
		url = afterOrigin(url)
	}
	want, got := strings.Split(clip(p.text), "/"), strings.Split(url, "/")
	for i := range min(len(want), len(got)) {
		if strings.HasPrefix(want[i], ":") {
			want[i] = got[i]
		}
	}
	return d + suggest.Distance(strings.Join(want, "/"), url)
}

// differs says where a URL leaves the pattern, for people.
func (p pattern) differs(url string) string {
	if p.re != nil && p.text[0] == '/' && p.text[len(p.text)-1] == '/' && len(p.text) > 2 {
		return "the expression does not match"
	}
	if !p.path {
		want, got := origin(p.text), origin(url)
		if !strings.ContainsAny(want, "*") && want != got {
			return fmt.Sprintf("the host is %s", got)
		}
	}
	want := strings.Split(strings.Trim(clip(afterOriginOf(p)), "/"), "/")
	got := strings.Split(strings.Trim(clip(afterOrigin(url)), "/"), "/")
	for i := range min(len(want), len(got)) {
		if want[i] != got[i] && !strings.ContainsAny(want[i], ":*") {
			return fmt.Sprintf("the path has %q where the route has %q", got[i], want[i])
		}
	}
	if len(want) != len(got) {
		return fmt.Sprintf("the path has %d parts, the route %d", len(got), len(want))
	}
	return "the query differs"
}

func afterOriginOf(p pattern) string {
	if p.path {
		return p.text
	}
	return afterOrigin(p.text)
}
