package webapi

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// documented reads the tables of docs/web-apis.md: for each name, what its three columns say.
func documented(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("../../docs/web-apis.md")
	require.NoError(t, err)
	found := map[string][]string{}
	quoted := regexp.MustCompile("`([^`]+)`")
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "|")
		if len(cells) < 6 {
			continue
		}
		for _, m := range quoted.FindAllStringSubmatch(cells[1], -1) {
			found[m[1]] = []string{strings.TrimSpace(cells[2]), strings.TrimSpace(cells[3]), strings.TrimSpace(cells[4])}
		}
	}
	return found
}

func TestEveryNameIsDocumentedForEveryFamily(t *testing.T) {
	t.Parallel()
	docs := documented(t)
	for _, n := range names() {
		row, ok := docs[n.name]
		if !assert.True(t, ok, "docs/web-apis.md says nothing of %s", n.name) {
			continue
		}
		for i, f := range []Family{Plain, WebView, ReactNative} {
			has := n.families&f != 0
			assert.Equal(t, has, row[i] != "–", "%s, column %d", n.name, i+1)
			if has {
				assert.Equal(t, n.unit == unitMissing, row[i] == "not simulated", "%s, column %d", n.name, i+1)
			}
		}
		delete(docs, n.name)
	}
	assert.Empty(t, docs, "documented, but not there")
}

func TestEveryNameLoadsInEveryFamilyThatHasIt(t *testing.T) {
	t.Parallel()
	for _, f := range []Family{Plain, WebView, ReactNative} {
		p := start(t, "1", setting{family: f, intl: true})
		p.rt.Turn("load", func() {
			for _, n := range names() {
				v, thrown := p.web.Global(n.name)
				require.Nil(t, thrown, n.name)
				assert.Equal(t, n.families&f != 0, !v.IsUndefined(), "%s in family %d", n.name, f)
				p.rt.VM().Free(v)
			}
		})
	}
}
