package webapi

// unit is a piece of the platform that is loaded as a whole.
type unit string

// The units. Each is js/NAME.js, but for those that need no JavaScript.
const (
	unitConsole     unit = "console"
	unitInspect     unit = "inspect"
	unitDate        unit = "date"
	unitIntl        unit = "intl"
	unitPerformance unit = "performance"
	unitCrypto      unit = "crypto"
	unitStorage     unit = "storage"
	unitEncoding    unit = "encoding"
	unitURL         unit = "url"
	unitClone       unit = "clone"
	unitEvents      unit = "events"
	unitFetch       unit = "fetch"
	unitXHR         unit = "xhr"
	unitPage        unit = "page"
	unitMissing     unit = "missing"
)

// name is a global variable: which unit makes it, and which families have it.
type name struct {
	name     string
	unit     unit
	families Family
}

// names are all globals of this package. docs/web-apis.md is its reading copy; a test compares the two.
func names() []name {
	return []name{
		{"Date", unitDate, everywhere},
		{"console", unitConsole, everywhere},
		{"performance", unitPerformance, everywhere},
		{"crypto", unitCrypto, web}, // React Native: only with react-native-get-random-values
		{"localStorage", unitStorage, web},
		{"sessionStorage", unitStorage, web},
		{"Storage", unitStorage, web},
		{"btoa", unitEncoding, everywhere},
		{"atob", unitEncoding, everywhere},
		{"TextEncoder", unitEncoding, everywhere},
		{"TextDecoder", unitEncoding, web}, // Hermes has the encoder alone
		{"URL", unitURL, everywhere},
		{"URLSearchParams", unitURL, everywhere},
		{"structuredClone", unitClone, web},
		{"Event", unitEvents, web},
		{"EventTarget", unitEvents, web},
		{"CustomEvent", unitEvents, web},
		{"DOMException", unitEvents, web},
		{"AbortController", unitEvents, everywhere},
		{"AbortSignal", unitEvents, everywhere},
		{"fetch", unitFetch, everywhere},
		{"Headers", unitFetch, everywhere},
		{"Request", unitFetch, everywhere},
		{"Response", unitFetch, everywhere},
		{"XMLHttpRequest", unitXHR, everywhere},
		{"navigator", unitPage, everywhere},
		{"document", unitPage, WebView},
		{"location", unitPage, WebView},
		{"addEventListener", unitPage, web},
		{"removeEventListener", unitPage, web},
		{"dispatchEvent", unitPage, web},
		{"setImmediate", unitPage, ReactNative},
		{"clearImmediate", unitPage, ReactNative},
		{"Intl", unitIntl, everywhere},

		{"Blob", unitMissing, everywhere},
		{"File", unitMissing, everywhere},
		{"FileReader", unitMissing, everywhere},
		{"FormData", unitMissing, everywhere},
		{"WebSocket", unitMissing, everywhere},
		{"EventSource", unitMissing, web},
		{"ReadableStream", unitMissing, web},
		{"WritableStream", unitMissing, web},
		{"TransformStream", unitMissing, web},
		{"CompressionStream", unitMissing, web},
		{"DecompressionStream", unitMissing, web},
		{"indexedDB", unitMissing, web},
		{"caches", unitMissing, web},
		{"Worker", unitMissing, web},
		{"SharedWorker", unitMissing, web},
		{"BroadcastChannel", unitMissing, web},
		{"MessageChannel", unitMissing, web},
		{"Notification", unitMissing, web},
		{"PerformanceObserver", unitMissing, everywhere},
		{"MutationObserver", unitMissing, WebView},
		{"IntersectionObserver", unitMissing, WebView},
		{"DOMParser", unitMissing, WebView},
		{"Image", unitMissing, WebView},
		{"getComputedStyle", unitMissing, WebView},
		{"matchMedia", unitMissing, WebView},
		{"postMessage", unitMissing, WebView},
		{"requestAnimationFrame", unitMissing, everywhere},
		{"cancelAnimationFrame", unitMissing, everywhere},
		{"requestIdleCallback", unitMissing, ReactNative}, // WebKit has none
		{"alert", unitMissing, everywhere},
		{"confirm", unitMissing, web},
		{"prompt", unitMissing, web},
		{"WebAssembly", unitMissing, web},
	}
}

// objects are the missing names whose typeof is "object"; the others are functions.
func objects() []string { return []string{"indexedDB", "caches", "WebAssembly", "Intl"} }

// aliases are the other names of the global object.
func (f Family) aliases() []string {
	switch f {
	case ReactNative:
		return []string{"window", "self", "global"}
	default:
		return []string{"window", "self"}
	}
}
