package webapi

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"github.com/fetchsim/fetchsim/internal/script/engine"
)

func (w *Web) hostEncoding(h engine.Value) {
	w.fn(h, "toBase64", 1, func(c *engine.Call) engine.Value {
		b, ok := latin1(w.wtf8(c.Arg(0)))
		if !ok {
			return engine.Undefined()
		}
		return w.vm.String(base64.StdEncoding.EncodeToString(b))
	})
	w.fn(h, "fromBase64", 1, func(c *engine.Call) engine.Value {
		b, ok := forgiving(w.wtf8(c.Arg(0)))
		if !ok {
			return engine.Undefined()
		}
		runes := make([]rune, len(b))
		for i, x := range b {
			runes[i] = rune(x)
		}
		return w.vm.String(string(runes))
	})
	w.hostText(h)
	w.hostMissingUse(h)
}

// hostText puts the UTF-8 functions into h.
func (w *Web) hostText(h engine.Value) {
	w.fn(h, "encode", 1, func(c *engine.Call) engine.Value {
		s, thrown := w.vm.ToString(c.Arg(0))
		if thrown != nil {
			return c.Rethrow(thrown)
		}
		return w.vm.NewBytes([]byte(s))
	})
	w.fn(h, "decode", 2, func(c *engine.Call) engine.Value {
		b, _ := w.vm.Bytes(c.Arg(0))
		if w.vm.Truth(c.Arg(1)) && !utf8.Valid(b) {
			return engine.Undefined()
		}
		return w.vm.String(decodeUTF8(b))
	})
}

// decodeUTF8 reads UTF-8 as the Encoding Standard does: the longest piece of a character that is cut short is one U+FFFD.
func decodeUTF8(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	var out strings.Builder
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			size = cutShort(b)
		}
		out.WriteRune(r)
		b = b[size:]
	}
	return out.String()
}

// cutShort is the length of the longest beginning of a character at the start of b, 1 at least.
func cutShort(b []byte) int {
	lowest, highest, want := byte(0x80), byte(0xbf), 0
	switch c := b[0]; {
	case c >= 0xc2 && c <= 0xdf:
		want = 1
	case c >= 0xe0 && c <= 0xef:
		want = 2
		if c == 0xe0 {
			lowest = 0xa0
		} else if c == 0xed {
			highest = 0x9f
		}
	case c >= 0xf0 && c <= 0xf4:
		want = 3
		if c == 0xf0 {
			lowest = 0x90
		} else if c == 0xf4 {
			highest = 0x8f
		}
	}
	n := 1
	for n < len(b) && n <= want && b[n] >= lowest && b[n] <= highest {
		lowest, highest = 0x80, 0xbf
		n++
	}
	return n
}

// latin1 is a text as one byte a character; ok is false when one has no room in it.
func latin1(s string) (b []byte, ok bool) {
	for _, r := range s {
		if r > 0xff {
			return nil, false
		}
		b = append(b, byte(r))
	}
	return b, true
}

// forgiving decodes Base64 as the Infra Standard does: white space is skipped, padding may be missing.
func forgiving(s string) (b []byte, ok bool) {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\n\f\r", r) {
			return -1
		}
		return r
	}, s)
	if len(s)%4 == 0 {
		s = strings.TrimSuffix(strings.TrimSuffix(s, "="), "=")
	}
	b, err := base64.RawStdEncoding.DecodeString(s)
	return b, err == nil
}
