// Endpoints of other services.
package rpc

import (
	"testing"
)

func TestRemote(t *testing.T) {
	here, there := newService(t, Options{Remote: true}), newService(t, Options{Remote: true, FrameBytes: 512})
	e := newEchoing(t, there, nil)
	e.Start()
	gateway := connected(t, here, e.Address(), Connecting{})
	if gateway.Address() != e.Address() || gateway.HostName() != "127.0.0.1" {
		t.Errorf("ADDR-06, ADDR-08: the gateway says %s at %s", gateway.Address(), gateway.HostName())
	}
	expect(t, gateway, "say", "hello", "hello", "")
	expect(t, gateway, "say", "fail", nil, Application)
	expect(t, gateway, "say", string(make([]byte, 512)), nil, ResultTooLarge) // SIZE-06
	for _, text := range []string{"1", "2", "3"} {
		_, _ = gateway.Call("note", text)
	}
	expect(t, gateway, "say", "behind", "behind", "")
	if notes := e.noted(); len(notes) != 3 || notes[0] != "1" || notes[2] != "3" {
		t.Errorf("ORD-02: noted %v", notes)
	}
	expectCode(t, gateway.RunAsync(func() {}), NotLocal) // SELF-01
	_, _ = outcome(t, there.Close(nil), nil)
	expect(t, gateway, "say", "late", nil, RecipientUnreachable) // DEAD-03
}
