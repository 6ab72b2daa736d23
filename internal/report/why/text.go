package why

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// Account is one run to be told.
type Account struct {
	Run     string // the run as --run names it: "20260302-120000/1"
	Script  string // as the user typed it; empty for the built-in callback
	Tale    *Tale
	Windows []Window // what to tell of it
	Moment  bool     // tell the tale's AtUs in detail
	Unasked int      // stretches that a switch could have changed and that were not simulated again
}

// Told returns the stretches of a lane that the account is about: those within its windows, or the one of its moment.
func (a *Account) Told(l *Lane) []*Stretch {
	stretches := l.Within(a.Windows)
	if a.Moment && len(stretches) > 0 {
		return []*Stretch{momentOf(stretches, a.Tale.AtUs)}
	}
	return stretches
}

// Options says for what screen to write.
type Options struct {
	Width int // columns; 0 is 80
}

const (
	defaultWidth = 80
	leastWidth   = 60
	spanWidth    = 15 // of 21:00:05 (35 s)
	labelWidth   = 9
)

// page is the text as it grows downwards.
type page struct {
	out   *bufio.Writer
	width int
}

// Write tells the accounts one after the other. The error is the writer's.
func Write(w io.Writer, accounts []*Account, o Options) error {
	p := &page{out: bufio.NewWriter(w), width: o.Width}
	if p.width == 0 {
		p.width = defaultWidth
	}
	p.width = max(p.width, leastWidth)
	for i, a := range accounts {
		if i > 0 {
			p.line("")
		}
		p.account(a)
	}
	if err := p.out.Flush(); err != nil {
		return fmt.Errorf("write why: %w", err)
	}
	return nil
}

func (p *page) line(text string) {
	p.out.WriteString(strings.TrimRight(text, " "))
	p.out.WriteByte('\n')
}

// labelled writes a text beside its label, wrapped.
func (p *page) labelled(indent int, label, text string, labelWidth int) {
	lead := strings.Repeat(" ", indent) + pad(label, labelWidth) + "  "
	for _, l := range wrap(clean(text), p.width-utf8.RuneCountInString(lead)) {
		p.line(lead + l)
		lead = strings.Repeat(" ", utf8.RuneCountInString(lead))
	}
}

func (p *page) account(a *Account) {
	h := &a.Tale.Header
	what := a.Script
	if what == "" {
		what = h.Plugin.Name
	}
	p.labelled(0, "run", fmt.Sprintf("%s, %s, profile %s, %s, seed %d", a.Run, what, h.Profile.Name, h.OS, h.Seed), len("note"))
	if h.EveryUs > 0 {
		p.labelled(0, "note", "the wakes came on the beat of --every, whatever iOS's scheduler would have said: there are no reasons to tell", len("note"))
	}
	if a.Tale.End != trace.Complete {
		p.labelled(0, "note", "the run did not come to its end ("+string(a.Tale.End)+"): this is what was simulated so far", len("note"))
	}
	if a.Unasked > 0 {
		p.labelled(0, "note", fmt.Sprintf("%d more stretches could be simulated again: ask for one of their times alone", a.Unasked), len("note"))
	}
	told := false
	for _, l := range a.Tale.Lanes {
		stretches := a.Told(l)
		if len(stretches) == 0 {
			continue
		}
		told = true
		p.line("")
		if len(a.Tale.Lanes) > 1 {
			p.line(clean(laneName(l)))
		}
		if a.Moment {
			p.moment(a.Tale, l, stretches[0])
			continue
		}
		p.lane(newCalendar(h), stretches)
	}
	if !told {
		p.line("")
		p.line("  The app had asked for nothing then, and nothing was answered.")
	}
}

// lane tells stretches under the days on which they begin.
func (p *page) lane(c calendar, stretches []*Stretch) {
	day := ""
	for _, s := range stretches {
		if d := c.day(s.FromUs); d != day {
			day = d
			p.line(d)
		}
		p.stretch(c, s)
	}
}

func (p *page) stretch(c calendar, s *Stretch) {
	p.labelled(2, c.span(s), sentence(s), spanWidth)
	for _, a := range s.Again {
		p.labelled(2, "", again(c, s, s.FromUs, a), spanWidth)
	}
}

// sentence is a stretch in plain words.
func sentence(s *Stretch) string {
	switch s.Answer {
	case Granted:
		return woken(s)
	case NotYet:
		return "not yet: " + need(s.NeedFromE6, s.NeedToE6) + "; " + labelled(lead(s), s.Lead.Label)
	case Refused:
	}
	if len(s.Gates) == 0 {
		return "not woken"
	}
	text := "not woken: " + labelled(s.Gates[0].Text, s.Gates[0].Label)
	for i, g := range s.Gates[1:] {
		if i == 0 {
			text += "; also "
		} else {
			text += ", "
		}
		text += labelled(g.Text, g.Label)
	}
	return text
}

// woken says that need was 1, and how much waiting that took.
func woken(s *Stretch) string {
	w := s.Wake
	text := fmt.Sprintf("woken: wake %d", w.N)
	switch {
	case w.Forced:
		text += ", forced by --at, iOS granted none"
	case s.NeedFromE6 > 0:
		text += ", luck " + hundredths(w.LuckE6) + " (assumed)"
	}
	if w.How == "" {
		return text
	}
	return text + "; " + ended(w.How) + " after " + seconds(s.ToUs-s.FromUs)
}

// ended is how a wake ended, in words.
func ended(how string) string {
	if how == "completedByOs" {
		return "completed by iOS"
	}
	return how
}

func seconds(us int64) string { return fmt.Sprintf("%d.%d s", us/1_000_000, us/100_000%10) }

// again is what simulating again told, and says that it is that.
func again(c calendar, s *Stretch, nearUs int64, a Again) string {
	if a.Forbidden != "" {
		return "with " + a.Words + ": not simulated again, " + a.Forbidden
	}
	text := "with " + a.Words
	if a.SinceUs != s.FromUs {
		text += " from " + c.on(a.SinceUs, nearUs, "15:04")
	}
	switch {
	case !a.Woken:
		text += ": not woken either until the run's end"
	case a.WasWoken && a.WasUs == a.WokenUs:
		text += ": woken at " + c.second(a.WokenUs, nearUs) + " all the same"
	case a.WasWoken:
		text += ": woken at " + c.second(a.WokenUs, nearUs) + " instead of " + c.second(a.WasUs, nearUs)
	default:
		text += ": woken at " + c.second(a.WokenUs, nearUs) + " instead of not at all"
	}
	return text + " (simulated again)"
}

// momentOf is the stretch of an instant: the wake, or what held.
func momentOf(stretches []*Stretch, atUs int64) *Stretch {
	i := slices.IndexFunc(stretches, func(s *Stretch) bool { return s.Answer == Granted })
	if i < 0 {
		i = slices.IndexFunc(stretches, func(s *Stretch) bool { return s.FromUs <= atUs && atUs < s.ToUs })
	}
	return stretches[max(i, 0)]
}

func pad(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-utf8.RuneCountInString(s)))
}

// wrap breaks a text between words into lines of at most n columns. A longer word stands on its own.
func wrap(s string, n int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= n:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}
