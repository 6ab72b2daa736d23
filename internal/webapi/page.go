package webapi

import (
	"time"

	"github.com/fetchsim/fetchsim/internal/script/engine"
)

func (w *Web) hostPage(h engine.Value) {
	w.fn(h, "online", 0, func(*engine.Call) engine.Value { return engine.Bool(w.env.Network.Online()) })
	w.fn(h, "visible", 0, func(*engine.Call) engine.Value { return engine.Bool(w.env.Visible) })
	w.fn(h, "locationParts", 0, w.locationParts)
	w.vm.Give(h, "userAgent", w.vm.String(w.env.Family.userAgent()))
	w.vm.Give(h, "reactNative", engine.Bool(w.env.Family == ReactNative))
}

// locationParts are the parts of the page's URL as an object.
func (w *Web) locationParts(*engine.Call) engine.Value {
	o := w.vm.Object()
	u, ok := parseURL(w.env.BaseURL, "")
	if !ok {
		return o
	}
	parts := u.parts()
	for i, name := range partNames() {
		w.vm.Give(o, name, w.vm.String(parts[i]))
	}
	// WKWebView gives the page of a custom scheme an origin, unlike URL.
	w.vm.Give(o, "origin", w.vm.String(u.scheme+"://"+u.hostPort()))
	return o
}

// hostIntl puts into h what js/intl.js needs.
func (w *Web) hostIntl(h engine.Value) {
	w.fn(h, "now", 0, func(*engine.Call) engine.Value { return engine.Float(float64(floorDiv(w.wallMicros(), 1000))) })
	w.fn(h, "zone", 0, func(*engine.Call) engine.Value { return w.vm.String(w.zoneID()) })
	w.vm.Give(h, "Intl", w.vm.Dup(w.engineIntl))
	w.vm.Give(h, "Date", w.vm.Dup(w.engineDate))
}

// zoneID is the name of the phone's zone, as Intl has it.
func (w *Web) zoneID() string {
	if loc := w.env.Zone(); loc != time.UTC {
		return loc.String()
	}
	return "UTC"
}
