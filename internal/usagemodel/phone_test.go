package usagemodel

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPhoneFoldsEvents(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		events []Event
		check  func(t *testing.T, p Phone)
	}{
		{"an open makes it known", []Event{{At: 5, Kind: AppOpen}, {At: 9, Kind: AppClose}, {At: 20, Kind: AppOpen}}, func(t *testing.T, p Phone) {
			t.Helper()
			assert.True(t, p.EverOpened && p.AppOpen)
			assert.EqualValues(t, 5, p.FirstOpenAt)
			assert.EqualValues(t, 20, p.LastOpenAt)
		}},
		{"a close ends its use", []Event{{At: 5, Kind: AppOpen}, {At: 9, Kind: AppClose}}, func(t *testing.T, p Phone) {
			t.Helper()
			assert.False(t, p.AppOpen)
			assert.EqualValues(t, 9, p.LastUseAt)
		}},
		{"a close of nothing is no use", []Event{{At: 9, Kind: AppClose}}, func(t *testing.T, p Phone) {
			t.Helper()
			assert.Equal(t, Long, p.LastUseAt)
		}},
		{"a force quit of an app on screen ends its use", []Event{{At: 5, Kind: AppOpen}, {At: 9, Kind: ForceQuit}}, func(t *testing.T, p Phone) {
			t.Helper()
			assert.True(t, p.ForceQuit && !p.AppOpen)
			assert.EqualValues(t, 9, p.LastUseAt)
		}},
		{"an open ends a force quit", []Event{{At: 5, Kind: ForceQuit}, {At: 9, Kind: AppOpen}}, func(t *testing.T, p Phone) {
			t.Helper()
			assert.False(t, p.ForceQuit)
		}},
		{"a boot locks until the first unlock", []Event{{At: 1, Kind: AppOpen}, {At: 5, Kind: Boot}}, func(t *testing.T, p Phone) {
			t.Helper()
			assert.True(t, p.Locked && !p.Unlocked && !p.AppOpen)
			assert.EqualValues(t, 5, p.BootAt)
			assert.EqualValues(t, 5, p.LastUseAt)
		}},
		{"of the unlocks after a boot the first is kept", []Event{{At: 5, Kind: Boot}, {At: 7, Kind: Unlock}, {At: 8, Kind: Lock}, {At: 9, Kind: Unlock}}, func(t *testing.T, p Phone) {
			t.Helper()
			assert.True(t, p.Unlocked && !p.Locked)
			assert.EqualValues(t, 7, p.FirstUnlock)
		}},
		{"an update forgets that it was opened", []Event{{At: 5, Kind: AppOpen}, {At: 6, Kind: AppClose}, {At: 7, Kind: OSUpdate}}, func(t *testing.T, p Phone) {
			t.Helper()
			assert.False(t, p.EverOpened)
		}},
		{"the surroundings are what was said last", []Event{
			{Kind: Battery, Level: 44}, {Kind: LinkChange, Link: Weak}, {Kind: Plug}, {Kind: LowPower, On: true}, {Kind: Sleep},
			{Kind: Refresh, Refresh: RefreshWifiOnly}, {Kind: ThermalChange, Thermal: ThermalSerious}, {Kind: ZoneChange, Zone: "Asia/Tokyo"},
			{Kind: ScreenOn}, {At: 3, Kind: ScreenOff},
		}, func(t *testing.T, p Phone) {
			t.Helper()
			assert.Equal(t, 44, p.Level)
			assert.Equal(t, Weak, p.Link)
			assert.True(t, p.Plugged && p.LowPower && p.Asleep && !p.ScreenOn)
			assert.Equal(t, RefreshWifiOnly, p.Refresh)
			assert.Equal(t, ThermalSerious, p.Thermal)
			assert.Equal(t, "Asia/Tokyo", p.Zone)
			assert.EqualValues(t, 3, p.ScreenOffAt)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := NewPhone()
			for _, e := range tt.events {
				p.Apply(e)
			}
			tt.check(t, p)
		})
	}
}

func TestEventKindsAreNamedLikeARecordedDay(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for k := ScreenOn; k <= OSUpdate; k++ {
		names[k.String()] = true
	}
	assert.Len(t, names, int(OSUpdate)+1)
	assert.NotContains(t, names, "unknown")
	assert.Equal(t, "unknown", (OSUpdate + 1).String())
}
