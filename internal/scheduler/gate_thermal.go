package scheduler

import "github.com/fetchsim/fetchsim/internal/usagemodel"

// thermal: a hot phone does no more than it must.
type thermal struct{ allTriggers }

func (thermal) about() about {
	return about{
		"thermal", "the thermal state is serious or critical",
		Observed, sourceDaemonLog,
	}
}

func (thermal) closed(s *situation) bool {
	return s.phone.Thermal == usagemodel.ThermalSerious || s.phone.Thermal == usagemodel.ThermalCritical
}

func (thermal) text(s *situation) string { return "the phone is hot (" + string(s.phone.Thermal) + ")" }
