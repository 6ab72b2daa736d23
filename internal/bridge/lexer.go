package bridge

import "strings"

// withoutComments blanks the comments of JavaScript or TypeScript, but for their line ends. A regular expression that
// contains quotes or "//" can mislead it: it serves to recognise a plugin's calls, not to compile.
func withoutComments(code string) string {
	var b strings.Builder
	b.Grow(len(code))
	for i := 0; i < len(code); {
		switch {
		case strings.HasPrefix(code[i:], "//"):
			for i < len(code) && code[i] != '\n' {
				i++
			}
		case strings.HasPrefix(code[i:], "/*"):
			end := len(code)
			if n := strings.Index(code[i+2:], "*/"); n >= 0 {
				end = i + 2 + n + 2
			}
			b.WriteString(strings.Repeat("\n", strings.Count(code[i:end], "\n")))
			b.WriteByte(' ')
			i = end
		case isQuote(code[i]):
			end := i + quoted(code[i:])
			b.WriteString(code[i:end])
			i = end
		default:
			b.WriteByte(code[i])
			i++
		}
	}
	return b.String()
}

func isQuote(c byte) bool { return c == '"' || c == '\'' || c == '`' }

// quoted is the length of the string literal that code begins with. One that the line ends is over there, but for a
// template.
func quoted(code string) int {
	quote := code[0]
	for i := 1; i < len(code); i++ {
		switch code[i] {
		case '\\':
			i++
		case quote:
			return i + 1
		case '\n':
			if quote != '`' {
				return i
			}
		}
	}
	return len(code)
}

// arguments are the texts of a call's arguments; code begins after its opening parenthesis and has no comments.
func arguments(code string) []string {
	var args []string
	depth, start := 0, 0
	add := func(end int) {
		if arg := strings.TrimSpace(code[start:end]); arg != "" {
			args = append(args, arg)
		}
		start = end + 1
	}
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case isQuote(c):
			i += quoted(code[i:]) - 1
		case c == '(' || c == '[' || c == '{':
			depth++
		case depth > 0 && (c == ')' || c == ']' || c == '}'):
			depth--
		case c == ')':
			add(i)
			return args
		case depth == 0 && c == ',':
			add(i)
		}
	}
	add(len(code))
	return args
}
