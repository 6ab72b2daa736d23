package recording

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"
)

// Options say what a file itself does not.
type Options struct {
	Zone   *time.Location // in which days are counted; overrides what the file says, nil: the file's
	Device string         // which device, of several
	App    string         // whose opens are taken: a bundle identifier or package name; empty: the file's own, if it names one
}

// format is one kind of file.
type format struct {
	name string
	unit string // what its report counts
	is   func(head []byte) bool
	read func(f *file) (*Recording, error)
}

// formats lists all formats in the order in which they are tried.
func formats() []format {
	return []format{
		{"PowerLog", "row", isSQLite, readPowerLog},
		{"fetchsim NDJSON", "line", isNDJSON, readNDJSON},
		{"ActivityWatch export", "event", isActivityWatch, readActivityWatch},
		{"AWARE CSV", "line", isAware, readAware},
		{"fetchsim CSV", "line", isCSV, readCSV},
	}
}

// file is a file that is being read.
type file struct {
	name    string
	r       *bufio.Reader
	options Options
	report  *ImportReport
}

// headLength is how much of a file its format is known by.
const headLength = 4096

// ImportFile imports a file of fsys. See [Import].
func ImportFile(fsys fs.FS, path string, o Options) (*Recording, *ImportReport, error) {
	f, err := fsys.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("import: %w", err)
	}
	defer f.Close()
	return Import(path, f, o)
}

// Import reads a recording whose format is found out by its content; it may be compressed with gzip. name is the file as
// the user typed it and stands in messages. The file is read in one pass, and no more of it is kept than its events.
//
// Errors are *[Error] for mistakes in a file of our own formats, *[DeviceError], [ErrUnknownFormat], [ErrNoZone],
// [ErrEmpty], or what reading r returned. The report is there whenever the recording is.
func Import(name string, r io.Reader, o Options) (*Recording, *ImportReport, error) {
	buffered, err := plain(r)
	if err != nil {
		return nil, nil, fmt.Errorf("import %s: %w", name, err)
	}
	head, _ := buffered.Peek(headLength) // an error comes again when it is read
	for _, format := range formats() {
		if !format.is(head) {
			continue
		}
		f := &file{name, buffered, o, &ImportReport{Format: format.name, Unit: format.unit}}
		rec, err := format.read(f)
		if own, ok := errors.AsType[*Error](err); ok {
			return nil, nil, own // its lines begin with the name already
		}
		if err != nil {
			return nil, nil, fmt.Errorf("import %s: %w", name, explain(err))
		}
		f.report.finish(rec)
		return rec, f.report, nil
	}
	return nil, nil, fmt.Errorf("import %s: %w; %s", name, ErrUnknownFormat, hint(head))
}

// plain returns the content of r, uncompressed and without a byte order mark.
func plain(r io.Reader) (*bufio.Reader, error) {
	buffered := bufio.NewReaderSize(r, maxLine)
	if head, _ := buffered.Peek(2); bytes.Equal(head, []byte{0x1f, 0x8b}) {
		unzipped, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, err
		}
		buffered = bufio.NewReaderSize(unzipped, maxLine)
	}
	const mark = "\ufeff"
	if head, _ := buffered.Peek(len(mark)); string(head) == mark {
		if _, err := buffered.Discard(len(mark)); err != nil {
			return nil, err
		}
	}
	return buffered, nil
}

// explain adds what to do next.
func explain(err error) error {
	switch {
	case errors.Is(err, ErrNoZone):
		return fmt.Errorf("%w; give --tz, for example --tz Europe/Berlin", err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("the file ends too early; was it copied whole? (%w)", err)
	default:
		return err
	}
}

// hint says what an unknown file may be.
func hint(head []byte) string {
	switch {
	case len(bytes.TrimSpace(head)) == 0:
		return "the file is empty"
	case bytes.Contains(head, []byte("fetchsim_profile")):
		return "this is a profile, which needs no import: fetchsim replay FILE"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return "this is a ZIP archive; unpack it first"
	default:
		return "it is no recorded day (NDJSON, CSV), ActivityWatch export, AWARE screen or battery CSV, or PowerLog"
	}
}

// firstLine is the first line of the head that says anything.
func firstLine(head []byte) []byte {
	line, _, _ := bytes.Cut(bytes.TrimLeft(head, " \t\r\n"), []byte("\n"))
	return bytes.TrimSpace(line)
}
