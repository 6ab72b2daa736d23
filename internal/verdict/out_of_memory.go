package verdict

import "fmt"

// outOfMemory: the script met the memory limit, whether or not it caught the error. On a phone iOS would end the app.
func outOfMemory(f *facts) []Finding {
	var out []Finding
	f.each(func(w *Wake, in *incident) {
		if in.memory == nil {
			return
		}
		out = append(out, Finding{
			Rule: RuleOutOfMemory, Severity: Error, Wake: number(w), Pos: in.memory.Pos,
			Message:    fmt.Sprintf("the script met the memory limit of %s", mebibytes(in.memory.Bytes)),
			Notes:      notes(consequence(w)),
			Suggestion: "work in smaller pieces; the limit is --memory-limit",
		})
	})
	return out
}

func mebibytes(b int64) string {
	if b < 1<<20 {
		return fmt.Sprintf("%d bytes", b)
	}
	return fmt.Sprintf("%d MiB", b>>20)
}
