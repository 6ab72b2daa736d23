package scheduler

func gates() []gate     { return nil }
func factors() []factor { return nil }
func aboutLuck() about  { return about{Code: "luck", Label: Assumed, Source: sourceOurs} }
