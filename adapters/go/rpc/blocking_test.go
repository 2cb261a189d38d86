// Calls that block the calling goroutine.
package rpc

import (
	"testing"
	"time"
)

func TestCALL03ABlockingCallWaitsForItsAnswer(t *testing.T) {
	service := newService(t, Options{})
	e := newEchoing(t, service, nil)
	e.Start()
	call, err := connected(t, service, e.Address(), Connecting{}).CallBlocking("say", "x")
	if err != nil {
		t.Fatal(err)
	}
	if value, err := call.Wait(); value != "x" || err != nil {
		t.Errorf("got %v, %v", value, err)
	}
}

func TestCALL04ABlockingCallThatFailsNamesTheReasonAsItsCause(t *testing.T) {
	service := newService(t, Options{})
	e := newEchoing(t, service, nil)
	e.Start()
	call, err := connected(t, service, e.Address(), Connecting{}).CallBlocking("wait", time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	_, err = call.Wait()
	expectCode(t, err, RPC)
	expectCode(t, err.(*Error).Cause, AskTimeout)
}
