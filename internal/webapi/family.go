package webapi

// Family is the kind of app a script lives in, as far as its globals go.
type Family uint8

// The families. They are bits, so that a name can be said to exist in several.
const (
	// Plain is a script of no plugin: everything but a document.
	Plain Family = 1 << iota
	// WebView is WKWebView, as Cordova, Ionic and Capacitor use it.
	WebView
	// ReactNative is React Native with Hermes.
	ReactNative

	everywhere = Plain | WebView | ReactNative
	web        = Plain | WebView
)

// networkError is the message of the TypeError that fetch rejects with when no answer came. Observed: WebKit since
// iOS 14.5, https://github.com/WebKit/WebKit/blob/main/Source/WebCore/Modules/fetch/FetchLoader.cpp; whatwg-fetch, which
// React Native ships, https://github.com/JakeChampion/fetch/blob/main/fetch.js
func (f Family) networkError() string {
	if f == ReactNative {
		return "Network request failed"
	}
	return "Load failed"
}

// userAgent is navigator.userAgent. React Native has none.
func (f Family) userAgent() string {
	if f == ReactNative {
		return ""
	}
	return "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
}

// zoneName says whether Date.prototype.toString ends in the zone's long name. Observed: Hermes ends after the offset.
func (f Family) zoneName() bool { return f != ReactNative }
