package why

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// Schema names the form of the document; its number changes only when a reader of the old form would be misled.
const Schema = "fetchsim.why/1"

// The document. Instants are RFC 3339 in the run's zone, to the millisecond, and microseconds since 00:00 of day 0; numbers
// that end in E6 are millionths.
type (
	document struct {
		Schema string     `json:"schema"`
		Runs   []runEntry `json:"runs"`
	}
	runEntry struct {
		Run     string       `json:"run"`
		Script  string       `json:"script"`
		Profile string       `json:"profile"`
		OS      string       `json:"os"`
		Seed    int64        `json:"seed"`
		End     string       `json:"end"`              // why the run ended: complete, interrupted …
		Moment  *momentEntry `json:"moment,omitempty"` // for a single TIME
		Unasked int          `json:"unasked"`          // stretches that could be simulated again, beyond the first ones
		Lanes   []laneEntry  `json:"lanes"`
	}
	momentEntry struct {
		At    string     `json:"at"`
		AtUs  int64      `json:"atUs"`
		Phone phoneEntry `json:"phone"`
	}
	phoneEntry struct {
		Screen   bool   `json:"screen"`
		Link     string `json:"link"`
		LevelPct int    `json:"levelPct"`
		Plugged  bool   `json:"plugged"`
		LPM      bool   `json:"lpm"`
		Refresh  string `json:"refresh"`
		Thermal  string `json:"thermal"`
	}
	laneEntry struct {
		Trigger    string         `json:"trigger"` // fetch, refresh, processing
		Identifier string         `json:"identifier"`
		Score      *scoreEntry    `json:"score,omitempty"` // for a single TIME
		Stretches  []stretchEntry `json:"stretches"`
	}
	stretchEntry struct {
		From     string       `json:"from"`
		To       string       `json:"to"`
		FromUs   int64        `json:"fromUs"`
		ToUs     int64        `json:"toUs"`
		Answer   string       `json:"answer"` // refused, notYet, granted
		Text     string       `json:"text"`   // the sentence that the text report has
		Gates    []gateEntry  `json:"gates,omitempty"`
		Lead     *reasonEntry `json:"lead,omitempty"`
		NeedFrom int64        `json:"needFromE6"`
		NeedTo   int64        `json:"needToE6"`
		Wake     *wakeEntry   `json:"wake,omitempty"`
		Again    []againEntry `json:"again,omitempty"`
	}
	reasonEntry struct {
		Code   string `json:"code"`
		Text   string `json:"text"`
		Label  string `json:"label"`
		Source string `json:"source"`
	}
	gateEntry struct {
		reasonEntry
		Since   string `json:"since"`
		SinceUs int64  `json:"sinceUs"`
	}
	wakeEntry struct {
		N      int    `json:"n"`
		How    string `json:"how"`
		Forced bool   `json:"forced"`
		LuckE6 int64  `json:"luckE6"`
		Link   string `json:"link"`
	}
	againEntry struct {
		About     []string `json:"about"` // codes of the gates or the factor
		Held      string   `json:"held"`
		Since     string   `json:"since"`
		Simulated bool     `json:"simulated"`
		WhyNot    string   `json:"whyNot,omitempty"`
		Woken     *string  `json:"woken"` // null: not until the run's end
		Was       *string  `json:"was"`
	}
	scoreEntry struct {
		AffinityE6  int64       `json:"affinityE6"`
		HabitE6     int64       `json:"habitE6"`
		MomentE6    int64       `json:"momentE6"`
		AllowanceE6 int64       `json:"allowanceE6"`
		RateE6      int64       `json:"rateE6"` // wakes an hour
		LuckE6      int64       `json:"luckE6"`
		Policies    []partEntry `json:"policies"`
		SumScoresE6 int64       `json:"sumScoresE6"`
		DenE6       int64       `json:"denominatorE6"`
		FinalE6     int64       `json:"finalScoreE6"`
	}
	partEntry struct {
		Name      string `json:"name"`
		WeightE6  int64  `json:"policyWeightE6"`
		ScoreE6   int64  `json:"scoreE6"`
		Rationale string `json:"rationale"`
	}
)

// WriteJSON writes the accounts as one document. The error is the writer's.
func WriteJSON(w io.Writer, accounts []*Account) error {
	doc := document{Schema: Schema, Runs: []runEntry{}}
	for _, a := range accounts {
		doc.Runs = append(doc.Runs, newRun(a))
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(doc)
	if err == nil {
		_, err = w.Write(buf.Bytes())
	}
	if err != nil {
		return fmt.Errorf("write why as JSON: %w", err)
	}
	return nil
}

func newRun(a *Account) runEntry {
	h := &a.Tale.Header
	c := newCalendar(h)
	run := runEntry{Run: a.Run, Script: a.Script, Profile: h.Profile.Name, OS: h.OS, Seed: h.Seed, End: string(a.Tale.End), Unasked: a.Unasked, Lanes: []laneEntry{}}
	if a.Moment {
		p := &a.Tale.Phone
		run.Moment = &momentEntry{At: c.rfc3339(a.Tale.AtUs), AtUs: a.Tale.AtUs, Phone: phoneEntry{
			p.Screen, p.Link, p.LevelPct, p.Plugged, p.LPM, p.Refresh, p.Thermal,
		}}
	}
	for _, l := range a.Tale.Lanes {
		entry := laneEntry{Trigger: l.Trigger, Identifier: l.Identifier, Stretches: []stretchEntry{}}
		if a.Moment {
			entry.Score = newScore(a.Tale, l)
		}
		for _, s := range a.Told(l) {
			entry.Stretches = append(entry.Stretches, newStretch(c, s))
		}
		run.Lanes = append(run.Lanes, entry)
	}
	return run
}

func newStretch(c calendar, s *Stretch) stretchEntry {
	e := stretchEntry{
		From: c.rfc3339(s.FromUs), To: c.rfc3339(s.ToUs), FromUs: s.FromUs, ToUs: s.ToUs, Answer: string(s.Answer), Text: sentence(s),
		NeedFrom: s.NeedFromE6, NeedTo: s.NeedToE6,
	}
	for _, g := range s.Gates {
		e.Gates = append(e.Gates, gateEntry{reasonEntry(g.Reason), c.rfc3339(g.SinceUs), g.SinceUs})
	}
	if s.Answer == NotYet {
		lead := reasonEntry(s.Lead)
		e.Lead = &lead
	}
	if w := s.Wake; w != nil {
		e.Wake = &wakeEntry{w.N, w.How, w.Forced, w.LuckE6, w.Link}
	}
	for _, a := range s.Again {
		e.Again = append(e.Again, newAgain(c, a))
	}
	return e
}

func newAgain(c calendar, a Again) againEntry {
	e := againEntry{About: a.Codes, Held: a.Words, Since: c.rfc3339(a.SinceUs), Simulated: a.Forbidden == "", WhyNot: a.Forbidden}
	if a.Woken {
		at := c.rfc3339(a.WokenUs)
		e.Woken = &at
	}
	if a.WasWoken {
		at := c.rfc3339(a.WasUs)
		e.Was = &at
	}
	return e
}

func newScore(t *Tale, l *Lane) *scoreEntry {
	r := l.Rate
	if r == nil {
		return nil
	}
	e := &scoreEntry{
		AffinityE6: r.Affinity, HabitE6: r.Habit, MomentE6: r.Moment, AllowanceE6: r.Allowance, RateE6: r.Rate, LuckE6: r.Luck,
		Policies: []partEntry{}, SumScoresE6: r.SumScores, DenE6: r.Den,
	}
	if r.Den > 0 {
		e.FinalE6 = finalScore(r)
		for _, p := range r.Parts {
			e.Policies = append(e.Policies, partEntry{policy(p.Name), p.Weight, p.Score, rationale(p.Name, &t.Phone)})
		}
	}
	return e
}
