package scheduler

// Rule is a gate or a factor in general, as the page of the model shows it.
type Rule struct {
	Code     string // stable; as in answers and traces
	Says     string // a gate: when it is closed; a factor: what it is
	Label    Label
	Source   string
	Triggers []Trigger // of a gate: the requests that pass it
}

// GateRules returns all gates in the order in which they are checked.
func GateRules() []Rule {
	var rules []Rule
	for _, g := range gates() {
		r := ruleOf(g.about())
		for _, t := range []Trigger{Fetch, Refresh, Processing} {
			if g.appliesTo(t) {
				r.Triggers = append(r.Triggers, t)
			}
		}
		rules = append(rules, r)
	}
	return rules
}

// FactorRules returns all factors of the rate, and luck last.
func FactorRules() []Rule {
	var rules []Rule
	for _, f := range factors() {
		rules = append(rules, ruleOf(f.about()))
	}
	return append(rules, ruleOf(aboutLuck()))
}

func ruleOf(a about) Rule { return Rule{Code: a.Code, Says: a.Rule, Label: a.Label, Source: a.Source} }
