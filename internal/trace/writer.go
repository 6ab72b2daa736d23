package trace

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"strconv"
)

// Writer writes one run's trace, hashes it, and tells its listeners. A write that fails does not stop the simulation:
// Err keeps the first failure, and the listeners go on hearing.
type Writer struct {
	out       io.Writer
	listeners []func(Record)
	enc       encoder
	buf       []byte
	hash      hash.Hash
	seq       int64
	sum       string
	err       error
}

// flushAt is how many bytes are gathered before they are hashed and written.
const flushAt = 32 << 10

// NewWriter returns a writer to out (nil: only hash and listeners). Each listener gets every record in order; it must not
// keep a record's event beyond the call unless it knows that the emitter does not reuse it.
func NewWriter(out io.Writer, listeners ...func(Record)) *Writer {
	return &Writer{out: out, listeners: listeners, hash: sha256.New(), buf: make([]byte, 0, flushAt+4<<10)}
}

// Emit appends an event at a virtual instant (microseconds since 00:00 of day 0).
func (w *Writer) Emit(tUs int64, ev Event) {
	w.seq++
	w.buf = w.line(w.buf, tUs, ev)
	for _, listen := range w.listeners {
		listen(Record{TUs: tUs, Seq: w.seq, Event: ev})
	}
	if len(w.buf) >= flushAt {
		w.flush(true)
	}
}

// End closes the trace with its reason and hash, and returns the hash in hexadecimal.
func (w *Writer) End(tUs int64, reason EndReason) string {
	w.flush(true)
	w.sum = hex.EncodeToString(w.hash.Sum(nil))
	end := &End{Reason: reason, Events: w.seq, SHA256: w.sum}
	w.seq++
	w.buf = w.line(w.buf, tUs, end)
	for _, listen := range w.listeners {
		listen(Record{TUs: tUs, Seq: w.seq, Event: end})
	}
	w.flush(false)
	return w.sum
}

// Err is the first error of the underlying writer.
func (w *Writer) Err() error { return w.err }

func (w *Writer) line(b []byte, tUs int64, ev Event) []byte {
	b = append(b, `{"tUs":`...)
	b = strconv.AppendInt(b, tUs, 10)
	b = append(b, `,"seq":`...)
	b = strconv.AppendInt(b, w.seq, 10)
	b = append(b, `,"kind":"`...)
	b = append(b, ev.Kind()...)
	b = append(b, '"')
	b = w.enc.fields(b, ev)
	return append(b, '}', '\n')
}

func (w *Writer) flush(hashed bool) {
	if hashed {
		w.hash.Write(w.buf)
	}
	if w.out != nil && w.err == nil {
		_, w.err = w.out.Write(w.buf)
	}
	w.buf = w.buf[:0]
}
