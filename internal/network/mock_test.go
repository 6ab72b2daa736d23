package network

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBrokenMockFilesNameAllTheirProblems(t *testing.T) {
	files, err := filepath.Glob("testdata/mocks/bad/*.yaml")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 10)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			_, err := LoadMock(filepath.ToSlash(file), os.ReadFile)
			var problems *MockError
			require.ErrorAs(t, err, &problems)
			golden := strings.TrimSuffix(file, ".yaml") + ".golden"
			if os.Getenv("UPDATE_GOLDEN") != "" {
				require.NoError(t, os.WriteFile(golden, []byte(err.Error()+"\n"), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, string(want), problems.Error()+"\n")
		})
	}
}

func TestEveryGoldenHasItsMockFile(t *testing.T) {
	goldens, err := filepath.Glob("testdata/mocks/bad/*.golden")
	require.NoError(t, err)
	for _, golden := range goldens {
		assert.FileExists(t, strings.TrimSuffix(golden, ".golden")+".yaml")
	}
}

func TestMissingMockFileIsAProblem(t *testing.T) {
	_, err := LoadMock("nowhere.yaml", os.ReadFile)
	assert.EqualError(t, err, "nowhere.yaml: cannot read the mock file: there is no such file")
}

func goodMock(t *testing.T) *Mock {
	t.Helper()
	m, err := LoadMock("testdata/mocks/good/api.yaml", os.ReadFile)
	require.NoError(t, err)
	return m
}

func TestRoutesMatch(t *testing.T) {
	m := goodMock(t)
	for _, tt := range []struct {
		method, url string
		want        int
	}{
		{"GET", "https://api.example.com/items/7", 0},
		{"GET", "https://api.example.com/items/7?full=1", 0},
		{"POST", "https://api.example.com/items/7", -1},
		{"GET", "https://api.example.com/items/7/parts", -1},
		{"POST", "https://api.example.com/items", 1},
		{"GET", "https://anything.example/login", 2},
		{"PUT", "http://localhost:8080/login", 2},
		{"GET", "https://a.cdn.example.com/x/y/logo.png", 3},
		{"GET", "https://a.b.cdn.example.com/logo.png", 3},
		{"GET", "https://cdn.example.com/logo.png", -1},
		{"GET", "https://search.example.com/?q=tea", 4},
		{"GET", "https://search.example.com/?q=", -1},
		{"GET", "https://api.example.com/list?page=2", 5},
		{"GET", "https://api.example.com/list?page=3", -1},
	} {
		t.Run(tt.method+" "+tt.url, func(t *testing.T) {
			got, nearMiss := m.match(Request{Method: tt.method, URL: tt.url})
			assert.Equal(t, tt.want, got)
			assert.Equal(t, tt.want < 0, nearMiss != "")
		})
	}
}

func TestNearMissSaysWhatDiffers(t *testing.T) {
	m := goodMock(t)
	for _, tt := range []struct{ method, url, want string }{
		{"DELETE", "https://api.example.com/items/7", "testdata/mocks/good/api.yaml:2 answers this URL, but only for GET"},
		{"GET", "https://api.example.com/itemz/7", `nearest is testdata/mocks/good/api.yaml:2 https://api.example.com/items/:id; the path has "itemz" where the route has "items"`},
		{"GET", "https://api.example.com/items/7/x", "nearest is testdata/mocks/good/api.yaml:2 https://api.example.com/items/:id; the path has 3 parts, the route 2"},
		{"GET", "https://api.example.org/items/7", "nearest is testdata/mocks/good/api.yaml:2 https://api.example.com/items/:id; the host is https://api.example.org"},
		{"GET", "https://api.example.com/list?page=3", "nearest is testdata/mocks/good/api.yaml:21 https://api.example.com/list?page=2; the query differs"},
	} {
		_, got := m.match(Request{Method: tt.method, URL: tt.url})
		assert.Equal(t, tt.want, got)
	}
}

func TestJSONKeepsTheOrderOfTheFile(t *testing.T) {
	r := goodMock(t).routes[0].reply(0)
	assert.Equal(t, `{"id":7,"tags":["a","b"],"ratio":0.5,"none":null,"day":"2026-03-02"}`, string(r.body))
	assert.Contains(t, r.header, Field{"content-type", "application/json"})
	assert.Contains(t, r.header, Field{"cache-control", "no-store"})
}

func TestRepliesComeInTurnAfterTheFailures(t *testing.T) {
	rt := goodMock(t).routes[2]
	var got []string
	for n := range 6 {
		r := rt.reply(n)
		got = append(got, r.err+map[int]string{200: "", 503: "503", 204: "204"}[r.status])
	}
	assert.Equal(t, []string{ErrLost, ErrLost, "503", ErrTimeout, "204", "204"}, got)
}

func FuzzParseMock(f *testing.F) {
	for _, pattern := range []string{"testdata/mocks/bad/*.yaml", "testdata/mocks/good/*.yaml"} {
		files, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(f, err)
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := ParseMock("m.yaml", text, func(string) ([]byte, error) { return nil, os.ErrNotExist })
		if (m == nil) == (err == nil) {
			t.Fatalf("mock %v, error %v", m, err)
		}
		if m == nil {
			return
		}
		for i := range m.routes {
			m.routes[i].reply(0)
		}
		m.match(Request{Method: "GET", URL: "https://a.example/b?c"})
	})
}
