package scheduler

import "fmt"

// batteryLow: with little charge left and no charger, iOS keeps it for the person.
type batteryLow struct{ allTriggers }

func (batteryLow) about() about {
	return about{
		"battery_low", "the battery is at the parameter batteryLow or below, and the phone is not charging",
		DocumentedNotes, sourceWWDC20,
	}
}

func (batteryLow) closed(s *situation) bool {
	return s.phone.Level <= s.params.BatteryLow && !s.phone.Plugged
}

func (batteryLow) text(s *situation) string { return fmt.Sprintf("battery at %d %%", s.phone.Level) }
