package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// signalled starts a command, sends it a signal once a file that it writes has content, and wants an exact exit code:
// signalled INT 130 FILE-PATTERN command [args...]. It is about a real process, so it waits in real time.
func signalled(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: signalled INT|TERM CODE FILE-PATTERN command [args...]")
	}
	signal := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM}[args[0]]
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(inPath(ts, args[3]), args[4:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = ts.MkAbs("."), &stdout, &stderr
	cmd.Env = []string{"PATH=" + ts.Getenv("PATH"), "HOME=" + ts.Getenv("HOME")}
	ts.Check(cmd.Start())
	begun := awaitContent(ts.MkAbs(args[2]))
	ts.Check(cmd.Process.Signal(signal))
	err = cmd.Wait()
	_, writeErr := ts.Stdout().Write(stdout.Bytes())
	ts.Check(writeErr)
	_, writeErr = ts.Stderr().Write(stderr.Bytes())
	ts.Check(writeErr)
	if exit := (*exec.ExitError)(nil); !begun || !errors.As(err, &exit) || exit.ExitCode() != want {
		ts.Fatalf("begun %v, ended with %v, want exit code %d", begun, err, want)
	}
}

// awaitContent waits until a file that fits the pattern has content, ten seconds at most.
func awaitContent(pattern string) bool {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for range 2000 {
		<-tick.C
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			if info, err := os.Stat(name); err == nil && info.Size() > 0 {
				return true
			}
		}
	}
	return false
}

// inPath finds a command where the script would.
func inPath(ts *testscript.TestScript, name string) string {
	for _, dir := range strings.Split(ts.Getenv("PATH"), string(os.PathListSeparator)) {
		if file := filepath.Join(dir, name); isFile(file) {
			return file
		}
	}
	ts.Fatalf("no command %s", name)
	return ""
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}
