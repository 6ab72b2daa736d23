package recording

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"time"

	_ "modernc.org/sqlite" // the driver of database/sql that reads PowerLog's files

	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// The tables of PowerLog that tell what we need. The schema is Apple's own and moves from version to version; these names
// are those that forensic tools publish. A table or column that is missing makes its stream unknown.
const (
	tableOffsets = "PLSTORAGEOPERATOR_EVENTFORWARD_TIMEOFFSET"
	tableZones   = "PLLOCALEAGENT_EVENTFORWARD_TIMEZONE"
	tableLocks   = "PLSPRINGBOARDAGENT_EVENTFORWARD_SBLOCK"
	tableScreen  = "PLSCREENSTATEAGENT_EVENTFORWARD_SCREENSTATE"
	tableBattery = "PLBATTERYAGENT_EVENTBACKWARD_BATTERY"
	tableLevel   = "PLBATTERYAGENT_EVENTBACKWARD_BATTERYUI"
	tableRuntime = "PLAPPTIMESERVICE_AGGREGATE_APPRUNTIME"
)

func isSQLite(head []byte) bool { return bytes.HasPrefix(head, []byte("SQLite format 3\x00")) }

// powerLog reads one database.
type powerLog struct {
	*intake
	db      *sql.DB
	offsets []clockOffset
}

// clockOffset is by how much the clock of the rows is behind the wall clock, from a row's time on, both in seconds.
type clockOffset struct{ since, seconds float64 }

// readPowerLog reads CurrentPowerlog.PLSQL, or the powerlog_….PLSQL of a sysdiagnose. SQLite wants to seek: the file is
// copied to a temporary one.
func readPowerLog(f *file) (_ *Recording, err error) {
	dir, err := os.MkdirTemp("", "fetchsim-powerlog-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "log.db")
	if err := copyTo(path, f.r); err != nil {
		return nil, err
	}
	query := url.Values{"mode": {"ro"}, "immutable": {"1"}, "_pragma": {"trusted_schema(0)", "cell_size_check(1)"}}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: filepath.ToSlash(path), RawQuery: query.Encode()}).String())
	if err != nil {
		return nil, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	p := &powerLog{intake: newIntake(f.report), db: db}
	return p.read(f)
}

func copyTo(path string, r io.Reader) error {
	to, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, r)
	return errors.Join(err, to.Close())
}

func (p *powerLog) read(f *file) (*Recording, error) {
	if err := p.readOffsets(); err != nil {
		return nil, err
	}
	zone, err := p.zones(f.options.Zone)
	if err != nil {
		return nil, err
	}
	steps := []func() error{p.locks, p.power, p.levels, func() error { return p.screen(f.options.App) }, func() error { return p.runtime(f.options.App) }}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if len(p.entries) == 0 {
		return nil, ErrEmpty
	}
	if zone == nil {
		return nil, ErrNoZone
	}
	rec, err := p.recording(zone)
	if err != nil {
		return nil, err
	}
	rec.Source, rec.App = "powerlog", f.options.App
	return rec, nil
}

// rows calls each for the rows of a table in order of time, with the values of the columns it has; those it lacks are
// nil. It reports whether the table and all needed columns (the first n) are there.
func (p *powerLog) rows(table string, needed int, columns []string, each func(row int, at float64, values []any)) (bool, error) {
	have, err := p.columns(table)
	if err != nil || !have["timestamp"] {
		return false, err
	}
	list := `"timestamp"`
	for i, c := range columns {
		switch {
		case have[c]:
			list += `, "` + c + `"`
		case i < needed:
			return false, nil
		default:
			list += ", NULL"
		}
	}
	rows, err := p.db.QueryContext(context.Background(), "SELECT "+list+` FROM "`+table+`" ORDER BY "timestamp"`)
	if err != nil {
		return false, fmt.Errorf("read %s: %w", table, err)
	}
	defer rows.Close()
	values := make([]any, 1+len(columns))
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return false, fmt.Errorf("read %s: %w", table, err)
		}
		p.report.Read++
		at, ok := real(values[0])
		if !ok {
			p.report.dropped("rows that cannot be read", uint32(p.report.Read))
			continue
		}
		each(p.report.Read, at, values[1:])
	}
	if err := rows.Err(); err != nil {
		return false, fmt.Errorf("read %s: %w", table, err)
	}
	return true, nil
}

// columns returns the columns of a table; none if there is no such table. A view by its name is none: what it would take
// to read it is not known.
func (p *powerLog) columns(table string) (map[string]bool, error) {
	rows, err := p.db.QueryContext(context.Background(),
		`SELECT c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c
		WHERE m.type = 'table' AND m.name = ? AND m.sql NOT LIKE 'CREATE VIRTUAL%'`, table)
	if err != nil {
		return nil, fmt.Errorf("look for %s: %w", table, err)
	}
	defer rows.Close()
	have := make(map[string]bool)
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, fmt.Errorf("look for %s: %w", table, err)
		}
		have[name] = true
	}
	return have, rows.Err()
}

// real is a value of SQLite as a number.
func real(v any) (float64, bool) {
	switch v := v.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, !math.IsNaN(v) && !math.IsInf(v, 0)
	case string:
		f, err := strconv.ParseFloat(v, 64)
		return f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0)
	}
	return 0, false
}

// isYes reports whether a value is a number other than 0.
func isYes(v any) bool {
	n, ok := real(v)
	return ok && n != 0
}

func (p *powerLog) readOffsets() error {
	_, err := p.rows(tableOffsets, 1, []string{"system"}, func(_ int, at float64, values []any) {
		if seconds, ok := real(values[0]); ok {
			p.offsets = append(p.offsets, clockOffset{at, seconds})
		}
	})
	if err == nil && len(p.offsets) == 0 {
		p.report.note("no clock offsets are in the log; its times are taken as they are")
	}
	return err
}

// wall is when a row was written by the wall clock, in milliseconds since 1970: the latest offset before it counts.
func (p *powerLog) wall(at float64) int64 {
	i := sort.Search(len(p.offsets), func(i int) bool { return p.offsets[i].since > at })
	if i > 0 {
		at += p.offsets[i-1].seconds
	} else if len(p.offsets) > 0 {
		at += p.offsets[0].seconds
	}
	return int64(math.Round(max(-1e15, min(at*1000, 1e15))))
}

// zones takes the time zones the phone was in. It returns the given one, or the last that is known.
func (p *powerLog) zones(given *time.Location) (*time.Location, error) {
	zone, last := given, ""
	_, err := p.rows(tableZones, 1, []string{"TimeZoneName"}, func(row int, at float64, values []any) {
		name := fmt.Sprint(values[0])
		if name == last {
			return
		}
		z, err := time.LoadLocation(name)
		if err != nil || name == "" || name == "Local" {
			p.report.dropped("time zones that are not known", uint32(row))
			return
		}
		if given == nil {
			zone = z
		}
		if last != "" {
			p.addWord(p.wall(at), usagemodel.ZoneChange, name, row)
		}
		last = name
	})
	return zone, err
}

func (p *powerLog) locks() error {
	_, err := p.rows(tableLocks, 1, []string{"Locked"}, func(row int, at float64, values []any) {
		kind := usagemodel.Unlock
		if isYes(values[0]) {
			kind = usagemodel.Lock
		}
		p.add(p.wall(at), kind, 0, row)
	})
	return err
}

func (p *powerLog) power() error {
	_, err := p.rows(tableBattery, 1, []string{"IsCharging", "FullyCharged", "ExternalConnected"}, func(row int, at float64, values []any) {
		kind := usagemodel.Unplug
		if slices.ContainsFunc(values, isYes) {
			kind = usagemodel.Plug
		}
		p.add(p.wall(at), kind, 0, row)
	})
	return err
}

// levels takes the level that the person sees, or else the one the battery reports.
func (p *powerLog) levels() error {
	for _, table := range []string{tableLevel, tableBattery} {
		type reading struct {
			at    int64
			level float64
			row   int
		}
		var all []reading
		most := 0.0
		_, err := p.rows(table, 1, []string{"Level"}, func(row int, at float64, values []any) {
			level, ok := real(values[0])
			if !ok || level < 0 || level > 100 {
				p.report.dropped("rows that cannot be read", uint32(row))
				return
			}
			most = max(most, level)
			if n := len(all); n == 0 || math.Round(all[n-1].level*100) != math.Round(level*100) {
				all = append(all, reading{p.wall(at), level, row})
			}
		})
		if err != nil {
			return err
		}
		scale := 1.0
		if most <= 1 { // a share, not percent
			scale = 100
		}
		for _, r := range all {
			p.add(r.at, usagemodel.Battery, uint16(math.Round(r.level*scale)), r.row)
		}
		if len(all) > 0 {
			return nil
		}
	}
	return nil
}

// screen follows one app: the rows of one instant are what is on screen from then on.
func (p *powerLog) screen(app string) error {
	opens := make(map[string]int)
	group, groupRow, shown, begun := math.Inf(-1), 0, false, false
	wasShown := map[string]bool{}
	nowShown := map[string]bool{}
	flush := func() {
		if !begun {
			return
		}
		for name := range nowShown {
			if !wasShown[name] && (len(opens) < maxApps || opens[name] > 0) {
				opens[name]++
			}
		}
		wasShown, nowShown = nowShown, make(map[string]bool)
		if app == "" {
			return
		}
		kind := usagemodel.AppClose
		if shown {
			kind = usagemodel.AppOpen
		}
		p.add(p.wall(group), kind, 0, groupRow)
	}
	_, err := p.rows(tableScreen, 1, []string{"bundleID", "ScreenWeight"}, func(row int, at float64, values []any) {
		if at != group {
			flush()
			group, groupRow, shown, begun = at, row, false, true
		}
		name, _ := values[0].(string)
		weight, weighed := real(values[1])
		if name == "" || (weighed && weight <= 0) {
			return
		}
		if len(nowShown) < maxApps {
			nowShown[name] = true
		}
		shown = shown || name == app
	})
	flush()
	p.report.apps(app, opens)
	return err
}

// runtime notes how long the app really ran in the background: the phone's own wakes, to compare with.
func (p *powerLog) runtime(app string) error {
	seconds, hours := 0.0, 0
	_, err := p.rows(tableRuntime, 2, []string{"BundleID", "BackgroundTime"}, func(_ int, _ float64, values []any) {
		if name, _ := values[0].(string); name != app || app == "" {
			return
		}
		if s, ok := real(values[1]); ok && s > 0 {
			seconds += s
			hours++
		}
	})
	if hours > 0 {
		p.report.note("on the phone itself %s ran %.0f s in the background, in %d of the log's spans", app, seconds, hours)
	}
	return err
}
