package core

import "github.com/fetchsim/fetchsim/internal/trace"

// Finish is finish(taskId) by the user's code or by the plugin's own timeout handler. It completes the wake once every
// subscriber has finished (L8, L11). What it cannot place it ignores, and JavaScript never hears of that (L9, L10).
func (m *Modern) Finish(id, by string) {
	answer, ignored := m.place(id)
	if t := m.findTask(id); t != nil && id != "" {
		m.finishTask(t, answer, by)
		return
	}
	m.answer(id, answer, by)
	if ignored == "" {
		m.finish(m.find(id), by)
	}
}

// Refuses says why a finish with that id would be ignored now; empty if it would count.
func (m *Modern) Refuses(id string) string {
	_, ignored := m.place(id)
	return ignored
}

// place says what a finish with that id comes to, and why if it does not count.
func (m *Modern) place(id string) (answer, ignored string) {
	if id == "" {
		// The core takes FetchIdentifier for a missing id, which no subscriber has.
		return noID, "no taskId"
	}
	switch t := m.findTask(id); {
	case t != nil && t.open != nil:
		return m.inTime(), ""
	case id == m.lastTask:
		return twice, "finished already"
	case t != nil:
		return unknown, "the task is not running"
	}
	s := m.find(id)
	switch {
	case m.held == nil && s != nil && m.last != nil:
		return m.afterwards(), "called without a task to finish"
	case m.held == nil:
		return unknown, "called without a task to finish"
	case s == nil:
		return unknown, "failed to find fetch subscriber " + id
	case s.finished:
		return twice, "finished already"
	}
	return m.inTime(), ""
}

// finish is a subscriber's word that it is done with the wake.
func (m *Modern) finish(s *subscriber, by string) {
	s.finished, s.executed = true, false
	if !m.allFinished() {
		return
	}
	how := howFinished
	if by == byNative {
		how = howCompleted
	}
	m.complete(how, resultOf(by))
}

// afterwards is the answer to a finish that comes when its wake is over.
func (m *Modern) afterwards() string {
	if m.last.how == howFinished {
		return twice
	}
	return late
}

// inTime is the answer to a finish that counts.
func (m *Modern) inTime() string {
	if _, expired, _ := m.phone.OpenWake(); expired {
		return afterExpiration
	}
	return accepted
}

func (m *Modern) allFinished() bool {
	for _, s := range m.subscribers {
		if !s.finished {
			return false
		}
	}
	return true
}

// resultOf is what a completion says to iOS: the core knows success only, and success means new data.
func resultOf(by string) string {
	if by == byNative {
		return none
	}
	return NewData
}

// complete is setTaskCompleted, or the call of the completion handler.
func (m *Modern) complete(how, result string) {
	wake := m.held
	wake.how = how
	m.held, m.last = nil, wake
	m.phone.Complete(wake.task.Wake, how, result)
}

// answer writes what became of a finish, and what it leaves open if it counted.
func (m *Modern) answer(id, answer, by string) {
	emitFinish(m.phone, m.app, trace.Finish{TaskID: id, Result: resultOf(by), By: by, Answer: answer})
}

// emitFinish adds to a finish where it was called and, if it counts, what is still open.
func emitFinish(phone Phone, app App, f trace.Finish) {
	f.App = phone.Where()
	if f.By != byNative {
		f.Pos = app.Caller()
	}
	counts := f.Answer == accepted || f.Answer == afterExpiration
	if counts {
		f.OpenRequests, f.OpenTimers = app.Open(f.Wake)
	}
	phone.Emit(&f)
	if f.OpenRequests+f.OpenTimers > 0 {
		app.Pending("finish")
	}
}

// FinishOnce completes a wake by the word of a callback that can give it only once: without a plugin, by its return value.
func FinishOnce(phone Phone, app App, wake int, id, result string) {
	open, expired, ok := phone.OpenWake()
	answer := accepted
	switch {
	case !ok || open != wake:
		answer = late
	case expired:
		answer = afterExpiration
	}
	emitFinish(phone, app, trace.Finish{TaskID: id, Result: result, By: ByUser, Answer: answer})
	phone.Complete(wake, howFinished, result)
}
