package core_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/fetchsim/fetchsim/internal/bridge/core"
)

// in4 and in5 are what differs between the plugin's versions 4 and 5.
func in4() core.OldVariant { return core.OldVariant{} }
func in5() core.OldVariant { return core.OldVariant{ReadsInterval: true, ByFirstWake: true} }

const keepGoing = false

// opened is an old core in a process that the person launched, with a listener.
func opened(p *phone, v core.OldVariant) *core.Old {
	p.foreground = true
	o := core.NewOld(p, p, v)
	stop := keepGoing
	o.Configure(core.OldOptions{StopOnTerminate: &stop})
	o.AddListener(p.listener())
	o.Start()
	p.foreground = false
	p.said()
	return o
}

func TestO1AnUnfinishedWakeDoesNotBlockTheNext(t *testing.T) {
	p := newPhone()
	o := opened(p, in4())
	o.Deliver(p.grant("fetch", ""))
	o.Deliver(p.grant("fetch", ""))
	assert.Equal(t, []string{"called ", "event ", "called ", "event "}, p.said())
}

func TestO2AWakeWithoutAListener(t *testing.T) {
	p := newPhone()
	p.foreground = true
	o := core.NewOld(p, p, in4())
	p.foreground = false
	o.Deliver(p.grant("fetch", ""))
	assert.Equal(t, []string{"none  (O2)", "complete 1 completedByOs noData"}, p.said(), "a process of the person's: at once")
	o.Finish(core.NewData)
	assert.Equal(t, []string{"finish  late by user, 0 open"}, p.said())

	p = newPhone()
	p.wake = 1
	o = core.NewOld(p, p, in4())
	p.wake = 0
	o.Deliver(p.grant("fetch", ""))
	assert.Equal(t, []string{"held  (O2)"}, p.said(), "a process of iOS's: it waits")
	o.AddListener(p.listener())
	p.settle()
	assert.Equal(t, []string{"called ", "event "}, p.said())
}

func TestO3TheFirstWakeOfABackgroundLaunchIsCompletedFiveSecondsLater(t *testing.T) {
	p := newPhone()
	p.wake = 1
	o := core.NewOld(p, p, in4())
	p.wake = 0
	o.AddListener(p.listener())
	o.Deliver(p.grant("fetch", ""))
	p.said()
	o.Finish(core.NoData)
	assert.Equal(t, []string{"finish  accepted by user, 0 open"}, p.said())
	assert.Equal(t, []time.Duration{5 * time.Second}, p.delays)
	o.Finish(core.NewData)
	assert.Equal(t, []string{"finish  twice by user, 0 open"}, p.said())
	p.settle()
	assert.Equal(t, []string{"interval -1", "complete 1 finished noData"}, p.said())

	o.Deliver(p.grant("fetch", ""))
	o.Finish(core.Failed)
	assert.Contains(t, p.said(), "complete 1 finished failed", "later ones at once")
}

func TestO4StopOnTerminateStopsAfterTheFirstBackgroundWake(t *testing.T) {
	for _, tt := range []struct {
		name    string
		variant core.OldVariant
		want    []string
	}{
		{"version 4 does not count a process of the person's", in4(), []string{"complete 1 finished newData"}},
		{"version 5 counts every process's first wake", in5(), []string{"interval -1", "complete 1 finished newData"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPhone()
			p.foreground = true
			o := core.NewOld(p, p, tt.variant)
			o.Configure(core.OldOptions{})
			o.AddListener(p.listener())
			p.foreground = false
			o.Deliver(p.grant("fetch", ""))
			o.Finish(core.NewData)
			p.settle()
			assert.Equal(t, tt.want, p.said()[3:], "after called, event and finish")
		})
	}
}

func TestO4TheOptionsOfAnEarlierLaunchCountWhereNothingIsConfigured(t *testing.T) {
	p := newPhone()
	opened(p, in4()) // stopOnTerminate: false
	p.wake = 1
	o := core.NewOld(p, p, in4())
	p.wake = 0
	o.Deliver(p.grant("fetch", ""))
	o.AddListener(p.listener())
	p.settle()
	o.Finish(core.NewData)
	p.said()
	p.settle()
	assert.Equal(t, []string{"complete 1 finished newData"}, p.said(), "it does not stop")
}

func TestO5AFinishWithoutAWakeIsIgnored(t *testing.T) {
	p := newPhone()
	o := opened(p, in4())
	assert.NotEmpty(t, o.Refuses())
	o.Finish(core.NewData)
	assert.Equal(t, []string{"finish  unknown by user, 0 open"}, p.said())
	o.Deliver(p.grant("fetch", ""))
	assert.Empty(t, o.Refuses())
	o.Finish(core.NewData)
	p.said()
	o.Finish(core.NewData)
	assert.Equal(t, []string{"finish  twice by user, 0 open"}, p.said())
}

func TestO6StopLeavesTheOpenWakeAlone(t *testing.T) {
	p := newPhone()
	o := opened(p, in4())
	o.Deliver(p.grant("fetch", ""))
	p.said()
	o.Stop()
	o.Finish(core.NewData)
	assert.Equal(t, []string{"interval -1", "finish  accepted by user, 0 open", "complete 1 finished newData"}, p.said())
}

func TestTheOldCoreHearsNothingOfTheExpiration(t *testing.T) {
	p := newPhone()
	o := opened(p, in4())
	task := p.grant("fetch", "")
	o.Deliver(task)
	p.said()
	o.Expire(task)
	assert.Equal(t, []string{"expiring none"}, p.said())
}

func TestMinimumFetchIntervalCountsFromVersion5(t *testing.T) {
	hour := time.Hour
	for _, tt := range []struct {
		variant core.OldVariant
		want    string
	}{{in4(), "interval 0"}, {in5(), "interval 3600000000000"}} {
		p := newPhone()
		o := core.NewOld(p, p, tt.variant)
		o.Configure(core.OldOptions{Interval: &hour})
		o.Start()
		assert.Equal(t, []string{tt.want}, p.said())
	}
}
