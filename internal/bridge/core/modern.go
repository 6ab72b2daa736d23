package core

import (
	"slices"
	"time"

	"github.com/fetchsim/fetchsim/internal/device"
)

// FetchIdentifier is the BGAppRefreshTask of the modern core. It is not the task id that JavaScript gets and gives back.
const FetchIdentifier = "com.transistorsoft.fetch"

// Modern is TSBackgroundFetch 4: BGTaskScheduler where iOS has it and Info.plist lists [FetchIdentifier], else the legacy
// API (L1, L2).
type Modern struct {
	phone Phone
	app   App
	setup Setup

	registered bool          // the launch handler of FetchIdentifier
	interval   time.Duration // kept in memory only: a cold wake knows none
	scheduled  bool          // a request was submitted and not spent, as far as the core knows

	subscribers []*subscriber
	held        *refresh // the wake that waits for its subscribers
	last        *refresh // the wake before, to tell a second finish from a late one
	tasks       []*scheduledTask
	lastTask    string // the scheduled task that was finished last, until it runs again

	// launching is from the making of a process for a wake to the hand-over of its task. iOS calls the launch handler
	// before JavaScript runs, so what JavaScript asks meanwhile comes after it.
	launching bool
	wanted    bool // configure or start asked for a request meanwhile
}

// refresh is an app-refresh wake, by either API.
type refresh struct {
	task   device.Task
	legacy bool
	how    string // how it ended; empty while it is open
}

// UsesScheduler tells whether the core registers for BGTaskScheduler's wakes (L1) rather than use the legacy API (L2).
func UsesScheduler(setup Setup) bool {
	return setup.OS >= firstBGTaskScheduler && slices.Contains(setup.Permitted, FetchIdentifier)
}

// NewModern returns the core of a process that has just been launched. It reads what an earlier process left in
// NSUserDefaults.
func NewModern(phone Phone, app App, setup Setup) *Modern {
	m := &Modern{phone: phone, app: app, setup: setup}
	_, _, m.launching = phone.OpenWake()
	m.registered = UsesScheduler(setup)
	m.rehydrateSubscribers()
	m.rehydrateTasks()
	return m
}

// Configure is TSBackgroundFetch.configure: it stores the interval and asks for the next wake, if the person allows it
// (L3). A request that is pending stays as it is (L4). It returns UIBackgroundRefreshStatus. The wrapper adds its listener
// first.
func (m *Modern) Configure(interval time.Duration) int {
	m.interval = interval
	status := m.phone.RefreshStatus()
	if status == StatusAvailable {
		// An error is only logged: the plugin reports the status.
		_ = m.schedule()
	}
	return status
}

// Start asks for the next wake unless a request is pending. The wrapper has looked at the status and added its listener.
func (m *Modern) Start() error { return m.schedule() }

// Stop is stop() without an id: the wrapper's subscriber goes, with the last one the request, and every scheduled task. A
// wake that is open stays open, and nobody is left to finish it (D4).
func (m *Modern) Stop(subscriber string) {
	m.removeListener(subscriber)
	for _, t := range slices.Clone(m.tasks) {
		m.stopTask(t)
	}
}

// StopTask is stop(taskId): it takes back a scheduled task. An id that is none is passed over without an error.
func (m *Modern) StopTask(id string) {
	if t := m.findTask(id); t != nil {
		m.stopTask(t)
	}
}

// Deliver is iOS handing over a wake. An app-refresh wake first asks for the next one (L5), then tells the subscribers.
func (m *Modern) Deliver(task device.Task) {
	m.launching = false
	if task.Trigger == triggerProcessing {
		if m.wanted {
			_ = m.schedule()
		}
		m.deliverTask(task)
		return
	}
	m.handleRefresh(task)
}

// Expire is iOS's warning for the wake it handed over.
func (m *Modern) Expire(task device.Task) {
	if task.Trigger == triggerProcessing {
		m.expireTask(task)
		return
	}
	m.expireRefresh()
}

// The triggers of device.Task.
const (
	triggerFetch      = "fetch"
	triggerProcessing = "processing"
)

// schedule asks iOS for the next app-refresh wake unless that was done.
func (m *Modern) schedule() error {
	if m.launching {
		m.wanted = true
		return nil
	}
	if m.scheduled {
		return nil
	}
	if !m.registered {
		m.setLegacyInterval()
		return nil
	}
	err := m.phone.Submit(device.Request{
		Identifier: FetchIdentifier, Earliest: m.phone.Now().Add(m.interval), Interval: m.interval, Pos: m.app.Caller(),
	})
	switch {
	case err == nil:
		m.scheduled = true
	case Code(err) == int(Unavailable):
		m.setLegacyInterval()
		return nil
	}
	return err
}

// setLegacyInterval falls back to the API of iOS 7 (L2).
func (m *Modern) setLegacyInterval() {
	m.phone.SetMinimumFetchInterval(m.interval, m.app.Caller())
	m.scheduled = true
}

// cancel takes the request back. On iOS 13 and later only BGTaskScheduler's, even if the legacy API was the fallback; before,
// the core does not notice that nothing is scheduled any more.
func (m *Modern) cancel() {
	if m.setup.OS < firstBGTaskScheduler {
		m.phone.SetMinimumFetchInterval(device.FetchNever, m.app.Caller())
		return
	}
	m.phone.CancelRequest(FetchIdentifier, m.app.Caller())
	m.scheduled, m.wanted = false, false
}
