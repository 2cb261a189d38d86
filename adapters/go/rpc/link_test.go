// Endpoints of other services.
package rpc

import (
	"testing"
	"time"
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

func TestSlowLink(t *testing.T) {
	const delay = 30 * time.Millisecond
	here, there := newService(t, Options{Remote: true}), newService(t, Options{Remote: true})
	e := newEchoing(t, there, nil)
	e.Start()
	gateway := connected(t, here, e.Address(), Connecting{})
	here.Delay(there, delay)
	sent := time.Now()
	_, _ = gateway.Call("note", "slow")
	here.Delay(there, 0)
	expect(t, gateway, "say", "behind", "behind", "")
	if notes := e.noted(); len(notes) != 1 || time.Since(sent) < delay {
		t.Errorf("ORD-02: %v, answered after %v", notes, time.Since(sent))
	}
	here.Delay(there, time.Hour)
	asked, err := gateway.Call("say", "never")
	here.InjectFault(there, BreakLink)
	_, err = outcome(t, asked, err)
	expectCode(t, err, RecipientUnreachable) // DEAD-03
	if notes := e.noted(); len(notes) != 1 {
		t.Errorf("a broken link carried %v", notes)
	}
}

func TestHAND14AConnectWhoseLinkBreaksBetweenItsStepsFailsAsAConnection(t *testing.T) {
	here, there := newService(t, Options{Remote: true}), newService(t, Options{Remote: true})
	e := newEchoing(t, there, nil)
	identified := make(chan reference, 1)
	here.linkTo(there.hostAndPort()).identify(e.id, func(found reference, err *Error) {
		if err != nil {
			t.Error(err)
		}
		identified <- found
	})
	found := <-identified
	here.Delay(there, time.Hour)
	greeted := here.open(time.Hour, newError(AskTimeout, "never"))
	found.send(&message{body: handshake{ProtocolVersion, echo.Name}, reply: completing(greeted)})
	here.InjectFault(there, BreakLink)
	_, err := outcome(t, greeted, nil)
	expectCode(t, err, Connection)
}
