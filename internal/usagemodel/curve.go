package usagemodel

// populationCurve is how much phones are used in each hour of the wall clock, hour 0 first, by day type. Label: assumed,
// built to satisfy published anchors: the peak at 20 to 21 h, the low at 04 to 05 h, weekends 7 % busier and 36 % at 14 h
// (Localytics 2015, marketingcharts.com/industries/media-and-entertainment-51390). Only its shape counts.
func populationCurve(t DayType) [24]float64 {
	if t == Weekend {
		return [24]float64{
			.79, .51, .31, .19, .13, .14, .28, .59, .92, 1.17, 1.32, 1.42,
			1.51, 1.55, 1.61, 1.58, 1.55, 1.53, 1.53, 1.55, 1.61, 1.55, 1.32, 1.04,
		}
	}
	return [24]float64{
		.62, .34, .20, .13, .11, .21, .57, .98, 1.13, 1.11, 1.13, 1.18,
		1.32, 1.23, 1.18, 1.21, 1.29, 1.39, 1.46, 1.56, 1.70, 1.65, 1.34, .96,
	}
}
