package text

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict"
)

func TestLook(t *testing.T) {
	for _, o := range []Options{{ElapsedMs: 44}, {ElapsedMs: 44, Width: 120, Color: true}, {ElapsedMs: 44, ASCII: true, Verbose: true}} {
		var out bytes.Buffer
		for _, run := range []*verdict.Run{judge(t, theNight(), trace.Complete), judge(t, aGoodDay(), trace.Complete)} {
			require.NoError(t, Write(&out, verdict.NewReport("0.1.0", []*verdict.Run{run}), o))
		}
		fmt.Println(out.String())
	}
}
