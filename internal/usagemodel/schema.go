package usagemodel

import (
	"bytes"
	"encoding/json"
	"time"
)

// ProfileSchema is the JSON Schema (draft 2020-12) of a profile file, for editors: what is written wrong there is mostly
// found by it. What only a whole profile shows, such as more opens than unlocks, it cannot say; [ParseProfile] does.
func ProfileSchema() []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(profileSchema()); err != nil {
		panic("usagemodel: " + err.Error())
	}
	return out.Bytes()
}

// schema is a JSON Schema, or a part of one.
type schema = map[string]any

func profileSchema() schema {
	s := record(schema{
		"fetchsim_profile":   schema{"const": formatVersion, "description": "The version of this format."},
		"name":               named(pattern(`^[a-z0-9]+(-[a-z0-9]+)*$`), "Lower-case words with hyphens."),
		"extends":            named(schema{"type": "string", "minLength": 1}, "A built-in profile, or a file beside this one. Without it: "+rootPersona+"."),
		"tz":                 named(schema{"type": "string", "minLength": 1}, "IANA time zone, such as Europe/Berlin."),
		"history":            named(duration(), "Days lived before day 0, such as 21d; 0d is a fresh install."),
		"days":               record(schema{"weekday": weekSchema(), "weekend": weekSchema()}),
		"phone":              phoneSchema(),
		"sleep":              sleepSchema(),
		"app":                appSchema(),
		"charging":           array(chargeSchema()),
		"battery":            batterySchema(),
		"network":            array(networkSchema()),
		"low_power_mode":     lowPowerSchema(),
		"background_refresh": schema{"enum": []any{"on", "off", "wifi_only", true, false}},
	}, "fetchsim_profile", "name")
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = "fetchsim profile"
	s["description"] = "A person's days: what differs from the profile that this one extends."
	return s
}

func phoneSchema() schema {
	curve := schema{"oneOf": []any{
		schema{"const": "population"},
		schema{"type": "array", "items": numberIn(0, maxWeight), "minItems": 24, "maxItems": 24},
	}}
	return record(schema{
		"unlocks_per_day": numberIn(0, maxUnlocks),
		"curve":           record(schema{"weekday": curve, "weekend": curve}),
		"burst":           record(schema{"branching": pairOf(numberIn(0, 1)), "tau": pairOf(duration())}),
		"session":         record(schema{"median": duration(), "sigma": numberIn(0, 4), "max": duration()}),
	})
}

func sleepSchema() schema {
	night := record(schema{"onset": timeOfDaySchema(), "wake": timeOfDaySchema(), "sd": duration()})
	return record(schema{"weekday": night, "weekend": night, "interruptions": numberIn(0, 49)})
}

func appSchema() schema {
	byDays := record(schema{
		"days": schema{"oneOf": []any{pattern(`^[0-9]+(-[0-9]*)?$`), schema{"type": "integer", "minimum": 1}}},
		"mean": numberIn(0, maxUnlocks),
	}, "days", "mean")
	return record(schema{
		"opens_per_day":      schema{"oneOf": []any{numberIn(0, maxUnlocks), array(byDays)}},
		"base":               named(numberIn(0, maxWeight), "Weight outside the windows."),
		"session":            record(schema{"median": duration(), "sigma": numberIn(0, 4)}),
		"force_quit_per_day": numberIn(0, 100),
		"windows":            array(record(schema{"at": spanSchema(), "weight": numberIn(0, maxWeight)}, "at", "weight")),
	})
}

func chargeSchema() schema {
	bedtime := record(schema{
		"before_sleep": duration(), "until": schema{"const": "wake"}, "sd": duration(), "p": numberIn(0, 1), "days": daysSchema(),
	}, "before_sleep", "until", "p")
	daytime := record(schema{
		"at": timeOfDaySchema(), "for": duration(), "sd": duration(), "p": numberIn(0, 1), "days": daysSchema(),
	}, "at", "for", "p")
	return schema{"oneOf": []any{bedtime, daytime}}
}

func batterySchema() schema {
	rate := pattern(`^[0-9.]+ *%/h$`)
	return record(schema{
		"start": pattern(`^[0-9.]+ *%$`), "drain_idle": rate, "drain_screen": rate, "charge": rate, "charge_above_80": rate,
	})
}

func networkSchema() schema {
	link := schema{"enum": Links(), "description": "How the phone reaches the network."}
	return record(schema{
		"at": spanSchema(), "days": daysSchema(), "link": link, "p": numberIn(0, 1), "else": link,
		"outages_per_hour": numberIn(0, 60), "outage": duration(),
	}, "at", "link")
}

func lowPowerSchema() schema {
	share := pattern(`^[0-9]+ *%$`)
	return schema{"oneOf": []any{
		schema{"enum": []any{"on", "off", true, false}},
		record(schema{"ask_below": share, "accept": numberIn(0, 1), "off_above": share}),
	}}
}

// record is a mapping with these keys and no others.
func record(properties schema, required ...string) schema {
	s := schema{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

func named(s schema, description string) schema {
	s["description"] = description
	return s
}

func array(items schema) schema {
	return schema{"type": "array", "items": items, "maxItems": maxEntries}
}

func pairOf(items schema) schema {
	return schema{"type": "array", "items": items, "minItems": 2, "maxItems": 2}
}

func numberIn(lo, hi float64) schema {
	return schema{"type": "number", "minimum": lo, "maximum": hi}
}

func pattern(p string) schema { return schema{"type": "string", "pattern": p} }

// duration is a length like 1h30m, 90s or 21d.
func duration() schema { return pattern(`^([0-9]+d)?([0-9.]+(h|m|s|ms))*$`) }

func timeOfDaySchema() schema { return pattern(`^([01][0-9]|2[0-3]):[0-5][0-9]$`) }

func spanSchema() schema {
	return pattern(`^([01][0-9]|2[0-3]):[0-5][0-9] *- *(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$`)
}

func daysSchema() schema { return schema{"enum": []any{Weekday.String(), Weekend.String()}} }

func weekSchema() schema {
	names := make([]any, 0, len(daysOfWeek()))
	for d := range daysOfWeek() {
		names = append(names, daysOfWeek()[(time.Monday+time.Weekday(d))%7])
	}
	return schema{"type": "array", "items": schema{"enum": names}}
}
