package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fetchsim/fetchsim/internal/suggest"
)

// reporter is one --reporter: its format and where it goes, "" for standard output.
type reporter struct{ format, path string }

// String is the reporter as it was typed.
func (r reporter) String() string {
	if r.path == "" {
		return r.format
	}
	return r.format + "=" + r.path
}

// formats are the reporters there are.
func formats() []string { return []string{"text", "json", "events"} }

func (p *problems) reporters(texts []string) []reporter {
	if len(texts) == 0 {
		return []reporter{{format: "text"}}
	}
	var list []reporter
	onStdout := ""
	for _, text := range texts {
		format, path, hasPath := strings.Cut(text, "=")
		if !slices.Contains(formats(), format) {
			p.addf("--reporter %q: give one of %s%s", format, strings.Join(formats(), ", "), suggest.DidYouMean(format, formats()))
			continue
		}
		if hasPath && path == "" {
			p.addf("--reporter %q: no path after =", text)
			continue
		}
		if path == "" {
			p.checkf(onStdout == "", "--reporter: %s and %s cannot both go to standard output; give one a path: %s=PATH", onStdout, format, format)
			onStdout = format
		}
		list = append(list, reporter{format, path})
	}
	return list
}

// folder is where one command's runs are kept: OUT/runs/ID.
type folder struct {
	out string
	id  string
	dir string
}

// newFolder makes the folder of a command. Its id is the time; a number follows where two commands share a second.
func newFolder(out string, now time.Time) (*folder, error) {
	runs := filepath.Join(out, "runs")
	if err := os.MkdirAll(runs, 0o755); err != nil {
		return nil, usagef("cannot make the folder for runs: %v; give another with --out", err)
	}
	stamp := now.UTC().Format("20060102-150405")
	for n := 1; ; n++ {
		id := stamp
		if n > 1 {
			id = fmt.Sprintf("%s-%d", stamp, n)
		}
		dir := filepath.Join(runs, id)
		err := os.Mkdir(dir, 0o755)
		if err == nil {
			return &folder{out: out, id: id, dir: dir}, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, usagef("cannot make the folder for runs: %v; give another with --out", err)
		}
	}
}

// tracePath is the file of the k-th run, from 0.
func (f *folder) tracePath(k int) string { return filepath.Join(f.dir, fmt.Sprintf("%d.ndjson", k+1)) }

// create opens the trace of the k-th run anew.
func (f *folder) create(k int) (io.WriteCloser, error) { return os.Create(f.tracePath(k)) }

// makeLatest has OUT/latest name this folder; the change is atomic.
func (f *folder) makeLatest() error {
	return writeAtomically(filepath.Join(f.out, "latest"), []byte(f.id+"\n"))
}

// write puts a file into the folder.
func (f *folder) write(name string, data []byte) error {
	return writeAtomically(filepath.Join(f.dir, name), data)
}

// writeAtomically replaces a file whole or not at all.
func writeAtomically(path string, data []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".tmp-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // after the rename there is nothing to remove
	if _, err := tmp.Write(data); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Chmod(0o644); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

// writeCrash saves what we need to know about a panic of ours.
func writeCrash(out string, now time.Time, text string) (path string, err error) {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return "", err
	}
	path = filepath.Join(out, "crash-"+now.UTC().Format("20060102-150405")+".txt")
	return path, os.WriteFile(path, []byte(text), 0o644)
}
