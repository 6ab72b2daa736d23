package events

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTracesAreCopiedByteForByte(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		traces []string
		want   string
	}{
		{"none", nil, ""},
		{"one", []string{"{\"a\":1}\n{\"b\":2}\n"}, "{\"a\":1}\n{\"b\":2}\n"},
		{"two", []string{"{\"a\":1}\n", "{\"b\":2}\n"}, "{\"a\":1}\n{\"b\":2}\n"},
		{"a cut one is completed", []string{"{\"a\":1}\n{\"b", "{\"c\":3}\n"}, "{\"a\":1}\n{\"b\n{\"c\":3}\n"},
		{"an empty one", []string{"", "{\"c\":3}\n"}, "{\"c\":3}\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			require.NoError(t, Write(&out, readers(tt.traces)...))
			assert.Equal(t, tt.want, out.String())
		})
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }
func (broken) Read([]byte) (int, error)  { return 0, errors.New("bad sector") }

func TestErrorsNameTheRun(t *testing.T) {
	t.Parallel()
	require.ErrorContains(t, Write(broken{}, strings.NewReader("x")), "events of run 1: broken pipe")
	require.ErrorContains(t, Write(&bytes.Buffer{}, strings.NewReader("x\n"), broken{}), "events of run 2: bad sector")
}

func readers(texts []string) []io.Reader {
	out := make([]io.Reader, len(texts))
	for i, text := range texts {
		out[i] = strings.NewReader(text)
	}
	return out
}
