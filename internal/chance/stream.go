package chance

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"math/rand/v2"
)

// Stream returns the sequence of numbers of that seed and name. Equal arguments give equal sequences.
func Stream(seed uint64, name ...string) *rand.Rand {
	h := sha256.New()
	var word [8]byte
	binary.LittleEndian.PutUint64(word[:], seed)
	h.Write(word[:])
	for _, part := range name {
		binary.LittleEndian.PutUint64(word[:], uint64(len(part)))
		h.Write(word[:])
		h.Write([]byte(part))
	}
	sum := h.Sum(nil)
	return rand.New(rand.NewPCG(binary.LittleEndian.Uint64(sum), binary.LittleEndian.Uint64(sum[8:])))
}

// Uniform returns a number in [0, 1) made of 53 bits.
func Uniform(rng *rand.Rand) float64 { return float64(rng.Uint64()>>11) / (1 << 53) }

// Exponential returns -ln(1-u): at least 0, mean 1.
func Exponential(rng *rand.Rand) float64 { return -math.Log(1 - Uniform(rng)) }

// Normal returns a number with mean 0 and standard deviation 1 (Box-Muller; two draws a number).
func Normal(rng *rand.Rand) float64 {
	radius := math.Sqrt(2 * Exponential(rng))
	return radius * math.Cos(2*math.Pi*Uniform(rng))
}

// LogNormal returns median*exp(sigma*z).
func LogNormal(median, sigma float64, rng *rand.Rand) float64 {
	return median * math.Exp(sigma*Normal(rng))
}

// Poisson returns how many events happen where mean are expected. Means up to some hundreds are meant; it counts
// exponential gaps.
func Poisson(mean float64, rng *rand.Rand) int {
	n := 0
	for sum := Exponential(rng); sum < mean; sum += Exponential(rng) {
		n++
	}
	return n
}

// Chance reports true with probability p.
func Chance(p float64, rng *rand.Rand) bool { return Uniform(rng) < p }
