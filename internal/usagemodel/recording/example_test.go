package recording_test

import (
	"fmt"
	"os"

	"github.com/fetchsim/fetchsim/internal/usagemodel"
	"github.com/fetchsim/fetchsim/internal/usagemodel/recording"
)

// From a file to the days that a simulation lives.
func ExampleImport() {
	rec, report, err := recording.ImportFile(os.DirFS("../../../testdata/recordings"), "day.ndjson", recording.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range report.Repaired {
		fmt.Println("repaired:", r.Count, r.What)
	}
	const days = 1
	profile, err := usagemodel.Load("typical", os.ReadFile)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, line := range rec.Unknown(profile.Name) {
		fmt.Println(line)
	}
	calendar := rec.Calendar(days)
	timeline := usagemodel.NewReplay(profile, rec.On(calendar), 1, calendar, days)
	for e, ok := timeline.Next(); ok; e, ok = timeline.Next() {
		if e.At >= 0 && e.Kind == usagemodel.AppOpen {
			fmt.Println(calendar.Wall(e.At).Format("2006-01-02 15:04:05"), e.Kind)
		}
	}
	// Output:
	// repaired: 1 app_open without app_close; closed at the lock
	// refresh: none, from typical
	// thermal: none, taken as nominal
	// 2026-03-02 06:41:22 app_open
	// 2026-03-02 12:06:00 app_open
}
