package text

import (
	"fmt"
	"io"

	"github.com/fetchsim/fetchsim/internal/verdict"
)

// WriteDays writes only the strips of a run's days, as [Write] has them in its report. The error is the writer's.
func WriteDays(w io.Writer, run *verdict.Run, o Options) error {
	p := newPage(w, o)
	p.days(run)
	if err := p.out.Flush(); err != nil {
		return fmt.Errorf("write the days: %w", err)
	}
	return nil
}
