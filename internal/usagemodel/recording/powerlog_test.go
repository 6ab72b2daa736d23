package recording

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// database makes an SQLite file of statements.
func database(t testing.TB, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "log.PLSQL")
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	for _, s := range statements {
		_, err := db.Exec(s)
		require.NoError(t, err, s)
	}
	require.NoError(t, db.Close())
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(content)
}

// morning is a short PowerLog: a clock 100 s behind, later 200 s, an app on screen, a flight.
func morning() []string {
	return []string{
		`CREATE TABLE PLSTORAGEOPERATOR_EVENTFORWARD_TIMEOFFSET (ID INTEGER, timestamp REAL, system REAL)`,
		`INSERT INTO PLSTORAGEOPERATOR_EVENTFORWARD_TIMEOFFSET VALUES (1, 1772400000, 100), (2, 1772440000, 200)`,
		`CREATE TABLE PLLOCALEAGENT_EVENTFORWARD_TIMEZONE (timestamp REAL, TimeZoneName TEXT, SecondsFromGMT INTEGER)`,
		`INSERT INTO PLLOCALEAGENT_EVENTFORWARD_TIMEZONE VALUES (1772400000, 'Europe/Berlin', 3600), (1772400001, 'Nowhere/Land', 1), (1772439000, 'America/New_York', -18000)`,
		`CREATE TABLE PLSPRINGBOARDAGENT_EVENTFORWARD_SBLOCK (timestamp REAL, Locked INTEGER)`,
		`INSERT INTO PLSPRINGBOARDAGENT_EVENTFORWARD_SBLOCK VALUES (1772430000, 0), (1772430060, 1), (1772450000, 0), (1772450010, 1)`,
		`CREATE TABLE PLBATTERYAGENT_EVENTBACKWARD_BATTERY (timestamp REAL, Level REAL, IsCharging INTEGER, FullyCharged INTEGER)`,
		`INSERT INTO PLBATTERYAGENT_EVENTBACKWARD_BATTERY VALUES (1772430000, 91, 1, 0), (1772430020, 92.4, 0, 1), (1772430040, 92, 0, 0)`,
		`CREATE TABLE PLSCREENSTATEAGENT_EVENTFORWARD_SCREENSTATE (timestamp REAL, bundleID TEXT, AppRole INTEGER, Level REAL, ScreenWeight REAL)`,
		`INSERT INTO PLSCREENSTATEAGENT_EVENTFORWARD_SCREENSTATE VALUES
			(1772430001, 'com.apple.springboard', 1, 0, 1.0), (1772430010, 'com.example.news', 1, 0, 0.9), (1772430010, 'com.apple.statusbar', 2, 0, 0.1),
			(1772430030, 'com.apple.springboard', 1, 0, 1.0), (1772450001, 'com.example.news', 1, 0, 0), (1772450002, 'com.example.news', 1, 0, 1)`,
		`CREATE TABLE PLAPPTIMESERVICE_AGGREGATE_APPRUNTIME (timestamp REAL, BundleID TEXT, BackgroundTime REAL)`,
		`INSERT INTO PLAPPTIMESERVICE_AGGREGATE_APPRUNTIME VALUES (1772430000, 'com.example.news', 12.5), (1772433600, 'com.example.news', 3), (1772437200, 'other', 9)`,
	}
}

func TestPowerLogTellsLocksAppChargerLevelAndZone(t *testing.T) {
	t.Parallel()
	rec, report := imported(t, "f.PLSQL", database(t, morning()...), Options{App: "com.example.news"})
	assert.Equal(t, "unlock@0 plug@0 battery=91@0 app_open@10 battery=92@20 app_close@30 unplug@40 lock@1m0 "+
		"tz=America/New_York@2h30m0 unlock@5h35m0 app_open@5h35m2 app_close@5h35m10 lock@5h35m10", told(rec))
	assert.Equal(t, "America/New_York", rec.Zone.String(), "the last one the phone was in")
	assert.Equal(t, time.Unix(1772430100, 0).UTC(), rec.From.UTC(), "by the offset of that time")
	assert.Equal(t, []string{"on the phone itself com.example.news ran 16 s in the background, in 2 of the log's spans"}, report.Notes)
	assert.Contains(t, report.Dropped, Tally{"time zones that are not known", 1, 4})
}

func TestPowerLogWithoutItsTablesIsEmptyOrUnknown(t *testing.T) {
	t.Parallel()
	_, _, err := Import("f", strings.NewReader(database(t, `CREATE TABLE other (x)`)), Options{})
	require.ErrorIs(t, err, ErrEmpty)
	locks := []string{
		`CREATE TABLE PLSPRINGBOARDAGENT_EVENTFORWARD_SBLOCK (timestamp REAL, Locked INTEGER)`,
		`INSERT INTO PLSPRINGBOARDAGENT_EVENTFORWARD_SBLOCK VALUES (1772430000, 0), (1772430060, 1), ('never', 0)`,
	}
	_, _, err = Import("f", strings.NewReader(database(t, locks...)), Options{})
	require.ErrorIs(t, err, ErrNoZone)
	rec, report := imported(t, "f", database(t, locks...), Options{Zone: time.UTC})
	assert.Equal(t, "unlock@0 lock@1m0", told(rec))
	assert.Contains(t, rec.Unknown("typical"), "battery: none, from typical")
	assert.Contains(t, report.Notes, "no clock offsets are in the log; its times are taken as they are")
	assert.Equal(t, []Tally{{"rows that cannot be read", 1, 3}}, report.Dropped)
}

func TestPowerLogReadsNoViewAndNoBrokenFile(t *testing.T) {
	t.Parallel()
	endless := `CREATE VIEW PLSPRINGBOARDAGENT_EVENTFORWARD_SBLOCK AS
		WITH RECURSIVE n(timestamp) AS (SELECT 1 UNION ALL SELECT timestamp + 1 FROM n) SELECT timestamp, 1 AS Locked FROM n`
	_, _, err := Import("f", strings.NewReader(database(t, endless)), Options{Zone: time.UTC})
	require.ErrorIs(t, err, ErrEmpty)
	whole := database(t, morning()...)
	_, _, err = Import("f", strings.NewReader(whole[:len(whole)/2]), Options{Zone: time.UTC})
	require.Error(t, err)
}

func TestPowerLogLeavesNoTemporaryFile(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	content := database(t, morning()...)
	before, err := os.ReadDir(dir)
	require.NoError(t, err)
	_, _, err = Import("f", strings.NewReader(content), Options{})
	require.NoError(t, err)
	after, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, after, len(before))
}
