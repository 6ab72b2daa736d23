package scheduler

// output collects decisions until they are taken. Its memory is used again and again, so that a device-day allocates
// nothing once it has reached its size.
type output struct {
	taken     bool
	decisions []Decision
	answers   []Answer
	rates     []Rate
}

// begin forgets what was taken.
func (o *output) begin() {
	if !o.taken {
		return
	}
	o.taken = false
	o.decisions, o.answers, o.rates = o.decisions[:0], o.answers[:0], o.rates[:0]
}

// take hands the decisions out. They are good until begin.
func (o *output) take() []Decision {
	o.taken = true
	return o.decisions
}

// waiting reports whether there are decisions that nobody took.
func (o *output) waiting() bool { return !o.taken && len(o.decisions) > 0 }

func (o *output) add(d Decision) { o.decisions = append(o.decisions, d) }

// addAnswer adds an answer for the caller to fill in.
func (o *output) addAnswer(d Decision) *Answer {
	o.answers = append(o.answers, Answer{}) // growing moves the slice, but what was pointed at stays
	d.Answer = &o.answers[len(o.answers)-1]
	o.add(d)
	return d.Answer
}

// addRate adds a rate for the caller to complete.
func (o *output) addRate(d Decision, r *Rate) *Rate {
	o.rates = append(o.rates, *r)
	d.Rate = &o.rates[len(o.rates)-1]
	o.add(d)
	return d.Rate
}
