package core

import (
	"slices"

	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/trace"
)

// handleRefresh is the launch handler of an app-refresh task, or performFetchWithCompletionHandler.
func (m *Modern) handleRefresh(task device.Task) {
	if task.Cold {
		// The launch handler ran before JavaScript could configure: it asked with the interval of a new process, none.
		configured := m.interval
		m.interval = device.FetchMinimum
		defer func() { m.interval = configured }()
	}
	m.scheduled, m.wanted = false, false
	_ = m.schedule()
	m.held = &refresh{task: task, legacy: task.Trigger == triggerFetch}
	if m.held.legacy {
		// Only to hear when the time is up: iOS does not warn a legacy fetch (D5).
		m.phone.BeginBackgroundTask()
	}
	m.executeAll()
}

// executeAll tells every subscriber of the wake.
func (m *Modern) executeAll() {
	if len(m.subscribers) == 0 {
		m.delivered("", handlerNone, "D4")
		return
	}
	for _, s := range slices.Clone(m.subscribers) {
		m.execute(s, false)
	}
}

// execute tells one subscriber, unless it has no callback yet (L6) or was told and did not finish since (L7). async is for
// a call from JavaScript, which must come to its end first.
func (m *Modern) execute(s *subscriber, async bool) {
	switch {
	case s.handlers.Event == nil:
		m.delivered(s.id, handlerHeld, "L6")
		return
	case s.executed:
		m.delivered(s.id, handlerNone, "L7")
		return
	}
	s.executed, s.finished = true, false
	if async {
		later(m.phone, func() { m.tell(s.id, s.handlers) })
		return
	}
	m.tell(s.id, s.handlers)
}

// tell calls a callback with its task id, if JavaScript listens at all.
func (m *Modern) tell(id string, h Handlers) {
	if h.Listening != nil && !h.Listening() {
		m.delivered(id, handlerNone, "noListener")
		return
	}
	m.delivered(id, handlerCalled, "")
	h.Event(id)
}

// What became of a wake on its way to the user's handler, as trace.Delivered says it.
const (
	handlerCalled = "called"
	handlerHeld   = "held"
	handlerNone   = "none"
)

// delivered writes what became of the wake on its way to JavaScript.
func (m *Modern) delivered(id, handler, rule string) {
	emitDelivered(m.phone, id, handler, rule)
}

func emitDelivered(phone Phone, id, handler, rule string) {
	how := "delivered"
	switch handler {
	case handlerHeld:
		how = "held"
	case handlerNone:
		how = "dropped"
	}
	phone.Emit(&trace.Delivered{App: phone.Where(), TaskID: id, Handler: handler, Rule: rule})
	phone.Emit(&trace.BridgeEvent{App: phone.Where(), Name: "fetch", TaskID: id, How: how, Rule: rule})
}

// expireRefresh is the expiration handler: each subscriber that has not finished hears of it. The core completes nothing
// that a subscriber can still finish (D2).
func (m *Modern) expireRefresh() {
	if m.held == nil {
		return
	}
	emitExpiring(m.phone, m.timeoutHandler())
	m.app.Pending("expiration")
	if len(m.subscribers) == 0 {
		m.expireAlone()
		return
	}
	for _, s := range slices.Clone(m.subscribers) {
		m.timeout(s)
	}
}

// expireAlone ends a wake whose subscriber was stopped: a BGTask is completed without success (D4). A legacy fetch is not:
// its completion handler stays uncalled.
func (m *Modern) expireAlone() {
	if !m.held.legacy {
		m.complete(howStopped, none)
	}
}

// timeout tells one subscriber that the time is up. Without a callback for it the core finishes in its place (D3); one that
// has finished is left alone (D6).
func (m *Modern) timeout(s *subscriber) {
	if s.finished {
		return
	}
	if s.handlers.Timeout == nil {
		m.answer(s.id, m.inTime(), byNative)
		m.finish(s, byNative)
		return
	}
	m.phone.Emit(&trace.BridgeEvent{App: m.phone.Where(), Name: "timeout", TaskID: s.id, How: "delivered"})
	s.handlers.Timeout(s.id)
}

// timeoutHandler is who is going to hear of the expiration.
func (m *Modern) timeoutHandler() string {
	handler := handlerNone
	for _, s := range m.subscribers {
		if s.handlers.Timeout == nil || s.finished {
			continue
		}
		if s.handlers.Listening != nil && !s.handlers.Listening() {
			continue
		}
		if !s.handlers.DefaultTimeout {
			return "user"
		}
		handler = "default"
	}
	return handler
}

func emitExpiring(phone Phone, handler string) {
	phone.Emit(&trace.Expiring{App: phone.Where(), Heard: handler == "user", Handler: handler})
}
