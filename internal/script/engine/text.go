package engine

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"modernc.org/libc"
	lib "modernc.org/libquickjs"
)

// String makes a JavaScript string of UTF-8 text. The three bytes that stand for half a surrogate pair (WTF-8, as
// ToWTF8 gives them) become that half; any other byte that is not UTF-8 becomes U+FFFD.
func (vm *VM) String(s string) Value {
	s = wellFormedIn(s)
	p := vm.lend(s)
	v := cooked(lib.XJS_NewStringLen(vm.tls, vm.ctx, p, lib.Tsize_t(len(s))))
	if v.kind == kindException { // no memory; noted by LimitHit
		vm.dropException()
		return Undefined()
	}
	return v
}

// ToString is what String(v) gives in JavaScript, for objects by running their toString. Half a surrogate pair becomes
// U+FFFD.
func (vm *VM) ToString(v Value) (string, *Thrown) {
	s, t := vm.ToWTF8(v)
	return wellFormedOut(s), t
}

// ToWTF8 is like ToString but keeps half surrogate pairs as three bytes each, which are not UTF-8 but come back as the
// same string through String.
func (vm *VM) ToWTF8(v Value) (string, *Thrown) {
	if !vm.enter() {
		return "", vm.stoppedError()
	}
	p := lib.XJS_ToCStringLen2(vm.tls, vm.ctx, vm.scratch, v.raw(), 0)
	if p == 0 {
		return "", vm.leaveThrown()
	}
	s := string(bytesAt(p, int(*at[lib.Tsize_t](vm.scratch))))
	lib.XJS_FreeCString(vm.tls, vm.ctx, p)
	vm.leave()
	return s, nil
}

// Text is the text of v if it is a string, else "". It runs no JavaScript.
func (vm *VM) Text(v Value) string {
	if !v.IsString() || vm.closed || vm.abandoned {
		return ""
	}
	p := lib.XJS_ToCStringLen2(vm.tls, vm.ctx, vm.scratch, v.raw(), 0)
	if p == 0 {
		vm.dropException()
		return ""
	}
	s := string(bytesAt(p, int(*at[lib.Tsize_t](vm.scratch))))
	lib.XJS_FreeCString(vm.tls, vm.ctx, p)
	return wellFormedOut(s)
}

// textKept is the size in bytes up to which the buffer for strings on their way in is kept for the next one.
const textKept = 64 << 10

// lend copies s with a NUL behind it to where the engine can read it, until the next lend.
func (vm *VM) lend(s string) address {
	need := len(s) + 1
	if need > vm.textSize || vm.textSize > textKept && need < textKept {
		size := max(need, 256)
		libc.Xfree(vm.tls, vm.text)
		if vm.text = libc.Xmalloc(vm.tls, lib.Tsize_t(size)); vm.text == 0 {
			panic("engine: no memory for a string")
		}
		vm.textSize = size
	}
	b := bytesAt(vm.text, need)
	copy(b, s)
	b[len(s)] = 0
	return vm.text
}

// wellFormedIn replaces each byte that belongs neither to UTF-8 nor to a half surrogate pair by U+FFFD: given such
// bytes, the engine skips some of those that follow.
func wellFormedIn(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if isHalfPair(s[i:]) {
			b.WriteString(s[i : i+3])
			i += 3
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		b.WriteRune(r)
		i += n
	}
	return b.String()
}

// wellFormedOut replaces each half surrogate pair by U+FFFD, which is as long.
func wellFormedOut(s string) string {
	i := strings.IndexByte(s, 0xed)
	if i < 0 || utf8.ValidString(s[i:]) {
		return s
	}
	b := []byte(s)
	for ; i < len(b); i++ {
		j := bytes.IndexByte(b[i:], 0xed)
		if j < 0 {
			break
		}
		if i += j; isHalfPair(s[i:]) {
			copy(b[i:], "\uFFFD")
			i += 2
		}
	}
	return string(b)
}

func isHalfPair(s string) bool {
	return len(s) >= 3 && s[0] == 0xed && s[1] >= 0xa0 && s[1] <= 0xbf && s[2] >= 0x80 && s[2] <= 0xbf
}
