package simulate

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/fetchsim/fetchsim/internal/network"
	"github.com/fetchsim/fetchsim/internal/usagemodel"
)

// A profile or a recording may name any of these; the network, which knows nothing of profiles, must know them too.
func TestTheNetworkKnowsEveryLinkThatAProfileMayName(t *testing.T) {
	for _, l := range usagemodel.Links() {
		assert.NotPanics(t, func() { network.LinkOf(string(l)) }, l)
	}
}
