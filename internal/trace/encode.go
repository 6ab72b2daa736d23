package trace

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
	"unsafe"
)

// encoder turns structs into JSON as encoding/json would without HTML escaping, some ten times faster: the plan of each
// type is made once. A year of wakes is a few hundred thousand events, and they must cost less than the JavaScript.
type encoder struct {
	plans map[reflect.Type]plan
}

// plan appends the value at p.
type plan func(b []byte, p unsafe.Pointer) []byte

// fields appends ",name":value for each field of the struct that ev points to.
func (e *encoder) fields(b []byte, ev Event) []byte {
	v := reflect.ValueOf(ev)
	t := v.Type()
	pl, ok := e.plans[t]
	if !ok {
		if t.Kind() != reflect.Pointer {
			panic(fmt.Sprintf("trace: event %v is not a pointer", t))
		}
		if e.plans == nil {
			e.plans = map[reflect.Type]plan{}
		}
		pl = planFields(t.Elem())
		e.plans[t] = pl
	}
	return pl(b, v.UnsafePointer())
}

// planFields writes the fields without braces, each with a comma before it.
func planFields(t reflect.Type) plan {
	type step struct {
		offset uintptr
		prefix string
		write  plan
		empty  func(p unsafe.Pointer) bool // nil: always written
	}
	var steps []step
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			steps = append(steps, step{offset: f.Offset, write: planFields(f.Type)})
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		s := step{offset: f.Offset, prefix: `,"` + name + `":`, write: planValue(f.Type)}
		if options == "omitempty" {
			s.empty = planEmpty(f.Type)
		}
		steps = append(steps, s)
	}
	return func(b []byte, p unsafe.Pointer) []byte {
		for i := range steps {
			s := &steps[i]
			at := unsafe.Add(p, s.offset)
			if s.empty != nil && s.empty(at) {
				continue
			}
			b = append(b, s.prefix...)
			b = s.write(b, at)
		}
		return b
	}
}

func planValue(t reflect.Type) plan {
	switch t.Kind() {
	case reflect.String:
		return func(b []byte, p unsafe.Pointer) []byte { return appendString(b, *(*string)(p)) }
	case reflect.Int:
		return func(b []byte, p unsafe.Pointer) []byte { return strconv.AppendInt(b, int64(*(*int)(p)), 10) }
	case reflect.Int64:
		return func(b []byte, p unsafe.Pointer) []byte { return strconv.AppendInt(b, *(*int64)(p), 10) }
	case reflect.Bool:
		return func(b []byte, p unsafe.Pointer) []byte { return strconv.AppendBool(b, *(*bool)(p)) }
	case reflect.Pointer:
		inner := planValue(t.Elem())
		return func(b []byte, p unsafe.Pointer) []byte {
			q := *(*unsafe.Pointer)(p)
			if q == nil {
				return append(b, "null"...)
			}
			return inner(b, q)
		}
	case reflect.Struct:
		inner := planFields(t)
		return func(b []byte, p unsafe.Pointer) []byte {
			start := len(b)
			b = inner(b, p)
			if len(b) == start {
				return append(b, "{}"...)
			}
			b[start] = '{' // in place of the first comma
			return append(b, '}')
		}
	case reflect.Slice:
		inner, size := planValue(t.Elem()), t.Elem().Size()
		return func(b []byte, p unsafe.Pointer) []byte {
			s := (*slice)(p)
			b = append(b, '[')
			for i := range s.len {
				if i > 0 {
					b = append(b, ',')
				}
				b = inner(b, unsafe.Add(s.data, uintptr(i)*size))
			}
			return append(b, ']')
		}
	default:
		panic(fmt.Sprintf("trace: events hold integers, booleans, strings, structs and slices, not %v", t))
	}
}

// slice is how a slice lies in memory.
type slice struct {
	data     unsafe.Pointer
	len, cap int
}

func planEmpty(t reflect.Type) func(p unsafe.Pointer) bool {
	switch t.Kind() {
	case reflect.String:
		return func(p unsafe.Pointer) bool { return *(*string)(p) == "" }
	case reflect.Int:
		return func(p unsafe.Pointer) bool { return *(*int)(p) == 0 }
	case reflect.Int64:
		return func(p unsafe.Pointer) bool { return *(*int64)(p) == 0 }
	case reflect.Bool:
		return func(p unsafe.Pointer) bool { return !*(*bool)(p) }
	case reflect.Pointer:
		return func(p unsafe.Pointer) bool { return *(*unsafe.Pointer)(p) == nil }
	case reflect.Slice:
		return func(p unsafe.Pointer) bool { return (*slice)(p).len == 0 }
	default:
		panic(fmt.Sprintf("trace: a %v cannot be left out when empty", t))
	}
}

// appendString writes s as a JSON string. Each byte that is not UTF-8 becomes U+FFFD, as itself and not as an escape: a
// string that was read writes the same.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			switch {
			case r == utf8.RuneError && size == 1:
				b = append(append(b, s[start:i]...), "\uFFFD"...)
			case r == '\u2028' || r == '\u2029':
				b = append(append(b, s[start:i]...), `\u202`...)
				b = append(b, hex[r&0xf])
			default:
				i += size
				continue
			}
			i += size
			start = i
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		b = append(b, s[start:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		case '\b':
			b = append(b, '\\', 'b')
		case '\f':
			b = append(b, '\\', 'f')
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xf])
		}
		i++
		start = i
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}
