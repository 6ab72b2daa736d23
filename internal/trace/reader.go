package trace

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxLine is the longest line that a reader accepts, in bytes.
const maxLine = 16 << 20

// BadLineError says which line of a trace cannot be trusted, and why.
type BadLineError struct {
	Line int // from 1
	Err  error
}

// Error implements error.
func (e *BadLineError) Error() string { return fmt.Sprintf("trace line %d: %v", e.Line, e.Err) }

// Unwrap gives the reason.
func (e *BadLineError) Unwrap() error { return e.Err }

// Read calls each for every record of a trace, in order. It stops with a *BadLineError at the first line that is not
// JSON, is of an unknown kind or field, breaks the sequence or the course of time, follows the end, or whose hash does
// not fit; and at the end of a trace that has no run.end.
func Read(in io.Reader, each func(Record) error) error {
	sc := bufio.NewScanner(in)
	sc.Buffer(make([]byte, 0, 64<<10), maxLine)
	hash := sha256.New()
	var line int
	var last Record
	ended := false
	for sc.Scan() {
		line++
		raw := sc.Bytes()
		if ended {
			return &BadLineError{line, errors.New("comes after run.end")}
		}
		rec, err := parse(raw)
		if err == nil {
			err = follows(last, rec)
		}
		if end, ok := rec.Event.(*End); ok && err == nil {
			ended = true
			err = checkEnd(end, rec, hex.EncodeToString(hash.Sum(nil)))
		}
		if err != nil {
			return &BadLineError{line, err}
		}
		hash.Write(raw)
		hash.Write([]byte{'\n'})
		last = rec
		if err := each(rec); err != nil {
			return err
		}
	}
	if err := sc.Err(); err != nil {
		return &BadLineError{line + 1, err}
	}
	if !ended {
		return &BadLineError{line + 1, errors.New("the trace stops before run.end: it was cut off")}
	}
	return nil
}

func parse(raw []byte) (Record, error) {
	var head struct {
		TUs  *int64 `json:"tUs"`
		Seq  *int64 `json:"seq"`
		Kind string `json:"kind"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return Record{}, fmt.Errorf("not a JSON object of the trace: %w", err)
	}
	if head.TUs == nil || head.Seq == nil {
		return Record{}, errors.New("has no tUs or no seq")
	}
	ev := newEvent(head.Kind)
	if ev == nil {
		return Record{}, fmt.Errorf("unknown kind %q", head.Kind)
	}
	if err := json.Unmarshal(raw, ev); err != nil {
		return Record{}, fmt.Errorf("%s: %w", head.Kind, err)
	}
	if err := sameFields(raw, ev); err != nil {
		return Record{}, fmt.Errorf("%s: %w", head.Kind, err)
	}
	return Record{TUs: *head.TUs, Seq: *head.Seq, Event: ev}, nil
}

// sameFields holds the line against what a writer would write for the same event: nothing missing, nothing added,
// nothing in another order.
func sameFields(raw []byte, ev Event) error {
	var w Writer
	want := w.line(nil, 0, ev)
	tail := func(line []byte) []byte {
		_, rest, _ := bytes.Cut(line, []byte(`,"kind":`))
		return bytes.TrimSuffix(rest, []byte{'\n'})
	}
	if !bytes.Equal(tail(raw), tail(want)) {
		return errors.New("its fields are not those of this kind")
	}
	return nil
}

func follows(last, rec Record) error {
	if rec.Seq != last.Seq+1 {
		return fmt.Errorf("seq is %d where %d was due: a line is missing or out of place", rec.Seq, last.Seq+1)
	}
	if last.Event != nil && rec.TUs < last.TUs {
		return fmt.Errorf("time goes back from %d to %d", last.TUs, rec.TUs)
	}
	if _, ok := rec.Event.(*Header); ok != (last.Event == nil) {
		return errors.New("run.header must be the first line, and no other")
	}
	return nil
}

func checkEnd(end *End, rec Record, sum string) error {
	if end.Events != rec.Seq-1 {
		return fmt.Errorf("run.end counts %d events, there are %d", end.Events, rec.Seq-1)
	}
	if end.SHA256 != sum {
		return errors.New("the hash does not fit the lines before: the trace was changed")
	}
	return nil
}
