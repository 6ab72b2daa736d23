// Package core is the compiled half of the background-fetch plugins: what their Objective-C does between iOS and the bridge
// to JavaScript. Plugins share it: one core, several wrappers.
//
//	         grant, expiration                    event(taskId), timeout(taskId)
//	iOS ──────────────────────────▶  Modern   ──────────────────────────────────▶ wrapper (JavaScript)
//	    ◀──────────────────────────  Old      ◀──────────────────────────────────
//	     submit, cancel, complete             configure, start, stop, finish(taskId)
//
// [Modern] is the core of react-native-background-fetch 4, cordova-plugin-background-fetch 7 and Capacitor; [Old] that of
// cordova-plugin-background-fetch 4 and 5. A core lives as long as its process; what it keeps in NSUserDefaults lives in the
// phone's store and survives. It knows no JavaScript: a wrapper gives it Go functions to call.
//
// The rules carry the names under which the trace reports them: L1 to L11 (life of a wake), D1 to D6 (its end by time), S1
// to S8 (scheduled tasks) of the modern core, O1 to O6 of the old one. Each was read in the published source of
// https://github.com/transistorsoft/transistor-background-fetch: TSBackgroundFetch.m, TSBGAppRefreshSubscriber.m and
// TSBGTask.m at version 4.1.1, and TSBackgroundFetch.m of 2017. Begin at [Modern.Deliver].
package core
