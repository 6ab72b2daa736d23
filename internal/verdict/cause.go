package verdict

import (
	"fmt"
	"strings"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// outOfMemoryText is how the engine words the exception that the memory limit becomes.
const outOfMemoryText = "out of memory"

// cause says which rule explains that a wake was not finished; "" when the missing finish() is itself the news. One
// mistake is one error: the cause is the headline, and what became of the wake is its note ([consequence]).
//
// An exception in the handler always explains it, and so does any one that crashed the app. One in a timer, a request's callback or a rejection does so only when
// nothing of the user's was still waiting at the end: else the handler hung for another reason, and both are told.
func (f *facts) cause(w *Wake) Rule {
	in := f.incidents[w.N]
	if in == nil {
		return ""
	}
	switch {
	case in.memory != nil:
		return RuleOutOfMemory
	case in.runaway != nil, in.guard != nil:
		return RuleBusyLoop
	case in.handler == handlerNone:
		return RuleNoCallback
	case in.hasUnknownFinish():
		return RuleFinishUnknownTask
	}
	for i := range in.errors {
		e := &in.errors[i]
		if e.Where == "callback" || e.Where == whereLoad || w.Outcome == Crashed || !w.waits() {
			return f.ruleOf(in, e)
		}
	}
	if in.exit != nil || w.Outcome == Crashed {
		return RuleAppCrashed
	}
	return ""
}

func (in *incident) hasUnknownFinish() bool {
	for i := range in.finishes {
		if isUnknownFinish(&in.finishes[i].Finish) {
			return true
		}
	}
	return false
}

// ruleOf says under which rule an exception is told.
func (f *facts) ruleOf(in *incident, e *trace.JSError) Rule {
	switch {
	case in.memory != nil && strings.Contains(e.Message, outOfMemoryText):
		return RuleOutOfMemory
	case f.missingBehind(e) != nil:
		return RuleNotSimulated
	case e.SignatureOf != "":
		return RuleWrongSignature
	case e.Where == whereRejection:
		return RuleUnhandledRejection
	default:
		return RuleCallbackThrew
	}
}

// missingBehind is the thing without a model whose call threw an exception, nil if there is none.
func (f *facts) missingBehind(e *trace.JSError) *trace.APIMissing {
	for i := range f.missing {
		m := &f.missing[i]
		samePlace := m.Pos != nil && len(e.Stack) > 0 && e.Stack[0].Pos == *m.Pos
		if samePlace || m.Name != "" && strings.Contains(e.Message, m.Name) {
			return m
		}
	}
	return nil
}

// consequence tells what a mistake did to its wake, as a note; "" when the wake ended as it should.
func consequence(w *Wake) string {
	if w == nil {
		return ""
	}
	switch w.Outcome {
	case Killed:
		return "the wake was never finished: iOS killed the app" + codeInBrackets(w)
	case CompletedByOS:
		return "the wake was never finished: the native side completed the task as failed"
	case Crashed:
		return "the app crashed" + codeInBrackets(w)
	case Expired:
		return "the wake ran until iOS's warning that its time is up"
	case Guard:
		return "the wake was stopped there"
	case Finished, Stopped, Unended:
	}
	return ""
}

func codeInBrackets(w *Wake) string {
	if w.KillCode == "" {
		return ""
	}
	return " (" + strings.TrimSpace(w.KillCode+" "+w.KillCategory) + ")"
}

// notes puts the notes that say something into a list.
func notes(texts ...string) []string {
	var out []string
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}

// number is the number of a wake, 0 outside any.
func number(w *Wake) int {
	if w == nil {
		return 0
	}
	return w.N
}

// seconds shows a length as people say it: 30 s, 17.3 s, 800 ms.
func seconds(us int64) string {
	switch tenths := us / 100_000; {
	case us < 1_000_000:
		return fmt.Sprintf("%d ms", us/1000)
	case tenths%10 == 0:
		return fmt.Sprintf("%d s", tenths/10)
	default:
		return fmt.Sprintf("%d.%d s", tenths/10, tenths%10)
	}
}
