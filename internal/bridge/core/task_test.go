package core_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/bridge/core"
)

const (
	sync       = "com.transistorsoft.sync"
	processing = "processing"
)

func TestS1WithoutARegisteredIdentifierNothingIsScheduled(t *testing.T) {
	p := newPhone()
	m := core.NewModern(p, p, core.Setup{OS: 26, Permitted: []string{core.FetchIdentifier, "com.example.sync"}})
	err := m.Schedule(core.TaskOptions{ID: sync}, p.listener())
	require.EqualError(t, err, "The operation couldn’t be completed. (TSBackgroundFetch error 0.)")
	assert.Empty(t, p.said())

	m = core.NewModern(p, p, core.Setup{OS: 12, Permitted: []string{sync}})
	err = m.Schedule(core.TaskOptions{ID: sync}, p.listener())
	require.EqualError(t, err, "The operation couldn’t be completed. (TSBackgroundFetch error -1.)")
}

func TestS2WhatTheSchedulerRefusesIsTold(t *testing.T) {
	for _, refused := range []core.SchedulerError{core.Unavailable, core.TooManyPending, core.NotPermitted} {
		p := newPhone()
		p.submitErr = refused
		err := core.NewModern(p, p, setup()).Schedule(core.TaskOptions{ID: sync}, p.listener())
		require.ErrorIs(t, err, refused)
		assert.Equal(t, int(refused), core.Code(err))
	}
	assert.Equal(t, 0, core.Code(errors.New("another")))
}

func TestS3SchedulingAgainReplacesTheRequest(t *testing.T) {
	p := newPhone()
	m := core.NewModern(p, p, setup())
	require.NoError(t, m.Schedule(core.TaskOptions{ID: sync, Delay: time.Minute}, p.listener()))
	require.NoError(t, m.Schedule(core.TaskOptions{ID: sync, Delay: time.Hour}, p.listener()))
	assert.Equal(t, []string{"submit " + sync + " +1m0s", "cancel " + sync, "submit " + sync + " +1h0m0s"}, p.said())
}

func TestS4ATaskOfAnEarlierLaunchWaitsUntilItIsScheduledAgain(t *testing.T) {
	p := newPhone()
	require.NoError(t, core.NewModern(p, p, setup()).Schedule(core.TaskOptions{ID: sync}, p.listener()))

	m := core.NewModern(p, p, setup())
	p.said()
	m.Deliver(p.grant(processing, sync))
	m.AddListener("a", p.listener())
	m.Configure(0)
	p.settle()
	assert.Equal(t, []string{"held " + sync + " (S4)", "submit com.transistorsoft.fetch +0s"}, p.said(), "configure does not release it")

	require.NoError(t, m.Schedule(core.TaskOptions{ID: sync}, p.listener()))
	p.settle()
	assert.Equal(t, []string{"called " + sync, "event " + sync}, p.said(), "at once, instead of being scheduled")
}

func TestS5ATaskThatNobodyKnowsAnyMoreEndsAtOnce(t *testing.T) {
	p := newPhone()
	m := core.NewModern(p, p, setup())
	m.Deliver(p.grant(processing, sync))
	assert.Equal(t, []string{"none " + sync + " (S5)", "complete 1 completedByOs none"}, p.said())
}

func TestS6ATaskIsNotCompletedAtItsExpiration(t *testing.T) {
	p := newPhone()
	m := core.NewModern(p, p, setup())
	require.NoError(t, m.Schedule(core.TaskOptions{ID: sync}, p.listener()))
	task := p.grant(processing, sync)
	m.Deliver(task)
	p.said()
	p.expired = true
	m.Expire(task)
	assert.Equal(t, []string{"expiring user", "timeout " + sync}, p.said())
	m.Finish(sync, core.ByUser)
	assert.Equal(t, []string{"finish " + sync + " afterExpiration by user, 0 open", "complete 1 finished newData"}, p.said())
}

func TestS7FinishForgetsATaskThatIsNotPeriodic(t *testing.T) {
	p := newPhone()
	m := core.NewModern(p, p, setup())
	require.NoError(t, m.Schedule(core.TaskOptions{ID: sync}, p.listener()))
	p.said()
	m.Finish(sync, core.ByUser)
	assert.Equal(t, []string{"finish " + sync + " unknown by user, 0 open"}, p.said(), "iOS still has the request")
	m.Deliver(p.grant(processing, sync))
	assert.Contains(t, p.said(), "none "+sync+" (S5)")
}

func TestATaskThatIsFinishedAgainIsSaidToBeFinishedTwice(t *testing.T) {
	for _, periodic := range []bool{false, true} {
		p := newPhone()
		m := core.NewModern(p, p, setup())
		require.NoError(t, m.Schedule(core.TaskOptions{ID: sync, Periodic: periodic}, p.listener()))
		m.Deliver(p.grant(processing, sync))
		m.Finish(sync, core.ByUser)
		p.said()
		m.Finish(sync, core.ByUser)
		assert.Equal(t, []string{"finish " + sync + " twice by user, 0 open"}, p.said(), "periodic %v", periodic)
	}
}

func TestAPeriodicTaskIsScheduledAgainWhenItRuns(t *testing.T) {
	p := newPhone()
	m := core.NewModern(p, p, setup())
	require.NoError(t, m.Schedule(core.TaskOptions{ID: sync, Delay: time.Hour, Periodic: true}, p.listener()))
	p.said()
	m.Deliver(p.grant(processing, sync))
	m.Finish(sync, core.ByUser)
	assert.Equal(t, []string{
		"submit " + sync + " +1h0m0s", "called " + sync, "event " + sync,
		"finish " + sync + " accepted by user, 0 open", "complete 1 finished newData",
	}, p.said())
	m.Deliver(p.grant(processing, sync))
	assert.Contains(t, p.said(), "event "+sync, "it is kept")
}

func TestS8ATaskScheduledBeforeConfigureNeverRuns(t *testing.T) {
	p := newPhone()
	m := core.NewModern(p, p, setup())
	require.NoError(t, m.Schedule(core.TaskOptions{ID: sync}, core.Handlers{}))
	p.said()
	m.Deliver(p.grant(processing, sync))
	assert.Equal(t, []string{"held " + sync + " (S4)"}, p.said())
	require.NoError(t, m.Schedule(core.TaskOptions{ID: sync}, core.Handlers{}))
	assert.Equal(t, []string{"none " + sync + " (S8)"}, p.said())
}

func TestStopTakesBackEveryScheduledTask(t *testing.T) {
	p := newPhone()
	m := listening(p)
	require.NoError(t, m.Schedule(core.TaskOptions{ID: sync}, p.listener()))
	p.said()
	m.Stop("a")
	assert.Equal(t, []string{"cancel com.transistorsoft.fetch", "cancel " + sync}, p.said())
	m.StopTask(sync)
	m.StopTask("never scheduled")
	assert.Empty(t, p.said())
	m = core.NewModern(p, p, setup())
	m.Deliver(p.grant(processing, sync))
	assert.Contains(t, p.said(), "none "+sync+" (S5)", "also for later launches")
}
