package text

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/verdict"
	"github.com/fetchsim/fetchsim/internal/verdict/verdicttest"
)

func TestWhyNamesTheLongestRefusalThatNeedsAnExplanation(t *testing.T) {
	t.Parallel()
	refused := func(from, to int64, code string) verdict.Span {
		return verdict.Span{FromUs: from, ToUs: to, Answer: "refused", Code: code}
	}
	for _, tt := range []struct {
		name  string
		days  int
		spans []verdict.Span
		want  string
	}{
		{"the longest", 1, []verdict.Span{
			refused(verdicttest.Clock(0, "01:00:00"), verdicttest.Clock(0, "02:00:00"), "thermal"),
			refused(verdicttest.Clock(0, "21:00:10"), verdicttest.Clock(0, "22:50:10"), "low_power_mode"),
		}, "21:00-22:51"},
		{"to the end of the day", 1, []verdict.Span{refused(0, 24*hour, "dormant")}, "00:00-24:00"},
		{"of several days", 3, []verdict.Span{refused(26*hour, 49*hour, "dormant")}, "1:02:00-2:01:00"},
		{"up to midnight", 3, []verdict.Span{refused(26*hour, 48*hour, "dormant")}, "1:02:00-2:00:00"},
		{"nothing but the floor", 1, []verdict.Span{refused(0, hour, "too_soon")}, ""},
		{"nothing asked", 1, []verdict.Span{refused(0, hour, "no_request"), refused(hour, 2*hour, "foreground")}, ""},
		{"not refused", 1, []verdict.Span{{ToUs: hour, Answer: "notYet", Code: "habit"}}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			run := judge(t, days(tt.days), trace.Complete)
			run.Spans = tt.spans
			assert.Equal(t, tt.want, refusedAt(run))
		})
	}
}
