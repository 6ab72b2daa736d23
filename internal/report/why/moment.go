package why

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/fetchsim/fetchsim/internal/trace"
)

// moment tells one instant in detail: the answer with its sources, what need was made of, and the score line.
func (p *page) moment(t *Tale, l *Lane, s *Stretch) {
	c := newCalendar(&t.Header)
	at := c.wall(t.AtUs)
	p.labelled(0, at.Format(time.TimeOnly), stood(l, s), labelWidth)
	fact := func(label, text string) { p.labelled(2, label, text, labelWidth-2) }
	fact("on", at.Format("Mon 2 Jan 2006"))
	if s.Answer != Granted {
		fact("held", "from "+c.second(s.FromUs, t.AtUs)+" to "+c.second(s.ToUs, t.AtUs))
	}
	for _, g := range s.Gates {
		fact("gate", g.Code+", closed since "+c.second(g.SinceUs, t.AtUs)+": "+labelled(g.Text, g.Label))
		fact("", "source: "+g.Source)
	}
	if s.Answer == NotYet {
		fact("factor", labelled(s.Lead.Code, s.Lead.Label)+", source: "+s.Lead.Source)
	}
	fact("phone", phone(&t.Phone))
	if l.Rate != nil {
		fact("rate", rate(l.Rate, s))
	}
	for _, a := range s.Again {
		fact("what if", again(c, s, t.AtUs, a))
	}
	if l.Rate != nil && l.Rate.Den > 0 {
		p.score(t, l, s)
	}
}

// stood is the answer of the instant itself: of a stretch that was not yet, with the need of then.
func stood(l *Lane, s *Stretch) string {
	if s.Answer != NotYet || l.Text == "" {
		return sentence(s)
	}
	return "not yet: " + need(l.NeedE6, l.NeedE6) + "; " + labelled(l.Text, s.Lead.Label)
}

// phone is the phone's state in words.
func phone(s *trace.PhoneState) string {
	pick := func(on bool, yes, no string) string {
		if on {
			return yes
		}
		return no
	}
	return strings.Join([]string{
		pick(s.Screen, "screen on", "screen off"), "network " + s.Link, fmt.Sprintf("battery %d %%", s.LevelPct),
		pick(s.Plugged, "charging", "not charging"), pick(s.LPM, "Low Power Mode on", "Low Power Mode off"),
		"Background App Refresh " + s.Refresh, "thermal state " + s.Thermal,
	}, ", ")
}

// rate is what need grows by, and what that is made of.
func rate(r *trace.Rate, s *Stretch) string {
	text := thousandths(r.Rate) + " wakes/h: "
	if r.Den > 0 { // a processing request knows no person
		text += fmt.Sprintf("affinity %s, habit %s, moment %s, ", thousandths(r.Affinity), thousandths(r.Habit), thousandths(r.Moment))
	}
	text += "allowance " + thousandths(r.Allowance) + "; this wake takes luck " + hundredths(r.Luck)
	if s.Answer == Refused {
		text += "; while a gate is closed need stands still"
	}
	return text
}

// score is the moment's conditions in the form in which iOS's daemon logs them, a policy a line. Names are those of public
// logs where these have one; weights and scores are the trace's.
func (p *page) score(t *Tale, l *Lane, s *Stretch) {
	p.line("")
	p.line("  the score in the form of iOS's dasd log; the numbers are the model's:")
	p.line("")
	p.line("  " + clean(activity(l)) + ":[")
	for _, part := range l.Rate.Parts {
		p.line(fmt.Sprintf("    {name: %s, policyWeight: %s,", policy(part.Name), thousandths(part.Weight)))
		p.line(fmt.Sprintf("     response: {Decision: Can Proceed, Score: %s, Rationale: [{%s}]}}",
			hundredths(part.Score), clean(rationale(part.Name, &t.Phone))))
	}
	decision := "Can Proceed"
	for _, g := range s.Gates {
		decision = "Must Not Proceed"
		p.line(fmt.Sprintf("    {name: %s,", clean(g.Code)))
		p.line(fmt.Sprintf("     response: {Decision: Must Not Proceed, Score: 0.00, Rationale: [{%s}]}}", clean(g.Text)))
	}
	p.line(fmt.Sprintf("  ], sumScores:%s, denominator:%s,", whole(l.Rate.SumScores), whole(l.Rate.Den)))
	p.line(fmt.Sprintf("  FinalDecision: %s FinalScore: %s", decision, whole(finalScore(l.Rate))))
}

// finalScore is sumScores/denominator in millionths, rounded.
func finalScore(r *trace.Rate) int64 { return (r.SumScores*1_000_000 + r.Den/2) / r.Den }

// activity is a request as the daemon calls it.
func activity(l *Lane) string {
	name := l.Identifier
	if name == "" {
		name = "fetch"
	}
	if l.Trigger == "processing" {
		return "bgProcessing-" + name
	}
	return "bgRefresh-" + name
}

// policy is a condition's name; where posted logs show the daemon's own, that.
func policy(part string) string {
	switch part {
	case "network":
		return "NetworkQualityPolicy"
	case "device":
		return "DeviceActivityPolicy"
	case "battery":
		return "BatteryLevelPolicy"
	default:
		return part
	}
}

// rationale is why a condition has its score.
func rationale(part string, s *trace.PhoneState) string {
	switch part {
	case "network":
		return "link == " + s.Link
	case "device":
		return "deviceActive == " + digit(s.Screen)
	case "charger":
		return "pluggedIn == " + digit(s.Plugged)
	case "battery":
		return "batteryLevel == " + strconv.Itoa(s.LevelPct)
	default:
		return part
	}
}

func digit(on bool) string {
	if on {
		return "1"
	}
	return "0"
}
