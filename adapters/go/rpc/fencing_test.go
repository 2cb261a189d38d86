// Fencing tokens.
package rpc

import (
	"testing"
)

func TestFencing(t *testing.T) {
	service := newService(t, Options{})
	right, wrong := &Token{"Leader", "01"}, &Token{"Leader", "02"}
	e := newEchoing(t, service, func(config *Configuration) { config.Fencing, config.Token = Fenced, right })
	e.Start()
	old := connected(t, service, e.Address(), Connecting{Fenced: true, Token: &Token{"Leader", "01"}})
	expect(t, old, "say", "right", "right", "") // FENCE-01
	other := connected(t, service, e.Address(), Connecting{Fenced: true, Token: wrong})
	expect(t, other, "say", "wrong", nil, FencingToken)                                             // FENCE-02
	expect(t, connected(t, service, e.Address(), Connecting{}), "say", "none", nil, UnknownMessage) // FENCE-06
	expectCode(t, e.SetToken(wrong), NotMainThread)                                                 // FENCE-15
	changed, err := e.CallAsync(func() (any, error) { return nil, e.SetToken(wrong) }, nil, Delivery{})
	_, err = outcome(t, changed, err)
	expectCode(t, err, "")
	expect(t, old, "say", "old", nil, FencingToken) // FENCE-16
	expect(t, other, "say", "now right", "now right", "")
}
