package webapi

import (
	"encoding/hex"
	"math"
	"time"

	"github.com/fetchsim/fetchsim/internal/chance"
	"github.com/fetchsim/fetchsim/internal/script/engine"
)

// uptimeMs is performance.now: the process's own clock, in milliseconds.
func (w *Web) uptimeMs() float64 { return float64(w.rt.Host().Uptime().Microseconds()) / 1000 }

func (w *Web) hostPerformance(h engine.Value) {
	w.fn(h, "now", 0, func(*engine.Call) engine.Value { return engine.Float(w.uptimeMs()) })
	origin := w.wallMicros() - w.rt.Host().Uptime().Microseconds()
	w.vm.Give(h, "timeOrigin", engine.Float(float64(origin)/1000))
}

// wallMicros is the phone's clock, in microseconds since 1970.
func (w *Web) wallMicros() int64 { return w.env.Start.UnixMicro() + w.rt.Host().Now().Micros() }

// seedMath has Math.random draw from the run's seed.
func (w *Web) seedMath() error {
	object, thrown := w.vm.Get(w.global, "Math")
	if thrown != nil {
		return w.broken("Math", thrown)
	}
	defer w.vm.Free(object)
	random := w.vm.Func("random", 0, func(*engine.Call) engine.Value { return engine.Float(chance.Uniform(w.env.Random)) })
	if thrown := w.vm.Hide(object, "random", random); thrown != nil {
		return w.broken("Math", thrown)
	}
	return nil
}

func (w *Web) hostCrypto(h engine.Value) {
	w.fn(h, "random", 1, func(c *engine.Call) engine.Value { return w.vm.NewBytes(w.randomBytes(int(c.Arg(0).Number()))) })
	w.fn(h, "uuid", 0, func(*engine.Call) engine.Value { return w.vm.String(w.uuid()) })
}

// randomBytes draws n bytes, eight at a time.
func (w *Web) randomBytes(n int) []byte {
	b := make([]byte, n)
	for i := 0; i < n; i += 8 {
		word := w.env.Crypto.Uint64()
		for j := i; j < min(i+8, n); j++ {
			b[j] = byte(word)
			word >>= 8
		}
	}
	return b
}

// uuid is a random UUID, RFC 9562 version 4.
func (w *Web) uuid() string {
	b := w.randomBytes(16)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	s := hex.EncodeToString(b)
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

// milliseconds is a delay that JavaScript gave.
func milliseconds(ms float64) time.Duration {
	const most = float64(math.MaxInt64 / int64(time.Millisecond))
	if !(ms > 0) {
		return 0
	}
	return time.Duration(min(ms, most/2)) * time.Millisecond
}

// signbit says whether v is negative, also for -0.
func signbit(v engine.Value) bool { return math.Signbit(v.Number()) }
