package main

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fetchsim/fetchsim/internal/simulate"
	"github.com/fetchsim/fetchsim/internal/trace"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/usagemodel/recording"
	"github.com/fetchsim/fetchsim/internal/vclock"
)

// recorded is a recording whose last days a command simulates.
type recorded struct {
	name     string
	rec      *recording.Recording
	days     int
	calendar vclock.Calendar
	events   *usagemodel.Recorded
}

// readRecorded reads a recording. Errors are the user's.
func readRecorded(name string, zone *time.Location) (*recorded, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	rec, _, err := recording.Import(name, file, recording.Options{Zone: zone})
	if err != nil {
		return nil, err
	}
	return &recorded{name: name, rec: rec}, nil
}

// last says that so many days are simulated, or as many as there are.
func (r *recorded) last(days int) *recorded {
	r.days = min(days, r.rec.Days())
	r.calendar = r.rec.Calendar(r.days)
	r.events = r.rec.On(r.calendar)
	return r
}

// into puts the recorded days into a spec, and says in its header what they do not tell.
func (r *recorded) into(spec *simulate.Spec) {
	y, m, d := r.calendar.Start().Date()
	spec.Start, spec.Zone = simulate.Date{Year: y, Month: m, Day: d}, r.rec.Zone
	spec.Days, spec.Recorded = r.days, r.events
	hash := sha256.New()
	// A hash never fails to be written to.
	_ = r.rec.Write(hash)
	_, _ = io.WriteString(hash, spec.Profile.Canonical())
	spec.RecordedAs = trace.Profile{Name: filepath.Base(r.name), SHA256: hex.EncodeToString(hash.Sum(nil))}
	if unknown := r.rec.Unknown(spec.Profile.Name); len(unknown) > 0 {
		spec.Header.Notes = append(spec.Header.Notes, "of what the recording tells: "+strings.Join(unknown, "; "))
	}
}
