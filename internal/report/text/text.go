package text

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict"
)

// Options says for what screen to write.
type Options struct {
	Width     int      // columns; 0 is 80; from 120 on a cell of the strips is 15 minutes, below it 30
	Color     bool     // ANSI colours
	ASCII     bool     // no rune beyond ASCII of our own
	Quiet     bool     // the verdict line only
	Verbose   bool     // every wake a line, and the hash of the trace
	ElapsedMs int64    // real milliseconds that the simulation took; negative: not shown
	Look      []string // by run: where more is to be seen (the trace file); missing or "": no such line
	Why       []string // by run: the command that tells of a time why iOS refused, but for the time; missing or "": no such line
}

const (
	defaultWidth = 80
	minWidth     = 60  // below it lines are as for 60 columns
	wideWidth    = 120 // from it on a cell is a quarter of an hour
	fullReports  = 4   // up to so many runs are all told in full
)

// Write writes the whole report; its last line is the verdict. The error is the writer's.
func Write(w io.Writer, r *verdict.Report, o Options) error {
	p := newPage(w, o)
	if !o.Quiet {
		p.runs(r)
	}
	p.verdict(r)
	if err := p.out.Flush(); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// page is the report as it grows downwards.
type page struct {
	ink
	options Options
	width   int
	out     *bufio.Writer
}

func newPage(w io.Writer, o Options) *page {
	p := &page{ink: ink{color: o.Color, ascii: o.ASCII}, options: o, width: o.Width, out: bufio.NewWriterSize(w, 16<<10)}
	if p.width == 0 {
		p.width = defaultWidth
	}
	p.width = max(p.width, minWidth)
	return p
}

// line writes a line without blanks at its end.
func (p *page) line(parts ...string) {
	p.out.WriteString(strings.TrimRight(strings.Join(parts, ""), " "))
	p.out.WriteByte('\n')
}

func (p *page) blank() { p.out.WriteByte('\n') }

// runs tells each run. Of many, all take a line each, and the first that failed is told in full.
func (p *page) runs(r *verdict.Report) {
	if len(r.Runs) == 1 {
		p.run(r.Runs[0], 0)
		return
	}
	if len(r.Runs) <= fullReports || p.options.Verbose {
		for i, run := range r.Runs {
			p.oneOf(i, r)
			p.runVerdict(run)
			p.blank()
		}
		return
	}
	p.overview(r)
	for i, run := range r.Runs {
		if run.ExitCode != verdict.ExitPass {
			p.oneOf(i, r)
			break
		}
	}
}

// oneOf is a run among others, with a title.
func (p *page) oneOf(i int, r *verdict.Report) {
	p.title(i+1, len(r.Runs), r.Runs[i])
	p.run(r.Runs[i], i)
}

// ofRun is the i-th of a list that may be shorter.
func ofRun(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

// run tells the i-th run: what it was, the day, what went wrong, or how well it went.
func (p *page) run(run *verdict.Run, i int) {
	p.header(run)
	p.blank()
	p.days(run)
	if p.options.Verbose {
		p.wakes(run)
	}
	groups := group(run)
	p.failures(run, groups, i)
	if run.ExitCode == verdict.ExitPass {
		p.summary(run)
	}
	if p.options.Verbose && run.EventsSHA256 != "" {
		p.command("sha256", run.EventsSHA256)
		p.blank()
	}
}

// title is the line between the runs of a report.
func (p *page) title(n, of int, run *verdict.Run) {
	text := fmt.Sprintf("%s %d of %d   %s   %s   seed %d ", strings.Repeat(p.pick("─", "-"), 2), n, of, clean(run.Script), clean(run.Header.Profile.Name), run.Header.Seed)
	text = p.cut(text, p.width)
	p.line(p.paint(bold, text), p.paint(dim, strings.Repeat(p.pick("─", "-"), max(0, p.width-width(text)))))
}

// header says what the run depended on, each fact whole, as many to a line as fit.
func (p *page) header(run *verdict.Run) {
	h := &run.Header
	parts := []string{"fetchsim " + clean(h.Version), clean(h.OS) + " " + apiName(h.API), pluginName(run), fmt.Sprintf("seed %d", h.Seed)}
	if h.Device != "" && h.Device != "phone" {
		parts = append(parts, "device "+clean(h.Device))
	}
	line := ""
	for i, part := range parts {
		if i > 0 && width(line)+3+width(part) > p.width {
			p.line(p.paint(dim, line))
			line = "  " + part
			continue
		}
		if i > 0 {
			line += "   "
		}
		line += part
	}
	p.line(p.paint(dim, line))
	for _, note := range headerNotes(h) {
		for i, l := range wrap(clean(note), p.width-8) {
			lead := "  note  "
			if i > 0 {
				lead = spaces(8)
			}
			p.line(p.paint(dim, lead+l))
		}
	}
}

// headerNotes is what a reader must know before the report means anything.
func headerNotes(h *trace.Header) []string {
	var notes []string
	if h.EveryUs > 0 {
		notes = append(notes, "a wake every "+long(h.EveryUs)+", bypassing iOS's scheduler")
	}
	switch {
	case h.At != "":
		at := h.At
		if h.Days <= 1 {
			at = strings.TrimPrefix(at, "0:")
		}
		notes = append(notes, "only the wake at "+at+" is judged")
	case h.OnlyWake != 0:
		notes = append(notes, fmt.Sprintf("only wake %d is judged", h.OnlyWake))
	}
	return append(notes, h.Notes...)
}

func pluginName(run *verdict.Run) string {
	pl := run.Header.Plugin
	switch {
	case pl.Name == "" || pl.Name == "none":
		return clean(run.Script)
	case pl.Source == "":
		return clean(pl.Name + " " + pl.Version)
	default:
		return clean(pl.Name + " " + pl.Version + " (" + pl.Source + ")")
	}
}
