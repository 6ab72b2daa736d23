package recording

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// ImportReport says what became of a file: what was read, repaired, dropped, and what could not be known.
type ImportReport struct {
	Format   string // "AWARE CSV"
	Unit     string // what Read and Tally.First count: "line", "event", "row"
	Read     int    // how many of them
	Days     int
	From, To time.Time
	Events   []Tally // kept, by kind
	Repaired []Tally
	Dropped  []Tally
	Unknown  []string // streams that were not recorded, and what else could not be known
	Notes    []string
}

// Tally is how often one thing happened, and where first.
type Tally struct {
	What  string
	Count int
	First int // the unit's number, from 1; 0 where there is none
}

// WriteText writes the report for a reader.
func (r *ImportReport) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d %ss, %s to %s, %d %s\n", r.Format, r.Read, r.Unit, r.From.Format("2006-01-02 15:04"),
		r.To.Format("2006-01-02 15:04 MST"), r.Days, plural(r.Days, "day"))
	r.section(&b, "events", r.Events)
	r.section(&b, "repaired", r.Repaired)
	r.section(&b, "dropped", r.Dropped)
	for _, u := range r.Unknown {
		fmt.Fprintf(&b, "unknown   %s\n", u)
	}
	for _, n := range r.Notes {
		fmt.Fprintf(&b, "note      %s\n", n)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *ImportReport) section(b *strings.Builder, title string, list []Tally) {
	for _, t := range list {
		fmt.Fprintf(b, "%-9s %6d  %s", title, t.Count, t.What)
		if t.First > 0 {
			fmt.Fprintf(b, ", first in %s %d", r.Unit, t.First)
		}
		b.WriteByte('\n')
	}
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// count adds one to a tally of the list.
func count(list *[]Tally, what string, first int) {
	i := slices.IndexFunc(*list, func(t Tally) bool { return t.What == what })
	if i < 0 {
		*list = append(*list, Tally{What: what, First: first})
		i = len(*list) - 1
	}
	t := &(*list)[i]
	t.Count++
	if first > 0 && (t.First == 0 || first < t.First) {
		t.First = first
	}
}

func (r *ImportReport) repaired(what string, line uint32) { count(&r.Repaired, what, int(line)) }
func (r *ImportReport) dropped(what string, line uint32)  { count(&r.Dropped, what, int(line)) }

func (r *ImportReport) note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

// finish fills in what follows from the recording.
func (r *ImportReport) finish(rec *Recording) {
	r.From, r.To, r.Days = rec.From, rec.To, rec.Days()
	var kinds [usagemodel.OSUpdate + 1]int
	for _, e := range rec.entries {
		kinds[e.kind]++
	}
	for k, n := range kinds {
		if n > 0 {
			r.Events = append(r.Events, Tally{What: usagemodel.EventKind(k).String(), Count: n})
		}
	}
	for _, s := range usagemodel.Streams() {
		if s != usagemodel.LockStream && !rec.Knows(s) {
			r.Unknown = append(r.Unknown, s.String()+": not recorded")
		}
	}
}
