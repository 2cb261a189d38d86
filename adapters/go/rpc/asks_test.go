// Limits of asks.
package rpc

import (
	"testing"
	"time"
)

func TestTIME09AnAskExpiresNotBeforeItsLimit(t *testing.T) {
	service := newService(t, Options{})
	e := newEchoing(t, service, nil)
	e.Start()
	began := time.Now()
	expect(t, connected(t, service, e.Address(), Connecting{}), "wait", 30*time.Millisecond, nil, AskTimeout)
	if passed := time.Since(began); passed < 30*time.Millisecond {
		t.Errorf("expired after %s", passed)
	}
	expect(t, connected(t, service, e.Address(), Connecting{}), "wait", time.Microsecond, nil, IllegalArgument) // TIME-04
	_, err := connected(t, service, e.Address(), Connecting{}).Call("wait", nil)
	expectCode(t, err, NullArgument) // TIME-03
}
