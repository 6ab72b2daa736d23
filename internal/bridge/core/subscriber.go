package core

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/fetchsim/fetchsim/internal/device"
)

// Handlers are what a wrapper gives a core to call: each call is a turn of JavaScript.
type Handlers struct {
	// Event tells of a wake. Nil: the listener is there without a callback (Cordova's start() before configure).
	Event func(taskID string)
	// Timeout tells that the time is up. Nil: the core finishes by itself (D3).
	Timeout func(taskID string)
	// DefaultTimeout says that the plugin's own handler answers Timeout, not the user's.
	DefaultTimeout bool
	// Listening says whether an event would reach a callback in JavaScript; nil: always.
	Listening func() bool
}

// subscriber is a listener of app-refresh wakes. A plugin has one; several plugins in one app share a wake (L11).
type subscriber struct {
	id       string
	handlers Handlers
	executed bool // told of a wake, and has not finished since
	finished bool
}

// keySubscribers is where NSUserDefaults holds the ids of the subscribers.
const keySubscribers = "TSBGAppRefreshSubscriber"

// nativeSpace is the store's name for NSUserDefaults.
const nativeSpace = "native"

// AddListener makes or replaces a plugin's callbacks (L4). A wake that waits for them is handed over at once (L6), after the
// JavaScript that is running.
func (m *Modern) AddListener(id string, h Handlers) {
	s := m.find(id)
	if s == nil {
		s = &subscriber{id: id}
		m.subscribers = append(m.subscribers, s)
		m.saveSubscribers()
	}
	s.handlers = h
	if m.held != nil && h.Event != nil && !s.executed {
		m.execute(s, true)
	}
}

// removeListener takes a plugin's subscriber away, also for the launches to come.
func (m *Modern) removeListener(id string) {
	i := slices.IndexFunc(m.subscribers, func(s *subscriber) bool { return s.id == id })
	if i < 0 {
		return
	}
	m.subscribers = slices.Delete(m.subscribers, i, i+1)
	m.saveSubscribers()
	if len(m.subscribers) == 0 {
		m.cancel()
	}
}

func (m *Modern) find(id string) *subscriber {
	for _, s := range m.subscribers {
		if s.id == id {
			return s
		}
	}
	return nil
}

// rehydrateSubscribers makes the subscribers of earlier launches again, without callbacks (L6).
func (m *Modern) rehydrateSubscribers() {
	for _, id := range loadList(m.phone, keySubscribers) {
		m.subscribers = append(m.subscribers, &subscriber{id: id})
	}
}

func (m *Modern) saveSubscribers() {
	ids := make([]string, len(m.subscribers))
	for i, s := range m.subscribers {
		ids[i] = s.id
	}
	saveList(m.phone, keySubscribers, ids)
}

// loadList reads a list of strings from NSUserDefaults.
func loadList(phone Phone, key string) (list []string) {
	text, ok := phone.Store().Space(nativeSpace).Get(key)
	if !ok {
		return nil
	}
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		panic("core: NSUserDefaults hold a broken list: " + err.Error())
	}
	return list
}

func saveList(phone Phone, key string, list []string) {
	saveJSON(phone, key, list)
}

func saveJSON(phone Phone, key string, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		panic("core: cannot write to NSUserDefaults: " + err.Error())
	}
	phone.Store().Space(nativeSpace).Set(key, string(text))
}

// later calls fn in a turn of its own, as dispatch_async to the main queue does.
func later(phone Phone, fn func()) {
	phone.After(0, func(time.Duration) { fn() })
}

// Minutes is a number of minutes that JavaScript gave as minimumFetchInterval. Less than none is none.
func Minutes(n float64) time.Duration { return scaled(n, time.Minute) }

// Milliseconds is a number of milliseconds that JavaScript gave as delay, in whole seconds as the wrappers in Objective-C
// cut it.
func Milliseconds(n float64) time.Duration {
	return scaled(n, time.Millisecond).Truncate(time.Second)
}

// longest bounds what JavaScript may ask for, so that no sum overflows: a century.
const longest = 100 * 365 * 24 * time.Hour

func scaled(n float64, unit time.Duration) time.Duration {
	switch most := float64(longest / unit); {
	case !(n > 0): // NaN too
		return device.FetchMinimum
	case n >= most:
		return longest
	}
	return time.Duration(n * float64(unit))
}
