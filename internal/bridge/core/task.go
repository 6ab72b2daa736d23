package core

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/trace"
)

// TaskOptions are what scheduleTask takes on iOS.
type TaskOptions struct {
	ID           string        `json:"identifier"`
	Delay        time.Duration `json:"delay"`
	Periodic     bool          `json:"periodic"`
	NeedsPower   bool          `json:"requiresExternalPower"`
	NeedsNetwork bool          `json:"requiresNetworkConnectivity"`
}

// scheduledTask is TSBGTask: one BGProcessingTask of the app's.
type scheduledTask struct {
	TaskOptions
	handlers  Handlers // none after a launch, until JavaScript schedules it again (S4)
	scheduled bool
	executed  bool
	open      *device.Task // launched by iOS and not completed
}

const (
	// taskMark is what an identifier must contain for the core to register it (L1).
	taskMark = "com.transistorsoft"
	// keyTasks lists the tasks in NSUserDefaults; each lies under keyTask and its identifier.
	keyTasks = "TSBackgroundFetch:tasks"
	keyTask  = "TSBackgroundFetch:"
)

// The errors of the core's own.
const (
	errNotRegistered pluginError = 0  // no processing identifier was registered at launch (S1)
	errNotAvailable  pluginError = -1 // before iOS 13
)

// Schedule is scheduleTask: it makes or replaces a task and asks iOS for it (S3). A task that iOS has launched already and
// that waited for its callback runs at once (S4).
func (m *Modern) Schedule(o TaskOptions, h Handlers) error {
	t := m.findTask(o.ID)
	if t == nil {
		t = &scheduledTask{}
		m.tasks = append(m.tasks, t)
	}
	t.TaskOptions, t.handlers = o, h
	if t.open != nil && !t.executed {
		m.executeTask(t, true)
		return nil
	}
	return m.submitTask(t)
}

func (m *Modern) submitTask(t *scheduledTask) error {
	switch {
	case m.setup.OS < firstBGTaskScheduler:
		return errNotAvailable
	case !m.registersTasks():
		return errNotRegistered
	}
	if t.scheduled {
		m.phone.CancelRequest(t.ID, m.app.Caller())
	}
	err := m.phone.Submit(device.Request{
		Identifier: t.ID, Processing: true, Earliest: m.phone.Now().Add(t.Delay), Interval: t.Delay,
		NeedsPower: t.NeedsPower, NeedsNetwork: t.NeedsNetwork, Pos: m.app.Caller(),
	})
	if err != nil {
		return err
	}
	t.scheduled = true
	m.saveTask(t)
	return nil
}

// registersTasks tells whether any processing identifier was registered when the app was launched (L1).
func (m *Modern) registersTasks() bool {
	return slices.ContainsFunc(m.setup.Permitted, func(id string) bool {
		return id != FetchIdentifier && strings.Contains(id, taskMark)
	})
}

// deliverTask is the launch handler of a processing task. One that nobody knows any more ends at once without success (S5);
// one without a callback in this launch waits (S4).
func (m *Modern) deliverTask(task device.Task) {
	t := m.findTask(task.Identifier)
	if t == nil {
		m.delivered(task.Identifier, handlerNone, "S5")
		m.phone.Complete(task.Wake, howCompleted, none)
		return
	}
	t.scheduled, t.open = false, &task
	m.lastTask = ""
	if t.handlers.Event == nil {
		m.delivered(t.ID, handlerHeld, "S4")
		return
	}
	m.executeTask(t, false)
}

// executeTask tells the task's callback; a periodic one is asked for again first.
func (m *Modern) executeTask(t *scheduledTask, async bool) {
	if t.Periodic && !t.scheduled {
		_ = m.submitTask(t)
	}
	if t.handlers.Event == nil { // Cordova: scheduled before configure (S8)
		m.delivered(t.ID, handlerNone, "S8")
		return
	}
	t.executed = true
	if async {
		later(m.phone, func() { m.tell(t.ID, t.handlers) })
		return
	}
	m.tell(t.ID, t.handlers)
}

// expireTask tells the task's callback that its time is up. The core completes nothing (S6).
func (m *Modern) expireTask(task device.Task) {
	t := m.findTask(task.Identifier)
	handler := handlerNone
	if t != nil && t.handlers.Timeout != nil {
		handler = "user"
		if t.handlers.DefaultTimeout {
			handler = "default"
		}
	}
	emitExpiring(m.phone, handler)
	m.app.Pending("expiration")
	if handler == handlerNone {
		return
	}
	m.phone.Emit(&trace.BridgeEvent{App: m.phone.Where(), Name: "timeout", TaskID: t.ID, How: "delivered"})
	t.handlers.Timeout(t.ID)
}

// finishTask completes a task with success. One that is not periodic is forgotten, even if it never ran; iOS is not told of
// that (S7).
func (m *Modern) finishTask(t *scheduledTask, answer, by string) {
	open := t.open
	t.open, t.executed = nil, false
	if !t.Periodic {
		m.forgetTask(t)
	}
	m.answer(t.ID, answer, by)
	if open != nil {
		m.lastTask = t.ID
		m.phone.Complete(open.Wake, howFinished, NewData)
	}
}

// stopTask takes a task back, from iOS too.
func (m *Modern) stopTask(t *scheduledTask) {
	m.forgetTask(t)
	m.phone.CancelRequest(t.ID, m.app.Caller())
}

func (m *Modern) findTask(id string) *scheduledTask {
	for _, t := range m.tasks {
		if t.ID == id {
			return t
		}
	}
	return nil
}

func (m *Modern) forgetTask(t *scheduledTask) {
	m.tasks = slices.DeleteFunc(m.tasks, func(other *scheduledTask) bool { return other == t })
	m.phone.Store().Space(nativeSpace).Remove(keyTask + t.ID)
	m.saveTaskList()
}

func (m *Modern) saveTask(t *scheduledTask) {
	saveJSON(m.phone, keyTask+t.ID, t.TaskOptions)
	m.saveTaskList()
}

// saveTaskList writes the identifiers of the tasks that iOS has accepted once.
func (m *Modern) saveTaskList() {
	ids := []string{}
	for _, t := range m.tasks {
		if _, saved := m.phone.Store().Space(nativeSpace).Get(keyTask + t.ID); saved {
			ids = append(ids, t.ID)
		}
	}
	saveList(m.phone, keyTasks, ids)
}

// rehydrateTasks makes the tasks of earlier launches again, without callbacks (S4).
func (m *Modern) rehydrateTasks() {
	for _, id := range loadList(m.phone, keyTasks) {
		text, _ := m.phone.Store().Space(nativeSpace).Get(keyTask + id)
		t := &scheduledTask{}
		if err := json.Unmarshal([]byte(text), &t.TaskOptions); err != nil {
			panic("core: NSUserDefaults hold a broken task: " + err.Error())
		}
		m.tasks = append(m.tasks, t)
	}
}
