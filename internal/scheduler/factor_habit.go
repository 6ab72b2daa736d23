package scheduler

import "fmt"

// habit is how usual the app's use is in the coming hour: iOS likes to refresh shortly before. That it does was said in a
// talk; how much is ours.
type habit struct{}

func (habit) about() about {
	return about{
		"habit", "how usual the app's use is in the coming hour, against the mean of the day; never below nightFloor",
		DocumentedNotes, sourceWWDC20,
	}
}

func (habit) value(s *situation) float64 { return s.habit }

func (habit) text(s *situation) string {
	return fmt.Sprintf("you rarely open this app at %02d:00", s.hour)
}
