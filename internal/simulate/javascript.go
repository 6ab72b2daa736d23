package simulate

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/bridge"
	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/device"
	"github.com/fetchsim/fetchsim/internal/network"
	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/webapi"
)

// JavaScript makes an app of a user's script: the program with its web APIs over the native side of its plugin. It does not
// change, and may be shared by runs.
type JavaScript struct {
	Program     *script.Program
	Choice      *bridge.Choice
	Platform    *webapi.Platform
	Mock        *network.Mock // nil: placeholders answer
	Costs       script.Costs
	Runaway     time.Duration
	MemoryLimit int64
	NewGuard    func() script.Guard // one for each run
}

// Make implements [AppMaker].
func (j *JavaScript) Make(env Env) device.App {
	a := &scriptApp{maker: j, env: env}
	a.options = script.RuntimeOptions{
		Costs: j.Costs, Runaway: j.Runaway, MemoryLimit: j.MemoryLimit, OnError: j.Choice.OnError, Excerpts: &script.Excerpts{},
		Interrupted: env.Interrupted,
		Units:       append(j.Choice.Units(), j.Platform.Units(family(j.Choice.Platform))...),
		Preludes:    j.Platform.Preludes(family(j.Choice.Platform), j.Choice.Globals),
	}
	if j.NewGuard != nil {
		a.options.Guard = j.NewGuard()
	}
	if j.Program.Has("Intl") || j.Program.Has("toLocale") {
		a.options.IntlZone = env.Calendar.Location().String()
	}
	a.network = network.New(network.Options{
		Seed: env.Seed, Now: env.Now, Link: func() string { return string(env.Link()) }, Mock: j.Mock,
	})
	a.web = webapi.Env{
		Family: family(j.Choice.Platform), Start: env.Calendar.Start(), Zone: env.Calendar.Location, Network: a.network,
		Random: chance.Stream(env.Seed, "random"), Crypto: chance.Stream(env.Seed, "crypto"), Requests: new(int),
		Also: j.Choice.Globals,
	}
	return a
}

func family(p bridge.Platform) webapi.Family {
	switch p {
	case bridge.WebView:
		return webapi.WebView
	case bridge.ReactNative:
		return webapi.ReactNative
	case bridge.Plain:
		return webapi.Plain
	}
	panic("simulate: a platform without web APIs: " + p)
}

// scriptApp is the app of one run.
type scriptApp struct {
	maker   *JavaScript
	env     Env
	options script.RuntimeOptions
	network *network.Client
	web     webapi.Env
}

// Launch implements device.App.
func (a *scriptApp) Launch(os *device.OS) (device.Process, error) {
	rt, err := a.maker.Program.NewRuntime(os, a.options)
	if err != nil {
		return nil, err
	}
	env := a.web
	env.Local, env.Moved, env.Visible = os.Store().Space("localStorage"), os.Moved, os.Foreground()
	p := &scriptProcess{rt: rt, native: a.maker.Choice.NewNative(os, rt)}
	if p.web, err = a.maker.Platform.Install(rt, env); err == nil {
		err = p.native.Install()
	}
	if err != nil {
		rt.Close()
		return nil, err
	}
	return p, nil
}

// scriptProcess is one process of it: what the phone tells it goes to the native side and the web.
type scriptProcess struct {
	rt     *script.Runtime
	web    *webapi.Web
	native bridge.Native
}

// Start implements device.Process.
func (p *scriptProcess) Start() {
	p.rt.Load()
	p.native.Loaded()
}

// Deliver implements device.Process.
func (p *scriptProcess) Deliver(t device.Task) { p.native.Deliver(t) }

// Expire implements device.Process.
func (p *scriptProcess) Expire(t device.Task) { p.native.Expire(t) }

// AppState implements device.Process.
func (p *scriptProcess) AppState(foreground bool) {
	p.rt.Turn("event", func() { p.web.AppState(foreground) })
	p.native.AppState(foreground)
}

// Resume implements device.Process.
func (p *scriptProcess) Resume() { p.native.Resume() }

// Pending implements device.Process.
func (p *scriptProcess) Pending(when string) { p.rt.Pending(when) }

// Close implements device.Process.
func (p *scriptProcess) Close() { p.rt.Close() }
