// Command fetchsim simulates iOS background fetch: it wakes an app's own JavaScript through a simulated day, under the
// deadline that iOS gives it, and says where the code was stuck when iOS would have killed it.
//
// One file is one verb; exit.go decides the exit code, app.go is all that the verbs know of the process they run in.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"golang.org/x/term"

	"github.com/fetchsim/fetchsim/internal/realtime"
	"github.com/fetchsim/fetchsim/internal/script/engine"
)

func main() { os.Exit(mainExit()) }

// gcPercent lets the heap grow further between collections than Go does by itself: a day's is a few megabytes, and its
// cold launches leave much behind.
const gcPercent = 400

// mainExit runs the command of this process and returns its exit code.
func mainExit() int {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := untilSignal(context.Background())
	defer stop()
	a := &app{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, clock: realtime.New(),
		stdoutTerminal: term.IsTerminal(int(os.Stdout.Fd())),
		columns:        func() int { w, _, _ := term.GetSize(int(os.Stdout.Fd())); return w },
		checkEngine:    engine.SelfTest,
	}
	return a.main(ctx, os.Args[1:])
}

// errTerminated is why a context ends that SIGTERM ended; SIGINT leaves context.Canceled.
var errTerminated = errors.New("terminated")

// untilSignal returns a context that ends at SIGINT or SIGTERM. A second signal ends the process at once.
func untilSignal(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		sig, ok := <-signals
		if !ok {
			return
		}
		signal.Stop(signals)
		if sig == syscall.SIGTERM {
			cancel(errTerminated)
			return
		}
		cancel(context.Canceled)
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel(nil)
	}
}
