package verdict

import (
	"strings"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// callbackThrew: an exception reached the top of a turn: in the handler, a timer, a request's callback, or while the
// script was loaded.
func callbackThrew(f *facts) []Finding {
	return f.thrown(RuleCallbackThrew, func(w *Wake, e *trace.JSError) Finding {
		suggestion := "catch it, and call finish() in a finally block"
		switch {
		case e.Where == whereLoad:
			suggestion = "catch it: a script that throws while it loads registers nothing"
		case f.plain():
			suggestion = `catch it and return "failed", or mend it: a wake whose callback throws counts as failed`
		}
		return Finding{
			Message:    thrower(e.Where) + " threw " + described(e),
			Notes:      notes(consequence(w)),
			Suggestion: suggestion,
		}
	})
}

func thrower(where string) string {
	switch where {
	case whereLoad:
		return "loading the script"
	case "callback":
		return "the callback"
	case "timeout":
		return "onTimeout"
	case "timer":
		return "a timer's callback"
	case "request":
		return "a request's callback"
	case "bridge":
		return "a callback of the plugin"
	case "event":
		return "an event listener"
	default:
		return "the script"
	}
}

// described is an exception as a console shows it. Name is "" for what was thrown without being an Error.
func described(e *trace.JSError) string {
	text := strings.TrimSpace(e.Message)
	switch {
	case e.Name == "":
		return text
	case text == "":
		return e.Name
	default:
		return e.Name + ": " + text
	}
}

// thrown makes a finding of every exception that is told under one rule: tell gives message, notes and suggestion, and
// the rest is common to all of them.
func (f *facts) thrown(rule Rule, tell func(*Wake, *trace.JSError) Finding) []Finding {
	var out []Finding
	f.each(func(w *Wake, in *incident) {
		for i := range in.errors {
			e := &in.errors[i]
			if f.ruleOf(in, e) != rule {
				continue
			}
			finding := tell(w, e)
			finding.Rule, finding.Severity, finding.Wake = rule, Error, number(w)
			if e.Name == "" && len(e.Stack) == 0 && rule != RuleWrongSignature {
				finding.Notes = append(finding.Notes, "what was thrown is no Error, so it does not know its line: throw new Error(…) does")
			}
			if len(e.Stack) > 0 {
				finding.Pos = &e.Stack[0].Pos
				finding.Related = calledFrom(e.Stack[1:])
			}
			if e.ReadPlaceholder {
				finding.Notes = append(finding.Notes, placeholderNote(w))
				finding.Suggestion = "say what the server answers: --mock FILE"
			}
			out = append(out, finding)
		}
	})
	return out
}

// placeholderNote says that an answer was fetchsim's own, and to what.
func placeholderNote(w *Wake) string {
	what := "a request"
	if w != nil {
		for i := range w.Requests {
			if r := &w.Requests[i]; r.From == placeholder {
				what = r.Method + " " + r.URL
				break
			}
		}
	}
	return "the script had read fetchsim's placeholder `{}`: nothing said what " + what + " answers"
}

func calledFrom(stack []trace.StackFrame) []Related {
	var out []Related
	for _, frame := range stack {
		name := frame.Function
		if name == "" {
			name = "(anonymous)"
		}
		out = append(out, Related{Text: "called from " + name, Pos: frame.Pos})
	}
	return out
}
