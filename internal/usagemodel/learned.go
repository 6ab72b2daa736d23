package usagemodel

import "math"

// learned is in which slots of past days something was seen. Days weigh less with age; the two types of day are kept
// apart, since today decides which of them counts in full.
type learned struct {
	seen  [dayTypes][Slots]float64 // the weights of the days on which the slot saw something
	days  [dayTypes]float64        // the weights of all days
	today [Slots]bool
}

// learn ends a day of the given type.
func (l *learned) learn(kind DayType, fade float64) {
	for t := range l.seen {
		for k := range l.seen[t] {
			l.seen[t][k] *= fade
		}
		l.days[t] *= fade
	}
	for k, seen := range l.today {
		if seen {
			l.seen[kind][k]++
		}
	}
	l.days[kind]++
	l.today = [Slots]bool{}
}

// shares is P of the law: how likely each slot of a day of the given type sees something, between what was seen, blurred,
// and the base, which counts as Prior days.
func (l *learned) shares(kind DayType, params HabitParams, g *kernel, base [Slots]float64) [Slots]float64 {
	other := 1 - kind
	days := l.days[kind] + float64(params.OtherDay*l.days[other])
	var seen [Slots]float64
	sum := 0.0
	for k := range seen {
		seen[k] = l.seen[kind][k] + float64(params.OtherDay*l.seen[other][k])
		sum += seen[k]
	}
	whole := days + params.Prior
	if whole == 0 {
		return base // nothing known and nothing assumed: only the shape counts
	}
	average := (sum + params.Prior) / Slots / whole
	blurred := g.blur(seen)
	for k := range blurred {
		blurred[k] = (blurred[k] + float64(params.Prior*average*base[k])) / whole
	}
	return blurred
}

// lead is the law's habit: the mean of the slots just ahead against that of the day.
func lead(shares [Slots]float64, params HabitParams) [Slots]float64 {
	average := mean(shares)
	var habit [Slots]float64
	for k := range habit {
		ahead := 0.0
		for i := 1; i <= params.Lead; i++ {
			ahead += shares[(k+i)%Slots]
		}
		habit[k] = max(params.NightFloor, ahead/float64(params.Lead)/average)
	}
	return habit
}

// kernelReach is how many slots to either side the blur goes: three standard deviations of the default.
const kernelReach = 6

// kernel is the law's G: a Gaussian around a slot, with sum 1.
type kernel [2*kernelReach + 1]float64

func newKernel(sd float64) kernel {
	var g kernel
	sum := 0.0
	for i := range g {
		z := float64(i-kernelReach) / sd
		g[i] = math.Exp(-z * z / 2)
		sum += g[i]
	}
	for i := range g {
		g[i] /= sum
	}
	return g
}

// blur spreads each slot over its neighbours, around midnight too.
func (g *kernel) blur(slots [Slots]float64) [Slots]float64 {
	var around [Slots + 2*kernelReach]float64 // the day with the ends of its neighbours: no wrapping inside the loop
	copy(around[:], slots[Slots-kernelReach:])
	copy(around[kernelReach:], slots[:])
	copy(around[kernelReach+Slots:], slots[:kernelReach])
	var out [Slots]float64
	for k := range out {
		sum := 0.0
		for i, weight := range g {
			sum += float64(weight * around[k+i])
		}
		out[k] = sum
	}
	return out
}

func mean(slots [Slots]float64) float64 {
	sum := 0.0
	for _, v := range slots {
		sum += v
	}
	return sum / Slots
}

// normalized scales to mean 1.
func normalized(slots [Slots]float64) [Slots]float64 {
	average := mean(slots)
	for k := range slots {
		slots[k] /= average
	}
	return slots
}

// halfLife is what is left of a weight after one day, if half is left after so many.
func halfLife(days float64) float64 { return math.Exp2(-1 / days) }
