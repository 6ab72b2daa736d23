package recording

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// maxLine is the longest line that is read; what is longer is no event.
const maxLine = 1 << 16

// lines reads a file line by line, with bounded memory whatever the file holds.
type lines struct {
	r       *bufio.Reader
	number  int  // of the line that was read last, from 1
	tooLong bool // the last line was, and only its beginning is there
}

func newLines(r *bufio.Reader) *lines { return &lines{r: r} }

// next returns the next line without its end. The bytes are good until the next call.
func (l *lines) next() ([]byte, error) {
	line, err := l.r.ReadSlice('\n')
	if len(line) == 0 && err != nil {
		return nil, err
	}
	l.number++
	l.tooLong = errors.Is(err, bufio.ErrBufferFull)
	if l.tooLong {
		head := bytes.Clone(line[:min(len(line), 64)])
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = l.r.ReadSlice('\n')
		}
		line = head
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return bytes.TrimRight(line, "\r\n"), nil
}

// cell is one field of a line of a table.
type cell struct {
	text   []byte
	column int // in bytes, from 1
}

// split cuts a line of a table at its commas. A cell in double quotes may hold commas, and quotes as two; a cell does not
// reach over the end of the line.
func split(line []byte, into []cell) []cell {
	into = into[:0]
	for at := 0; ; {
		c := cell{column: at + 1}
		var end int
		if at < len(line) && line[at] == '"' {
			c.text, end = quoted(line, at)
		} else {
			if end = bytes.IndexByte(line[at:], ','); end < 0 {
				end = len(line)
			} else {
				end += at
			}
			c.text = bytes.TrimSpace(line[at:end])
		}
		into = append(into, c)
		if end >= len(line) {
			return into
		}
		at = end + 1
	}
}

// quoted reads a cell that begins with a quote. What stands between its closing quote and the comma is left out.
func quoted(line []byte, at int) ([]byte, int) {
	var text []byte
	i := at + 1
	for i < len(line) {
		if line[i] != '"' {
			text = append(text, line[i])
			i++
			continue
		}
		if i+1 < len(line) && line[i+1] == '"' {
			text = append(text, '"')
			i += 2
			continue
		}
		break
	}
	if next := bytes.IndexByte(line[min(i, len(line)):], ','); next >= 0 {
		return text, i + next
	}
	return text, len(line)
}
