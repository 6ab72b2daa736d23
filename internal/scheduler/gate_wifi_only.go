package scheduler

import "github.com/fetchsim/fetchsim/internal/usagemodel"

// wifiOnly: Background App Refresh may be set to Wi-Fi. The setting exists; that nothing is woken without Wi-Fi, rather
// than woken without a network, is our reading of it.
type wifiOnly struct{ allTriggers }

func (wifiOnly) about() about {
	return about{
		"wifi_only", "Background App Refresh is set to Wi-Fi, and there is none",
		Assumed, "Settings, General, Background App Refresh: Wi-Fi",
	}
}

func (wifiOnly) closed(s *situation) bool {
	return s.phone.Refresh == usagemodel.RefreshWifiOnly && qualityOf(s.phone.Link) != wifiLink
}

func (wifiOnly) text(*situation) string {
	return "Background App Refresh is set to Wi-Fi, and there is none"
}
