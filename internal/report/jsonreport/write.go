package jsonreport

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/fetchsim/fetchsim/internal/verdict"
)

// Schema names the form of the document; its number changes only when a reader of the old form would be misled.
const Schema = "fetchsim.report/1"

// Write writes the report as one JSON document that ends with a newline: each run's fields on lines of their own, each
// wake and each finding on one line, so that two reports can be compared by lines. The error is the writer's.
func Write(w io.Writer, r *verdict.Report) error {
	p := newPrinter(w)
	p.open("{")
	p.field("schema", Schema)
	p.field("version", r.Version)
	p.field("outcome", r.Outcome)
	p.field("exitCode", int(r.ExitCode))
	p.field("partial", r.Partial)
	p.key("runs")
	p.open("[")
	for _, run := range r.Runs {
		p.item()
		writeRun(p, run)
	}
	p.close("]")
	p.close("}")
	p.out.WriteByte('\n')
	if err := p.flush(); err != nil {
		return fmt.Errorf("write the JSON report: %w", err)
	}
	return nil
}

func writeRun(p *printer, run *verdict.Run) {
	h := &run.Header
	p.open("{")
	p.field("script", run.Script)
	p.field("profile", h.Profile.Name)
	p.field("os", h.OS)
	p.field("api", h.API)
	p.field("seed", h.Seed)
	p.field("days", h.Days)
	p.field("plugin", plugin{Name: h.Plugin.Name, Version: h.Plugin.Version, Core: h.Plugin.Core, Source: h.Plugin.Source})
	p.field("start", h.Start)
	p.field("end", h.End)
	p.field("eventsSha256", orNull(run.EventsSHA256))
	p.field("summary", newSummary(&run.Summary))
	p.key("wakes")
	p.open("[")
	for _, w := range run.Wakes {
		if w.Judged {
			p.item()
			p.value(newWake(run, w))
		}
	}
	p.close("]")
	p.key("findings")
	p.open("[")
	for i := range run.Findings {
		p.item()
		p.value(newFinding(&run.Findings[i]))
	}
	p.close("]")
	p.field("thresholds", []struct{}{})
	p.close("}")
}

// printer lays the outer form of the document out and encodes the values in it.
type printer struct {
	out    *bufio.Writer
	buf    bytes.Buffer
	enc    *json.Encoder
	filled []bool // by depth: something stands in it already
	err    error
}

func newPrinter(w io.Writer) *printer {
	p := &printer{out: bufio.NewWriterSize(w, 64<<10)}
	p.enc = json.NewEncoder(&p.buf)
	p.enc.SetEscapeHTML(false)
	return p
}

func (p *printer) open(bracket string) {
	p.out.WriteString(bracket)
	p.filled = append(p.filled, false)
}

func (p *printer) close(bracket string) {
	last := len(p.filled) - 1
	if p.filled[last] {
		p.out.WriteByte('\n')
		p.out.WriteString(strings.Repeat("  ", last))
	}
	p.filled = p.filled[:last]
	p.out.WriteString(bracket)
}

// item begins the next element on a line of its own.
func (p *printer) item() {
	last := len(p.filled) - 1
	if p.filled[last] {
		p.out.WriteByte(',')
	}
	p.filled[last] = true
	p.out.WriteByte('\n')
	p.out.WriteString(strings.Repeat("  ", last+1))
}

func (p *printer) key(name string) {
	p.item()
	p.value(name)
	p.out.WriteString(": ")
}

func (p *printer) field(name string, v any) {
	p.key(name)
	p.value(v)
}

func (p *printer) value(v any) {
	p.buf.Reset()
	if err := p.enc.Encode(v); err != nil && p.err == nil {
		p.err = err
	}
	p.out.Write(bytes.TrimSuffix(p.buf.Bytes(), []byte{'\n'}))
}

func (p *printer) flush() error {
	if p.err != nil {
		return p.err
	}
	return p.out.Flush()
}
