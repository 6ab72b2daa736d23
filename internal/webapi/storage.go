package webapi

import (
	"math"
	"slices"
	"unicode/utf8"

	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
)

// storageQuota is how many bytes localStorage may hold, keys and values together, at two bytes a UTF-16 unit. Observed:
// 5 MB in WebKit, https://github.com/WebKit/WebKit/blob/main/Source/WebKit/NetworkProcess/storage/LocalStorageManager.cpp
const storageQuota = 5 << 20

// space is a Storage of the script.
type space struct {
	w     *Web
	store Storage
	used  int64 // bytes, counted once and then kept
	kept  bool  // it survives the process, so that the trace tells of writes
}

func (w *Web) hostStorage(h engine.Value) {
	w.vm.Give(h, "local", w.space(w.env.Local, true))
	w.vm.Give(h, "session", w.space(&memory{values: map[string]string{}}, false))
}

// space makes the object of functions behind one Storage.
func (w *Web) space(store Storage, kept bool) engine.Value {
	s := &space{w: w, store: store, kept: kept}
	for _, k := range store.Keys() {
		v, _ := store.Get(k)
		s.used += cost(k, v)
	}
	vm, o := w.vm, w.vm.Object()
	w.fn(o, "length", 0, func(*engine.Call) engine.Value { return engine.Int(int64(len(store.Keys()))) })
	w.fn(o, "key", 1, func(c *engine.Call) engine.Value {
		keys, i := store.Keys(), c.Arg(0).Number()
		if !(i >= 0 && i < float64(len(keys))) {
			return engine.Undefined()
		}
		return vm.String(keys[int(i)])
	})
	w.fn(o, "keys", 0, func(*engine.Call) engine.Value {
		var values []engine.Value
		for _, k := range store.Keys() {
			values = append(values, vm.String(k))
		}
		return vm.Array(values...)
	})
	w.fn(o, "get", 1, func(c *engine.Call) engine.Value {
		v, ok := store.Get(w.wtf8(c.Arg(0)))
		if !ok {
			return engine.Undefined()
		}
		return vm.String(v)
	})
	w.fn(o, "set", 2, func(c *engine.Call) engine.Value { return engine.Bool(s.set(w.wtf8(c.Arg(0)), w.wtf8(c.Arg(1)))) })
	w.fn(o, "remove", 1, func(c *engine.Call) engine.Value {
		s.remove(w.wtf8(c.Arg(0)))
		return engine.Undefined()
	})
	w.fn(o, "clear", 0, func(*engine.Call) engine.Value {
		if len(store.Keys()) > 0 {
			store.Clear()
			s.used = 0
			s.tell("clear", "", 0)
		}
		return engine.Undefined()
	})
	return o
}

// set writes a value, and is false when there is no room for it.
func (s *space) set(key, value string) bool {
	old, had := s.store.Get(key)
	grown := s.used + cost(key, value)
	if had {
		if old == value {
			return true
		}
		grown -= cost(key, old)
	}
	if grown > storageQuota {
		return false
	}
	s.store.Set(key, value)
	s.used = grown
	s.tell("set", key, cost(key, value))
	return true
}

func (s *space) remove(key string) {
	old, had := s.store.Get(key)
	if !had {
		return
	}
	s.store.Remove(key)
	s.used -= cost(key, old)
	s.tell("remove", key, 0)
}

// tell writes a change to the trace.
func (s *space) tell(op, key string, bytes int64) {
	if s.kept {
		host := s.w.rt.Host()
		host.Emit(&trace.Storage{App: host.Where(), Op: op, Key: shorten(key, maxShownKey), Bytes: bytes})
	}
}

// maxShownKey is the most bytes of a key that the trace shows.
const maxShownKey = 200

// cost is what an entry counts towards the quota, in bytes.
func cost(key, value string) int64 { return 2 * int64(utf16Len(key)+utf16Len(value)) }

// utf16Len is the length of a text as JavaScript counts it.
func utf16Len(s string) int {
	n := 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 && i+3 <= len(s) && s[i] == 0xed {
			size = 3 // half a surrogate pair
		}
		if r > math.MaxUint16 {
			n++
		}
		n++
		i += size
	}
	return n
}

// wtf8 is the text of a string that our JavaScript has made one, with half surrogate pairs.
func (w *Web) wtf8(v engine.Value) string {
	s, thrown := w.vm.ToWTF8(v)
	if thrown != nil {
		w.vm.Free(thrown.Value)
	}
	return s
}

// memory is a Storage that lives as long as the process.
type memory struct {
	keys   []string
	values map[string]string
}

func (m *memory) Get(key string) (string, bool) {
	v, ok := m.values[key]
	return v, ok
}

func (m *memory) Set(key, value string) {
	if _, ok := m.values[key]; !ok {
		m.keys = append(m.keys, key)
	}
	m.values[key] = value
}

func (m *memory) Remove(key string) bool {
	i := slices.Index(m.keys, key)
	if i < 0 {
		return false
	}
	m.keys = slices.Delete(m.keys, i, i+1)
	delete(m.values, key)
	return true
}

func (m *memory) Clear() {
	m.keys = nil
	clear(m.values)
}

func (m *memory) Keys() []string { return m.keys }
