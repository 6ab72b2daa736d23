package scheduler

// lowPowerMode: Low Power Mode turns background app refresh off.
type lowPowerMode struct{ allTriggers }

func (lowPowerMode) about() about {
	return about{
		"low_power_mode", "Low Power Mode is on",
		Documented, "developer.apple.com/documentation/foundation/processinfo/islowpowermodeenabled",
	}
}

func (lowPowerMode) closed(s *situation) bool { return s.phone.LowPower }

func (lowPowerMode) text(*situation) string { return "Low Power Mode" }
