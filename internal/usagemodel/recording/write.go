package recording

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// timeLayout writes milliseconds only where there are some.
const timeLayout = "2006-01-02T15:04:05.999Z07:00"

// Write writes the recording as NDJSON: what [Import] reads back is the same recording, with nothing to repair.
func (r *Recording) Write(w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<16)
	header := struct {
		Version int    `json:"fetchsim_recording"`
		Zone    string `json:"tz"`
		From    string `json:"from"`
		To      string `json:"to"`
		App     string `json:"app,omitempty"`
		Source  string `json:"source,omitempty"`
	}{1, r.Zone.String(), r.From.In(r.Zone).Format(timeLayout), r.To.In(r.Zone).Format(timeLayout), r.App, r.Source}
	line, err := json.Marshal(header)
	if err != nil {
		return fmt.Errorf("write recording: %w", err)
	}
	b.Write(append(line, '\n'))
	app, err := json.Marshal(r.App)
	if err != nil {
		return fmt.Errorf("write recording: %w", err)
	}
	for _, e := range r.entries {
		line = r.appendEvent(line[:0], e, app)
		b.Write(line)
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write recording: %w", err)
	}
	return nil
}

func (r *Recording) appendEvent(line []byte, e entry, app []byte) []byte {
	line = append(line, `{"t":"`...)
	line = time.UnixMilli(e.at).In(r.Zone).AppendFormat(line, timeLayout)
	line = append(line, `","ev":"`...)
	line = append(line, e.word()...)
	line = append(line, '"')
	if s, ok := e.kind.Stream(); ok && s == usagemodel.AppStream && r.App != "" {
		line = append(append(line, `,"app":`...), app...)
	}
	switch value := r.value(e); {
	case e.kind == usagemodel.Battery:
		line = strconv.AppendInt(append(line, `,"value":`...), int64(e.value), 10)
	case value != "": // no value holds anything that needs escaping
		line = append(append(append(line, `,"value":"`...), value...), '"')
	}
	return append(line, "}\n"...)
}
