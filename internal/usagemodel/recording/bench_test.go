package recording

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// BenchmarkImport measures how fast files are read, and what is left of them in memory: bytes kept for each byte read.
func BenchmarkImport(b *testing.B) {
	const rows = 200_000
	var aware, own, table, watch bytes.Buffer
	aware.WriteString("time,screen_status\n")
	own.WriteString(`{"fetchsim_recording":1,"tz":"UTC","from":"2026-01-01T00:00:00Z","to":"2028-01-01T00:00:00Z"}` + "\n")
	table.WriteString("# fetchsim_recording=1\n# tz=UTC\n# from=2026-01-01T00:00:00Z\n# to=2028-01-01T00:00:00Z\nt,ev,app,value\n")
	watch.WriteString(`{"buckets":{"a":{"id":"a","type":"afkstatus","hostname":"x","events":[`)
	for i := range rows {
		at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * 97 * time.Second)
		text := at.Format(time.RFC3339)
		fmt.Fprintf(&aware, "%d.125,%d\n", at.Unix(), i%2)
		event := []string{"screen_on", "screen_off"}[i%2]
		fmt.Fprintf(&own, `{"t":"%s","ev":"%s"}`+"\n", text, event)
		fmt.Fprintf(&table, "%s,%s,,\n", text, event)
		if i > 0 {
			watch.WriteByte(',')
		}
		fmt.Fprintf(&watch, `{"id":%d,"timestamp":"%s","duration":31.5,"data":{"status":"not-afk"}}`, i, text)
	}
	watch.WriteString("]}}}")
	for _, bb := range []struct {
		name    string
		content []byte
	}{{"AWARE", aware.Bytes()}, {"NDJSON", own.Bytes()}, {"CSV", table.Bytes()}, {"ActivityWatch", watch.Bytes()}, {"PowerLog", []byte(longPowerLog(b))}} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(len(bb.content)))
			b.ReportAllocs()
			var kept uint64
			for b.Loop() {
				var before, after runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&before)
				rec, _, err := Import("f", bytes.NewReader(bb.content), Options{Zone: time.UTC})
				require.NoError(b, err)
				runtime.GC()
				runtime.ReadMemStats(&after)
				kept = max(after.HeapAlloc, before.HeapAlloc) - before.HeapAlloc
				runtime.KeepAlive(rec)
			}
			b.ReportMetric(float64(kept)/float64(len(bb.content)), "kept/byte")
		})
	}
}

// longPowerLog is a PowerLog of many locks.
func longPowerLog(b *testing.B) string {
	return database(b, `CREATE TABLE PLSPRINGBOARDAGENT_EVENTFORWARD_SBLOCK (timestamp REAL, Locked INTEGER)`,
		`WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
		INSERT INTO PLSPRINGBOARDAGENT_EVENTFORWARD_SBLOCK SELECT 1772430000 + 97 * i, i % 2 FROM n`)
}

// BenchmarkReplay measures the days of a recorded month, made ready once.
func BenchmarkReplay(b *testing.B) {
	o := Options{Zone: zone(b, "Europe/Helsinki")}
	rec, _, err := ImportFile(os.DirFS(recordings), "niimpy_AwareScreen_1month.csv.gz", o)
	require.NoError(b, err)
	const days = 31
	typical := profile(b, "typical")
	typical.History = 0
	calendar := rec.Calendar(days)
	recorded := rec.On(calendar)
	lived := 0
	for b.Loop() {
		timeline := usagemodel.NewReplay(typical, recorded, 1, calendar, days)
		for _, ok := timeline.Next(); ok; _, ok = timeline.Next() {
		}
		lived += days
	}
	b.ReportMetric(float64(lived)/b.Elapsed().Seconds(), "days/s")
}
