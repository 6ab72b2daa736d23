package fleet

// Histogram counts whole numbers from 0 up to its length; what is larger is counted at its end. The zero Histogram is empty
// and grows to what it is told.
type Histogram struct {
	counts []int
	n      int
	sum    int
}

// most is the largest number that a histogram tells apart: the minutes of four weeks.
const most = 28 * 24 * 60

// Add counts a number.
func (h *Histogram) Add(v int) {
	v = min(max(v, 0), most)
	for len(h.counts) <= v {
		h.counts = append(h.counts, 0)
	}
	h.counts[v]++
	h.n++
	h.sum += v
}

func (h *Histogram) merge(other *Histogram) {
	for v, n := range other.counts {
		for len(h.counts) <= v {
			h.counts = append(h.counts, 0)
		}
		h.counts[v] += n
	}
	h.n += other.n
	h.sum += other.sum
}

// N is how many numbers were counted.
func (h *Histogram) N() int { return h.n }

// Mean is their mean, 0 without any.
func (h *Histogram) Mean() float64 {
	if h.n == 0 {
		return 0
	}
	return float64(h.sum) / float64(h.n)
}

// Percentile is the smallest number that at least p of 100 do not exceed (nearest rank); 0 without any. Percentile(0) is
// the smallest, Percentile(100) the largest.
func (h *Histogram) Percentile(p int) int {
	rank := max(1, (p*h.n+99)/100)
	for v, n := range h.counts {
		if rank -= n; rank <= 0 && n > 0 {
			return v
		}
	}
	return 0
}

// Share is the part of the numbers that are within lo..hi, 0..1; 0 without any.
func (h *Histogram) Share(lo, hi int) float64 {
	if h.n == 0 {
		return 0
	}
	within := 0
	for v := max(lo, 0); v < len(h.counts) && v <= hi; v++ {
		within += h.counts[v]
	}
	return float64(within) / float64(h.n)
}
