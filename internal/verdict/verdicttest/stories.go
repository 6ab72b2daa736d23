package verdicttest

import "github.com/fetchsim/fetchsim/internal/trace"

// ADay is the phone of a person who works at night: used in the evening and after work, charging in the morning.
func ADay(s *Story, day int) {
	at := func(hms string) int64 { return Clock(day, hms) }
	if day == 0 {
		s.Emit(-2*Hour, &trace.PhoneState{Link: "lte", LevelPct: 70, Refresh: "on", Thermal: "nominal", Zone: "Europe/Berlin", OffsetMin: 60})
	}
	change := func(hms, field, value string) { s.Emit(at(hms), &trace.PhoneChange{Field: field, Value: value}) }
	use := func(from, to string) { change(from, "screen", "true"); change(to, "screen", "false") }
	use("00:05:00", "00:06:00")
	use("00:33:00", "00:38:00")
	use("01:40:00", "01:40:30")
	use("02:10:00", "02:16:00")
	use("04:02:00", "04:03:00")
	change("07:00:00", "link", "wifi")
	change("07:30:00", "plugged", "true")
	use("08:02:00", "08:15:00")
	use("08:31:00", "08:52:00")
	use("09:05:00", "09:09:00")
	change("15:30:00", "plugged", "false")
	use("17:01:00", "17:09:00")
	use("17:40:00", "17:43:00")
	use("19:35:00", "19:40:00")
	use("21:15:00", "21:15:40")
	change("21:30:00", "link", "lte")
	use("22:41:00", "22:44:00")
}

// TheNight is the example of the documentation: two of fourteen wakes hang on a slow page.
func TheNight() *Story {
	s := NewStory().Registered()
	ADay(s, 0)
	for _, clock := range []string{
		"01:05:11", "02:01:09", "03:12:40", "05:33:10", "07:40:00", "09:11:12", "11:10:01", "13:05:44", "14:36:02", "16:01:00",
		"16:40:00", "18:31:15", "20:02:41", "22:47:05",
	} {
		wake := s.Wake(Clock(0, clock))
		if clock < "07:00:00" || clock > "21:30:00" {
			wake.Grant().Link = "lte"
		}
		if clock == "03:12:40" || clock == "22:47:05" {
			Hangs(wake)
			continue
		}
		wake.Fetch(130*Ms, 900*Ms, "https://api.example.com/items?page=1", "mock")
		wake.Finishes(int64(1700+wake.N*97)*Ms, "newData")
	}
	s.Emit(0, SyncExcerpt())
	s.Emit(Clock(0, "17:01:00"), &trace.Person{What: trace.Opens})
	s.Emit(Clock(0, "17:02:00"), &trace.Person{What: trace.Closes})
	return s
}

// Hangs makes a wake hang in its third request until it is killed.
func Hangs(w *Wake) {
	w.Fetch(130*Ms, 4200*Ms, "https://api.example.com/items?page=1", "mock")
	w.Fetch(4200*Ms, 11_100*Ms, "https://api.example.com/items?page=2", "mock")
	w.OpenFetch(11_100*Ms, "https://api.example.com/items?page=3")
	w.Prints(140*Ms, "log", "sync begins")
	w.Prints(4210*Ms, "warn", "slow\tpage \x1b[31m1")
	w.Warned(25 * Second)
	since := w.atUs + 11_100*Ms
	w.Awaits(30*Second, trace.AwaitPending{
		When: "kill", ID: 3, Parent: 2, Link: "awaited", Function: "fetchPages", On: "fetch", Ref: "https://api.example.com/items?page=3",
		Pos: &trace.Pos{File: "src/sync.ts", Line: 41, Column: 23}, SinceUs: since,
	})
	w.Awaits(30*Second, trace.AwaitPending{
		When: "kill", ID: 2, Parent: 1, Link: "awaited", Function: "syncAll", On: "function",
		Pos: &trace.Pos{File: "src/sync.ts", Line: 28, Column: 11}, SinceUs: since,
	})
	w.Awaits(30*Second, trace.AwaitPending{
		When: "kill", ID: 1, Link: "none", Function: "onFetch", On: "function",
		Pos: &trace.Pos{File: "src/background.ts", Line: 12, Column: 9}, SinceUs: since,
	})
	w.Killed()
}

// SyncExcerpt is the source around the line that hangs.
func SyncExcerpt() *trace.Excerpt {
	return &trace.Excerpt{File: "src/sync.ts", Line: 41, From: 39, Lines: []string{
		"  for (const page of pages) {",
		"    // one request per page, no deadline",
		"    const res = await fetch(`${API}/items?page=${page}`);",
		"    out.push(...(await res.json()));",
	}}
}

// AGoodDay passes.
func AGoodDay() *Story {
	s := NewStory().Registered()
	s.Header.Profile.Name, s.Header.Repro = "typical", "fetchsim run src/background.ts -p typical --seed 1"
	ADay(s, 0)
	for i, clock := range []string{"07:05:11", "08:21:09", "12:12:40", "19:33:10", "20:40:00"} {
		from := "mock"
		if i > 2 {
			from = "placeholder"
		}
		wake := s.Wake(Clock(0, clock))
		wake.Fetch(130*Ms, 900*Ms, "https://api.example.com/items", from)
		wake.Finishes(int64(1700+i*897)*Ms, "newData")
	}
	s.Emit(Clock(0, "08:31:00"), &trace.Person{What: trace.Opens})
	s.Emit(Clock(0, "08:33:00"), &trace.Person{What: trace.Closes})
	s.Emit(Clock(0, "20:55:00"), &trace.Person{What: trace.Opens})
	return s
}
