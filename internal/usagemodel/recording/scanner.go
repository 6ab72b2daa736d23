package recording

import "encoding/json"

// scanner walks over text that is valid JSON.
type scanner struct {
	text []byte
	at   int
}

func (s *scanner) peek() byte { return s.text[s.at] }

func (s *scanner) space() {
	for s.at < len(s.text) && isSpace(s.text[s.at]) {
		s.at++
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// fields appends the keys and values of the object that begins here. A value that is an object or a list is left as it
// stands.
func (s *scanner) fields(list []field) []field {
	s.at++
	for s.space(); s.peek() != '}'; s.space() {
		at := s.at + 1
		key, _ := s.value()
		s.space()
		s.at++ // the colon
		s.space()
		f := field{key: key, at: at, column: s.at + 1}
		f.text, f.isText = s.value()
		list = append(list, f)
		if s.space(); s.peek() == ',' {
			s.at++
		}
	}
	s.at++
	return list
}

// value returns a text without its quotes, or any other value as it stands.
func (s *scanner) value() (text []byte, isText bool) {
	begin := s.at
	if s.peek() == '"' {
		escaped := false
		for s.at++; s.peek() != '"'; s.at++ {
			if s.peek() == '\\' {
				escaped = true
				s.at++
			}
		}
		s.at++
		if !escaped {
			return s.text[begin+1 : s.at-1], true
		}
		var plain string
		if err := json.Unmarshal(s.text[begin:s.at], &plain); err != nil {
			panic("recording: a text of valid JSON cannot be read: " + err.Error())
		}
		return []byte(plain), true
	}
	for depth := 0; s.at < len(s.text); s.at++ {
		switch s.peek() {
		case '{', '[':
			depth++
		case '"':
			s.value()
			s.at--
		case '}', ']', ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return s.text[begin:s.at], false
			}
			if c := s.peek(); c == '}' || c == ']' {
				depth--
			}
		}
	}
	return s.text[begin:], false
}
