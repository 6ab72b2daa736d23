package device

import "slices"

// Store is what the app keeps on the phone: it survives kills and restarts of the process, not an uninstall. Each
// namespace (localStorage, the native side's NSUserDefaults) is an ordered list of string keys, as the web's Storage is.
type Store struct {
	spaces map[string]*Space
}

// Space returns the namespace of that name, empty at first.
func (s *Store) Space(name string) *Space {
	if s.spaces == nil {
		s.spaces = map[string]*Space{}
	}
	if s.spaces[name] == nil {
		s.spaces[name] = &Space{values: map[string]string{}}
	}
	return s.spaces[name]
}

// Space is one namespace of a Store.
type Space struct {
	keys   []string
	values map[string]string
}

// Get returns the value of a key.
func (s *Space) Get(key string) (string, bool) {
	v, ok := s.values[key]
	return v, ok
}

// Set writes a value; a new key goes to the end of the order.
func (s *Space) Set(key, value string) {
	if _, ok := s.values[key]; !ok {
		s.keys = append(s.keys, key)
	}
	s.values[key] = value
}

// Remove deletes a key and reports whether it was there.
func (s *Space) Remove(key string) bool {
	if _, ok := s.values[key]; !ok {
		return false
	}
	delete(s.values, key)
	i := slices.Index(s.keys, key)
	s.keys = slices.Delete(s.keys, i, i+1)
	return true
}

// Clear deletes every key.
func (s *Space) Clear() {
	s.keys = nil
	clear(s.values)
}

// Keys are the keys in the order in which they were first set. The slice is the space's own.
func (s *Space) Keys() []string { return s.keys }
