package events

import (
	"fmt"
	"io"
)

// Write copies traces to w, one after the other. A trace whose last line was cut off is completed with a newline, so
// that the next one begins on a line of its own.
func Write(w io.Writer, traces ...io.Reader) error {
	for i, t := range traces {
		last := &lastByte{w: w, b: '\n'}
		if _, err := io.Copy(last, t); err != nil {
			return fmt.Errorf("write the events of run %d: %w", i+1, err)
		}
		if last.b == '\n' {
			continue
		}
		if _, err := w.Write([]byte{'\n'}); err != nil {
			return fmt.Errorf("write the events of run %d: %w", i+1, err)
		}
	}
	return nil
}

// lastByte passes everything on and remembers the last byte.
type lastByte struct {
	w io.Writer
	b byte
}

func (l *lastByte) Write(p []byte) (int, error) {
	n, err := l.w.Write(p)
	if n > 0 {
		l.b = p[n-1]
	}
	return n, err
}
