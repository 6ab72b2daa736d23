package plain

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/bridge/core"
	"github.com/fetchsim/fetchsim/internal/bridge/wire"
	"github.com/fetchsim/fetchsim/internal/device"
)

const (
	// Identifier is the app-refresh request's, and the id of the task that the callback gets.
	Identifier = "fetchsim.refresh"
	// interval is what the policy asks for: the spacing that Apple's own examples ask for.
	// https://developer.apple.com/documentation/uikit/using-background-tasks-to-update-your-app
	interval = 15 * time.Minute
	// FirstScheduler is the first iOS that has BGTaskScheduler.
	FirstScheduler = 13
)

// keyAsked is in the store once iOS has accepted a request.
const keyAsked = "fetchsim:asked"

// policy asks iOS for wakes.
type policy struct {
	phone core.Phone
	wire  *wire.Wire
	ios   int
}

// launched asks for a wake at the first launch. A launch after that asks only if nothing was accepted yet.
func (p policy) launched() {
	if _, asked := p.space().Get(keyAsked); !asked {
		p.ask()
	}
}

// ask asks for the next wake, from now. Where the person does not allow it, nothing is asked.
func (p policy) ask() {
	if p.phone.RefreshStatus() != core.StatusAvailable {
		p.wire.Called("submit", "[]", wire.Error, "Background App Refresh is not available", "")
		return
	}
	if err := p.request(); err != nil {
		p.wire.Called("submit", "[]", wire.Error, err.Error(), "")
		return
	}
	p.space().Set(keyAsked, "true")
}

// request is the call of the API that the iOS has.
func (p policy) request() error {
	if p.ios < FirstScheduler {
		p.phone.SetMinimumFetchInterval(interval, nil)
		return nil
	}
	return p.phone.Submit(device.Request{
		Identifier: Identifier, Earliest: p.phone.Now().Add(interval), Interval: interval,
	})
}

func (p policy) space() *device.Space { return p.phone.Store().Space("native") }
