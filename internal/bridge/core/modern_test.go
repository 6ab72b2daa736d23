package core_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/fetchsim/fetchsim/internal/bridge/core"
)

const refresh = "refresh"

// listening is a modern core with one subscriber, "a", that has asked for a wake.
func listening(p *phone) *core.Modern {
	m := core.NewModern(p, p, setup())
	m.AddListener("a", p.listener())
	m.Configure(15 * time.Minute)
	p.said()
	return m
}

func TestL7UnfinishedWakeBlocksTheNext(t *testing.T) {
	p := newPhone()
	m := listening(p)
	m.Deliver(p.grant(refresh, core.FetchIdentifier))
	assert.Contains(t, p.said(), "event a")

	p.wake = 1 // the first wake is over without a finish, and the process lives
	m.Deliver(p.grant(refresh, core.FetchIdentifier))
	assert.Equal(t, []string{"submit com.transistorsoft.fetch +15m0s", "none a (L7)"}, p.said())

	m.Finish("a", core.ByUser)
	assert.Equal(t, []string{"finish a accepted by user, 0 open", "complete 2 finished newData"}, p.said(),
		"it completes whatever wake is open")
	m.Deliver(p.grant(refresh, core.FetchIdentifier))
	assert.Contains(t, p.said(), "event a")
}

func TestL7ABlockedWakeStillTimesOut(t *testing.T) {
	p := newPhone()
	m := listening(p)
	m.Deliver(p.grant(refresh, core.FetchIdentifier))
	task := p.grant(refresh, core.FetchIdentifier)
	m.Deliver(task)
	p.said()
	m.Expire(task)
	assert.Equal(t, []string{"expiring user", "timeout a"}, p.said())
}

func TestL11TheWakeEndsWhenEverySubscriberHasFinished(t *testing.T) {
	p := newPhone()
	m := listening(p)
	m.AddListener("b", p.listener())
	m.Deliver(p.grant(refresh, core.FetchIdentifier))
	assert.Equal(t, []string{"submit com.transistorsoft.fetch +15m0s", "called a", "event a", "called b", "event b"}, p.said())

	m.Finish("a", core.ByUser)
	m.Finish("a", core.ByUser)
	assert.Equal(t, []string{"finish a accepted by user, 0 open", "finish a twice by user, 0 open"}, p.said())
	m.Finish("b", core.ByUser)
	assert.Equal(t, []string{"finish b accepted by user, 0 open", "complete 1 finished newData"}, p.said())
}

func TestD6AFinishedSubscriberHearsNoTimeout(t *testing.T) {
	p := newPhone()
	m := listening(p)
	m.AddListener("b", p.listener())
	task := p.grant(refresh, core.FetchIdentifier)
	m.Deliver(task)
	m.Finish("a", core.ByUser)
	p.said()
	p.expired = true
	m.Expire(task)
	assert.Equal(t, []string{"expiring user", "timeout b"}, p.said())
	m.Finish("b", core.ByDefault)
	assert.Equal(t, []string{"finish b afterExpiration by default, 0 open", "complete 1 finished newData"}, p.said())
}

func TestD3ASubscriberWithoutTimeoutWaitsForTheOthers(t *testing.T) {
	p := newPhone()
	m := listening(p)
	m.AddListener("b", core.Handlers{Event: func(string) {}})
	task := p.grant(refresh, core.FetchIdentifier)
	m.Deliver(task)
	p.said()
	m.Expire(task)
	assert.Equal(t, []string{"expiring user", "timeout a", "finish b accepted by native, 0 open"}, p.said(), "a can still finish")
}

func TestD4ALegacyWakeWithoutASubscriberIsNotCompleted(t *testing.T) {
	p := newPhone()
	s := setup()
	s.OS = 12
	m := core.NewModern(p, p, s)
	m.AddListener("a", p.listener())
	m.Configure(0)
	task := p.grant("fetch", "")
	m.Deliver(task)
	m.Stop("a")
	p.said()
	m.Expire(task)
	assert.Equal(t, []string{"expiring none"}, p.said(), "its completion handler stays uncalled")
}

func TestALateFinishIsTold(t *testing.T) {
	p := newPhone()
	listening(p)
	m := core.NewModern(p, p, setup()) // the next launch: the subscriber has no callbacks
	task := p.grant(refresh, core.FetchIdentifier)
	m.Deliver(task)
	m.Expire(task)
	m.AddListener("a", p.listener())
	p.said()
	m.Finish("a", core.ByUser)
	assert.Equal(t, []string{"finish a late by user, 0 open"}, p.said(), "the native side had completed the wake")
}

func TestFinishNamesWhatItLeavesOpen(t *testing.T) {
	p := newPhone()
	m := listening(p)
	m.Deliver(p.grant(refresh, core.FetchIdentifier))
	p.open = 2
	p.said()
	m.Finish("a", core.ByUser)
	assert.Equal(t, []string{"finish a accepted by user, 2 open", "complete 1 finished newData"}, p.said())
	assert.Equal(t, 1, p.pending, "and asks the JavaScript what it waits for")
}

func TestMinutesAndMillisecondsOfJavaScript(t *testing.T) {
	for _, tt := range []struct {
		minutes float64
		want    time.Duration
	}{{15, 15 * time.Minute}, {0.5, 30 * time.Second}, {0, 0}, {-3, 0}, {1e300, 100 * 365 * 24 * time.Hour}} {
		assert.Equal(t, tt.want, core.Minutes(tt.minutes), "%v", tt.minutes)
	}
	assert.Equal(t, 2*time.Second, core.Milliseconds(2999), "whole seconds")
	assert.Equal(t, time.Duration(0), core.Milliseconds(-1))
}
